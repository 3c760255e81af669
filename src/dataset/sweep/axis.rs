//! An axis with its entries written out: one key, several keys at once, or whole points.

use crate::dataset::Error;
use toml::Value;

/// Entries of one or several keys, which change together.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    keys: Vec<String>,
    /// A value a key in each.
    entries: Vec<Vec<Value>>,
}

impl Axis {
    /// An axis of these entries, a value a key in each.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyAxis`] without an entry.
    pub fn new(keys: Vec<String>, entries: Vec<Vec<Value>>) -> Result<Self, Error> {
        if entries.is_empty() || keys.is_empty() {
            return Err(Error::EmptyAxis { axis: keys.join(", ") });
        }
        Ok(Self { keys, entries })
    }

    /// The keys that it sets.
    pub(crate) fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Number of entries.
    pub(crate) fn n_entries(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Every key with its value in an entry.
    pub(crate) fn settings(&self, entry: u64) -> Vec<(String, Value)> {
        let values = self.entries.get(entry as usize).into_iter().flatten();
        self.keys.iter().cloned().zip(values.cloned()).collect()
    }
}
