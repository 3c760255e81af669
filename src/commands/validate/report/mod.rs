//! The report: one HTML page, a Markdown file, the numbers as JSON, and the plots.

mod figures;
mod html;
mod markdown;

use crate::commands::failure::Failure;
use crate::commands::folders;
use crate::commands::validate::json;
use crate::commands::validate::outcome::{self, Outcome};
use mfn::format::write_atomic;
use mfn::verify::Suite;
use std::io::Write as _;
use std::path::Path;

/// The folder of the plots.
const PLOTS: &str = "plots";

/// An outcome with its plot, if it has one.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) outcome: &'a Outcome<'a>,
    pub(crate) plot: Option<String>,
}

impl Entry<'_> {
    /// The file of the plot, within the report.
    fn path(&self) -> String {
        let check = self.outcome.check;
        // v4.1's names have parts.
        format!("{PLOTS}/{}.svg", check.id().replace('/', "-"))
    }
}

/// Writes the report into a folder.
pub(crate) fn write(folder: &Path, outcomes: &[Outcome<'_>]) -> Result<(), Failure> {
    folders::make(&folder.join(PLOTS))?;
    let mut entries = Vec::new();
    for outcome in outcomes {
        let figure = outcome.found.as_ref().ok().and_then(|finding| finding.figure.as_ref());
        let plot = figure.map(figures::svg).transpose()?;
        let entry = Entry { outcome, plot };
        if let Some(plot) = &entry.plot {
            put(&folder.join(entry.path()), plot)?;
        }
        entries.push(entry);
    }
    put(&folder.join("checks.json"), &json::document(outcomes))?;
    put(&folder.join("report.md"), &markdown::page(&entries))?;
    put(&folder.join("report.html"), &html::page(&entries))
}

fn put(path: &Path, text: &str) -> Result<(), Failure> {
    Ok(write_atomic(path, |file| file.write_all(text.as_bytes()))?)
}

/// The suites that there are, each with its entries.
fn by_suite<'a, 'b>(entries: &'a [Entry<'b>]) -> Vec<(Suite, Vec<&'a Entry<'b>>)> {
    let of = |suite: Suite| entries.iter().filter(move |e| e.outcome.check.suite == suite);
    let all = Suite::ALL.map(|suite| (suite, of(suite).collect::<Vec<_>>()));
    all.into_iter().filter(|(_, entries)| !entries.is_empty()).collect()
}

/// How many of them passed.
fn summary(entries: &[&Entry<'_>]) -> String {
    outcome::summary(entries.iter().map(|entry| entry.outcome))
}
