//! `mfn simulate --gallery`: every built-in preset, small, on one sheet.

mod thumbnail;

use crate::cli::{Progress, Simulate};
use crate::commands::failure::Failure;
use crate::commands::folders;
use crate::commands::output::Output;
use crate::commands::simulate::gallery::thumbnail::{Shown, Thumb};
use crate::commands::simulate::load;
use crate::commands::simulate::stop::Stop;
use crate::commands::threads;
use mfn::config::{BuiltIn, Written};
use mfn::format::write_atomic;
use mfn::plot::{Sheet, Tile};
use rayon::prelude::*;
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The sheet's file.
const NAME: &str = "gallery.png";

/// Runs every preset, as many at once as there are threads, and draws the sheet.
pub(crate) fn run(
    names: &[String],
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    let presets = presets(names)?;
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("out").join("gallery"));
    folders::make(&folder)?;
    let stop = Stop::listen(arguments.time_limit)?;
    let (presets, left_out) = available(presets, !names.is_empty(), output)?;
    let thumbs = in_parallel(&presets, arguments, &stop, output)?;
    let tiles: Vec<Tile<'_>> = thumbs.iter().map(Thumb::tile).collect();
    let picture = Sheet { tiles: &tiles }.png()?;
    let path = folder.join(NAME);
    write_atomic(&path, |file| file.write_all(&picture))?;
    output.note(&format!("{} presets: {}", thumbs.len(), path.display()));
    if arguments.json { report(&thumbs, &left_out, &path, output) } else { Ok(()) }
}

/// Name and text of the presets that are asked for: all the built-in ones if none is named.
fn presets(names: &[String]) -> Result<Vec<(String, Written)>, Failure> {
    let load = |name: &str| Ok((name.to_owned(), Written::from_toml(&load::text(name)?, name)?));
    if names.is_empty() {
        return BuiltIn::runs().map(|preset| load(preset.name)).collect();
    }
    names.iter().map(|name| load(name)).collect()
}

/// The presets that can run here, and the names of those whose initial file is not there.
///
/// One that was asked for by name is kept: its run says what is missing.
fn available(
    presets: Vec<(String, Written)>,
    named: bool,
    output: &mut Output,
) -> Result<(Vec<Shown>, Vec<String>), Failure> {
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for (name, written) in presets {
        let shown = Shown::check(&name, written)?;
        match shown.missing_file().filter(|_| !named) {
            Some(path) => {
                output.warn(&format!("{name} is left out: there is no {path} here"));
                left_out.push(name);
            }
            None => kept.push(shown),
        }
    }
    Ok((kept, left_out))
}

fn in_parallel(
    presets: &[Shown],
    arguments: &Simulate,
    stop: &Stop,
    output: &mut Output,
) -> Result<Vec<Thumb>, Failure> {
    let pool = threads::pool(arguments.threads.map_or(0, usize::from))?;
    let (output, done) = (Mutex::new(output), AtomicUsize::new(0));
    let work = |shown: &Shown| {
        let thumb = shown.run(stop)?;
        let done = 1 + done.fetch_add(1, Ordering::Relaxed);
        if let Ok(mut output) = output.lock() {
            tell(arguments.progress, &thumb, (done, presets.len()), &mut output);
        }
        Ok(thumb)
    };
    // One preset a task, so that a long one holds up no other.
    let thumbs: Vec<Result<Thumb, Failure>> =
        pool.install(|| presets.par_iter().with_max_len(1).map(work).collect());
    thumbs.into_iter().collect()
}

/// A line for each preset that is done.
fn tell(progress: Progress, thumb: &Thumb, (done, of): (usize, usize), output: &mut Output) {
    match progress {
        Progress::None => {}
        Progress::Json => {
            output.note(&json!({"done": done, "presets": of, "name": thumb.name}).to_string());
        }
        _ => output.note(&format!("{done} of {of}  {}  {}", thumb.name, thumb.size)),
    }
}

fn report(
    thumbs: &[Thumb],
    left_out: &[String],
    path: &Path,
    output: &mut Output,
) -> Result<(), Failure> {
    let presets: Vec<_> =
        thumbs.iter().map(|thumb| json!({"name": thumb.name, "size": thumb.size})).collect();
    let value = json!({"picture": path, "presets": presets, "left_out": left_out});
    output.data(&format!("{value:#}\n"))
}
