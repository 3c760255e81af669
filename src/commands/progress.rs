//! How progress is shown on standard error, for runs and for data sets.

use crate::cli;
use crate::commands::output::Output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::Duration;

/// Short work ends before anybody asks.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// The ways.
#[derive(Debug)]
pub(crate) enum Way {
    /// A bar that is redrawn.
    Bar(ProgressBar),
    /// Lines.
    Plain,
    /// A JSON object a line.
    Json,
    /// Nothing.
    Silent,
}

impl Way {
    /// The way that was asked for; `bar` makes the bar, if it is one.
    pub(crate) fn of(
        asked: cli::Progress,
        output: &Output,
        bar: impl FnOnce() -> ProgressBar,
    ) -> Self {
        let terminal = std::io::stderr().is_terminal();
        match asked {
            _ if output.is_quiet() => Self::Silent,
            cli::Progress::Bar => Self::Bar(bar()),
            cli::Progress::Auto if terminal => Self::Bar(bar()),
            cli::Progress::Auto | cli::Progress::Plain => Self::Plain,
            cli::Progress::Json => Self::Json,
            cli::Progress::None => Self::Silent,
        }
    }

    /// Clears the bar.
    pub(crate) fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// A bar that is `length` things called `what` long.
pub(crate) fn bar_of_things(what: &str, length: u64) -> ProgressBar {
    let template = format!(
        "{{bar:40.cyan/blue}} {{percent:>3}} %  {what} {{pos}} of {{len}}  \
         {{per_sec}}  {{eta}} left"
    );
    bar(&template, Some(length))
}

/// A bar of bytes; without a length it tells how many there were.
pub(crate) fn bar_of_bytes(length: Option<u64>) -> ProgressBar {
    let template = match length {
        Some(_) => {
            "{bar:40.cyan/blue} {percent:>3} %  {binary_bytes} of {binary_total_bytes}  \
             {binary_bytes_per_sec}  {eta} left"
        }
        None => "{spinner} {binary_bytes}  {binary_bytes_per_sec}",
    };
    bar(template, length)
}

fn bar(template: &str, length: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr_with_hz(10));
    // The template is sound; the fallback is indicatif's own style.
    bar.with_style(
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
    )
}
