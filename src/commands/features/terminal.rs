//! Features for people: a row a feature, a column an input.

use crate::commands::features::measure::{Found, Measured};
use std::fmt::Write as _;

/// Inputs side by side; more go below.
const BESIDE: usize = 4;
/// Letters of a label that are shown; the end tells more than the beginning.
const LABEL: usize = 22;

/// The whole table, blocks of a few inputs, and why values are missing.
pub(crate) fn table(rows: &[Measured]) -> String {
    let mut text = String::new();
    for (index, block) in rows.chunks(BESIDE).enumerate() {
        if index > 0 {
            text.push('\n');
        }
        write_block(&mut text, block);
    }
    text
}

fn write_block(text: &mut String, block: &[Measured]) {
    let labels: Vec<String> = block.iter().map(|row| short(&row.label)).collect();
    let names = block.iter().flat_map(|row| &row.features).map(|found| found.name.chars().count());
    let first = names.max().unwrap_or_default().max("feature".len());
    let units = block.iter().flat_map(|row| &row.features).map(|found| found.unit.chars().count());
    let second = units.max().unwrap_or_default().max("unit".len());
    // Writing to a string cannot fail.
    let _ = write!(text, "{:first$}  {:second$}", "feature", "unit");
    for label in &labels {
        let _ = write!(text, "  {label:>LABEL$}");
    }
    text.push('\n');
    let Some(leading) = block.first() else { return };
    for (index, found) in leading.features.iter().enumerate() {
        let _ = write!(text, "{:first$}  {:second$}", found.name, found.unit);
        for row in block {
            let cell = row.features.get(index).map(cell).unwrap_or_default();
            let _ = write!(text, "  {cell:>LABEL$}");
        }
        text.push('\n');
    }
    for (row, label) in block.iter().zip(&labels) {
        write_reasons(text, row, label);
    }
}

/// Reasons with the features that they concern, in the order of the features.
fn write_reasons(text: &mut String, row: &Measured, label: &str) {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for found in &row.features {
        let Err(reason) = &found.value else { continue };
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, names)) => names.push(found.name),
            None => reasons.push((reason, vec![found.name])),
        }
    }
    for (reason, names) in reasons {
        let _ = writeln!(text, "{label}: {reason}: no {}", names.join(", "));
    }
}

fn cell(found: &Found) -> String {
    match found.value {
        Ok(value) => significant(value),
        Err(_) => "–".to_owned(),
    }
}

/// Seven digits, without zeros at the end.
fn significant(value: f64) -> String {
    let rounded: f64 = format!("{value:.6e}").parse().unwrap_or(value);
    let size = rounded.abs();
    if size != 0.0 && !(1e-4..1e9).contains(&size) {
        format!("{rounded:e}")
    } else {
        rounded.to_string()
    }
}

fn short(label: &str) -> String {
    let count = label.chars().count();
    if count <= LABEL {
        return label.to_owned();
    }
    let end: String = label.chars().skip(count - LABEL + 1).collect();
    format!("…{end}")
}
