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
    /// The way that was asked for; a bar is `length` things called `what` long.
    pub(crate) fn of(asked: cli::Progress, what: &str, length: u64, output: &Output) -> Self {
        let terminal = std::io::stderr().is_terminal();
        match asked {
            _ if output.is_quiet() => Self::Silent,
            cli::Progress::Bar => Self::Bar(bar(what, length)),
            cli::Progress::Auto if terminal => Self::Bar(bar(what, length)),
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

fn bar(what: &str, length: u64) -> ProgressBar {
    let template = format!(
        "{{bar:40.cyan/blue}} {{percent:>3}} %  {what} {{pos}} of {{len}}  \
         {{per_sec}}  {{eta}} left"
    );
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr_with_hz(10));
    // The template is sound; the fallback is indicatif's own style.
    bar.with_style(
        ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar()),
    )
}
