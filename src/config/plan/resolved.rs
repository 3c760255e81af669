//! What every run without a grid of species has: name, seed, output, and its resolved text.

use crate::config::Error;
use crate::config::assembly::{check_section, refuse_unknown, section};
use crate::config::check::seed;
use crate::config::output::Output;
use crate::config::tables::Section;
use crate::config::text;
use crate::config::written::Written;
use crate::model::{Parameter, Value, Values};

/// The sections of a preset, each value checked against its row.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    name: String,
    seed: u128,
    output: Output,
    sections: Vec<(&'static str, Values)>,
}

impl Resolved {
    /// Checks what was written against the tables; `kind` names a run that has no name.
    pub(crate) fn check(
        written: &Written,
        tables: &[Section],
        kind: &'static str,
    ) -> Result<Self, Error> {
        refuse_unknown(written, tables)?;
        let mut sections = Vec::with_capacity(tables.len());
        for section in tables {
            sections.push((section.name, check_section(written, section)?));
        }
        let mut resolved = Self {
            name: kind.to_owned(),
            seed: written.get("seed").map_or(Ok(42), seed)?,
            output: Output::without_frames(&Values::defaults(&[])),
            sections,
        };
        resolved.output = Output::without_frames(&resolved.section("output"));
        let name = resolved.section("").word("name").to_owned();
        if !name.is_empty() {
            resolved.name = name;
        }
        let name = Value::Word(resolved.name.clone());
        for (section, values) in &mut resolved.sections {
            if section.is_empty() {
                values.set("name", name.clone());
            }
        }
        Ok(resolved)
    }

    /// The values of a section; none if there is no such section.
    pub(crate) fn section(&self, name: &str) -> Values {
        section(&self.sections, name).cloned().unwrap_or_else(|| Values::defaults(&[]))
    }

    /// Fills in a value that is found out later; the caller has checked it.
    pub(crate) fn set(&mut self, section: &str, key: &str, value: &Value) {
        for (_, values) in self.sections.iter_mut().filter(|(name, _)| *name == section) {
            values.set(key, value.clone());
        }
    }

    /// Name of the run.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Seed of every random stream.
    pub fn seed(&self) -> u128 {
        self.seed
    }

    /// What is written.
    pub fn output(&self) -> &Output {
        &self.output
    }

    /// The resolved preset, whole: running it again gives the same run.
    pub fn text(&self) -> String {
        text::render(self.entries(), |_| true)
    }

    /// The part that determines the numbers: without `[output]`.
    pub fn determining_text(&self) -> String {
        text::render(self.entries(), |(section, _)| section != "output")
    }

    /// Every value: section, row of the table, value.
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, &Parameter, toml::Value)> {
        text::entries(&self.sections, self.seed)
    }
}
