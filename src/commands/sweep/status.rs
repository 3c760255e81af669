//! Which chunks of a data set are done, missing or damaged.

use crate::cli::Simulate;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use crate::commands::sweep::place::{Place, is_intact};
use crate::commands::sweep::plan::Plan;
use crate::commands::sweep::release;
use mfn::dataset::release::ReleaseFile;
use mfn::dataset::{Chunk, Shard};
use rayon::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What was found of the chunks of a shard.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// Chunks whose files are as they were written.
    pub(crate) done: BTreeSet<u64>,
    /// Files that are not.
    pub(crate) damaged: Vec<String>,
    /// Chunks without a line or a file.
    pub(crate) missing: u64,
}

/// How one chunk was found.
enum Found {
    Done,
    Missing,
    Damaged(Vec<String>),
}

/// Looks at every file of a shard's chunks, and into it.
pub(crate) fn survey(plan: &Plan, place: &Place, shard: Shard) -> Result<Survey, Failure> {
    let known = place.known()?;
    if known.is_empty() {
        let missing = plan.chunks.of(shard).count() as u64;
        return Ok(Survey { missing, ..Survey::default() });
    }
    let by_chunk = by_stem(&known);
    let chunks: Vec<Chunk> = plan.chunks.of(shard).collect();
    let found: Vec<(u64, Found)> =
        chunks.par_iter().map(|chunk| (chunk.chunk, look(place, chunk, &by_chunk))).collect();
    let mut survey = Survey::default();
    for (chunk, found) in found {
        match found {
            Found::Done => drop(survey.done.insert(chunk)),
            Found::Missing => survey.missing += 1,
            Found::Damaged(files) => survey.damaged.extend(files),
        }
    }
    Ok(survey)
}

/// Files of each chunk, by its stem.
fn by_stem(known: &BTreeMap<String, ReleaseFile>) -> BTreeMap<&str, Vec<&ReleaseFile>> {
    let mut chunks: BTreeMap<&str, Vec<&ReleaseFile>> = BTreeMap::new();
    for (path, record) in known {
        if let Some(stem) = stem(path) {
            chunks.entry(stem).or_default().push(record);
        }
    }
    chunks
}

/// `fields/part-000012.u.npy` → `part-000012`.
fn stem(path: &str) -> Option<&str> {
    const PART: &str = "part-";
    let stem = path.get(path.rfind(PART)?..)?;
    let digits = stem.get(PART.len()..)?.bytes().take_while(u8::is_ascii_digit).count();
    stem.get(..PART.len() + digits)
}

fn look(place: &Place, chunk: &Chunk, by_chunk: &BTreeMap<&str, Vec<&ReleaseFile>>) -> Found {
    let Some(files) = by_chunk.get(chunk.stem().as_str()) else { return Found::Missing };
    let has_table = files.iter().any(|file| file.path == Plan::table_path(chunk));
    if !has_table || files.iter().all(|file| !place.file(&file.path).exists()) {
        return Found::Missing;
    }
    let damaged = files.iter().filter(|file| !is_intact(&place.file(&file.path), file));
    let damaged: Vec<String> = damaged.map(|file| file.path.clone()).collect();
    if damaged.is_empty() { Found::Done } else { Found::Damaged(damaged) }
}

/// Whether every chunk is done and every file of the release is as it was written.
pub(crate) fn is_whole(plan: &Plan, place: &Place) -> Result<bool, Failure> {
    let survey = survey(plan, place, Shard::WHOLE)?;
    let known = release::files_of_manifest(place)?;
    let intact = known.par_iter().all(|(path, record)| is_intact(&place.file(path), record));
    Ok(survey.done.len() as u64 == plan.chunks.count() && intact)
}

/// Whether a finished data set needs nothing more of a shard: of all of the work, the release too.
pub(crate) fn is_done(plan: &Plan, place: &Place, shard: Shard) -> Result<bool, Failure> {
    if shard.is_whole() {
        return is_whole(plan, place);
    }
    let done = survey(plan, place, shard)?.done.len();
    Ok(done == plan.chunks.of(shard).count())
}

/// `--status` and `--verify`.
pub(crate) fn report(
    plan: &Plan,
    place: &Place,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    let mut survey = survey(plan, place, Shard::WHOLE)?;
    // The files of a release that belong to no chunk: card, manifest, views.
    for (path, record) in release::files_of_manifest(place)? {
        if !is_intact(&place.file(&path), &record) && !survey.damaged.contains(&path) {
            survey.damaged.push(path);
        }
    }
    survey.damaged.sort();
    let chunks = plan.chunks.count();
    let (done, missing, damaged) = (survey.done.len() as u64, survey.missing, &survey.damaged);
    let is_final = place.is_final();
    if arguments.json {
        let value = json!({
            "chunks": chunks, "done": done, "missing": missing, "damaged": damaged,
            "runs": plan.preset.sweep.n_runs(), "finalized": is_final,
        });
        output.data(&format!("{value:#}\n"))?;
    } else {
        let state = if is_final { "finalized" } else { "not finalized" };
        let n = damaged.len();
        let mut text = format!(
            "{done} of {chunks} chunks done, {missing} missing, {n} damaged files, {state}\n"
        );
        for path in damaged {
            text.push_str(&["damaged: ", path, "\n"].concat());
        }
        output.data(&text)?;
    }
    let whole = done == chunks && damaged.is_empty();
    match (whole, arguments.verify) {
        (true, _) => Ok(()),
        (false, true) if damaged.is_empty() && is_final => Ok(()),
        (false, _) if done == chunks => {
            let message = format!(
                "{} has {} files that are not as they were written",
                place.path().display(),
                damaged.len()
            );
            Err(Failure::message(code::NO, message)
                .with_hint("write them anew: the same command with --finalize"))
        }
        (false, _) => {
            let message =
                format!("{} lacks {} of {chunks} chunks", place.path().display(), chunks - done);
            Err(Failure::message(code::NO, message)
                .with_hint("make them: the same command without --status or --verify"))
        }
    }
}
