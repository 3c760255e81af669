//! `mfn validate`: suites, presets, data sets and fields; exit code, table, JSON, and bad input.

mod dataset;
mod fields;
mod preset;
mod schema;
mod suites;

use crate::Outcome;
use serde_json::Value;

/// A check of a JSON document, by name.
fn check<'a>(document: &'a Value, name: &str) -> &'a Value {
    let checks = document["checks"].as_array().unwrap();
    checks
        .iter()
        .find(|check| check["name"] == name)
        .unwrap_or_else(|| panic!("{name}: {document}"))
}

/// Names of the checks that did not pass, in their order.
fn wrong(document: &Value) -> Vec<&str> {
    let checks = document["checks"].as_array().unwrap().iter();
    checks.filter(|c| c["pass"] == false).map(|c| c["name"].as_str().unwrap()).collect()
}

/// What stands in the note of a check.
fn note<'a>(document: &'a Value, name: &str) -> &'a str {
    check(document, name)["note"].as_str().unwrap_or_default()
}

/// The program ended by itself: a panic would be 101.
fn sound(outcome: &Outcome) {
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
}
