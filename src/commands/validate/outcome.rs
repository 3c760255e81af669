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

/// How many passed, failed and were not run, and how many twins were caught.
pub(crate) fn summary<'a>(outcomes: impl IntoIterator<Item = &'a Outcome<'a>>) -> String {
    let (mut all, mut counts, mut caught, mut proofs) = (0, [0; 3], 0, 0);
    for outcome in outcomes {
        all += 1;
        counts[outcome.verdict() as usize] += 1;
        if let Some(proof) = &outcome.proof {
            proofs += 1;
            caught += usize::from(proof.is_caught());
        }
    }
    let [passed, failed, missing] = counts;
    let mut parts = vec![format!("{passed} of {all} checks passed")];
    parts.extend((failed > 0).then(|| format!("{failed} failed")));
    parts.extend((missing > 0).then(|| format!("{missing} not run")));
    parts.extend((proofs > 0).then(|| format!("{caught} of {proofs} broken twins caught")));
    parts.join(", ")
}
