//! `mfn federate simulate`: rounds of federated training under attack, rule by rule.

mod data;
mod load;
mod pictures;
mod report;
mod tables;
mod trainings;

use crate::cli::FederateSimulate;
use crate::commands::failure::{Failure, code};
use crate::commands::federate::simulate::data::Source;
use crate::commands::federate::simulate::report::Report;
use crate::commands::federate::simulate::trainings::Grid;
use crate::commands::output::Output;
use crate::commands::simulate::Stop;
use crate::commands::simulate::folder::{Folder, State};
use crate::commands::simulate::memory;
use crate::commands::simulate::results;
use crate::commands::threads;
use arrow_array::RecordBatch;
use mfn::config::FederatePlan;
use mfn::federate::task::Federation;
use mfn::format::{Provenance, sha256_hex, write_atomic, write_csv, write_parquet};
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Runs `mfn federate simulate`.
pub(crate) fn run(arguments: &FederateSimulate, output: &mut Output) -> Result<(), Failure> {
    output.set_quiet(arguments.manner.quiet);
    if arguments.list_presets {
        return load::list(arguments.manner.json, output);
    }
    let stop = Stop::listen(None)?;
    let mut plan = FederatePlan::check(&load::written(arguments, output)?)?;
    let source = data::read(&plan.data)?;
    plan.record_data(&source.sha256)?;
    check_memory(&plan, &source)?;
    let federations = federations(&plan, &source)?;
    tell_dropped(&federations, output);
    let out = arguments.out.clone();
    let out = out.unwrap_or_else(|| PathBuf::from("out").join(plan.resolved.name()));
    let text = plan.resolved.text();
    let folder = Folder::open(&out, &text, arguments.force)?;
    if folder.state() == &State::Complete {
        let place = folder.path().display();
        output.note(&format!(
            "{place} holds this very run, complete: nothing to do (--force redoes it)"
        ));
        return if arguments.manner.json { output.data(&folder.report_text()?) } else { Ok(()) };
    }
    let start = Instant::now();
    let pool = threads::pool(arguments.manner.threads.map_or(0, usize::from))?;
    let grid =
        trainings::train(&plan, &federations, (&pool, &stop), arguments.manner.progress, output);
    let grid = grid.or_else(|failure| Err(unfinished(failure, arguments.manner.json, output)?))?;
    tell_failures(&grid, output)?;
    folder.begin(&text)?;
    let provenance = provenance(&plan);
    let names = write(&plan, &federations, &grid, (&folder, &provenance))?;
    let files = results::describe(&folder, names)?;
    let seconds = start.elapsed().as_secs_f64();
    let (plan, grid, provenance) = (&plan, &grid, &provenance);
    let report = Report { plan, source: &source, federations: &federations, grid, provenance };
    let text = format!("{:#}\n", report.value(&files, seconds));
    folder.complete(&text)?;
    let table = report::table(plan, grid);
    output.data(if arguments.manner.json { &text } else { &table })?;
    let (place, count) = (folder.path().display(), files.len());
    output.note(&format!("{place}: {count} files and run.json in {seconds:.2} s"));
    Ok(())
}

/// Every repeat has the rows in its own units.
fn check_memory(plan: &FederatePlan, source: &Source) -> Result<(), Failure> {
    let (rows, columns) = (source.examples.rows(), source.examples.columns().len());
    let need = 8 * rows as u128 * columns as u128 * u128::from(plan.repeats);
    let what = format!("{rows} rows, {columns} features and {} repeats", plan.repeats);
    memory::check_bytes(need, &what, "lower training.repeats, or name fewer data.features")
}

/// The clients of every repeat.
fn federations(plan: &FederatePlan, source: &Source) -> Result<Vec<Federation>, Failure> {
    let seed = plan.resolved.seed();
    let of_repeat = |repeat| Federation::new(&source.examples, plan.settings, seed, repeat);
    let all: Result<Vec<_>, _> = (0..plan.repeats).map(of_repeat).collect();
    all.map_err(|error| Failure::new(code::USAGE, error).about(&source.name))
}

/// Features that are not learnt from are no secret.
fn tell_dropped(federations: &[Federation], output: &mut Output) {
    let Some(first) = federations.first() else { return };
    let dropped = first.standardisation().dropped();
    if dropped.is_empty() {
        return;
    }
    let names: Vec<String> =
        dropped.iter().map(|drop| format!("{} ({})", drop.column, drop.reason)).collect();
    let all = first.standardisation().n_kept() + dropped.len();
    output.note(&format!("{} of {all} features are left out: {}", names.len(), names.join(", ")));
}

/// What `--json` says of a grid that was stopped.
fn unfinished(failure: Failure, as_json: bool, output: &mut Output) -> Result<Failure, Failure> {
    if let (true, Failure::Error { error, .. }) = (as_json, &failure) {
        let value = json!({"status": "stopped", "stop_reason": error.to_string()});
        output.data(&format!("{value:#}\n"))?;
    }
    Ok(failure)
}

/// Trainings that came to nothing are told; if all did, so does the run.
fn tell_failures(grid: &Grid<'_>, output: &mut Output) -> Result<(), Failure> {
    let failed = || grid.cells.iter().filter_map(|cell| Some((cell, cell.failure()?)));
    if let Some(reason) = grid.reference.failure() {
        let message = format!("the mean without an attack came to nothing: {reason}");
        return Err(Failure::message(code::NUMBERS, message)
            .with_hint("lower training.learning_rate or privacy.noise"));
    }
    for (cell, reason) in failed() {
        output.warn(&format!("{} under {}: {reason}", cell.rule, cell.attack));
    }
    if failed().count() < grid.cells.len() {
        return Ok(());
    }
    Err(Failure::message(code::NUMBERS, "every training of the grid came to nothing"))
}

fn provenance(plan: &FederatePlan) -> Provenance {
    let preset = plan.resolved.determining_text();
    Provenance {
        preset_sha256: sha256_hex(preset.as_bytes()),
        preset,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: plan.resolved.seed().to_string(),
        rng: "philox4x32-10".to_owned(),
        model: "federate".to_owned(),
    }
}

/// A function that writes a table.
type Writer = fn(&Path, &RecordBatch, &Provenance) -> Result<(), mfn::format::Error>;

/// Writes tables and pictures; gives their names.
fn write(
    plan: &FederatePlan,
    federations: &[Federation],
    grid: &Grid<'_>,
    (folder, provenance): (&Folder, &Provenance),
) -> Result<Vec<String>, Failure> {
    let mut tables =
        vec![("accuracy", tables::accuracy(grid)?), ("summary", tables::summary(grid)?)];
    tables.extend(tables::privacy(plan, federations)?.map(|table| ("privacy", table)));
    let writers: [(&str, Writer); 2] = [("parquet", write_parquet), ("csv", write_csv)];
    let mut names = Vec::new();
    for (format, writer) in writers.iter().filter(|(name, _)| plan.resolved.output().wants(name)) {
        for (name, table) in &tables {
            let name = format!("{name}.{format}");
            writer(&folder.file(&name), table, provenance)?;
            names.push(name);
        }
    }
    for (name, bytes) in pictures::draw(plan, grid, provenance)? {
        write_atomic(&folder.file(name), |file| file.write_all(&bytes))?;
        names.push(name.to_owned());
    }
    Ok(names)
}
