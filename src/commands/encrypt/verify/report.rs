//! What came out, for people and for programs.

use crate::cli::encrypt::Verify;
use crate::commands::encrypt::print_json;
use crate::commands::encrypt::verify::checks::Check;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use serde_json::{Value, json};

/// A line that others wrote, without what a terminal would obey.
fn shown(text: &str) -> String {
    let shown =
        |letter: char| if letter.is_control() && letter != '\t' { '\u{fffd}' } else { letter };
    text.chars().map(shown).collect()
}

/// Tells what was looked at, and what is wrong.
pub(super) fn report(
    verify: &Verify,
    checks: &[Check],
    comment: Option<&str>,
    output: &mut Output,
) -> Result<(), Failure> {
    let wrong: Vec<&Check> = checks.iter().filter(|check| check.wrong.is_some()).collect();
    if verify.manner.json {
        let rows = checks.iter().map(|check| {
            json!({
                "path": check.path, "check": check.way, "pass": check.wrong.is_none(),
                "wrong": check.wrong,
            })
        });
        let value = json!({
            "pass": wrong.is_empty(), "trusted_comment": comment,
            "checks": rows.collect::<Vec<Value>>(),
        });
        print_json(&value, output)?;
    } else {
        if let Some(comment) = comment.map(shown) {
            output.note(&format!("the signature holds; trusted comment: {comment}"));
        }
        for check in &wrong {
            let why = check.wrong.as_deref().unwrap_or_default();
            let line = shown(&format!("{} ({}): {why}", check.path, check.way));
            output.data(&format!("{line}\n"))?;
        }
    }
    if wrong.is_empty() {
        output.note(&format!("{} checks, nothing is wrong", checks.len()));
        return Ok(());
    }
    let message = format!("{} of {} checks fail", wrong.len(), checks.len());
    Err(Failure::message(code::NO, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_not_given_orders() {
        assert_eq!(shown("release 1\tsize 5"), "release 1\tsize 5");
        assert_eq!(shown("a\u{1b}[2Jb\u{9b}c\rd"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d");
    }
}
