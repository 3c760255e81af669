//! Which checks are left out, by name.

use crate::commands::failure::{Failure, code};
use crate::commands::validate::data::row::Verb;
use crate::commands::validate::select::{meaning, way_out};
use glob::Pattern;

/// Names and patterns of checks that are left out.
#[derive(Debug)]
pub(crate) struct Unwanted(Vec<Pattern>);

impl Unwanted {
    /// Checks that each pattern means a check.
    pub(crate) fn of(verb: &Verb, written: &[String]) -> Result<Self, Failure> {
        written.iter().map(|text| pattern(verb, text)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a check is left out: by `name`, or by `suite/name`.
    pub(crate) fn has(&self, verb: &Verb, name: &str) -> bool {
        self.0.iter().any(|pattern| means(pattern, verb, name))
    }
}

fn means(pattern: &Pattern, verb: &Verb, name: &str) -> bool {
    pattern.matches(name) || pattern.matches(&format!("{}/{name}", verb.suite))
}

fn pattern(verb: &Verb, text: &str) -> Result<Pattern, Failure> {
    let names = || verb.claims.iter().map(|(name, _)| *name);
    let is_one = |pattern: &Pattern| names().any(|name| means(pattern, verb, name));
    meaning(text, is_one, || {
        let all = || format!("the checks are {}", names().collect::<Vec<_>>().join(", "));
        let message = format!("there is no check {text} of a {}", verb.suite);
        Failure::message(code::USAGE, message).with_hint(way_out(text, names(), all))
    })
}
