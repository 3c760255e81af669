//! Progress on standard error: a bar, lines, or JSON objects.

use crate::cli::Progress;
use crate::commands::output::Output;
use crate::commands::progress::{PATIENCE, Way, bar_of_things};
use mfn::engine::{Frame, ObserveError, Observer};
use std::io::Write as _;
use std::time::Instant;

/// Shows how far a run has come.
pub(crate) struct ProgressObserver {
    way: Way,
    every: u64,
    steps: u64,
    start: Instant,
    started: bool,
    next_tenth: u64,
}

impl ProgressObserver {
    pub(crate) fn new(progress: Progress, steps: u64, output: &Output) -> Self {
        let way = Way::of(progress, output, || bar_of_things("step", steps));
        let every = (steps / 1000).max(1);
        Self { way, every, steps, start: Instant::now(), started: false, next_tenth: 1 }
    }

    /// Clears the bar.
    pub(crate) fn finish(&self) {
        self.way.finish();
    }

    /// A line for every tenth of the way, once the run has taken a while.
    fn tenth(&mut self, step: u64) {
        let tenth = step.saturating_mul(10) / self.steps.max(1);
        if tenth < self.next_tenth || self.start.elapsed() < PATIENCE {
            return;
        }
        self.next_tenth = tenth + 1;
        let elapsed = self.start.elapsed().as_secs_f64();
        let line = match self.way {
            Way::Json => {
                serde_json::json!({"step": step, "steps": self.steps, "elapsed_s": elapsed})
                    .to_string()
            }
            _ => format!("step {step} of {} ({} %, {elapsed:.1} s)", self.steps, 10 * tenth),
        };
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}

impl Observer for ProgressObserver {
    fn every(&self) -> u64 {
        self.every
    }

    fn observe(&mut self, frame: &Frame<'_>) -> Result<(), ObserveError> {
        if !self.started {
            self.started = true;
            if let Way::Bar(bar) = &self.way {
                bar.reset_eta();
            }
        }
        match &self.way {
            Way::Bar(bar) => bar.set_position(frame.step),
            Way::Plain | Way::Json => self.tenth(frame.step),
            Way::Silent => {}
        }
        Ok(())
    }
}
