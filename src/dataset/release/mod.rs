//! The texts that a finished dataset carries: card, Croissant, RO-Crate and manifest.
//!
//! All are pure functions of a [`Release`]: no clock, no host, no file is read, so a dataset that
//! was stopped and resumed gets the same bytes as one that was not.

mod card;
mod check;
mod column;
mod croissant;
mod file;
mod manifest;
mod percent;
mod provenance_crate;

pub use crate::dataset::release::card::card;
pub use crate::dataset::release::check::{Error, is_day, is_version};
pub use crate::dataset::release::column::{Column, ColumnRole};
pub use crate::dataset::release::croissant::croissant;
pub use crate::dataset::release::file::{Place, ReleaseFile};
pub use crate::dataset::release::manifest::{Manifest, ManifestError, dataset_sha256};
pub use crate::dataset::release::provenance_crate::UNDATED;
pub use crate::dataset::release::provenance_crate::provenance_crate;

/// All that the texts of a finished dataset say.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// Short name, as the preset gives it.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// What the dataset is, Markdown.
    pub description: String,
    /// Version of the dataset, `MAJOR.MINOR.PATCH`.
    pub version: String,
    /// What may be done with it.
    pub license: License,
    /// Names of those who made it.
    pub creators: Vec<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// How to cite it, BibTeX or text.
    pub citation: Option<String>,
    /// Day of publication as the preset gives it, `YYYY-MM-DD`; never read from a clock.
    pub date_published: Option<String>,
    /// The program and its input.
    pub origin: Origin,
    /// Kind of the model.
    pub model: String,
    /// The model's equations, plain text.
    pub equations: String,
    /// Numbers of runs and rows.
    pub counts: Counts,
    /// Columns of the primary table, in its order.
    pub columns: Vec<Column>,
    /// Columns of `failures.parquet`, in its order.
    pub failure_columns: Vec<Column>,
    /// Every file but the four texts and `environment.json`, in any order.
    pub files: Vec<ReleaseFile>,
    /// What was found in the rows.
    pub observations: Observations,
}

impl Release {
    /// The texts: path in the dataset's folder and content, in the order of writing.
    ///
    /// The manifest comes last and holds the digests of the other three.
    ///
    /// # Errors
    ///
    /// [`Error`] if the release contradicts itself or lacks what a format demands.
    pub fn texts(&self) -> Result<[(&'static str, String); 4], Error> {
        self.check()?;
        let texts = [
            ("README.md", card(self)),
            ("croissant.json", croissant(self)),
            ("ro-crate-metadata.json", provenance_crate(self)),
        ];
        let manifest = Manifest::new(self, &texts).to_json();
        let [card, croissant, provenance_crate] = texts;
        Ok([card, croissant, provenance_crate, ("manifest.json", manifest)])
    }

    /// The files whose digests make the dataset's: what was computed, and nothing else.
    pub fn data_files(&self) -> impl Iterator<Item = &ReleaseFile> {
        self.files.iter().filter(|file| file.place().is_data())
    }

    /// The files of one place, sorted by path.
    pub fn files_in(&self, place: Place) -> Vec<&ReleaseFile> {
        let mut found: Vec<_> = self.files.iter().filter(|file| file.place() == place).collect();
        found.sort_by(|left, right| left.path.cmp(&right.path));
        found
    }
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// SPDX identifier, such as `CC-BY-4.0`.
    pub id: String,
    /// Where its text is.
    pub url: String,
}

/// The program that made the dataset, and its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Version of this program.
    pub program_version: String,
    /// The command line that makes the dataset from `preset.toml`.
    pub command: String,
    /// The command line that checks a copy.
    pub verify_command: String,
    /// SHA-256 of the resolved preset.
    pub preset_sha256: String,
    /// The seed, as the preset writes it.
    pub seed: String,
}

/// Numbers of runs and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Runs in the plan.
    pub runs: u64,
    /// Points of the parameter space.
    pub points: u64,
    /// Rows of the primary table.
    pub rows: u64,
    /// Rows of `failures.parquet`.
    pub failures: u64,
    /// Bytes of the primary table before compression: its row groups' `total_byte_size`. The
    /// card tells it; no reader checks it.
    pub table_bytes: u64,
}

/// What was found in the rows; `None` where it was not looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observations {
    /// Columns with one value in all rows.
    pub constant_columns: Vec<String>,
    /// Runs that became stationary before their end.
    pub stationary_runs: Option<u64>,
    /// Cells clamped, over all runs and steps.
    pub clamping_events: Option<u64>,
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::release::fixture::release;

    #[test]
    fn texts_do_not_depend_on_the_order_of_the_files() {
        let forward = release();
        let mut backward = release();
        backward.files.reverse();
        assert_eq!(forward.texts().unwrap(), backward.texts().unwrap());
    }

    #[test]
    fn manifest_is_last_and_holds_the_other_texts() {
        let texts = release().texts().unwrap();
        assert_eq!(texts[3].0, "manifest.json");
        let manifest = Manifest::from_json(&texts[3].1).unwrap();
        for (path, text) in &texts[..3] {
            let file = manifest.files.iter().find(|file| file.path == *path).unwrap();
            assert_eq!(file, &ReleaseFile::of_bytes(path, text.as_bytes()));
        }
    }
}
