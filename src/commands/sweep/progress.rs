//! Progress of a data set: runs done, their rate, and when the rest will be.

use crate::cli;
use crate::commands::output::Output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Short work ends before anybody asks.
const PATIENCE: Duration = Duration::from_secs(1);
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

#[derive(Debug)]
enum Way {
    Bar(ProgressBar),
    Plain,
    Json,
    Silent,
}

impl Progress {
    pub(crate) fn new(way: cli::Progress, before: u64, runs: u64, output: &Output) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let way = match way {
            _ if output.is_quiet() => Way::Silent,
            cli::Progress::Bar => Way::Bar(bar(before, runs)),
            cli::Progress::Auto if terminal => Way::Bar(bar(before, runs)),
            cli::Progress::Auto | cli::Progress::Plain => Way::Plain,
            cli::Progress::Json => Way::Json,
            cli::Progress::None => Way::Silent,
        };
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
        if let Way::Bar(bar) = &self.way {
            bar.finish_and_clear();
        }
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

fn bar(before: u64, runs: u64) -> ProgressBar {
    let style = ProgressStyle::with_template(
        "{bar:40.cyan/blue} {percent:>3} %  run {pos} of {len}  {per_sec}  {eta} left",
    );
    let bar = ProgressBar::with_draw_target(Some(runs), ProgressDrawTarget::stderr_with_hz(10));
    // The template is a constant; the fallback is indicatif's own style.
    let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.with_position(before)
}
