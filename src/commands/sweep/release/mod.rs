//! The release of a data set: everything checked, counted and described, the manifest last.

mod environment;
mod failures;
mod observations;
mod report;
mod texts;

use crate::cli::Simulate;
use crate::commands::failure::{Failure, code};
use crate::commands::folders;
use crate::commands::output::Output;
use crate::commands::sweep::chunk::{FAILURES, FailedRun, STATISTICS, record};
use crate::commands::sweep::fields;
use crate::commands::sweep::place::Place;
use crate::commands::sweep::plan::Plan;
use crate::commands::sweep::release::observations::Observed;
use crate::commands::sweep::status;
use mfn::dataset::release::{Manifest, ReleaseFile};
use mfn::dataset::{Busy, Ledger, Shard};
use mfn::format::{read_parquet_notes, write_atomic};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

/// The files that the manifest of a finished data set lists, by path; none if there is none.
pub(crate) fn files_of_manifest(place: &Place) -> Result<BTreeMap<String, ReleaseFile>, Failure> {
    if !place.is_final() {
        return Ok(BTreeMap::new());
    }
    let manifest = Manifest::from_json(&place.manifest_text()?).map_err(|error| {
        let path = place.file("manifest.json");
        Failure::message(code::FILE, format!("{}: {error}", path.display()))
            .with_hint("remove manifest.json and run the same command again: it is written anew")
    })?;
    // Made by another version, the files may differ in their bytes: they are made anew.
    if manifest.program_version != env!("CARGO_PKG_VERSION") {
        return Ok(BTreeMap::new());
    }
    Ok(manifest.files.into_iter().map(|file| (file.path.clone(), file)).collect())
}

/// What the tables of all chunks say beside their rows.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) rows: u64,
    /// Bytes of the rows before compression.
    pub(crate) table_bytes: u64,
    pub(crate) failures: Vec<FailedRun>,
    /// The runs of each chunk that have a row.
    pub(crate) made: Vec<Vec<u64>>,
    /// The sums of each chunk's training trajectories.
    pub(crate) statistics: Vec<Vec<f64>>,
}

/// `--finalize`, and the end of a run without shards.
pub(crate) fn finalize(
    plan: &Plan,
    place: &Place,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    let _lock = lock(place)?;
    if place.is_final() && status::is_whole(plan, place)? {
        clear(place)?;
        output.note(&format!("{} is finalized already: nothing to do", place.path().display()));
        return if arguments.json { output.data(&place.manifest_text()?) } else { Ok(()) };
    }
    let survey = status::survey(plan, place, Shard::WHOLE)?;
    let (done, chunks) = (survey.done.len() as u64, plan.chunks.count());
    if done < chunks {
        let message = format!(
            "{} lacks {} of {chunks} chunks ({} damaged files)",
            place.path().display(),
            chunks - done,
            survey.damaged.len()
        );
        return Err(Failure::message(code::NO, message).with_hint(
            "make them first: run the shards again, or the command without --finalize",
        ));
    }
    let counted = counted(plan, place)?;
    let mut files = chunk_files(place)?;
    files.push(ReleaseFile::of_bytes("preset.toml", plan.preset.text().as_bytes()));
    failures::write(plan, place, &counted.failures)?;
    files.push(record(place.path(), failures::PATH.to_owned())?);
    views(plan, place, &counted, &mut files)?;
    if plan.preset.dataset.has_report && counted.rows > 0 {
        for path in report::write(plan, place)? {
            files.push(record(place.path(), path)?);
        }
    }
    let observed = Observed::of(plan, place)?;
    let environment = environment::text(place)?;
    write_atomic(&place.file(environment::PATH), |file| file.write_all(environment.as_bytes()))?;
    let release = texts::release(plan, &counted, &observed, files)?;
    let texts = release.texts().map_err(|error| Failure::new(code::USAGE, error))?;
    // The manifest last: it makes the data set finished.
    for (path, text) in &texts {
        write_atomic(&place.file(path), |file| file.write_all(text.as_bytes()))?;
    }
    clear(place)?;
    finished(plan, place, &counted, arguments, output)
}

