//! The rows of a data set by their runs: lost, doubled, out of order, of other parameters.

use crate::commands::failure::Failure;
use crate::commands::sweep::chunk::{FAILURES, FailedRun};
use crate::commands::sweep::columns::{Source, key_cell};
use crate::commands::sweep::plan::Plan;
use crate::commands::validate::data::dataset::column::cell;
use crate::commands::validate::data::dataset::scan::Scan;
use crate::commands::validate::data::row::{offences, several};
use arrow_array::RecordBatch;
use arrow_schema::Schema;
use mfn::dataset::{Cell, ColumnKind};
use mfn::format::{Table, read_parquet, sha256_hex};
use mfn::verify::{Finding, Obstacle};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// What was found of the rows.
#[derive(Debug, Default)]
pub(crate) struct TableRows {
    /// Runs with a row.
    seen: BTreeSet<u64>,
    doubled: Vec<String>,
    unordered: Vec<String>,
    last: Option<u64>,
    has_runs: bool,
    /// Runs that the parts say failed.
    pub(crate) failed: BTreeSet<u64>,
    /// Runs that the parts should have between them; `None` without a preset.
    expected: Option<BTreeSet<u64>>,
    /// Digests of what tells rows apart.
    keys: BTreeSet<String>,
    duplicates: Vec<String>,
    /// Rows with other parameters than their run's.
    others: Vec<String>,
    /// Seeds of the rows.
    seeds: BTreeSet<String>,
}

/// What the columns of a part are for.
#[derive(Debug)]
pub(crate) struct Heads<'a> {
    names: Vec<&'a str>,
    run: Option<usize>,
    seed: Option<usize>,
    /// Columns that tell rows apart.
    telling: Vec<usize>,
}

impl<'a> Heads<'a> {
    pub(crate) fn of(schema: &'a Schema) -> Self {
        let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
        let column = |wanted: &[&str]| names.iter().position(|name| wanted.contains(name));
        let (run, seed) = (column(&["run", "sim_id"]), column(&["seed", "random_seed"]));
        let telling = telling(schema, run, seed);
        Self { names, run, seed, telling }
    }
}

impl TableRows {
    /// Takes the rows of a piece of a part.
    pub(crate) fn take(&mut self, batch: &RecordBatch, heads: &Heads<'_>, plan: Option<&Plan>) {
        let at = |column: usize, row: usize| cell(batch.column(column).as_ref(), row);
        let mut runs = Vec::new();
        for row in 0..batch.num_rows() {
            let own: Vec<String> = heads.telling.iter().map(|column| at(*column, row)).collect();
            let number = heads.run.and_then(|run| at(run, row).parse().ok());
            if !self.keys.insert(sha256_hex(own.join("\u{1f}").as_bytes())) {
                let of_run = |number: u64| format!("run {number}");
                self.duplicates
                    .push(number.map_or_else(|| format!("row {row} of a piece"), of_run));
            }
            self.seeds.extend(heads.seed.map(|seed| at(seed, row)));
            if let Some(number) = number {
                self.number(number);
                runs.push((number, row));
            }
        }
        self.has_runs |= heads.run.is_some();
        if let Some(plan) = plan {
            self.compare(plan, heads, &runs, batch);
        }
    }

    fn number(&mut self, run: u64) {
        if !self.seen.insert(run) {
            self.doubled.push(format!("run {run} is there twice"));
        } else if let Some(last) = self.last.filter(|last| *last > run) {
            self.unordered.push(format!("run {run} comes after run {last}"));
        }
        self.last = Some(run);
    }

    /// The runs of the part that it says failed.
    pub(crate) fn fail(&mut self, table: &Table) {
        let found = table.metadata.iter().find(|(known, _)| known == FAILURES);
        let failed: Vec<FailedRun> =
            found.and_then(|(_, text)| serde_json::from_str(text).ok()).unwrap_or_default();
        self.failed.extend(failed.iter().map(|failure| failure.run));
    }

    /// Runs that ought to be there, by the name of a part and the preset.
    pub(crate) fn expect(&mut self, runs: std::ops::Range<u64>) {
        self.expected.get_or_insert_default().extend(runs);
    }

