//! `mfn encrypt open FOLDER`: every file, or some, each under its name when all of it is authentic.

use crate::cli::encrypt::Open;
use crate::commands::encrypt::folder::contents::{Contents, Opened};
use crate::commands::encrypt::folder::copying::{digest_of, open_entry};
use crate::commands::encrypt::watch::{Watch, total};
use crate::commands::encrypt::{file, opening, print_json, secrets};
use crate::commands::failure::{Failure, code};
use crate::commands::folders;
use crate::commands::output::Output;
use mfn::crypto::chunked::SealedReader;
use mfn::crypto::folder::{IndexEntry, file_context};
use mfn::format::AtomicFile;
use rayon::prelude::*;

/// Opens a sealed folder.
pub(crate) fn run(open: &Open, output: &mut Output) -> Result<(), Failure> {
    let contents = Contents::read(&open.input)?;
    let secrets = secrets::some_secrets(&open.unlocking)?;
    let opened = contents.open(&secrets, secrets::limits(&open.unlocking))?;
    let entries = selected(open, &opened)?;
    let selection = &open.selection;
    if selection.range.is_some() || !selection.row_groups.is_empty() || file::is_stream(&open.out) {
        return one(open, &opened, &entries, output);
    }
    if open.out.exists() && !open.out.is_dir() {
        file::refuse_existing(&open.out)?;
    }
    let is_done = done(open, &entries)?;
    folders::make(&open.out)?;
    let n_done = is_done.iter().filter(|is_done| **is_done).count();
    let missing = entries.iter().zip(&is_done).filter(|(_, is_done)| !**is_done);
    let missing: Vec<&IndexEntry> = missing.map(|(entry, _)| *entry).collect();
    let watch =
        Watch::new(&open.manner, Some(total(missing.iter().map(|entry| entry.bytes))), output);
    let each = missing.par_iter().with_max_len(1);
    each.try_for_each(|entry| write(open, &opened, entry, &watch))?;
    drop(watch);
    let n_written = missing.len();
    let out = open.out.display();
    if open.manner.json {
        let value = serde_json::json!({
            "opened": out.to_string(), "files": entries.len(), "files_opened": n_written,
            "files_kept": n_done,
        });
        return print_json(&value, output);
    }
    output.note(&format!("{out}: {n_written} files opened, {n_done} were there already"));
    Ok(())
}

/// Opens one file, or a part of it.
fn one(
    open: &Open,
    opened: &Opened,
    entries: &[&IndexEntry],
    output: &mut Output,
) -> Result<(), Failure> {
    let [entry] = entries else {
        let message = format!("{} files: a part or a stream is of one", entries.len());
        return Err(Failure::message(code::USAGE, message).with_hint("name it with --file"));
    };
    if !file::is_stream(&open.out) {
        file::refuse_existing(&open.out)?;
    }
    let (folder, id, key) = (&opened.folder, &opened.list.id, opened.key(entry.key)?);
    let selection = &open.selection;
    if selection.range.is_none() && selection.row_groups.is_empty() {
        open_entry(folder, (id, entry), key, &mut output.raw()?)?;
        return Ok(());
    }
    let path = folder.join(&entry.sealed);
    let sealed = file::open(&path)?;
    let reader = SealedReader::new(sealed, 0, key, &file_context(id, &entry.path));
    let mut reader = reader.map_err(secrets::about(&path))?;
    reader.clip(entry.bytes);
    let length = opening::part(reader, open, output)?;
    opening::report(open, (length, opening::unit(open)), output)
}

/// The entries asked for, all of them if none is.
fn selected<'a>(open: &Open, opened: &'a Opened) -> Result<Vec<&'a IndexEntry>, Failure> {
    let (all, selection) = (&opened.index.files, &open.selection);
    let shards = selection.shard.iter().map(|shard| format!("*/part-{shard:06}.*"));
    let patterns: Vec<String> = selection.file.iter().cloned().chain(shards).collect();
    if patterns.is_empty() {
        return Ok(all.iter().collect());
    }
    let mut chosen = vec![false; all.len()];
    for text in patterns {
        let pattern = glob::Pattern::new(&text)
            .map_err(|error| Failure::new(code::USAGE, error).about(&text))?;
        let mut is_there = false;
        for (entry, chosen) in all.iter().zip(&mut chosen) {
            let fits = pattern.matches(&entry.path) || entry.path == text;
            *chosen |= fits;
            is_there |= fits;
        }
        if !is_there {
            let message = format!("the sealed folder has no file {text}");
            let failure = Failure::message(code::USAGE, message);
            return Err(failure.with_hint("`mfn encrypt inspect` with a key tells its files"));
        }
    }
    let chosen = all.iter().zip(chosen).filter(|(_, chosen)| *chosen);
    Ok(chosen.map(|(entry, _)| entry).collect())
}

/// Which files are there already as they are to be; another content is refused before the work.
fn done(open: &Open, entries: &[&IndexEntry]) -> Result<Vec<bool>, Failure> {
    let each = entries.par_iter().map(|entry| {
        let path = open.out.join(&entry.path);
        if path.symlink_metadata().is_err() {
            return Ok(false);
        }
        let there = digest_of(&path)?;
        if there.bytes == entry.bytes && there.sha256 == entry.sha256 {
            Ok(true)
        } else {
            let message = format!("{} exists with another content", path.display());
            let failure = Failure::message(code::FILE, message);
            Err(failure.with_hint("name another folder with --out"))
        }
    });
    each.collect()
}

fn write(open: &Open, opened: &Opened, entry: &IndexEntry, watch: &Watch) -> Result<(), Failure> {
    let path = open.out.join(&entry.path);
    if let Some(folder) = path.parent() {
        folders::make(folder)?;
    }
    let mut atomic = AtomicFile::create(&path)?;
    let key = opened.key(entry.key)?;
    let mut target = watch.over(atomic.file_mut());
    open_entry(&opened.folder, (&opened.list.id, entry), key, &mut target)?;
    atomic.commit()?;
    Ok(())
}