fn finished(
    plan: &Plan,
    place: &Place,
    counted: &Counted,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    let (rows, failed) = (counted.rows, counted.failures.len());
    let folder = place.path().display();
    let failures = match failed {
        0 => String::new(),
        n => format!(", {n} failed runs in {}", failures::PATH),
    };
    output.note(&format!("{folder}: {rows} rows{failures}; manifest.json written"));
    if arguments.json {
        output.data(&place.manifest_text()?)?;
    }
    if rows > 0 || plan.preset.sweep.n_runs() == 0 {
        return Ok(());
    }
    let first = counted.failures.first().map_or("", |failure| failure.reason.as_str());
    Err(Failure::message(code::NUMBERS, format!("all {failed} runs failed; the first: {first}"))
        .with_hint("lower time.step, or look at one of them with mfn simulate"))
}

/// Held while the release is written; kept where no ledger is looked for.
fn lock(place: &Place) -> Result<Ledger, Failure> {
    let hidden = place.hidden();
    folders::make(&hidden)?;
    match Ledger::open(&hidden.join("finalize.lock")) {
        Ok(lock) => Ok(lock),
        Err(Busy::Locked) => Err(Failure::message(
            code::FILE,
            format!("another mfn is finalizing {}", place.path().display()),
        )),
        Err(Busy::Io(error)) => Err(Failure::io("open the lock in", &hidden, error)),
    }
}

/// Reads what each chunk's table says of itself.
fn counted(plan: &Plan, place: &Place) -> Result<Counted, Failure> {
    let read = |chunk: u64| -> Result<_, Failure> {
        let chunk = plan.chunks.chunk(chunk);
        let path = place.file(&Plan::table_path(&chunk));
        let notes = read_parquet_notes(&path)?;
        let note = |key: &str| {
            let found = notes.metadata.iter().find(|(known, _)| known == key);
            found.map_or("[]", |(_, text)| text.as_str())
        };
        let malformed =
            |error| Failure::io("read the notes of", &path, std::io::Error::other(error));
        let failed: Vec<FailedRun> =
            serde_json::from_str(note(FAILURES)).map_err(|e: serde_json::Error| malformed(e))?;
        let words: Vec<f64> =
            serde_json::from_str(note(STATISTICS)).map_err(|e: serde_json::Error| malformed(e))?;
        Ok((chunk, (notes.rows, notes.bytes), failed, words))
    };
    let keeps = plan.keeps_fields();
    let mut counted = Counted::default();
    for found in (0..plan.chunks.count()).map(read) {
        let (chunk, (rows, bytes), failed, words) = found?;
        counted.rows += rows;
        counted.table_bytes += bytes;
        if keeps {
            let is_made = |run: &u64| failed.iter().all(|failure| failure.run != *run);
            counted.made.push(chunk.runs.filter(is_made).collect());
            counted.statistics.extend((!words.is_empty()).then_some(words));
        }
        counted.failures.extend(failed);
    }
    Ok(counted)
}

/// The files of all chunks but those that only a view needs.
fn chunk_files(place: &Place) -> Result<Vec<ReleaseFile>, Failure> {
    let known = place.known()?;
    let is_chunk = |path: &str| {
        let folders = ["data/", "fields/", "the-well/"];
        path.contains("part-") && folders.iter().any(|folder| path.starts_with(folder))
    };
    Ok(known.into_values().filter(|file| is_chunk(&file.path)).collect())
}

/// The layouts that need all chunks.
fn views(
    plan: &Plan,
    place: &Place,
    counted: &Counted,
    files: &mut Vec<ReleaseFile>,
) -> Result<(), Failure> {
    let has_runs = counted.rows > 0;
    if plan.preset.dataset.keeps("the-well") && has_runs {
        let (words, made) = (&counted.statistics, &counted.made);
        for path in fields::finish_well(plan, place.path(), words, made)? {
            files.push(record(place.path(), path)?);
        }
    }
    if plan.preset.dataset.keeps("pdebench") && has_runs {
        fields::merge_pdebench(plan, place, &counted.made)?;
        files.push(record(place.path(), fields::PDEBENCH_PATH.to_owned())?);
    }
    Ok(())
}

/// Removes what only the way needed: ledgers, spools, and parts that a kill left behind.
fn clear(place: &Place) -> Result<(), Failure> {
    let hidden = place.hidden();
    match std::fs::remove_dir_all(&hidden) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Failure::io("remove", &hidden, error));
        }
        _ => {}
    }
    remove_parts(place.path());
    Ok(())
}

/// Files that were being written when their program was killed: `.NAME.RANDOM.part`.
fn remove_parts(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_parts(&path);
        } else if name.starts_with('.') && name.ends_with(".part") {
            // One that cannot be removed is no harm: no reader looks at it.
            let _ = std::fs::remove_file(&path);
        }
    }
}
