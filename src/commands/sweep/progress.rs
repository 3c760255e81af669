//! Progress of a data set: runs done, their rate, and when the rest will be.

use crate::cli;
use crate::commands::output::Output;
use crate::commands::progress::{PATIENCE, Way};
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Lines come no faster than this.
const BETWEEN: Duration = Duration::from_secs(10);

/// Shows how far the runs have come.
#[derive(Debug)]
pub(crate) struct Progress {
    way: Way,
    /// Runs that were done before.
    before: u64,
    done: u64,
    runs: u64,
    start: Instant,
    said: Instant,
}

impl Progress {
    pub(crate) fn new(way: cli::Progress, before: u64, runs: u64, output: &Output) -> Self {
        let way = Way::of(way, "run", runs, output);
        if let Way::Bar(bar) = &way {
            bar.set_position(before);
            bar.reset_eta();
        }
        let now = Instant::now();
        Self { way, before, done: 0, runs, start: now, said: now }
    }

    /// One more run is done.
    pub(crate) fn tick(&mut self) {
        self.done += 1;
        match &self.way {
            Way::Bar(bar) => bar.set_position(self.before + self.done),
            Way::Plain | Way::Json => self.line(),
            Way::Silent => {}
        }
    }

    /// Clears the bar.
    pub(crate) fn finish(&self) {
        self.way.finish();
    }

    fn line(&mut self) {
        let is_first = self.said == self.start;
        if self.said.elapsed() < if is_first { PATIENCE } else { BETWEEN } {
            return;
        }
        self.said = Instant::now();
        let elapsed = self.start.elapsed().as_secs_f64();
        let rate = self.done as f64 / elapsed.max(1e-9);
        let (done, runs) = (self.before + self.done, self.runs);
        let left = runs.saturating_sub(done) as f64 / rate;
        let line = match self.way {
            Way::Json => serde_json::json!({
                "runs_done": done, "runs": runs, "elapsed_s": elapsed,
                "runs_per_s": rate, "left_s": left,
            })
            .to_string(),
            _ => format!("run {done} of {runs} ({rate:.1} a second, {left:.0} s left)"),
        };
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}
