//! One table of bounds: what a value of a preset may be, used by presets, flags and docs alike.

use crate::model::table::values::Value;

/// A value that can be written in a preset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Key within its section, e.g. `feed`.
    pub key: &'static str,
    /// Symbol in the equations; empty if it has none.
    pub symbol: &'static str,
    /// What it means, in a few words.
    pub meaning: &'static str,
    /// Unit; `1` for a pure number, empty where a unit makes no sense.
    pub unit: &'static str,
    /// The value when the preset is silent.
    pub default: Literal,
    /// What is accepted.
    pub range: Range,
    /// Where the default or the range comes from.
    pub source: &'static str,
}

/// A default as a table writes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Literal {
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// true or false.
    Flag(bool),
    /// A word or a text.
    Word(&'static str),
    /// Several words.
    Words(&'static [&'static str]),
    /// Left to the program.
    Auto,
}

impl Literal {
    /// The value it stands for.
    pub fn to_value(self) -> Value {
        match self {
            Self::Number(number) => Value::Number(number),
            Self::Whole(whole) => Value::Whole(whole),
            Self::Flag(flag) => Value::Flag(flag),
            Self::Word(word) => Value::Word(word.to_owned()),
            Self::Words(words) => Value::Words(words.iter().map(|&word| word.to_owned()).collect()),
            Self::Auto => Value::Auto,
        }
    }
}

/// The accepted values of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// A finite number, `min` ≤ x ≤ `max`.
    Closed(f64, f64),
    /// A finite number, `min` ≤ x < `max`.
    HalfOpen(f64, f64),
    /// A finite number, `min` < x ≤ `max`.
    Above(f64, f64),
    /// Any finite number.
    Finite,
    /// A whole number, `min` ≤ x ≤ `max`.
    Whole(i64, i64),
    /// As [`Range::Whole`], or left out for "choose for me".
    OptionalWhole(i64, i64),
    /// true or false.
    Flag,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Any number of these words, each at most once.
    SomeOf(&'static [&'static str]),
    /// A list of finite numbers, or left out for "choose for me".
    OptionalNumbers,
    /// One of these whole numbers.
    OneOfWhole(&'static [i64]),
    /// Any text.
    Text,
    /// A list of texts, at least one; a text alone is a list of one.
    Texts,
}

impl Parameter {
    /// The same parameter with another range, for a variant of a model.
    #[must_use]
    pub const fn with_range(mut self, range: Range) -> Self {
        self.range = range;
        self
    }

    /// The same parameter with another default, for a model that wants one.
    #[must_use]
    pub const fn with_default(mut self, default: Literal) -> Self {
        self.default = default;
        self
    }
}

impl Range {
    /// Whether a number of this range is whole.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(..) | Self::OptionalWhole(..) | Self::OneOfWhole(_))
    }

    /// Whether `number` lies in a numeric range; NaN lies in none.
    pub fn holds(&self, number: f64) -> bool {
        match *self {
            Self::Closed(min, max) => number >= min && number <= max,
            Self::HalfOpen(min, max) => number >= min && number < max,
            Self::Above(min, max) => number > min && number <= max,
            Self::Finite => number.is_finite(),
            Self::Whole(min, max) | Self::OptionalWhole(min, max) => {
                number >= min as f64 && number <= max as f64
            }
            Self::OneOfWhole(numbers) => {
                number.fract() == 0.0 && numbers.contains(&(number as i64))
            }
            Self::Flag
            | Self::OneOf(_)
            | Self::SomeOf(_)
            | Self::OptionalNumbers
            | Self::Text
            | Self::Texts => false,
        }
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Closed(min, max) => {
                write!(out, "a number from {} to {}", brief(min), brief(max))
            }
            Self::HalfOpen(min, max) => {
                write!(out, "a number from {} to below {}", brief(min), brief(max))
            }
            Self::Above(min, max) => {
                write!(out, "a number above {}, at most {}", brief(min), brief(max))
            }
            Self::Finite => write!(out, "a finite number"),
            Self::Whole(min, max) => write!(out, "a whole number from {min} to {max}"),
            Self::OptionalWhole(min, max) => {
                write!(out, "a whole number from {min} to {max}, or \"auto\"")
            }
            Self::Flag => write!(out, "true or false"),
            Self::OneOf(words) => write!(out, "one of {}", words.join(", ")),
            Self::SomeOf(words) => write!(out, "a list of {}", words.join(", ")),
            Self::OptionalNumbers => write!(out, "a list of finite numbers, or \"auto\""),
            Self::OneOfWhole(numbers) => {
                let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                write!(out, "one of {}", words.join(", "))
            }
            Self::Text => write!(out, "text"),
            Self::Texts => write!(out, "a list of texts"),
        }
    }
}

/// A bound as people write it: 1e12, not 1000000000000.
fn brief(bound: f64) -> String {
    if bound.abs() < 1e6 { bound.to_string() } else { format!("{bound:e}") }
}
