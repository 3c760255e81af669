//! What a release must fulfil before its texts are written.

use crate::dataset::release::Column;
use crate::dataset::release::Place;
use crate::dataset::release::Release;
use crate::dataset::release::file::is_sha256;
use std::collections::BTreeSet;

/// What can be wrong with a release.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A text that every format demands is empty.
    #[error("{key} is empty: wanted a text")]
    Empty {
        /// The key.
        key: &'static str,
    },
    /// The version of the dataset is no semantic version.
    #[error("version = {found} is no version: wanted MAJOR.MINOR.PATCH, such as 1.0.0")]
    Version {
        /// What was found.
        found: String,
    },
    /// The day of publication is no day.
    #[error("date_published = {found} is no day: wanted YYYY-MM-DD")]
    Date {
        /// What was found.
        found: String,
    },
    /// A digest is not one.
    #[error("the SHA-256 of {path} is {found:?}: wanted 64 lowercase hexadecimal digits")]
    Digest {
        /// The file.
        path: String,
        /// What was found.
        found: String,
    },
    /// A path would leave the dataset's folder.
    #[error("{path:?} is no path inside the dataset")]
    Path {
        /// The path.
        path: String,
    },
    /// A file is one of the four texts, or differs from one computer to the next.
    #[error("{path} is not to be listed: wanted the files that the preset determines")]
    Reserved {
        /// The file.
        path: String,
    },
    /// A path or the name of a column is there twice.
    #[error("{name:?} is there twice")]
    Twice {
        /// The path or name.
        name: String,
    },
    /// A file that every dataset has is not there.
    #[error("no file {wanted}")]
    Missing {
        /// The file.
        wanted: &'static str,
    },
    /// A column has a type that Croissant and Hugging Face have no name for.
    #[error("column {name} has type {found}: wanted a truth value, a number or a text")]
    ColumnType {
        /// The column.
        name: String,
        /// Its Arrow type.
        found: String,
    },
    /// The numbers of runs do not go together.
    #[error("{found} {what}: at most {limit}")]
    Count {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: u64,
        /// How many there can be.
        limit: u64,
    },
}

/// The texts, and what tells where and when the runs were made.
const RESERVED: [&str; 5] =
    ["README.md", "croissant.json", "environment.json", "manifest.json", "ro-crate-metadata.json"];

impl Release {
    /// Whether the texts can be written.
    ///
    /// # Errors
    ///
    /// [`Error`] for the first thing that is wrong.
    pub fn check(&self) -> Result<(), Error> {
        self.check_texts()?;
        self.check_files()?;
        check_columns(&self.columns)?;
        check_columns(&self.failure_columns)?;
        self.check_counts()
    }

    fn check_texts(&self) -> Result<(), Error> {
        let demanded = [
            ("name", &self.name),
            ("title", &self.title),
            ("description", &self.description),
            ("license", &self.license.id),
            ("license_url", &self.license.url),
        ];
        if let Some((key, _)) = demanded.into_iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(Error::Empty { key });
        }
        if !is_version(&self.version) {
            return Err(Error::Version { found: self.version.clone() });
        }
        match &self.date_published {
            Some(date) if !is_day(date) => Err(Error::Date { found: date.clone() }),
            _ => Ok(()),
        }
    }

    fn check_files(&self) -> Result<(), Error> {
        let mut paths = BTreeSet::new();
        for file in &self.files {
            if !file.has_safe_path() {
                return Err(Error::Path { path: file.path.clone() });
            }
            if !file.has_digest() {
                return Err(Error::Digest { path: file.path.clone(), found: file.sha256.clone() });
            }
            if RESERVED.contains(&file.path.as_str()) {
                return Err(Error::Reserved { path: file.path.clone() });
            }
            if !paths.insert(&file.path) {
                return Err(Error::Twice { name: file.path.clone() });
            }
        }
        let demanded = [
            (Place::Table, "data/part-000000.parquet"),
            (Place::Failures, "failures.parquet"),
            (Place::Preset, "preset.toml"),
        ];
        match demanded.into_iter().find(|(place, _)| self.files_in(*place).is_empty()) {
            Some((_, wanted)) => Err(Error::Missing { wanted }),
            None if is_sha256(&self.origin.preset_sha256) => Ok(()),
            None => Err(Error::Digest {
                path: "preset.toml".to_owned(),
                found: self.origin.preset_sha256.clone(),
            }),
        }
    }

    fn check_counts(&self) -> Result<(), Error> {
        let counts = self.counts;
        let limits =
            [("failures", counts.failures, counts.runs), ("points", counts.points, counts.runs)];
        limits
            .into_iter()
            .find(|(_, found, limit)| found > limit)
            .map_or(Ok(()), |(what, found, limit)| Err(Error::Count { what, found, limit }))
    }
}

