//! `mfn simulate SWEEP`: a data set of many runs, made in any number of parts.

pub(crate) mod check;
pub(crate) mod chunk;
pub(crate) mod columns;
mod fields;
pub(crate) mod place;
pub(crate) mod plan;
mod release;
mod run;
mod shard;
mod status;
mod work;

use crate::cli::Simulate;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use crate::commands::simulate::Stop;
use crate::commands::sweep::place::Place;
use crate::commands::sweep::plan::Plan;
use crate::commands::sweep::work::{Ending, Tally};
use mfn::config::Written;
use mfn::dataset::Shard;
use serde_json::json;
use std::path::PathBuf;

/// Runs `mfn simulate` of a preset with a section `[sweep]`.
pub(crate) fn run(
    written: &Written,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    let plan = Plan::of(written, arguments)?;
    if arguments.explain {
        return check::explain(&plan, arguments, output);
    }
    let folder = arguments.out.clone();
    let folder = folder.unwrap_or_else(|| PathBuf::from("out").join(&plan.preset.name));
    let shard = shard::of(arguments.shard.as_deref())?;
    if arguments.status || arguments.verify {
        return status::report(&plan, &Place::existing(&folder, &plan)?, arguments, output);
    }
    if arguments.finalize {
        let place = Place::existing(&folder, &plan)?;
        return release::finalize(&plan, &place, arguments, output);
    }
    if arguments.force && !shard.is_whole() {
        let message = "--force begins the whole data set anew: it does not go with --shard";
        return Err(Failure::message(code::USAGE, message)
            .with_hint("remove the folder, or run --force without --shard"));
    }
    let stop = Stop::listen(arguments.time_limit)?;
    check::is_meant(&plan, arguments, output)?;
    if !arguments.force && folder.join("manifest.json").exists() {
        let place = Place::existing(&folder, &plan)?;
        if status::is_done(&plan, &place, shard)? {
            return already_done(&place, arguments, output);
        }
    }
    check::points(&plan, shard)?;
    let mut place = Place::open(&folder, &plan, shard, arguments.force)?;
    if !place.is_locked() {
        output.warn("the file system has no locks: nobody is told of a second program on a shard");
    }
    make(&plan, &mut place, shard, (arguments, &stop), output)
}

/// Makes the shard's chunks, and the release if that was all of the work.
fn make(
    plan: &Plan,
    place: &mut Place,
    shard: Shard,
    (arguments, stop): (&Simulate, &Stop),
    output: &mut Output,
) -> Result<(), Failure> {
    place.begin(plan, shard)?;
    let (tally, ending) = work::work(plan, place, shard, arguments, stop, output)?;
    match ending {
        Ending::Stopped(reason) => {
            told(&tally, "stopped", reason, arguments, output)?;
            let place = place.path().display();
            let (done, chunks) = (tally.chunks_done, tally.chunks);
            let message = format!("{reason} with {done} of {chunks} chunks done in {place}");
            return Err(Failure::message(code::STOPPED, message)
                .with_hint("run the same command again to go on"));
        }
        Ending::Failed { run, reason } => {
            told(&tally, "failed", &reason, arguments, output)?;
            return Err(Failure::message(code::NUMBERS, format!("run {run}: {reason}"))
                .with_hint("without --fail-fast a failed run is a row of failures.parquet"));
        }
        Ending::Completed => {}
    }
    output.note(&tally.summary(shard, place.path()));
    if shard.is_whole() {
        place.release();
        return release::finalize(plan, place, arguments, output);
    }
    let hint = format!("mfn simulate … --out {} --finalize", place.path().display());
    output.note(&format!("when every shard is done: {hint}"));
    told(&tally, "completed", "all runs of the shard", arguments, output)
}

fn told(
    tally: &Tally,
    status: &str,
    reason: &str,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    if !arguments.json {
        return Ok(());
    }
    let value = json!({
        "status": status,
        "stop_reason": reason,
        "chunks": tally.chunks,
        "chunks_done": tally.chunks_done,
        "chunks_made": tally.chunks_made,
        "runs": tally.runs_made,
        "failures": tally.failures,
        "seconds": tally.seconds,
    });
    output.data(&format!("{value:#}\n"))
}

fn already_done(place: &Place, arguments: &Simulate, output: &mut Output) -> Result<(), Failure> {
    let folder = place.path().display();
    output.note(&format!(
        "{folder} holds this very data set, complete: nothing to do (--force redoes it)"
    ));
    if arguments.json { output.data(&place.manifest_text()?) } else { Ok(()) }
}
