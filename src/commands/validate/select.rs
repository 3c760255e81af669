//! Which checks are run: by suite, by name, by effort.

use crate::cli::Validate;
use crate::commands::failure::{Failure, code};
use glob::Pattern;
use mfn::config::nearest;
use mfn::verify::{Check, Effort, Suite};

/// The checks asked for, in their order.
pub(crate) fn select(all: Vec<Check>, arguments: &Validate) -> Result<Vec<Check>, Failure> {
    let wanted = patterns(&arguments.suites, &all)?;
    let unwanted = patterns(&arguments.exclude, &all)?;
    let selected = all.into_iter().filter(|check| {
        let is_named = wanted.iter().any(|pattern| names(pattern, check));
        // A check that is asked for by its own name is run, however slow.
        let by_name = wanted.iter().any(|pattern| pattern.matches(&check.id()));
        let fits = arguments.full || by_name || check.effort == Effort::Quick;
        (wanted.is_empty() || is_named) && fits && !unwanted.iter().any(|p| names(p, check))
    });
    let selected: Vec<Check> = selected.collect();
    if selected.is_empty() {
        let failure = Failure::message(code::USAGE, "no check is left to run");
        return Err(failure.with_hint("`mfn validate --list --full` prints all of them"));
    }
    Ok(selected)
}

/// Whether a pattern means a check: its suite, or `suite/name`.
fn names(pattern: &Pattern, check: &Check) -> bool {
    pattern.matches(check.suite.name()) || pattern.matches(&check.id())
}

fn patterns(written: &[String], all: &[Check]) -> Result<Vec<Pattern>, Failure> {
    written.iter().map(|text| pattern(text, all)).collect()
}

/// A name or pattern, if it means something.
pub(crate) fn meaning(
    text: &str,
    means: impl FnOnce(&Pattern) -> bool,
    refusal: impl FnOnce() -> Failure,
) -> Result<Pattern, Failure> {
    let pattern = Pattern::new(text)
        .map_err(|error| Failure::message(code::USAGE, format!("{text} is no pattern: {error}")))?;
    if means(&pattern) { Ok(pattern) } else { Err(refusal()) }
}

/// The nearest of the names as a way out, else another one.
pub(crate) fn way_out<'a>(
    text: &str,
    known: impl IntoIterator<Item = &'a str>,
    other: impl FnOnce() -> String,
) -> String {
    nearest(text, known).map_or_else(other, |near| format!("did you mean {near}?"))
}

fn pattern(text: &str, all: &[Check]) -> Result<Pattern, Failure> {
    let is_one = |pattern: &Pattern| all.iter().any(|check| names(pattern, check));
    meaning(text, is_one, || unknown(text, all))
}

fn unknown(text: &str, all: &[Check]) -> Failure {
    let what = if text.contains('/') { "check" } else { "suite" };
    let failure = Failure::message(code::USAGE, format!("there is no {what} {text}"));
    let suites = Suite::ALL.into_iter().map(|suite| suite.name().to_owned());
    let known: Vec<String> = suites.chain(all.iter().map(Check::id)).collect();
    failure.with_hint(way_out(text, known.iter().map(String::as_str), || {
        let names = Suite::ALL.map(Suite::name).join(", ");
        format!("the suites are {names}; `mfn validate --list --full` prints all checks")
    }))
}
