//! One written value against one row of a table.

use crate::config::Error;
use crate::config::suggest::nearest;
use crate::model::{Parameter, Range, Value};
use toml::Value as Raw;

/// Checks `raw` against `parameter`; `key` is its full path, for errors.
pub(crate) fn check(key: &str, raw: &Raw, parameter: &Parameter) -> Result<Value, Error> {
    let wrong_type = || Error::WrongType {
        key: key.to_owned(),
        found: raw.to_string(),
        kind: kind(raw),
        wanted: parameter.range.to_string(),
        unit: parameter.unit,
    };
    match (parameter.range, raw) {
        (Range::OptionalWhole(..) | Range::OptionalNumbers, Raw::String(word))
            if word == "auto" =>
        {
            Ok(Value::Auto)
        }
        (range, Raw::Integer(whole)) if range.is_whole() => {
            in_range(key, raw, parameter, *whole as f64)?;
            Ok(Value::Whole(*whole))
        }
        (
            Range::Closed(..) | Range::HalfOpen(..) | Range::Above(..) | Range::Finite,
            Raw::Integer(_) | Raw::Float(_),
        ) => {
            let number = number(raw).ok_or_else(wrong_type)?;
            in_range(key, raw, parameter, number)?;
            Ok(Value::Number(number))
        }
        (Range::Flag, Raw::Boolean(flag)) => Ok(Value::Flag(*flag)),
        (Range::Text, Raw::String(text)) => Ok(Value::Word(text.clone())),
        // TOML knows a date that is written without quotes.
        (Range::Text, Raw::Datetime(date)) => Ok(Value::Word(date.to_string())),
        (Range::OneOf(words), Raw::String(word)) => {
            known_word(key, word, words, &parameter.range)?;
            Ok(Value::Word(word.clone()))
        }
        (Range::SomeOf(words), Raw::Array(items)) => {
            some_of(key, items, words, &parameter.range).unwrap_or_else(|| Err(wrong_type()))
        }
        (Range::Texts, Raw::String(text)) => Ok(Value::Words(vec![text.clone()])),
        (Range::Texts, Raw::Array(items)) if !items.is_empty() => {
            let texts = items.iter().map(|item| item.as_str().map(ToOwned::to_owned));
            texts.collect::<Option<_>>().map(Value::Words).ok_or_else(wrong_type)
        }
        (Range::Texts, Raw::Array(_)) => Err(Error::OutOfRange {
            key: key.to_owned(),
            found: raw.to_string(),
            wanted: "at least one text".to_owned(),
            unit: "",
        }),
        (Range::OptionalNumbers, Raw::Array(items)) => {
            let numbers: Option<Vec<f64>> = items.iter().map(number).collect();
            let numbers = numbers.ok_or_else(wrong_type)?;
            numbers.iter().try_for_each(|&number| in_range(key, raw, parameter, number))?;
            Ok(Value::Numbers(numbers))
        }
        _ => Err(wrong_type()),
    }
}

/// A seed of up to 128 bits: a whole number, or its digits as a string.
pub(crate) fn seed(raw: &Raw) -> Result<u128, Error> {
    let wanted = "a whole number from 0 to 2^128 − 1".to_owned();
    let (key, found) = ("seed".to_owned(), raw.to_string());
    let parsed = match raw {
        Raw::Integer(whole) => u128::try_from(*whole).ok(),
        Raw::String(digits) => digits.parse().ok(),
        _ => return Err(Error::WrongType { key, found, kind: kind(raw), wanted, unit: "" }),
    };
    parsed.ok_or(Error::OutOfRange { key, found, wanted, unit: "" })
}

fn in_range(key: &str, raw: &Raw, parameter: &Parameter, number: f64) -> Result<(), Error> {
    let holds = match parameter.range {
        Range::OptionalNumbers => number.is_finite(),
        range => range.holds(number),
    };
    if holds {
        return Ok(());
    }
    Err(Error::OutOfRange {
        key: key.to_owned(),
        found: raw.to_string(),
        wanted: parameter.range.to_string(),
        unit: parameter.unit,
    })
}

fn known_word(key: &str, word: &str, words: &[&str], range: &Range) -> Result<(), Error> {
    if words.contains(&word) {
        return Ok(());
    }
    Err(Error::UnknownWord {
        key: key.to_owned(),
        found: word.to_owned(),
        wanted: range.to_string(),
        nearest: nearest(word, words.iter().copied()).map(ToOwned::to_owned),
    })
}

/// `None` if an item is no word.
fn some_of(
    key: &str,
    items: &[Raw],
    words: &[&str],
    range: &Range,
) -> Option<Result<Value, Error>> {
    let mut chosen: Vec<String> = Vec::new();
    for item in items {
        let word = item.as_str()?;
        if let Err(error) = known_word(key, word, words, range) {
            return Some(Err(error));
        }
        if !chosen.iter().any(|known| known == word) {
            chosen.push(word.to_owned());
        }
    }
    Some(Ok(Value::Words(chosen)))
}

fn number(raw: &Raw) -> Option<f64> {
    match raw {
        Raw::Integer(whole) => Some(*whole as f64),
        Raw::Float(number) => Some(*number),
        _ => None,
    }
}

fn kind(raw: &Raw) -> &'static str {
    match raw {
        Raw::String(_) => "text",
        Raw::Integer(_) => "a whole number",
        Raw::Float(_) => "a number with a fraction",
        Raw::Boolean(_) => "true or false",
        Raw::Datetime(_) => "a date",
        Raw::Array(_) => "a list",
        Raw::Table(_) => "a table",
    }
}
