//! `mfn features --exact`: sets, measures and surfaces of known dimension, measured.

use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::verify::fractal::{Ensemble, Row, deterministic, statistical};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Measures all cases and prints a row each.
pub(crate) fn run(as_json: bool, output: &mut Output) -> Result<(), Failure> {
    let mut rows = deterministic();
    rows.extend(statistical(Ensemble::default()));
    if as_json {
        let values: Vec<Value> = rows.iter().map(value).collect();
        output.data(&format!("{:#}\n", Value::Array(values)))?;
    } else {
        output.data(&table(&rows))?;
    }
    let wrong = rows.iter().filter(|row| !row.passes()).count();
    if wrong == 0 {
        return Ok(());
    }
    Err(Failure::message(code::NO, format!("{wrong} of {} cases are off", rows.len())))
}

fn table(rows: &[Row]) -> String {
    let width = |text: fn(&Row) -> usize| rows.iter().map(text).max().unwrap_or_default();
    let name = width(|row| row.name.chars().count());
    let quantity = width(|row| row.quantity.chars().count());
    let mut text = format!(
        "{:name$}  {:quantity$}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  \n",
        "case", "quantity", "exact", "found", "error", "tolerance", "held"
    );
    for row in rows {
        let found =
            row.found.as_ref().map_or("–".to_owned(), |found| format!("{:.6}", found.value));
        let error = row.error().map_or("–".to_owned(), |error| format!("{error:+.6}"));
        let held = row.coverage.map_or(String::new(), |c| format!("{} of {}", c.held, c.seeds));
        let verdict = if row.passes() { "ok" } else { "OFF" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:name$}  {:quantity$}  {:>9.6}  {found:>9}  {error:>9}  {:>9.6}  {held:>9}  \
             {verdict}",
            row.name, row.quantity, row.exact, row.tolerance,
        );
    }
    text + "held: seeds whose 95 % interval holds the exact value\n"
}

fn value(row: &Row) -> Value {
    json!({
        "case": row.name,
        "quantity": row.quantity,
        "exact": row.exact,
        "found": row.found.as_ref().ok().map(|found| found.value),
        "std_error": row.found.as_ref().ok().map(|found| found.std_error),
        "reason": row.found.as_ref().err().map(ToString::to_string),
        "tolerance": row.tolerance,
        "seeds": row.coverage.map(|coverage| coverage.seeds),
        "held": row.coverage.map(|coverage| coverage.held),
        "pass": row.passes(),
    })
}
