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
use crate::commands::threads;
use crate::commands::validate::data::row::{Report, Row};
use crate::commands::validate::data::select::Unwanted;
use crate::commands::validate::outcome::{Verdict, Wrong, answer, counted};
use rayon::prelude::*;

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
    let summary = counted(rows.iter().map(Row::verdict));
    output.note(&summary);
    let wrong = rows.iter().filter(|row| row.verdict() != Verdict::Pass).map(|row| Wrong {
        name: format!("{}: {}", row.input, row.name),
        exclude: row.name.to_owned(),
        verdict: row.verdict(),
    });
    answer(&summary, &wrong.collect::<Vec<_>>())
}

/// Looks at the inputs in parallel; the reports are in their order.
fn each<T: Sync>(
    inputs: &[T],
    looking: &Looking,
    look: impl Fn(&T) -> Result<Report, Failure> + Sync + Send,
) -> Result<Vec<Report>, Failure> {
    let pool = threads::pool(looking.threads.map_or(0, usize::from))?;
    let reports: Vec<Result<Report, Failure>> =
        pool.install(|| inputs.par_iter().with_max_len(1).map(look).collect());
    reports.into_iter().collect()
}
