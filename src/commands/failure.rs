//! What went wrong, with its exit code and the way out.

use crate::commands::output::with_causes;
use std::fmt::Display;

/// Exit codes of the program (DESIGN, exit codes).
pub(crate) mod code {
    /// It ran, and the answer is no.
    pub(crate) const NO: u8 = 1;
    /// Usage or preset invalid.
    pub(crate) const USAGE: u8 = 2;
    /// The numbers failed.
    pub(crate) const NUMBERS: u8 = 3;
    /// A file or the network.
    pub(crate) const FILE: u8 = 4;
    /// Stopped early on request.
    pub(crate) const STOPPED: u8 = 75;
}

/// Why a subcommand ends early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Standard output was closed by its reader: nothing is wrong.
    ClosedPipe,
    /// An error: exit code, the error with its causes, and the way out.
    Error {
        /// The exit code.
        code: u8,
        /// The error.
        error: anyhow::Error,
        /// The way out, where there is one to name.
        hint: Option<String>,
    },
}

impl Failure {
    /// An error with its exit code.
    pub(crate) fn new(code: u8, error: impl Into<anyhow::Error>) -> Self {
        Self::Error { code, error: error.into(), hint: None }
    }

    /// An error that is no more than its message.
    pub(crate) fn message(code: u8, message: impl Display) -> Self {
        Self::new(code, anyhow::anyhow!("{message}"))
    }

    /// What the operating system refused: `what` reads on from "cannot".
    pub(crate) fn io(what: &str, path: &std::path::Path, error: std::io::Error) -> Self {
        let context = format!("cannot {what} {}", path.display());
        Self::new(code::FILE, anyhow::Error::new(error).context(context))
    }

    /// The same error of a part of the work: its name comes first, if the error does not tell it.
    pub(crate) fn about(self, name: &str) -> Self {
        match self {
            Self::Error { code, error, hint } if !error.to_string().contains(name) => {
                Self::Error { code, error: anyhow::anyhow!("{name}: {error:#}"), hint }
            }
            other => other,
        }
    }

    /// The error with its causes, and the way out, in one line.
    pub(crate) fn into_words(self) -> String {
        match self {
            Self::Error { error, hint: Some(hint), .. } => {
                format!("{}; {hint}", with_causes(&error))
            }
            Self::Error { error, hint: None, .. } => with_causes(&error),
            Self::ClosedPipe => String::new(),
        }
    }

    /// The same with a way out.
    pub(crate) fn with_hint(self, way_out: impl Into<String>) -> Self {
        match self {
            Self::Error { code, error, .. } => {
                Self::Error { code, error, hint: Some(way_out.into()) }
            }
            Self::ClosedPipe => Self::ClosedPipe,
        }
    }
}

impl From<mfn::config::Error> for Failure {
    fn from(error: mfn::config::Error) -> Self {
        let hint = error.hint();
        Self::Error { code: code::USAGE, error: error.into(), hint }
    }
}

impl From<mfn::format::Error> for Failure {
    fn from(error: mfn::format::Error) -> Self {
        let full = error.is_disk_full();
        let failure = Self::new(code::FILE, error);
        if full {
            failure.with_hint("free some space and run the same command again")
        } else {
            failure
        }
    }
}

impl From<mfn::crypto::Error> for Failure {
    fn from(error: mfn::crypto::Error) -> Self {
        let hint = error.hint();
        let code = match &error {
            mfn::crypto::Error::Io { source, .. }
                if source.kind() == std::io::ErrorKind::BrokenPipe =>
            {
                return Self::ClosedPipe;
            }
            mfn::crypto::Error::EmptyPassphrase => code::USAGE,
            error if error.is_not_authentic() => code::NO,
            _ => code::FILE,
        };
        Self::Error { code, error: error.into(), hint: hint.map(str::to_owned) }
    }
}

impl From<mfn::membrane::Error> for Failure {
    fn from(error: mfn::membrane::Error) -> Self {
        let hint = match error {
            mfn::membrane::Error::Tolerance { .. } | mfn::membrane::Error::TooManySteps { .. } => {
                "raise time.tolerance, or take time.stepper = \"rk4\" with a smaller time.step"
            }
            _ => "lower time.step",
        };
        Self::new(code::NUMBERS, error).with_hint(hint)
    }
}

impl From<mfn::fractal::ifs::Error> for Failure {
    fn from(error: mfn::fractal::ifs::Error) -> Self {
        Self::new(code::NUMBERS, error).with_hint("lower model.scale_max or model.translation")
    }
}

impl From<mfn::plot::Error> for Failure {
    fn from(error: mfn::plot::Error) -> Self {
        Self::new(code::NUMBERS, anyhow::Error::new(error).context("cannot draw the picture"))
    }
}

impl From<mfn::engine::Error> for Failure {
    fn from(error: mfn::engine::Error) -> Self {
        match error {
            mfn::engine::Error::Step(flaw) => Self::new(code::NUMBERS, flaw),
            // An observer writes frames: what it fails with is a file's error.
            mfn::engine::Error::Observer { step, source } => match source
                .downcast::<mfn::format::Error>()
            {
                Ok(error) => Self::from(*error),
                Err(source) => Self::new(code::FILE, mfn::engine::Error::Observer { step, source }),
            },
            error => Self::new(code::USAGE, error),
        }
    }
}
