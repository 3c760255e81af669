//! Progress of work that is counted: runs or checks done, their rate, and when the rest will be.

use crate::cli;
use crate::commands::output::Output;
use crate::commands::progress::{PATIENCE, Way};
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Lines come no faster than this.
const BETWEEN: Duration = Duration::from_secs(10);

/// Shows how far the work has come.
#[derive(Debug)]
pub(crate) struct Progress {
    way: Way,
    /// What is counted, in the singular.
    what: &'static str,
    /// Those that were done before.
    before: u64,
    done: u64,
    all: u64,
    start: Instant,
    said: Instant,
}

impl Progress {
    /// Progress of `all` things called `what`, `before` of which were done before.
    pub(crate) fn new(
        way: cli::Progress,
        what: &'static str,
        (before, all): (u64, u64),
        output: &Output,
    ) -> Self {
        let way = Way::of(way, what, all, output);
        if let Way::Bar(bar) = &way {
            bar.set_position(before);
            bar.reset_eta();
        }
        let now = Instant::now();
        Self { way, what, before, done: 0, all, start: now, said: now }
    }

    /// One more is done.
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
        let (what, done, all) = (self.what, self.before + self.done, self.all);
        let left = all.saturating_sub(done) as f64 / rate;
        let line = match self.way {
            Way::Json => serde_json::json!({
                format!("{what}s_done"): done, format!("{what}s"): all, "elapsed_s": elapsed,
                format!("{what}s_per_s"): rate, "left_s": left,
            })
            .to_string(),
            _ => format!("{what} {done} of {all} ({rate:.1} a second, {left:.0} s left)"),
        };
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}
