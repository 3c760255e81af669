//! What became of a check.

use crate::commands::failure::{Failure, code};
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

/// How many passed, failed and were not run.
pub(crate) fn counted(verdicts: impl IntoIterator<Item = Verdict>) -> String {
    let mut counts = [0; 3];
    for verdict in verdicts {
        counts[verdict as usize] += 1;
    }
    let [passed, failed, missing] = counts;
    let mut parts = vec![format!("{passed} of {} checks passed", passed + failed + missing)];
    parts.extend((failed > 0).then(|| format!("{failed} failed")));
    parts.extend((missing > 0).then(|| format!("{missing} not run")));
    parts.join(", ")
}

/// The same, and how many twins were caught.
pub(crate) fn summary<'a>(
    outcomes: impl IntoIterator<Item = &'a Outcome<'a>, IntoIter: Clone>,
) -> String {
    let outcomes = outcomes.into_iter();
    let counted = counted(outcomes.clone().map(Outcome::verdict));
    let proofs: Vec<&Proof> = outcomes.filter_map(|outcome| outcome.proof.as_ref()).collect();
    if proofs.is_empty() {
        return counted;
    }
    let caught = proofs.iter().filter(|proof| proof.is_caught()).count();
    format!("{counted}, {caught} of {} broken twins caught", proofs.len())
}

/// A check that is a no.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// What is said of it.
    pub(crate) name: String,
    /// The name by which it can be left out.
    pub(crate) exclude: String,
    pub(crate) verdict: Verdict,
}

/// The exit code: a check that failed, was not run, or did not see its twin's fault is a no.
pub(crate) fn answer(summary: &str, wrong: &[Wrong]) -> Result<(), Failure> {
    let Some(first) = wrong.first() else { return Ok(()) };
    let more =
        if wrong.len() > 1 { format!(" and {} more", wrong.len() - 1) } else { String::new() };
    let failure = Failure::message(code::NO, format!("{summary}: {}{more}", first.name));
    Err(match wrong.iter().find(|wrong| wrong.verdict == Verdict::NotRun) {
        Some(missing) => failure.with_hint(format!(
            "to do without a check, leave it out: --exclude {}",
            missing.exclude
        )),
        None => failure,
    })
}
