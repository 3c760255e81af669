//! Filters: comparisons that a point must fulfil to be run.

use crate::dataset::Error;
use toml::Value;

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// <
    Below,
    /// <=
    AtMost,
    /// >
    Above,
    /// >=
    AtLeast,
    /// ==
    Equal,
    /// !=
    Unequal,
}

/// The longer signs first, so that `<=` is not read as `<`.
const SIGNS: [(&str, Relation); 6] = [
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("==", Relation::Equal),
    ("!=", Relation::Unequal),
    ("<", Relation::Below),
    (">", Relation::Above),
];

/// A comparison of an axis with a value or another axis.
///
/// # Examples
///
/// ```
/// use mfn::dataset::Filter;
/// let filter = Filter::parse("model.feed < model.kill")?;
/// let point = [("model.feed", 0.03), ("model.kill", 0.06)];
/// let point: Vec<_> = point.map(|(key, value)| (key.to_owned(), value.into())).into();
/// assert!(filter.holds(&point)?);
/// # Ok::<(), mfn::dataset::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    text: String,
    left: String,
    relation: Relation,
    right: String,
}

impl Filter {
    /// Reads `KEY SIGN VALUE`.
    ///
    /// # Errors
    ///
    /// [`Error::Filter`] without a sign or a side.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |reason: &str| Error::Filter { found: text.to_owned(), reason: reason.into() };
        let split = SIGNS.iter().find_map(|(sign, relation)| {
            let (left, right) = text.split_once(sign)?;
            Some((left.trim(), *relation, right.trim()))
        });
        let (left, relation, right) = split.ok_or_else(|| wrong("compares nothing"))?;
        if left.is_empty() || right.is_empty() {
            return Err(wrong("has an empty side"));
        }
        let right = right.trim_matches(['"', '\'']);
        Ok(Self { text: text.to_owned(), left: left.to_owned(), relation, right: right.to_owned() })
    }

    /// Whether a point fulfils it.
    ///
    /// # Errors
    ///
    /// [`Error::Filter`] if the key is no axis, or a number is compared with a word.
    pub fn holds(&self, settings: &[(String, Value)]) -> Result<bool, Error> {
        let wrong = |reason: String| Error::Filter { found: self.text.clone(), reason };
        let axis =
            |name: &str| settings.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        let left = axis(&self.left).ok_or_else(|| {
            wrong(format!("compares {}, which is no axis of the sweep", self.left))
        })?;
        let right = axis(&self.right);
        if let Some(left) = number(left) {
            let right = right.map_or_else(|| self.right.parse().ok(), number);
            let right =
                right.ok_or_else(|| wrong(format!("compares a number with {}", self.right)))?;
            return Ok(self.compare(&left, &right));
        }
        let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), Into::into);
        let (left, right) = (word(left), right.map_or_else(|| self.right.clone(), word));
        Ok(self.compare(&left, &right))
    }

    fn compare<T: PartialOrd>(&self, left: &T, right: &T) -> bool {
        match self.relation {
            Relation::Below => left < right,
            Relation::AtMost => left <= right,
            Relation::Above => left > right,
            Relation::AtLeast => left >= right,
            Relation::Equal => left == right,
            Relation::Unequal => left != right,
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(whole) => Some(*whole as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}
