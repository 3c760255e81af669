//! A check of an input with what it found, and how the rows of an input are collected.

use crate::commands::validate::data::select::Unwanted;
use crate::commands::validate::outcome::Verdict;
use mfn::verify::{Finding, Obstacle};

/// What one of the three verbs checks.
#[derive(Debug)]
pub(crate) struct Verb {
    /// Its name, which stands for the suite.
    pub(crate) suite: &'static str,
    /// Each check with what it claims.
    pub(crate) claims: &'static [(&'static str, &'static str)],
}

impl Verb {
    /// What the check of that name claims.
    fn claim(&self, name: &str) -> &'static str {
        let found = self.claims.iter().find(|(known, _)| *known == name);
        debug_assert!(found.is_some(), "{name} is not in the table of {}", self.suite);
        found.map_or("", |(_, claim)| claim)
    }
}

/// A check of an input.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) input: String,
    pub(crate) name: &'static str,
    pub(crate) claim: &'static str,
    pub(crate) found: Result<Finding, Obstacle>,
}

impl Row {
    pub(crate) fn verdict(&self) -> Verdict {
        Verdict::of(&self.found)
    }
}

/// What was found of an input.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    /// What runs, but not as its author may think.
    pub(crate) warnings: Vec<String>,
}

/// The rows of an input as they come.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    verb: &'static Verb,
    input: String,
    unwanted: &'a Unwanted,
    report: Report,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(verb: &'static Verb, input: &str, unwanted: &'a Unwanted) -> Self {
        let report = Report { rows: Vec::new(), warnings: Vec::new() };
        Self { verb, input: input.to_owned(), unwanted, report }
    }

    /// Runs a check, unless it is left out.
    pub(crate) fn check(
        &mut self,
        name: &'static str,
        look: impl FnOnce() -> Result<Finding, Obstacle>,
    ) {
        if !self.unwanted.has(self.verb, name) {
            self.take(name, look());
        }
    }

    /// Takes the row of a check without which nothing else can be looked at: no `--exclude` makes
    /// an input pass that cannot be opened.
    pub(crate) fn take(&mut self, name: &'static str, found: Result<Finding, Obstacle>) {
        let claim = self.verb.claim(name);
        self.report.rows.push(Row { input: self.input.clone(), name, claim, found });
    }

    pub(crate) fn warn(&mut self, warning: &str) {
        self.report.warnings.push(format!("{}: {warning}", self.input));
    }

    pub(crate) fn finish(self) -> Report {
        self.report
    }
}

/// Things that must not be, counted; the first of them are named.
pub(crate) fn offences(found: &[String], unit: &'static str) -> Finding {
    let finding = Finding::none(found.len()).unit(unit);
    if found.is_empty() { finding } else { finding.note(several(found)) }
}

/// The first of many texts.
pub(crate) fn several(texts: &[String]) -> String {
    const NAMED: usize = 5;
    let named: Vec<&str> = texts.iter().take(NAMED).map(String::as_str).collect();
    let more = texts.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{}{rest}", named.join("; "))
}
