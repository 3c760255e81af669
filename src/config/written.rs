//! What the user wrote: keys and raw values from the preset, the environment and the flags.

use crate::config::Error;
use crate::config::initial::INITIAL_KINDS;
use crate::config::plan::every_section;
use crate::config::tables::{Choices, sections};
use crate::engine::Scheme;
use crate::model::Kind;
use std::collections::{BTreeMap, BTreeSet};
use toml::Value;

/// Raw values by key path (`grid.rows`); a later layer replaces an earlier one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    values: BTreeMap<String, Value>,
    /// The keys that come from the preset's text.
    from_text: BTreeSet<String>,
}

impl Written {
    /// Reads a preset's text; `origin` is named in errors.
    ///
    /// # Errors
    ///
    /// [`Error::Syntax`] if it is not TOML.
    pub fn from_toml(text: &str, origin: &str) -> Result<Self, Error> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| Error::Syntax {
            origin: origin.to_owned(),
            message: error.to_string().trim_end().to_owned(),
        })?;
        let mut written = Self::default();
        for (key, value) in table {
            match value {
                Value::Table(section) => written.insert_section(&key, section),
                value => {
                    written.values.insert(key, value);
                }
            }
        }
        written.from_text = written.values.keys().cloned().collect();
        Ok(written)
    }

    /// Keys of a section and of the sections within it (`ions.K`). An empty one within it is kept
    /// as it is, so that the check can name it.
    fn insert_section(&mut self, section: &str, keys: toml::Table) {
        for (inner, value) in keys {
            let key = format!("{section}.{inner}");
            match value {
                Value::Table(keys) if !keys.is_empty() => self.insert_section(&key, keys),
                value => {
                    self.values.insert(key, value);
                }
            }
        }
    }

    /// Applies `MFN_*` variables: `MFN_GRID_ROWS=64` sets `grid.rows`. Returns the names that mean
    /// no key, so that the caller can say so.
    pub fn apply_environment(
        &mut self,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Vec<String> {
        let known = all_keys();
        let mut unknown = Vec::new();
        for (name, value) in variables {
            let Some(rest) = name.strip_prefix("MFN_") else { continue };
            match known.iter().find(|key| variable(key) == rest) {
                Some(key) => self.set(key, raw(&value)),
                None => unknown.push(name),
            }
        }
        unknown
    }

    /// Applies one `key.path=value`.
    ///
    /// # Errors
    ///
    /// [`Error::NotAnAssignment`] if there is no `=` or no key.
    pub fn apply_assignment(&mut self, assignment: &str) -> Result<(), Error> {
        let wrong = || Error::NotAnAssignment { found: assignment.to_owned() };
        let (key, value) = assignment.split_once('=').ok_or_else(wrong)?;
        if key.trim().is_empty() {
            return Err(wrong());
        }
        self.set(key.trim(), raw(value.trim()));
        Ok(())
    }

    /// Sets one key.
    ///
    /// Another `initial.kind` or `model.kind` than the preset's takes the section's other keys
    /// with it, as far as the preset's text wrote them: they described the kind that is replaced.
    pub fn set(&mut self, key: &str, value: Value) {
        let section = key.strip_suffix("kind").filter(|section| section.ends_with('.'));
        if let Some(section) = section.filter(|_| self.values.get(key) != Some(&value)) {
            let from_text = &self.from_text;
            self.values.retain(|key, _| !(key.starts_with(section) && from_text.contains(key)));
        }
        self.values.insert(key.to_owned(), value);
        self.from_text.remove(key);
    }

    /// The raw value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    /// The word written for a key, if it is one.
    pub(crate) fn word(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::as_str)
    }

    /// Every key written.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }
}

/// A value as TOML has it; what is not TOML is a word, so that `--set grid.boundary=neumann` works.
fn raw(text: &str) -> Value {
    let parsed = format!("value = {text}").parse::<toml::Table>().ok();
    let value =
        parsed.and_then(|mut table| if table.len() == 1 { table.remove("value") } else { None });
    value.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// `grid.rows` → `GRID_ROWS`.
fn variable(key: &str) -> String {
    key.replace('.', "_").to_uppercase()
}

/// Every key of every model and initial condition.
fn all_keys() -> Vec<String> {
    let mut keys = Vec::new();
    let mut extend = |choices| {
        for section in Kind::ALL.into_iter().flat_map(|kind| sections(kind, choices)) {
            keys.extend(section.table.iter().map(|row| path(section.name, row.key)));
        }
    };
    for initial in INITIAL_KINDS {
        for volume in [false, true] {
            extend(Choices { initial: Some(initial), volume, ..Choices::default() });
        }
    }
    for stepper in Scheme::NAMES {
        extend(Choices { stepper: Some(stepper), ..Choices::default() });
    }
    for section in every_section() {
        keys.extend(section.table.iter().map(|row| path(section.name, row.key)));
    }
    keys.sort();
    keys.dedup();
    keys
}

/// `grid` and `rows` → `grid.rows`; keys above the first section stand alone.
pub(crate) fn path(section: &str, key: &str) -> String {
    if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") }
}
