//! How rules and attacks are written: `nnm + krum(byzfl)`, `bucketing(2) + median`, `ipm(10)`.

use crate::config::Error;
use crate::config::suggest::nearest;

/// A name, and what stands in brackets behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) name: String,
    pub(crate) argument: Option<String>,
}

/// Where an item stands, for errors: the key, and the item as written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) key: &'static str,
    pub(crate) item: &'a str,
}

impl Place<'_> {
    /// The item is wrong, for that reason.
    pub(crate) fn wrong(self, reason: impl Into<String>) -> Error {
        Error::Item { key: self.key, found: self.item.to_owned(), reason: reason.into() }
    }

    /// The item has a name that means nothing here.
    pub(crate) fn unknown(self, name: &str, known: &[&str]) -> Error {
        Error::UnknownWord {
            key: self.key.to_owned(),
            found: name.to_owned(),
            wanted: format!("one of {}", known.join(", ")),
            nearest: nearest(name, known.iter().copied()).map(ToOwned::to_owned),
        }
    }

    /// The parts between plus signs, and the last of them.
    pub(crate) fn words(self) -> Result<(Vec<Word>, Word), Error> {
        let (before, last) = match self.item.rsplit_once('+') {
            Some((before, last)) => (before.split('+').collect(), last),
            None => (Vec::new(), self.item),
        };
        let before: Result<Vec<Word>, Error> =
            before.into_iter().map(|part: &str| self.word(part)).collect();
        Ok((before?, self.word(last)?))
    }

    /// `name` or `name(argument)`.
    fn word(self, text: &str) -> Result<Word, Error> {
        let (name, rest) = match text.trim().split_once('(') {
            Some((name, rest)) => (name, Some(rest)),
            None => (text, None),
        };
        let name = name.trim().to_owned();
        if name.is_empty() {
            return Err(self.wrong("a name is missing"));
        }
        let Some(rest) = rest else { return Ok(Word { name, argument: None }) };
        let inside = rest.strip_suffix(')').ok_or_else(|| self.wrong("a bracket is open"))?;
        Ok(Word { name, argument: Some(inside.trim().to_owned()) })
    }
}

impl Word {
    /// The number in the brackets, or the default without brackets.
    pub(crate) fn number_or(&self, default: f64, place: Place<'_>) -> Result<f64, Error> {
        let Some(text) = &self.argument else { return Ok(default) };
        let number: Option<f64> = text.parse().ok();
        number
            .filter(|number| number.is_finite())
            .ok_or_else(|| place.wrong(format!("{text} is no finite number")))
    }

    /// The whole number above 0 in the brackets, or the default without brackets.
    pub(crate) fn count_or(&self, default: usize, place: Place<'_>) -> Result<usize, Error> {
        let Some(text) = &self.argument else { return Ok(default) };
        let count: Option<usize> = text.parse().ok();
        count
            .filter(|count| *count > 0)
            .ok_or_else(|| place.wrong(format!("{text} is no whole number above 0")))
    }

    /// Refuses brackets where none are wanted.
    pub(crate) fn bare(&self, place: Place<'_>) -> Result<(), Error> {
        match self.argument {
            None => Ok(()),
            Some(_) => Err(place.wrong(format!("{} takes nothing in brackets", self.name))),
        }
    }
}
