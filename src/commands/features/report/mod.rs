//! `mfn features --report`: what a table of features holds, in words, numbers and pictures.

mod json;
mod markdown;
mod number;
mod pictures;
pub(crate) mod table;
#[cfg(test)]
mod tests;
mod text;

use crate::commands::failure::{Failure, code};
use crate::commands::features::report::table::Table;
use crate::commands::folders;
use crate::commands::output::Output;
use mfn::features::{Report, ReportError};
use mfn::format::{annotate_png, write_atomic};
use std::io::Write as _;
use std::path::Path;

/// Reports on a Parquet file, or on the `*.parquet` files of a folder together.
///
/// Without `as_json` a table for people and the warnings go to standard output, with it one JSON
/// document. `out` is a folder that gets `report.json`, `report.md`, `correlations.png` and
/// `distributions.png`.
pub(crate) fn run(
    path: &Path,
    out: Option<&Path>,
    as_json: bool,
    output: &mut Output,
) -> Result<(), Failure> {
    let table = Table::read(path)?;
    let report = Report::of(&table.columns).map_err(|error| refusal(path, &table, &error))?;
    let document = format!("{:#}\n", json::document(&table, &report));
    if let Some(folder) = out {
        keep(folder, &table, &report, &document)?;
    }
    if as_json {
        return output.data(&document);
    }
    output.data(&text::report(&table, &report))?;
    if let Some(folder) = out {
        output.note(&format!("{}: {}", folder.display(), FILES.join(", ")));
    }
    Ok(())
}

/// Writes the report on several files of one table into a folder; gives the names of its files.
/// The files are named by their paths within `root`, so that the report is the same anywhere.
pub(crate) fn on_files(
    root: &Path,
    files: &[String],
    name: &str,
    folder: &Path,
) -> Result<[&'static str; 4], Failure> {
    let mut table = Table::of_files(files.iter().map(|file| root.join(file)), name)?;
    for file in &mut table.files {
        if let Ok(within) = file.path.strip_prefix(root) {
            file.path = within.to_owned();
        }
    }
    let report = Report::of(&table.columns).map_err(|error| refusal(root, &table, &error))?;
    let document = format!("{:#}\n", json::document(&table, &report));
    keep(folder, &table, &report, &document)?;
    Ok(FILES)
}

/// What is written into the folder.
const FILES: [&str; 4] = ["report.json", "report.md", "correlations.png", "distributions.png"];

/// An empty table is a file that does not hold what it should.
fn refusal(path: &Path, table: &Table, error: &ReportError) -> Failure {
    let failure = Failure::message(code::FILE, format!("{}: {error}", path.display()));
    match error {
        ReportError::NoColumn if !table.left_out.is_empty() => {
            failure.with_hint(format!("left out: {}", text::left_out(table)))
        }
        ReportError::NoRow => failure.with_hint("give a table with at least one run"),
        _ => failure,
    }
}

/// Writes the report into a folder, which is made if it is not there.
fn keep(folder: &Path, table: &Table, report: &Report, document: &str) -> Result<(), Failure> {
    folders::make(folder)?;
    let keep = |name: &str, bytes: &[u8]| {
        write_atomic(&folder.join(name), |file| file.write_all(bytes)).map_err(Failure::from)
    };
    let annotated = |png: Vec<u8>| match &table.provenance {
        Some(provenance) => annotate_png(&png, provenance),
        None => Ok(png),
    };
    keep(FILES[0], document.as_bytes())?;
    keep(FILES[1], markdown::report(table, report).as_bytes())?;
    keep(FILES[2], &annotated(pictures::correlations(table, report)?)?)?;
    keep(FILES[3], &annotated(pictures::distributions(table, report)?)?)
}
