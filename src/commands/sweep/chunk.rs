//! A finished chunk: its table, its fields, and the line of the ledger that vouches for them.

use crate::commands::failure::{Failure, code};
use crate::commands::sweep::fields;
use crate::commands::sweep::plan::Plan;
use crate::commands::sweep::run::Outcome;
use mfn::dataset::release::ReleaseFile;
use mfn::dataset::{Chunk, Record, Rows};
use mfn::format::{sha256_of_file, write_parquet_with};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Key of the failures in the metadata of a chunk's table.
pub(crate) const FAILURES: &str = "mfn.failures";

/// Key of the sums over a chunk's training trajectories there.
pub(crate) const STATISTICS: &str = "mfn.well_statistics";

/// A run whose numbers failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FailedRun {
    pub(crate) run: u64,
    pub(crate) reason: String,
}

/// Runs of a chunk as they end.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) chunk: Chunk,
    outcomes: Vec<Option<Outcome>>,
    left: usize,
    /// Seconds that its runs took.
    seconds: f64,
}

impl Pending {
    /// A chunk of which no run has ended.
    pub(crate) fn new(chunk: Chunk) -> Self {
        let n = usize::try_from(chunk.n_runs()).unwrap_or(usize::MAX);
        Self { chunk, outcomes: (0..n).map(|_| None).collect(), left: n, seconds: 0.0 }
    }

    /// Takes the outcome of a run; true if it was the last.
    pub(crate) fn take(&mut self, run: u64, outcome: Outcome, seconds: f64) -> bool {
        let index = run.saturating_sub(self.chunk.runs.start) as usize;
        if let Some(slot) = self.outcomes.get_mut(index) {
            *slot = Some(outcome);
            self.left -= 1;
            self.seconds += seconds;
        }
        self.left == 0
    }

    /// Writes the chunk's files, each under its final name only when it is whole and has been read
    /// back, and gives the line for the ledger.
    pub(crate) fn write(self, plan: &Plan, place: &Path, spool: &Path) -> Result<Record, Failure> {
        let (mut rows, mut made, mut failed) = (Rows::default(), Vec::new(), Vec::new());
        for (run, outcome) in self.chunk.runs.clone().zip(self.outcomes) {
            match outcome {
                Some(Outcome::Row(cells)) => {
                    rows.push(run, cells);
                    made.push(run);
                }
                Some(Outcome::Failed(reason)) => failed.push(FailedRun { run, reason }),
                Some(Outcome::Stopped) | None => {}
            }
        }
        let mut paths = fields::write(plan, place, &self.chunk, &made, spool)?;
        let batch = rows.batch(&plan.table.columns).map_err(|e| Failure::new(code::NUMBERS, e))?;
        let json = |value: serde_json::Result<String>| {
            value.map_err(|error| Failure::new(code::FILE, error))
        };
        let mut notes = vec![
            ("mfn.first_run", self.chunk.runs.start.to_string()),
            ("mfn.runs", self.chunk.n_runs().to_string()),
            (FAILURES, json(serde_json::to_string(&failed))?),
        ];
        if plan.preset.dataset.keeps("the-well") {
            let words = fields::statistics_words(plan, &made, spool)?;
            notes.push((STATISTICS, json(serde_json::to_string(&words))?));
        }
        // Last, so that a table stands for its fields too.
        let path = Plan::table_path(&self.chunk);
        write_parquet_with(&place.join(&path), &batch, &plan.provenance, &notes)?;
        paths.push(path);
        let files: Result<Vec<_>, _> = paths.into_iter().map(|path| record(place, path)).collect();
        fields::clear(plan, &self.chunk, spool);
        Ok(Record::Chunk {
            chunk: self.chunk.chunk,
            version: plan.provenance.version.clone(),
            files: files?,
            seconds: self.seconds,
        })
    }
}

/// Length and SHA-256 of a file of the data set.
pub(crate) fn record(place: &Path, path: String) -> Result<ReleaseFile, Failure> {
    let full = place.join(&path);
    let sha256 = sha256_of_file(&full)?;
    let bytes = std::fs::metadata(&full).map_err(|error| Failure::new(code::FILE, error))?.len();
    Ok(ReleaseFile { path, bytes, sha256 })
}