fn check_columns(columns: &[Column]) -> Result<(), Error> {
    let mut names = BTreeSet::new();
    for Column { name, .. } in columns {
        if !names.insert(name) {
            return Err(Error::Twice { name: name.clone() });
        }
        if name.is_empty() {
            return Err(Error::Empty { key: "name of a column" });
        }
    }
    match columns.iter().find(|column| column.type_names().is_none()) {
        None => Ok(()),
        Some(column) => Err(Error::ColumnType {
            name: column.name.clone(),
            found: column.data_type.to_string(),
        }),
    }
}

/// Whether a text is three numbers without leading zeros.
pub fn is_version(text: &str) -> bool {
    let is_number = |part: &str| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits && (part == "0" || !part.starts_with('0'))
    };
    text.split('.').count() == 3 && text.split('.').all(is_number)
}

/// Whether a text is a day of the Gregorian calendar, `YYYY-MM-DD`.
pub fn is_day(text: &str) -> bool {
    let shaped = text.bytes().enumerate().all(|(place, byte)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let numbers: Vec<u32> = text.split('-').flat_map(str::parse).collect();
    let [year, month, day] = numbers[..] else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let n_days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    shaped && text.len() == 10 && (1..=12).contains(&month) && (1..=n_days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::release::ReleaseFile;
    use crate::dataset::release::fixture::release;
    use arrow_schema::DataType;

    #[test]
    fn whole_release_passes() {
        assert_eq!(release().check(), Ok(()));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let check = |change: fn(&mut Release), expected: &str| {
            let mut changed = release();
            change(&mut changed);
            assert_eq!(changed.check().unwrap_err().to_string(), expected);
        };
        check(|r| r.title = " ".to_owned(), "title is empty: wanted a text");
        check(
            |r| r.version = "1.0".to_owned(),
            "version = 1.0 is no version: wanted MAJOR.MINOR.PATCH, such as 1.0.0",
        );
        check(
            |r| r.date_published = Some("2026-02-29".to_owned()),
            "date_published = 2026-02-29 is no day: wanted YYYY-MM-DD",
        );
        check(
            |r| r.files[0].sha256 = "AB".to_owned(),
            "the SHA-256 of data/part-000001.parquet is \"AB\": wanted 64 lowercase hexadecimal \
             digits",
        );
        check(|r| r.files[0].path = "../x".to_owned(), "\"../x\" is no path inside the dataset");
        check(
            |r| r.files.push(ReleaseFile::of_bytes("manifest.json", b"")),
            "manifest.json is not to be listed: wanted the files that the preset determines",
        );
        check(|r| r.files.retain(|f| f.path != "failures.parquet"), "no file failures.parquet");
        check(
            |r| r.columns[1].data_type = DataType::Binary,
            "column feed has type Binary: wanted a truth value, a number or a text",
        );
        check(|r| r.counts.failures = 9, "9 failures: at most 6");
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let check = |text: &str, expected: bool| assert_eq!(is_day(text), expected, "{text}");
        check("2024-02-29", true);
        check("1900-02-29", false);
        check("2000-02-29", true);
        check("2024-13-01", false);
        check("2024-04-31", false);
        for text in ["", "2024", "24-02-01", "2024-2-1", "2024-02-01T00:00:00", "+024-02-01"] {
            check(text, false);
        }
    }
}
