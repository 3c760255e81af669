//! Progress of work that is counted: runs, checks or bytes done, their rate, and when the rest will
//! be.

use crate::cli;
use crate::commands::output::Output;
use crate::commands::progress::{PATIENCE, Way, bar_of_bytes, bar_of_things};
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Lines come no faster than this.
const BETWEEN: Duration = Duration::from_secs(10);

/// What is counted where it is bytes.
const BYTE: &str = "byte";

const MIB: f64 = 1_048_576.0;

/// Shows how far the work has come.
#[derive(Debug)]
pub(crate) struct Progress {
    way: Way,
    /// What is counted, in the singular.
    what: &'static str,
    /// Those that were done before.
    before: u64,
    done: u64,
    /// None if it is not known.
    all: Option<u64>,
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
        let way = Way::of(way, output, || bar_of_things(what, all));
        if let Way::Bar(bar) = &way {
            bar.set_position(before);
            bar.reset_eta();
        }
        let now = Instant::now();
        Self { way, what, before, done: 0, all: Some(all), start: now, said: now }
    }

    /// Progress of bytes, of which it may not be known how many there will be.
    pub(crate) fn of_bytes(way: cli::Progress, all: Option<u64>, output: &Output) -> Self {
        let way = Way::of(way, output, || bar_of_bytes(all));
        let now = Instant::now();
        Self { way, what: BYTE, before: 0, done: 0, all, start: now, said: now }
    }

    /// One more is done.
    pub(crate) fn tick(&mut self) {
        self.advance(1);
    }

    /// So many more are done.
    pub(crate) fn advance(&mut self, more: u64) {
        if more == 0 {
            return;
        }
        self.done += more;
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
        let text = self.text(self.start.elapsed().as_secs_f64());
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// How far it has come after so many seconds.
    fn text(&self, elapsed: f64) -> String {
        let rate = self.done as f64 / elapsed.max(1e-9);
        let (what, done) = (self.what, self.before + self.done);
        let left = self.all.map(|all| all.saturating_sub(done) as f64 / rate);
        match self.way {
            Way::Json => serde_json::json!({
                format!("{what}s_done"): done, format!("{what}s"): self.all, "elapsed_s": elapsed,
                format!("{what}s_per_s"): rate, "left_s": left,
            })
            .to_string(),
            _ => self.words(done, rate, left),
        }
    }

    fn words(&self, done: u64, rate: f64, left: Option<f64>) -> String {
        let (words, rate) = if self.what == BYTE {
            let of = self.all.map_or(String::new(), |all| format!(" of {}", all >> 20));
            (format!("{}{of} MiB", done >> 20), format!("{:.0} MiB", rate / MIB))
        } else {
            let all = self.all.unwrap_or_default();
            (format!("{} {done} of {all}", self.what), format!("{rate:.1}"))
        };
        let left = left.map_or(String::new(), |left| format!(", {left:.0} s left"));
        format!("{words} ({rate} a second{left})")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must stop")]
    use super::*;

    fn after(mut progress: Progress, more: u64, seconds: f64) -> String {
        progress.advance(more);
        progress.text(seconds)
    }

    #[test]
    fn things_and_bytes_are_told_with_their_rate_and_what_is_left() {
        let output = Output::new();
        let things = Progress::new(cli::Progress::Plain, "run", (2, 10), &output);
        assert_eq!(after(things, 4, 2.0), "run 6 of 10 (2.0 a second, 2 s left)");
        let bytes = || Progress::of_bytes(cli::Progress::Plain, Some(96 << 20), &output);
        assert_eq!(after(bytes(), 32 << 20, 2.0), "32 of 96 MiB (16 MiB a second, 4 s left)");
        let unknown = Progress::of_bytes(cli::Progress::Plain, None, &output);
        assert_eq!(after(unknown, 32 << 20, 2.0), "32 MiB (16 MiB a second)");
    }

    #[test]
    fn what_is_not_known_is_null_for_programs() {
        let output = Output::new();
        let json = |all| {
            let text = after(Progress::of_bytes(cli::Progress::Json, all, &output), 8, 2.0);
            serde_json::from_str::<serde_json::Value>(&text).unwrap()
        };
        let expected = |all: Option<u64>, left: Option<f64>| {
            serde_json::json!({
                "bytes_done": 8, "bytes": all, "elapsed_s": 2.0, "bytes_per_s": 4.0, "left_s": left,
            })
        };
        assert_eq!(json(Some(16)), expected(Some(16), Some(2.0)));
        assert_eq!(json(None), expected(None, None));
    }
}
