//! The rows as JSON: `docs/schemas/validate.json` has the schema.

use crate::commands::validate::data::row::{Row, Verb};
use crate::commands::validate::outcome::Verdict;
use mfn::verify::Finding;
use serde_json::{Value, json};

/// `{"checks": […], "pass": …}`.
pub(crate) fn document(verb: &Verb, rows: &[Row]) -> String {
    let checks: Vec<Value> = rows.iter().map(|row| value(verb, row)).collect();
    let pass = rows.iter().all(|row| row.verdict() == Verdict::Pass);
    format!("{:#}\n", json!({ "schema": 1, "checks": checks, "pass": pass }))
}

/// The checks without an input.
pub(crate) fn list(verb: &Verb) -> String {
    let words = |(name, claim): &_| json!({ "suite": verb.suite, "name": name, "claim": claim });
    let checks: Vec<Value> = verb.claims.iter().map(words).collect();
    format!("{:#}\n", json!({ "schema": 1, "checks": checks }))
}

fn value(verb: &Verb, row: &Row) -> Value {
    let finding = row.found.as_ref().ok();
    let number = |part: fn(&Finding) -> f64| finding.map(part).filter(|value| value.is_finite());
    json!({
        "suite": verb.suite,
        "input": row.input,
        "name": row.name,
        "claim": row.claim,
        "found": number(|finding| finding.found),
        "expected": number(|finding| finding.expected),
        "tolerance": number(|finding| finding.tolerance),
        "unit": finding.map(|finding| finding.unit),
        "note": finding.and_then(|finding| finding.note.as_ref()),
        "status": row.verdict().name(),
        "reason": row.found.as_ref().err().map(ToString::to_string),
        "pass": row.verdict() == Verdict::Pass,
    })
}
