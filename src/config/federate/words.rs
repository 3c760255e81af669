//! How rules and attacks are written: `nnm + krum`, `bucketing(2) + median`, `ipm(10)`.

use crate::config::Error;
use crate::config::suggest::nearest;

/// A name, and the number in brackets behind it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    pub(crate) name: String,
    pub(crate) number: Option<f64>,
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

    /// The parts between plus signs.
    pub(crate) fn words(self) -> Result<Vec<Word>, Error> {
        self.item.split('+').map(|part| self.word(part.trim())).collect()
    }

    /// `name` or `name(number)`.
    fn word(self, text: &str) -> Result<Word, Error> {
        let Some((name, rest)) = text.split_once('(') else {
            if text.is_empty() {
                return Err(self.wrong("a name is missing"));
            }
            return Ok(Word { name: text.to_owned(), number: None });
        };
        let inside = rest.strip_suffix(')').ok_or_else(|| self.wrong("a bracket is open"))?;
        let number: Option<f64> = inside.trim().parse().ok().filter(|n: &f64| n.is_finite());
        let number =
            number.ok_or_else(|| self.wrong(format!("{inside} is no finite number")))?;
        Ok(Word { name: name.trim().to_owned(), number: Some(number) })
    }
}

impl Word {
    /// The number, or the default where none is written.
    pub(crate) fn number_or(&self, default: f64) -> f64 {
        self.number.unwrap_or(default)
    }

    /// Refuses a number where none is wanted.
    pub(crate) fn bare(&self, place: Place<'_>) -> Result<(), Error> {
        match self.number {
            None => Ok(()),
            Some(_) => Err(place.wrong(format!("{} takes no number", self.name))),
        }
    }
}
