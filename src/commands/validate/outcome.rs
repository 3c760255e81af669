//! What became of a check.

use mfn::verify::{Check, Finding, Obstacle, Proof};

/// A check with what it found of ours and, if asked for, of its twin.
#[derive(Debug)]
pub(crate) struct Outcome<'a> {
    pub(crate) check: &'a Check,
    pub(crate) found: Result<Finding, Obstacle>,
    pub(crate) proof: Option<Proof>,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Pass,
    Fail,
    NotRun,
}

impl Verdict {
    /// How a check ended that found this.
    pub(crate) fn of(found: &Result<Finding, Obstacle>) -> Self {
        match found {
            Ok(finding) if finding.passes() => Self::Pass,
            Ok(_) | Err(Obstacle::Broke(_)) => Self::Fail,
            Err(Obstacle::NotRun(_)) => Self::NotRun,
        }
    }

    /// The word in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotRun => "not-run",
        }
    }

    /// The word in a table.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Pass => "ok",
            Self::Fail => "FAIL",
            Self::NotRun => "NOT RUN",
        }
    }
}

impl<'a> Outcome<'a> {
    /// Runs a check.
    pub(crate) fn of(check: &'a Check, prove: bool) -> Self {
        Self { check, found: check.run(), proof: prove.then(|| check.prove()) }
    }

    pub(crate) fn verdict(&self) -> Verdict {
        Verdict::of(&self.found)
    }

    /// Whether it passed, and its twin, where there is one, failed.
    pub(crate) fn is_well(&self) -> bool {
        self.verdict() == Verdict::Pass && self.proof.as_ref().is_none_or(Proof::is_caught)
    }
}
