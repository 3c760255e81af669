//! Runs without a grid of species, `membrane` and `ifs`: the conduct they share.
//!
//! They are short, so there is no checkpoint: a run that was stopped starts anew.

mod curve;
mod ifs;
mod membrane;
mod tables;

pub(crate) use crate::commands::simulate::points::ifs::density;
pub(crate) use crate::commands::simulate::points::membrane::potential;

use crate::cli::Simulate;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use crate::commands::simulate::explain::json_line;
use crate::commands::simulate::folder::{Folder, State};
use crate::commands::simulate::results;
use crate::commands::simulate::results::Report;
use crate::commands::simulate::{already_done, finish, out};
use mfn::config::Resolved;
use mfn::format::{Provenance, sha256_hex, write_atomic};
use serde_json::{Map, Value, json};
use std::io::Write as _;
use std::time::Instant;

/// A run without a grid of species.
pub(crate) trait PointRun {
    /// Name, seed, output and text of its preset.
    fn resolved(&self) -> &Resolved;

    /// Its `model.kind`.
    fn kind(&self) -> &'static str;

    /// The generator that it draws from.
    fn generator(&self) -> &'static str;

    /// What it will do: for people, and as JSON.
    fn explain(&self) -> Result<(String, Value), Failure>;

    /// Refuses a run that does not fit into memory.
    fn check_memory(&self) -> Result<(), Failure>;

    /// Computes and writes; gives the names of the files and its own part of the report.
    fn work(&self, place: &Place<'_>) -> Result<(Vec<String>, Map<String, Value>), Failure>;
}

/// Where a run writes, and what every file says of its origin.
pub(crate) struct Place<'a> {
    folder: &'a Folder,
    provenance: Provenance,
}

impl Place<'_> {
    /// Writes bytes under a name.
    fn keep(&self, name: &str, bytes: &[u8]) -> Result<String, Failure> {
        write_atomic(&self.folder.file(name), |file| file.write_all(bytes))?;
        Ok(name.to_owned())
    }
}

/// Explains or runs.
pub(crate) fn run(
    run: &impl PointRun,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    if arguments.explain {
        let (text, value) = run.explain()?;
        return if arguments.json { json_line(&value, output) } else { output.data(&text) };
    }
    run.check_memory()?;
    let resolved = run.resolved();
    let text = resolved.text();
    let folder = Folder::open(&out(arguments, resolved.name()), &text, arguments.force)?;
    if folder.state() == &State::Complete {
        return already_done(&folder, arguments, output);
    }
    let start = Instant::now();
    folder.begin(&text)?;
    let place = Place { folder: &folder, provenance: provenance(run) };
    let (names, own) = run.work(&place)?;
    let files = results::describe(&folder, names)?;
    let seconds = start.elapsed().as_secs_f64();
    let value = report(run, &place.provenance, own, (&files, seconds));
    finish(&Report::from_value(value, files.len(), seconds), arguments, &folder, output)
}

fn provenance(run: &impl PointRun) -> Provenance {
    let resolved = run.resolved();
    let preset = resolved.determining_text();
    Provenance {
        preset_sha256: sha256_hex(preset.as_bytes()),
        preset,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: resolved.seed().to_string(),
        rng: run.generator().to_owned(),
        model: run.kind().to_owned(),
    }
}

/// The report, with the keys of a run on a grid as far as they mean something.
fn report(
    run: &impl PointRun,
    provenance: &Provenance,
    own: Map<String, Value>,
    (files, seconds): (&[(String, u64, String)], f64),
) -> Value {
    let resolved = run.resolved();
    let mut report = Map::new();
    for (key, value) in [
        ("mfn", json!(provenance.version)),
        ("name", json!(resolved.name())),
        ("model", json!(provenance.model)),
        ("status", json!("completed")),
        ("stop_reason", json!("all points computed")),
        ("seed", results::seed(resolved.seed())),
        ("rng", json!(provenance.rng)),
    ] {
        report.insert(key.to_owned(), value);
    }
    report.extend(own);
    for (key, value) in [
        ("preset_sha256", json!(provenance.preset_sha256)),
        ("preset", results::preset_value(resolved.entries())),
        ("files", results::file_values(files)),
        ("timings", json!({"total_s": seconds})),
        ("environment", results::environment()),
    ] {
        report.insert(key.to_owned(), value);
    }
    Value::Object(report)
}

/// A number for JSON, which has no infinity: null.
fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

/// The fields of a JSON object.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        other => Map::from_iter([("value".to_owned(), other)]),
    }
}

/// A fault of an array that this program made itself.
fn unexpected(error: impl Into<anyhow::Error>) -> Failure {
    Failure::new(code::FILE, error)
}
