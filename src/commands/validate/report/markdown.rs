//! The report as Markdown.

use crate::commands::validate::outcome::Outcome;
use crate::commands::validate::report::{Entry, by_suite, summary};
use crate::commands::validate::table::number;
use std::fmt::Write as _;

/// The whole page.
pub(crate) fn page(entries: &[Entry<'_>]) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let all: Vec<&Entry<'_>> = entries.iter().collect();
    let mut text = format!("# Validation of mfn {version}\n\n{}.\n", summary(&all));
    for (suite, entries) in by_suite(entries) {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n## {}\n\n{} {}.\n\n| check | found | expected | verdict |\n|---|---|---|---|\n",
            suite.name(),
            capital(suite.question()),
            summary(&entries)
        );
        for entry in &entries {
            let [found, expected] = numbers(entry.outcome);
            let name = &entry.outcome.check.name;
            let name = match entry.plot {
                Some(_) => format!("[{name}]({})", entry.path()),
                None => name.clone(),
            };
            let word = entry.outcome.verdict().word();
            let _ = writeln!(text, "| {name} | {found} | {expected} | {word} |");
        }
    }
    text
}

/// The number found, and what was expected.
pub(crate) fn numbers(outcome: &Outcome<'_>) -> [String; 2] {
    match &outcome.found {
        Ok(finding) => {
            let unit = if finding.unit == "1" { "" } else { finding.unit };
            let wanted = number(finding.expected);
            let expected = match finding.tolerance {
                0.0 => format!("{wanted} exactly"),
                tolerance => format!("{wanted} ± {}", number(tolerance)),
            };
            [number(finding.found), format!("{expected} {unit}").trim_end().to_owned()]
        }
        Err(obstacle) => [obstacle.to_string(), String::new()],
    }
}

/// The same with a capital letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
