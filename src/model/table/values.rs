//! Checked values of one section of a preset.

use crate::model::table::parameter::Parameter;

/// One value of a preset, with its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// true or false.
    Flag(bool),
    /// A word or a text.
    Word(String),
    /// Several words.
    Words(Vec<String>),
    /// Several numbers.
    Numbers(Vec<f64>),
    /// Left to the program.
    Auto,
}

/// The checked values of one section: a value for every row of its parameter table.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    table: Vec<Parameter>,
    values: Vec<Value>,
}

impl Values {
    /// The defaults of a table.
    pub fn defaults(table: &[Parameter]) -> Self {
        let values = table.iter().map(|parameter| parameter.default.to_value()).collect();
        Self { table: table.to_vec(), values }
    }

    /// The table the values belong to.
    pub fn table(&self) -> &[Parameter] {
        &self.table
    }

    /// Key and value of every parameter, in the table's order.
    pub fn iter(&self) -> impl Iterator<Item = (&Parameter, &Value)> {
        self.table.iter().zip(&self.values)
    }

    /// Replaces one value. The caller has checked it against the table.
    pub fn set(&mut self, key: &str, value: Value) {
        if let Some(index) = self.table.iter().position(|parameter| parameter.key == key) {
            self.values[index] = value;
        }
    }

    /// The value of `key`, if the table has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let index = self.table.iter().position(|parameter| parameter.key == key)?;
        self.values.get(index)
    }

    /// A number; NaN if the table has no number of that key, which is a fault of the program.
    pub fn number(&self, key: &str) -> f64 {
        match self.get(key) {
            Some(Value::Number(number)) => *number,
            Some(Value::Whole(whole)) => *whole as f64,
            other => {
                debug_assert!(false, "{key} is no number of this table: {other:?}");
                f64::NAN
            }
        }
    }

    /// A whole number that is not negative.
    pub fn count(&self, key: &str) -> u64 {
        match self.get(key) {
            Some(Value::Whole(whole)) => u64::try_from(*whole).unwrap_or_default(),
            other => {
                debug_assert!(false, "{key} is no count of this table: {other:?}");
                0
            }
        }
    }

    /// A whole number, or `None` where the choice is left to the program.
    pub fn optional_count(&self, key: &str) -> Option<u64> {
        match self.get(key) {
            Some(Value::Whole(whole)) => u64::try_from(*whole).ok(),
            _ => None,
        }
    }

    /// A flag.
    pub fn flag(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Value::Flag(true)))
    }

    /// A word; empty if the table has no word of that key.
    pub fn word(&self, key: &str) -> &str {
        match self.get(key) {
            Some(Value::Word(word)) => word,
            _ => "",
        }
    }

    /// Several numbers, or `None` where the choice is left to the program.
    pub fn optional_numbers(&self, key: &str) -> Option<&[f64]> {
        match self.get(key) {
            Some(Value::Numbers(numbers)) => Some(numbers),
            _ => None,
        }
    }

    /// Several words.
    pub fn words(&self, key: &str) -> &[String] {
        match self.get(key) {
            Some(Value::Words(words)) => words,
            _ => &[],
        }
    }
}
