//! `mfn validate preset`, `dataset` and `fields`: data in, verdict out.
//!
//! An input that is not there is an error at once; whatever is wrong with one that is there is a
//! row of the table, and the exit code is 1.

mod dataset;
mod fields;
mod json;
mod preset;
mod row;
mod select;
mod text;

use crate::cli::{Data, Looking};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use crate::commands::validate::data::row::{Report, Row};
use crate::commands::validate::data::select::Unwanted;
use crate::commands::validate::outcome::Verdict;
use rayon::prelude::*;
use std::fmt::Write as _;

/// Looks at every input and says what it found.
pub(crate) fn run(data: &Data, output: &mut Output) -> Result<(), Failure> {
    let (verb, looking) = match data {
        Data::Preset(arguments) => (&preset::VERB, &arguments.looking),
        Data::Dataset(arguments) => (&dataset::VERB, &arguments.looking),
        Data::Fields(arguments) => (&fields::VERB, &arguments.looking),
    };
    output.set_quiet(looking.quiet);
    let unwanted = Unwanted::of(verb, &looking.exclude)?;
    if looking.list {
        let text = if looking.json { json::list(verb) } else { text::list(verb) };
        return output.data(&text);
    }
    let reports = match data {
        Data::Preset(arguments) => preset::look(arguments, &unwanted)?,
        Data::Dataset(arguments) => dataset::look(arguments, &unwanted)?,
        Data::Fields(arguments) => fields::look(arguments, &unwanted)?,
    };
    for warning in reports.iter().flat_map(|report| &report.warnings) {
        output.warn(warning);
    }
    let rows: Vec<Row> = reports.into_iter().flat_map(|report| report.rows).collect();
    if rows.is_empty() {
        let failure = Failure::message(code::USAGE, "no check is left to run");
        let hint = format!("`mfn validate {} --list` prints all of them", verb.suite);
        return Err(failure.with_hint(hint));
    }
    let text = if looking.json { json::document(verb, &rows) } else { text::table(verb, &rows) };
    output.data(&text)?;
    output.note(&summary(&rows));
    verdict(&rows)
}

/// Looks at the inputs in parallel; the reports are in their order.
fn each<T: Sync>(
    inputs: &[T],
    looking: &Looking,
    look: impl Fn(&T) -> Result<Report, Failure> + Sync + Send,
) -> Result<Vec<Report>, Failure> {
    let threads = looking.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Failure::new(code::USAGE, error))?;
    let reports: Vec<Result<Report, Failure>> =
        pool.install(|| inputs.par_iter().with_max_len(1).map(look).collect());
    reports.into_iter().collect()
}

fn summary(rows: &[Row]) -> String {
    let count = |verdict: Verdict| rows.iter().filter(|row| row.verdict() == verdict).count();
    let mut text = format!("{} of {} checks passed", count(Verdict::Pass), rows.len());
    for (verdict, word) in [(Verdict::Fail, "failed"), (Verdict::NotRun, "not run")] {
        let n = count(verdict);
        if n > 0 {
            // Writing to a string cannot fail.
            let _ = write!(text, ", {n} {word}");
        }
    }
    text
}

/// The exit code: a check that failed or was not run is a no.
fn verdict(rows: &[Row]) -> Result<(), Failure> {
    let wrong: Vec<&Row> = rows.iter().filter(|row| row.verdict() != Verdict::Pass).collect();
    let Some(first) = wrong.first() else { return Ok(()) };
    let more =
        if wrong.len() > 1 { format!(" and {} more", wrong.len() - 1) } else { String::new() };
    let message = format!("{}: {}: {}{more}", summary(rows), first.input, first.name);
    let failure = Failure::message(code::NO, message);
    Err(match wrong.iter().find(|row| row.verdict() == Verdict::NotRun) {
        Some(row) => {
            let way_out = format!("to do without a check, leave it out: --exclude {}", row.name);
            failure.with_hint(way_out)
        }
        None => failure,
    })
}
