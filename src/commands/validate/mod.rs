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
use crate::commands::failure::Failure;
use crate::commands::folders;
use crate::commands::output::Output;
use crate::commands::threads;
use crate::commands::validate::outcome::{Outcome, Wrong, answer, summary};
use mfn::verify::Check;
use rayon::prelude::*;
use std::sync::Mutex;
use std::time::Instant;

/// Runs the checks, or looks at data.
pub(crate) fn run(arguments: &Validate, output: &mut Output) -> Result<(), Failure> {
    output.set_quiet(arguments.manner.quiet);
    if let Some(data) = &arguments.data {
        return data::run(data, output);
    }
    let selected = select::select(all()?, arguments)?;
    if arguments.list {
        let text =
            if arguments.manner.json { json::list(&selected) } else { table::list(&selected) };
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
    let text =
        if arguments.manner.json { json::document(&outcomes) } else { table::table(&outcomes) };
    output.data(&text)?;
    let summary = summary(&outcomes);
    output.note(&format!("{summary} in {:.1} s", start.elapsed().as_secs_f64()));
    let wrong = outcomes.iter().filter(|outcome| !outcome.is_well()).map(|outcome| Wrong {
        name: outcome.check.id(),
        exclude: outcome.check.id(),
        verdict: outcome.verdict(),
    });
    answer(&summary, &wrong.collect::<Vec<_>>())
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
    let pool = threads::pool(arguments.manner.threads.map_or(0, usize::from))?;
    let all = selected.len() as u64;
    let progress = Mutex::new(Progress::new(arguments.manner.progress, "check", (0, all), output));
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
