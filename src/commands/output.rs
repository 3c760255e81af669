//! Standard output and standard error: data on the one, everything else on the other.

use crate::commands::failure::Failure;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::process::ExitCode;

/// The two streams of the program. Nothing else prints.
#[derive(Debug)]
pub(crate) struct Output {
    quiet: bool,
    colour: bool,
    stdout: std::io::Stdout,
}

impl Output {
    /// Streams that talk until told to be quiet.
    pub(crate) fn new() -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = !plain && std::io::stderr().is_terminal();
        Self { quiet: false, colour, stdout: std::io::stdout() }
    }

    /// Silences everything but data and errors.
    pub(crate) fn set_quiet(&mut self, quiet: bool) {
        self.quiet = quiet;
    }

    /// Whether notes are silenced.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Writes data to standard output, as it is.
    pub(crate) fn data(&mut self, text: &str) -> Result<(), Failure> {
        let mut stdout = self.stdout.lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::ClosedPipe),
            Err(error) => {
                let error = anyhow::Error::new(error).context("cannot write to standard output");
                Err(Failure::new(crate::commands::failure::code::FILE, error))
            }
        }
    }

    /// Standard output for bytes that are no text, which a terminal is not shown.
    pub(crate) fn raw(&mut self) -> Result<std::io::StdoutLock<'_>, Failure> {
        if self.stdout.is_terminal() {
            let message = "the terminal is not shown what may be no text";
            let failure = Failure::message(crate::commands::failure::code::USAGE, message);
            return Err(failure.with_hint("name a file with --out, or a program after a pipe"));
        }
        Ok(self.stdout.lock())
    }

    /// A line for people on standard error.
    pub(crate) fn note(&mut self, text: &str) {
        if !self.quiet {
            Self::line(text);
        }
    }

    /// A warning on standard error.
    pub(crate) fn warn(&mut self, text: &str) {
        if !self.quiet {
            Self::line(&format!("{} {text}", self.marked("warning:", "33")));
        }
    }

    /// Prints the error, if there is one, and gives the exit code.
    pub(crate) fn finish(&mut self, result: Result<(), Failure>) -> ExitCode {
        match result {
            Ok(()) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
            Err(Failure::Error { code, error, hint }) => {
                Self::line(&format!("{} {}", self.marked("error:", "31"), with_causes(&error)));
                if let Some(hint) = hint {
                    Self::line(&format!("{} {hint}", self.marked("hint:", "36")));
                }
                ExitCode::from(code)
            }
        }
    }

    /// An error that does not end the program.
    pub(crate) fn complain(&mut self, failure: &Failure) {
        if let Failure::Error { error, .. } = failure {
            Self::line(&format!("{} {}", self.marked("error:", "31"), with_causes(error)));
        }
    }

    fn marked(&self, word: &str, colour: &str) -> String {
        if self.colour { format!("\u{1b}[1;{colour}m{word}\u{1b}[0m") } else { word.to_owned() }
    }

    /// A closed standard error leaves nobody to tell.
    fn line(text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }
}

/// The error and its causes in one line; a cause that the error tells already is left out.
pub(crate) fn with_causes(error: &anyhow::Error) -> String {
    let mut line = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        // The operating system ends its messages with a number that says no more.
        let words = cause.split(" (os error").next().unwrap_or_default().to_lowercase();
        if !line.to_lowercase().contains(&words) {
            line = format!("{line}: {cause}");
        }
    }
    line
}
