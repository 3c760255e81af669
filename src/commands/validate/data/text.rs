//! The rows as lines for people.

use crate::commands::validate::data::row::{Row, Verb};
use crate::commands::validate::table::line;
use std::fmt::Write as _;

/// A line a check: verdict, name, what was found, what was wanted; one block an input.
pub(crate) fn table(verb: &Verb, rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for block in rows.chunk_by(|a, b| a.input == b.input) {
        let gap = if text.is_empty() { "" } else { "\n" };
        let input = block.first().map_or("", |row| row.input.as_str());
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{gap}{} {input}", verb.suite);
        for row in block {
            line(&mut text, (row.name, width), &row.found, "");
        }
    }
    text
}

/// The checks of a verb with what they claim.
pub(crate) fn list(verb: &Verb) -> String {
    let width = verb.claims.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines = verb.claims.iter().map(|(name, claim)| format!("{name:width$}  {claim}\n"));
    lines.collect()
}
