//! The outcomes as JSON: `docs/schemas/validate.json` has the schema.

use crate::commands::validate::outcome::Outcome;
use mfn::verify::{Check, Effort, Finding, Proof};
use serde_json::{Value, json};

/// `{"checks": […], "pass": …}`.
pub(crate) fn document(outcomes: &[Outcome<'_>]) -> String {
    let checks: Vec<Value> = outcomes.iter().map(value).collect();
    let pass = outcomes.iter().all(Outcome::is_well);
    format!("{:#}\n", json!({ "schema": 1, "checks": checks, "pass": pass }))
}

/// The checks without outcomes.
pub(crate) fn list(checks: &[Check]) -> String {
    format!(
        "{:#}\n",
        json!({ "schema": 1, "checks": checks.iter().map(words).collect::<Vec<_>>() })
    )
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
    let number = |part: fn(&Finding) -> f64| finding.map(part).filter(|value| value.is_finite());
    json!({
        "suite": check.suite.name(),
        "name": check.name,
        "claim": check.claim,
        "reference": check.reference,
        "found": number(|finding| finding.found),
        "expected": number(|finding| finding.expected),
        "tolerance": number(|finding| finding.tolerance),
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
    let found = proof.0.as_ref().ok().map(|finding| finding.found);
    json!({
        "fault": check.twin,
        "found": found.filter(|value| value.is_finite()),
        "reason": proof.0.as_ref().err().map(ToString::to_string),
        "caught": proof.is_caught(),
    })
}