    /// Holds each row's seed and parameters against those that the preset gives its run.
    fn compare(
        &mut self,
        plan: &Plan,
        heads: &Heads<'_>,
        runs: &[(u64, usize)],
        batch: &RecordBatch,
    ) {
        let columns = plan.table.columns.iter().zip(&plan.table.sources);
        let wanted: Vec<(usize, &str, ColumnKind, &Source)> = columns
            .filter(|(_, source)| matches!(source, Source::Seed | Source::Key(_)))
            .filter_map(|(column, source)| {
                let index = heads.names.iter().position(|name| *name == column.name)?;
                Some((index, column.name.as_str(), column.kind, source))
            })
            .collect();
        let others = runs.par_iter().filter_map(|&(number, row)| {
            if number >= plan.preset.sweep.n_runs() {
                return Some(format!("run {number} is none of the preset's"));
            }
            let preset = match plan.run_preset(number) {
                Ok(preset) => preset,
                Err(failure) => return Some(format!("run {number}: {}", failure.into_words())),
            };
            let differs = wanted.iter().find_map(|(index, name, kind, source)| {
                let expected = match source {
                    Source::Key(key) => text(&key_cell(&preset, key, *kind)),
                    _ => preset.seed.to_string(),
                };
                let found = cell(batch.column(*index).as_ref(), row);
                (found != expected).then(|| format!("{name} = {found}, wanted {expected}"))
            })?;
            Some(format!("run {number}: {differs}"))
        });
        self.others.extend(others.collect::<Vec<_>>());
    }

    /// Whether rows say which run they are of.
    pub(crate) fn has_runs(&self) -> bool {
        self.has_runs
    }

    /// No two rows are the same.
    pub(crate) fn duplicates(&self) -> Finding {
        offences(&self.duplicates, "rows")
    }

    /// Rows have the parameters of their runs.
    pub(crate) fn parameters(&self) -> Finding {
        offences(&self.others, "rows")
    }

    /// As many seeds as the rule of the sweep gives these runs.
    pub(crate) fn seeds(&self, plan: &Plan) -> Finding {
        let sweep = &plan.preset.sweep;
        let made = self.expected.iter().flatten().filter(|run| !self.failed.contains(run));
        let expected: BTreeSet<u128> = made.map(|run| sweep.run(*run).seed).collect();
        Finding::new(self.seeds.len() as f64, expected.len() as f64, 0.0).unit("seeds")
    }

    /// Runs from 0 to the last, each once: as a row, or as a run that failed.
    pub(crate) fn runs(&self) -> Finding {
        let all = || 0..self.seen.last().map_or(0, |last| last + 1);
        let expected = self.expected.clone().unwrap_or_else(|| all().collect());
        let is_lost = |run: &&u64| !self.seen.contains(run) && !self.failed.contains(run);
        let lost: Vec<u64> = expected.iter().filter(is_lost).copied().collect();
        let mut wrong: Vec<String> = lost.iter().map(|run| format!("run {run} is lost")).collect();
        wrong.extend(self.doubled.iter().cloned());
        wrong.extend(self.unordered.iter().cloned());
        let finding = offences(&wrong, "runs lost, doubled or out of order");
        let (rows, failed) = (self.seen.len(), self.failed.len());
        if wrong.is_empty() {
            finding.note(format!("{rows} rows, {failed} failed"))
        } else {
            finding
        }
    }
}

/// The columns that tell rows apart: parameters and seed, else all but the number of the run.
fn telling(schema: &Schema, run: Option<usize>, seed: Option<usize>) -> Vec<usize> {
    let role = |index: usize| schema.field(index).metadata().get("role").map(String::as_str);
    let all = || 0..schema.fields().len();
    let parameters: Vec<usize> = all().filter(|index| role(*index) == Some("parameter")).collect();
    if parameters.is_empty() || seed.is_none() {
        return all().filter(|index| Some(*index) != run).collect();
    }
    parameters.into_iter().chain(seed).collect()
}

/// A planned cell as a table's cells are compared.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Whole(whole) => whole.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => u8::from(*flag).to_string(),
        Cell::Text(text) => format!("{text:?}"),
        Cell::Empty => "null".to_owned(),
    }
}

/// `failures.parquet` has the runs that the parts say failed, and none that has a row.
pub(crate) fn failures(folder: &Path, scan: &Scan) -> Result<Finding, Obstacle> {
    let path = folder.join("failures.parquet");
    let broke = |failure: Failure| Obstacle::Broke(failure.into_words());
    let table = read_parquet(&path).map_err(|error| broke(error.into()))?;
    let index = table.schema.index_of("run").map_err(Obstacle::broke)?;
    let arrays = table.batches.iter().map(|batch| batch.column(index).as_ref());
    let listed = arrays.flat_map(crate::commands::features::report::table::numbers);
    let listed: BTreeSet<u64> =
        listed.filter_map(|(value, _)| value).map(|value| value as u64).collect();
    let rows = &scan.rows;
    let mut wrong = Vec::new();
    for run in listed.symmetric_difference(&rows.failed) {
        let where_ = if listed.contains(run) { "failures.parquet" } else { "a part" };
        wrong.push(format!("run {run} failed by {where_} alone"));
    }
    for run in listed.intersection(&rows.seen) {
        wrong.push(format!("run {run} failed and has a row"));
    }
    let finding = offences(&wrong, "runs");
    let note = if wrong.is_empty() { format!("{} failed", listed.len()) } else { several(&wrong) };
    Ok(finding.note(note))
}
