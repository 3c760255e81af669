//! The outcomes as lines for people.

use crate::commands::validate::outcome::{Outcome, Verdict};
use mfn::verify::{Check, Effort, Finding, Obstacle, Proof, Suite};
use std::fmt::Write as _;

/// A line a check: verdict, name, number found, number expected and tolerance, unit.
pub(crate) fn table(outcomes: &[Outcome<'_>]) -> String {
    let name = outcomes.iter().map(|o| o.check.name.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    let mut suite: Option<Suite> = None;
    for outcome in outcomes {
        if suite != Some(outcome.check.suite) {
            suite = Some(outcome.check.suite);
            let gap = if text.is_empty() { "" } else { "\n" };
            let (name, question) = (outcome.check.suite.name(), outcome.check.suite.question());
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{gap}{name}: {question}");
        }
        let proof = outcome.proof.as_ref().map(|proof| proof_words(proof, outcome.check.twin));
        let proof = proof.map_or_else(String::new, |words| format!("  |  {words}"));
        line(&mut text, (&outcome.check.name, name), &outcome.found, &proof);
    }
    text
}

/// Verdict, name, numbers and what follows them, with the note below.
pub(crate) fn line(
    text: &mut String,
    (name, width): (&str, usize),
    found: &Result<Finding, Obstacle>,
    rest: &str,
) {
    let word = Verdict::of(found).word();
    let numbers = found.as_ref().map_or_else(ToString::to_string, numbers);
    let _ = writeln!(text, "  {word:7}  {name:width$}  {numbers}{rest}");
    if let Some(note) = found.as_ref().ok().and_then(|finding| finding.note.as_ref()) {
        let _ = writeln!(text, "           {note}");
    }
}

/// `found  (expected ± tolerance) unit`.
fn numbers(finding: &Finding) -> String {
    let unit = if finding.unit == "1" { String::new() } else { format!(" {}", finding.unit) };
    let (found, expected) = (number(finding.found), number(finding.expected));
    match finding.tolerance {
        0.0 => format!("{found:>12}  ({expected} exactly){unit}"),
        tolerance => format!("{found:>12}  ({expected} ± {}){unit}", number(tolerance)),
    }
}

fn proof_words(proof: &Proof, twin: &str) -> String {
    let verdict = if proof.is_caught() { "caught" } else { "NOT SEEN" };
    match &proof.0 {
        Ok(finding) => format!("{verdict}: {twin} ({})", number(finding.found)),
        Err(obstacle) => format!("{verdict}: {twin} ({obstacle})"),
    }
}

/// Six digits, with a power of ten where the number is very large or small.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if value.fract() == 0.0 && size < 1e15 {
        return format!("{value}");
    }
    if !(1e-3..1e6).contains(&size) {
        return format!("{value:.3e}");
    }
    let digits = (5 - size.log10().floor() as i32).clamp(0, 9) as usize;
    let text = format!("{value:.digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A line a check: what it claims, and what its twin has wrong.
pub(crate) fn list(checks: &[Check]) -> String {
    let width = checks.iter().map(|check| check.id().chars().count()).max().unwrap_or_default();
    checks.iter().fold(String::new(), |mut text, check| {
        let slow = if check.effort == Effort::Full { " (--full)" } else { "" };
        let (id, claim, twin) = (check.id(), &check.claim, check.twin);
        let _ = writeln!(text, "{id:width$}  {claim}{slow} | twin: {twin}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_six_digits() {
        for (value, text) in [
            (0.0, "0"),
            (2.0, "2"),
            (1.584963, "1.58496"),
            (0.05, "0.05"),
            (26.712, "26.712"),
            (1e-10, "1.000e-10"),
            (f64::NAN, "NaN"),
            (-70.25, "-70.25"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
