//! The outcomes as JSON: `docs/schemas/validate.json` has the schema.

use crate::commands::validate::outcome::Outcome;
use mfn::verify::{Check, Effort, Finding, Proof};
use serde_json::{Value, json};

/// The outcomes of checks.
pub(crate) fn document(outcomes: &[Outcome<'_>]) -> String {
    verdicts(outcomes.iter().map(value), outcomes.iter().all(Outcome::is_well))
}

/// The checks without outcomes.
pub(crate) fn list(checks: &[Check]) -> String {
    listed(checks.iter().map(words))
}

/// `{"checks": […], "pass": …}`.
pub(crate) fn verdicts(checks: impl Iterator<Item = Value>, pass: bool) -> String {
    let checks: Vec<Value> = checks.collect();
    format!("{:#}\n", json!({ "schema": 1, "checks": checks, "pass": pass }))
}

/// `{"checks": […]}`.
pub(crate) fn listed(checks: impl Iterator<Item = Value>) -> String {
    format!("{:#}\n", json!({ "schema": 1, "checks": checks.collect::<Vec<_>>() }))
}

/// A number of a finding; JSON has none for NaN and infinity.
pub(crate) fn number(finding: Option<&Finding>, part: fn(&Finding) -> f64) -> Option<f64> {
    finding.map(part).filter(|value| value.is_finite())
}

fn words(check: &Check) -> Value {
    json!({
        "suite": check.suite.name(),
        "name": check.name,
        "claim": check.claim,
        "reference": check.reference,
        "because": check.because,
        "twin": check.twin,
        "quick": check.effort == Effort::Quick,
    })
}

fn value(outcome: &Outcome<'_>) -> Value {
    let check = outcome.check;
    let finding = outcome.found.as_ref().ok();
    json!({
        "suite": check.suite.name(),
        "name": check.name,
        "claim": check.claim,
        "reference": check.reference,
        "found": number(finding, |finding| finding.found),
        "expected": number(finding, |finding| finding.expected),
        "tolerance": number(finding, |finding| finding.tolerance),
        "because": check.because,
        "unit": finding.map(|finding| finding.unit),
        "interval": finding.and_then(|finding| finding.interval).map(|(low, high)| [low, high]),
        "note": finding.and_then(|finding| finding.note.as_ref()),
        "status": outcome.verdict().name(),
        "reason": outcome.found.as_ref().err().map(ToString::to_string),
        "pass": outcome.is_well(),
        "twin": outcome.proof.as_ref().map(|proof| twin(check, proof)),
    })
}

fn twin(check: &Check, proof: &Proof) -> Value {
    json!({
        "fault": check.twin,
        "found": number(proof.0.as_ref().ok(), |finding| finding.found),
        "reason": proof.0.as_ref().err().map(ToString::to_string),
        "caught": proof.is_caught(),
    })
}
