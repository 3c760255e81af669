//! `mfn features --describe`: the table of all features.

use crate::cli::Features;
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use mfn::features::{Extended, TABLE};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The unit of a field, as it stands in the table.
const FIELD: &str = "U";

/// What is told of one feature.
struct Entry {
    set: &'static str,
    name: &'static str,
    unit: String,
    range: (Option<f64>, Option<f64>),
    definition: &'static str,
    reference: &'static str,
    degenerate: &'static str,
}

/// Prints the table, as text or JSON.
pub(crate) fn run(arguments: &Features, output: &mut Output) -> Result<(), Failure> {
    let set = arguments.set_name;
    let mut entries = Vec::new();
    if set.has_v4() {
        entries.extend(TABLE.iter().map(|feature| Entry {
            set: "v4",
            name: feature.name,
            unit: feature.unit.text(FIELD),
            range: feature.range,
            definition: feature.definition,
            reference: "MFN v4.1",
            degenerate: "null of a field with NaN or infinite values",
        }));
    }
    if set.has_extended() {
        entries.extend(Extended::table().map(|feature| Entry {
            set: "extended",
            name: feature.name,
            unit: feature.unit.text(FIELD),
            range: feature.range,
            definition: feature.definition,
            reference: feature.reference,
            degenerate: feature.degenerate,
        }));
    }
    if arguments.json {
        let values: Vec<Value> = entries.iter().map(value).collect();
        return output.data(&format!("{:#}\n", Value::Array(values)));
    }
    let mut text = format!("{} features; {FIELD} is the unit of the field\n", entries.len());
    for entry in &entries {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "\n{} ({}, {}, {})\n  {}\n  degenerate: {}\n  reference: {}",
            entry.name,
            entry.set,
            entry.unit,
            bounds(entry.range),
            entry.definition,
            entry.degenerate,
            entry.reference,
        );
    }
    output.data(&text)
}

fn bounds((low, high): (Option<f64>, Option<f64>)) -> String {
    match (low, high) {
        (None, None) => "any number".to_owned(),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (Some(low), Some(high)) => format!("{low} to {high}"),
    }
}

fn value(entry: &Entry) -> Value {
    json!({
        "set": entry.set,
        "name": entry.name,
        "unit": entry.unit,
        "range": [entry.range.0, entry.range.1],
        "definition": entry.definition,
        "degenerate": entry.degenerate,
        "reference": entry.reference,
    })
}
