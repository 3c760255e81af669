//! The resolved preset as text: every key with its value, in the tables' order.

use crate::config::preset::Preset;
use crate::model::{Parameter, Value, Values};
use std::fmt::Write as _;

/// Keys that decide what is written, not what is computed.
const WRITING_KEYS: [(&str, &str); 1] = [("time", "save_every")];

impl Preset {
    /// The resolved preset, whole: running it again gives the same run.
    pub fn text(&self) -> String {
        render(self.entries(), |_| true)
    }

    /// The part of the resolved preset that determines the numbers: without `[observe]`, `[output]`
    /// and `time.save_every`. It is what data files carry, so that they do not depend on the rest.
    pub fn determining_text(&self) -> String {
        render(self.entries(), |(section, key)| {
            !matches!(section, "observe" | "output") && !WRITING_KEYS.contains(&(section, key))
        })
    }

    /// Every value of the resolved preset: section, row of the table, value.
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, &Parameter, toml::Value)> {
        entries(&self.sections, self.seed)
    }

    /// The row of the table and the value of a key: `grid.rows`.
    pub fn entry(&self, key: &str) -> Option<(&Parameter, toml::Value)> {
        let (section, key) = key.rsplit_once('.').unwrap_or(("", key));
        let mut entries = self.entries();
        let found = entries.find(|(own, row, _)| *own == section && row.key == key);
        found.map(|(_, row, value)| (row, value))
    }
}

/// Every value of the sections: section, row of the table, value.
pub(crate) fn entries<'a>(
    sections: &'a [(&'static str, Values)],
    seed: u128,
) -> impl Iterator<Item = (&'static str, &'a Parameter, toml::Value)> {
    sections.iter().flat_map(move |(section, values)| {
        values.iter().map(move |(parameter, value)| {
            let value = match (*section, parameter.key) {
                ("", "seed") => seed_value(seed),
                _ => to_toml(value),
            };
            (*section, parameter, value)
        })
    })
}

/// The entries as TOML, those that `keep` wants by section and key.
pub(crate) fn render<'a>(
    entries: impl Iterator<Item = (&'static str, &'a Parameter, toml::Value)>,
    keep: impl Fn((&str, &str)) -> bool,
) -> String {
    let mut text = String::new();
    let mut open = "";
    for (section, Parameter { key, .. }, value) in entries {
        if !keep((section, key)) {
            continue;
        }
        if section != open {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\n[{section}]");
            open = section;
        }
        let _ = writeln!(text, "{key} = {value}");
    }
    text
}

/// A whole number where TOML has room for it, else its digits as a string.
fn seed_value(seed: u128) -> toml::Value {
    i64::try_from(seed).map_or_else(|_| toml::Value::String(seed.to_string()), toml::Value::Integer)
}

fn to_toml(value: &Value) -> toml::Value {
    match value {
        Value::Number(number) => toml::Value::Float(*number),
        Value::Whole(whole) => toml::Value::Integer(*whole),
        Value::Flag(flag) => toml::Value::Boolean(*flag),
        Value::Word(word) => toml::Value::String(word.clone()),
        Value::Words(words) => {
            words.iter().cloned().map(toml::Value::String).collect::<Vec<_>>().into()
        }
        Value::Numbers(numbers) => {
            numbers.iter().copied().map(toml::Value::Float).collect::<Vec<_>>().into()
        }
        Value::Auto => toml::Value::String("auto".to_owned()),
    }
}
