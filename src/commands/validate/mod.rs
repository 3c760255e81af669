//! `mfn validate`: checks with their numbers, and the proof that each can fail.

mod data;
mod json;
mod outcome;
mod presets;
mod report;
mod select;
mod shards;
mod table;

use crate::cli::Validate;
use crate::commands::counted::Progress;
use crate::commands::failure::{Failure, code};
use crate::commands::folders;
use crate::commands::output::Output;
use crate::commands::validate::outcome::{Outcome, Verdict, summary};
use mfn::verify::Check;
use rayon::prelude::*;
use std::sync::Mutex;
use std::time::Instant;

/// Runs the checks, or looks at data.
pub(crate) fn run(arguments: &Validate, output: &mut Output) -> Result<(), Failure> {
    output.set_quiet(arguments.quiet);
    if let Some(data) = &arguments.data {
        return data::run(data, output);
    }
    let selected = select::select(all()?, arguments)?;
    if arguments.list {
        let text = if arguments.json { json::list(&selected) } else { table::list(&selected) };
        return output.data(&text);
    }
    let start = Instant::now();
    if let Some(folder) = &arguments.report {
        // Before the work: a folder that cannot be made is told at once.
        folders::make(folder)?;
    }
    let outcomes = measure(&selected, arguments, output)?;
    if let Some(folder) = &arguments.report {
        report::write(folder, &outcomes)?;
        output.note(&format!("the report is {}", folder.join("report.html").display()));
    }
    let text = if arguments.json { json::document(&outcomes) } else { table::table(&outcomes) };
    output.data(&text)?;
    output.note(&format!("{} in {:.1} s", summary(&outcomes), start.elapsed().as_secs_f64()));
    verdict(&outcomes)
}

/// The checks of the library, and those of the program, suite by suite.
fn all() -> Result<Vec<Check>, Failure> {
    let mut all = presets::all()?;
    all.extend(shards::checks());
    all.sort_by_key(|check| check.suite);
    Ok(all)
}

/// Runs every check, and its twin if asked for; the outcomes are in the order of the checks.
fn measure<'a>(
    selected: &'a [Check],
    arguments: &Validate,
    output: &Output,
) -> Result<Vec<Outcome<'a>>, Failure> {
    let threads = arguments.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Failure::new(code::USAGE, error))?;
    let all = selected.len() as u64;
    let progress = Mutex::new(Progress::new(arguments.progress, "check", (0, all), output));
    let outcomes = pool.install(|| {
        let each = selected.par_iter().with_max_len(1).map(|check| {
            let outcome = Outcome::of(check, arguments.prove);
            if let Ok(mut progress) = progress.lock() {
                progress.tick();
            }
            outcome
        });
        each.collect()
    });
    if let Ok(progress) = progress.lock() {
        progress.finish();
    }
    Ok(outcomes)
}

/// The exit code: a check that failed, was not run, or did not see its twin's fault is a no.
fn verdict(outcomes: &[Outcome<'_>]) -> Result<(), Failure> {
    let wrong: Vec<String> =
        outcomes.iter().filter(|outcome| !outcome.is_well()).map(|o| o.check.id()).collect();
    let Some(first) = wrong.first() else { return Ok(()) };
    let more =
        if wrong.len() > 1 { format!(" and {} more", wrong.len() - 1) } else { String::new() };
    let failure = Failure::message(code::NO, format!("{}: {first}{more}", summary(outcomes)));
    let is_missing = |outcome: &Outcome<'_>| outcome.verdict() == Verdict::NotRun;
    Err(match outcomes.iter().find(|outcome| is_missing(outcome)) {
        Some(outcome) => {
            let way_out =
                format!("to do without a check, leave it out: --exclude {}", outcome.check.id());
            failure.with_hint(way_out)
        }
        None => failure,
    })
}
