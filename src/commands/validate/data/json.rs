//! The rows as JSON: `docs/schemas/validate.json` has the schema.

use crate::commands::validate::data::row::{Row, Verb};
use crate::commands::validate::json::{listed, number, verdicts};
use crate::commands::validate::outcome::Verdict;
use serde_json::{Value, json};

/// What was found of all inputs.
pub(crate) fn document(verb: &Verb, rows: &[Row]) -> String {
    let pass = rows.iter().all(|row| row.verdict() == Verdict::Pass);
    verdicts(rows.iter().map(|row| value(verb, row)), pass)
}

/// The checks without an input.
pub(crate) fn list(verb: &Verb) -> String {
    let words = |(name, claim): &_| json!({ "suite": verb.suite, "name": name, "claim": claim });
    listed(verb.claims.iter().map(words))
}

fn value(verb: &Verb, row: &Row) -> Value {
    let finding = row.found.as_ref().ok();
    json!({
        "suite": verb.suite,
        "input": row.input,
        "name": row.name,
        "claim": row.claim,
        "found": number(finding, |finding| finding.found),
        "expected": number(finding, |finding| finding.expected),
        "tolerance": number(finding, |finding| finding.tolerance),
        "unit": finding.map(|finding| finding.unit),
        "note": finding.and_then(|finding| finding.note.as_ref()),
        "status": row.verdict().name(),
        "reason": row.found.as_ref().err().map(ToString::to_string),
        "pass": row.verdict() == Verdict::Pass,
    })
}
