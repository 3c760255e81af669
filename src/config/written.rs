//! What the user wrote: keys and raw values from the preset, the environment and the flags.

use crate::config::Error;
use crate::config::initial::INITIAL_KINDS;
use crate::config::plan::every_section;
use crate::config::tables::{Choices, Section, sections};
use crate::engine::Scheme;
use crate::model::Kind;
use std::collections::{BTreeMap, BTreeSet};
use toml::Value;

/// Raw values by key path (`grid.rows`); a later layer replaces an earlier one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    values: BTreeMap<String, Value>,
    /// The section `[sweep]`, its axes under their full keys in the order written.
    sweep: Option<toml::Table>,
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
                Value::Table(sweep) if key == SWEEP => written.sweep = Some(flattened(sweep)),
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
        self.apply_variables(&all_keys(), variables)
    }

    /// The same for a preset of these sections alone.
    pub fn apply_environment_of(
        &mut self,
        sections: &[Section],
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Vec<String> {
        let keys = |section: &Section| -> Vec<String> {
            section.table.iter().map(|row| path(section.name, row.key)).collect()
        };
        self.apply_variables(&sections.iter().flat_map(keys).collect::<Vec<_>>(), variables)
    }

    fn apply_variables(
        &mut self,
        known: &[String],
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Vec<String> {
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
        if let Some(key) = key.strip_prefix(SWEEP).and_then(|key| key.strip_prefix('.')) {
            return set_sweep(self.sweep.get_or_insert_default(), key, value);
        }
        let section = key.strip_suffix("kind").filter(|section| section.ends_with('.'));
        if let Some(section) = section.filter(|_| self.values.get(key) != Some(&value)) {
            let from_text = &self.from_text;
            self.values.retain(|key, _| !(key.starts_with(section) && from_text.contains(key)));
        }
        self.values.insert(key.to_owned(), value);
        self.from_text.remove(key);
    }

    /// The section `[sweep]`: an axis under its full key, as `product` → `grid.rows`.
    pub(crate) fn sweep(&self) -> Option<&toml::Table> {
        self.sweep.as_ref()
    }

    /// Whether there is a section `[sweep]`: the preset makes a data set.
    pub fn is_sweep(&self) -> bool {
        self.sweep.is_some()
    }

    /// The same without the sections that concern the data set as a whole.
    pub(crate) fn of_one_run(&self) -> Self {
        let values = self.values.iter().filter(|(key, _)| !key.starts_with("dataset."));
        let values = values.map(|(key, value)| (key.clone(), value.clone())).collect();
        Self { values, sweep: None, from_text: self.from_text.clone() }
    }

    /// The keys that begin so, alone.
    pub(crate) fn section_alone(&self, prefix: &str) -> Self {
        let values = self.values.iter().filter(|(key, _)| key.starts_with(prefix));
        let values = values.map(|(key, value)| (key.clone(), value.clone())).collect();
        Self { values, ..Self::default() }
    }

    /// Every key with its value, the keys above the first section first.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let all = || self.values.iter().map(|(key, value)| split(key, value));
        let top = all().filter(|(section, ..)| section.is_empty());
        let others = all().filter(|(section, ..)| !section.is_empty());
        top.chain(others)
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

/// The section of a data set's axes.
const SWEEP: &str = "sweep";
/// The tables within it whose keys are keys of the preset.
const AXES: [&str; 3] = ["product", "zip", "random"];

/// `grid.rows` → `grid`, `rows`; the last dot counts.
fn split<'a>(key: &'a str, value: &'a Value) -> (&'a str, &'a str, &'a Value) {
    let (section, key) = key.rsplit_once('.').unwrap_or(("", key));
    (section, key, value)
}

/// The same with each axis under its full key: `[sweep.product.grid] rows = …` and
/// `[sweep.product] "grid.rows" = …` mean the same.
fn flattened(mut sweep: toml::Table) -> toml::Table {
    for (name, table) in &mut sweep {
        if let Value::Table(axes) = table
            && AXES.contains(&name.as_str())
        {
            let mut flat = toml::Table::new();
            flatten("", std::mem::take(axes), &mut flat);
            *axes = flat;
        }
    }
    sweep
}

/// A table is an axis itself if it says what its values are, else a part of the key.
fn flatten(prefix: &str, table: toml::Table, flat: &mut toml::Table) {
    for (key, value) in table {
        let key = path(prefix, &key);
        match value {
            Value::Table(inner)
                if !["from", "to", "choices"].iter().any(|k| inner.contains_key(*k)) =>
            {
                flatten(&key, inner, flat);
            }
            value => {
                flat.insert(key, value);
            }
        }
    }
}

/// Sets `product.grid.rows`, `seeds_per_point`, `random.count`.
fn set_sweep(sweep: &mut toml::Table, key: &str, value: Value) {
    if let Some((name, axis)) = key.split_once('.')
        && AXES.contains(&name)
    {
        let axes = sweep.entry(name).or_insert_with(|| Value::Table(toml::Table::new()));
        if let Value::Table(axes) = axes {
            axes.insert(axis.to_owned(), value);
        }
        return;
    }
    sweep.insert(key.to_owned(), value);
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
