//! `manifest.json`: every file of a dataset with its size and SHA-256, and one digest of the data.

use crate::dataset::release::Release;
use crate::dataset::release::ReleaseFile;
use crate::dataset::release::file::is_sha256;
use crate::format::sha256_hex;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What a copy of a dataset is checked against.
///
/// `environment.json` is not in it: it differs from one computer to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Name of the dataset.
    pub name: String,
    /// Version of the dataset.
    pub version: String,
    /// Version of the program that made it.
    pub program_version: String,
    /// SHA-256 of the resolved preset.
    pub preset_sha256: String,
    /// Rows of the primary table.
    pub rows: u64,
    /// Rows of `failures.parquet`.
    pub failures: u64,
    /// Every file but the manifest, sorted by path.
    pub files: Vec<ReleaseFile>,
}

/// What can be wrong with the text of a manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// The text is no JSON, or lacks a key, or has one too many.
    #[error("manifest.json is not readable: {found}")]
    Malformed {
        /// What was found, and where.
        found: String,
    },
    /// Written by another version of this format.
    #[error("manifest.json has schema {found}: wanted {wanted}")]
    Schema {
        /// Version found.
        found: u64,
        /// Version wanted.
        wanted: u64,
    },
    /// A digest is not one.
    #[error("manifest.json: {key} is {found:?}: wanted 64 lowercase hexadecimal digits")]
    Digest {
        /// The key, or the path of the file.
        key: String,
        /// What was found.
        found: String,
    },
    /// A path would leave the dataset's folder.
    #[error("manifest.json: {path:?} is no path inside the dataset")]
    Path {
        /// The path.
        path: String,
    },
    /// The files are not sorted by path, or one is there twice.
    #[error("manifest.json: {path:?} is out of order: wanted each path once, sorted")]
    Order {
        /// The first path that is not after the one before it.
        path: String,
    },
    /// The digest of the data is not that of the files listed.
    #[error("manifest.json: dataset_sha256 is {found}, and its files give {wanted}")]
    DatasetDigest {
        /// Digest found.
        found: String,
        /// Digest of the files.
        wanted: String,
    },
}

/// The version of the format written here.
const SCHEMA: u64 = 1;

#[derive(Deserialize)]
struct Versioned {
    schema: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "schema")]
    _schema: u64,
    name: String,
    version: String,
    program_version: String,
    preset_sha256: String,
    rows: u64,
    failures: u64,
    dataset_sha256: String,
    files: Vec<WrittenFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    path: String,
    bytes: u64,
    sha256: String,
}

impl Manifest {
    /// The manifest of a release and of its other texts.
    pub fn new(release: &Release, texts: &[(&str, String)]) -> Self {
        let texts = texts.iter().map(|(path, text)| ReleaseFile::of_bytes(path, text.as_bytes()));
        let mut files: Vec<ReleaseFile> = release.files.iter().cloned().chain(texts).collect();
        files.sort_by(|left, right| left.path.cmp(&right.path));
        Self {
            name: release.name.clone(),
            version: release.version.clone(),
            program_version: release.origin.program_version.clone(),
            preset_sha256: release.origin.preset_sha256.clone(),
            rows: release.counts.rows,
            failures: release.counts.failures,
            files,
        }
    }

    /// The SHA-256 of the dataset: see [`dataset_sha256`].
    pub fn dataset_sha256(&self) -> String {
        dataset_sha256(self.files.iter().filter(|file| file.place().is_data()))
    }

    /// The text of `manifest.json`.
    pub fn to_json(&self) -> String {
        let manifest = json!({
            "schema": SCHEMA,
            "name": self.name,
            "version": self.version,
            "program_version": self.program_version,
            "preset_sha256": self.preset_sha256,
            "rows": self.rows,
            "failures": self.failures,
            "dataset_sha256": self.dataset_sha256(),
            "files": self.files.iter().map(entry).collect::<Value>(),
        });
        format!("{manifest:#}\n")
    }

    /// Reads the text of a `manifest.json` and checks that it agrees with itself.
    ///
    /// # Errors
    ///
    /// [`ManifestError`] for the first thing that is wrong.
    pub fn from_json(text: &str) -> Result<Self, ManifestError> {
        let malformed =
            |error: serde_json::Error| ManifestError::Malformed { found: error.to_string() };
        let Versioned { schema } = serde_json::from_str(text).map_err(malformed)?;
        if schema != SCHEMA {
            return Err(ManifestError::Schema { found: schema, wanted: SCHEMA });
        }
        let written: Written = serde_json::from_str(text).map_err(malformed)?;
        let found = written.dataset_sha256.clone();
        let manifest = Self::from(written);
        manifest.check()?;
        let wanted = manifest.dataset_sha256();
        if found != wanted {
            return Err(ManifestError::DatasetDigest { found, wanted });
        }
        Ok(manifest)
    }

    fn check(&self) -> Result<(), ManifestError> {
        if !is_sha256(&self.preset_sha256) {
            let found = self.preset_sha256.clone();
            return Err(ManifestError::Digest { key: "preset_sha256".to_owned(), found });
        }
        for file in &self.files {
            if !file.has_safe_path() {
                return Err(ManifestError::Path { path: file.path.clone() });
            }
            if !file.has_digest() {
                let (key, found) = (file.path.clone(), file.sha256.clone());
                return Err(ManifestError::Digest { key, found });
            }
        }
        let out_of_order = self.files.windows(2).find_map(|pair| match pair {
            [left, right] if left.path >= right.path => Some(right.path.clone()),
            _ => None,
        });
        out_of_order.map_or(Ok(()), |path| Err(ManifestError::Order { path }))
    }
}

impl From<Written> for Manifest {
    fn from(written: Written) -> Self {
        let file = |file: WrittenFile| ReleaseFile {
            path: file.path,
            bytes: file.bytes,
            sha256: file.sha256,
        };
        Self {
            name: written.name,
            version: written.version,
            program_version: written.program_version,
            preset_sha256: written.preset_sha256,
            rows: written.rows,
            failures: written.failures,
            files: written.files.into_iter().map(file).collect(),
        }
    }
}

fn entry(file: &ReleaseFile) -> Value {
    json!({"path": file.path, "bytes": file.bytes, "sha256": file.sha256})
}

/// The SHA-256 of the lines `sha256  path`, sorted by path and each ended by a line feed.
///
/// It is what `sha256sum data/* failures.parquet … | sort -k2 | sha256sum` prints.
///
/// # Examples
///
/// ```
/// use mfn::dataset::release::{ReleaseFile, dataset_sha256};
///
/// let files = ["b", "a"].map(|path| ReleaseFile::of_bytes(path, b"abc"));
/// let backward = [files[1].clone(), files[0].clone()];
/// assert_eq!(dataset_sha256(&files), dataset_sha256(&backward));
/// ```
pub fn dataset_sha256<'a>(files: impl IntoIterator<Item = &'a ReleaseFile>) -> String {
    let mut files: Vec<&ReleaseFile> = files.into_iter().collect();
    files.sort_by(|left, right| left.path.cmp(&right.path));
    let lines = files.iter().fold(String::new(), |mut lines, file| {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{}  {}", file.sha256, file.path);
        lines
    });
    sha256_hex(lines.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::release::fixture::release;

    fn manifest() -> Manifest {
        Manifest::new(&release(), &[("README.md", "card\n".to_owned())])
    }

    #[test]
    fn reading_gives_what_was_written() {
        let manifest = manifest();
        assert_eq!(Manifest::from_json(&manifest.to_json()), Ok(manifest));
    }

    #[test]
    fn digest_is_that_of_sha256sum_over_the_data_alone() {
        // Each file holds `abc`; the digest was printed by `sha256sum` of GNU coreutils.
        let files = ["failures.parquet", "data/a"].map(|path| ReleaseFile::of_bytes(path, b"abc"));
        let wanted = "edeba650f801dc6cbfc5d68b7c25b1ea6f9bf6b50ecdffe124ea07487a0f36f0";
        assert_eq!(dataset_sha256(&files), wanted);
        let mut other = release();
        other.files.retain(|file| file.place().is_data());
        assert_eq!(Manifest::new(&other, &[]).dataset_sha256(), manifest().dataset_sha256());
    }

    #[test]
    fn what_is_wrong_is_named() {
        let text = manifest().to_json();
        let check = |from: &str, to: &str, expected: &str| {
            assert!(text.contains(from), "{from}");
            let error = Manifest::from_json(&text.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(error.starts_with(&format!("manifest.json{expected}")), "{error}");
        };
        check("{", "[", " is not readable: ");
        check("\"schema\": 1", "\"schema\": 2", " has schema 2: wanted 1");
        check("\"rows\": 5,", "", " is not readable: missing field `rows`");
        check("\"rows\": 5", "\"rows\": -5", " is not readable: invalid value: integer `-5`");
        check("\"rows\"", "\"more\": 1, \"rows\"", " is not readable: unknown field `more`");
        check("\"rows\"", "\"rows\": 1, \"rows\"", " is not readable: duplicate field `rows`");
        check("\"preset_sha256\": \"", "\"preset_sha256\": \"g", ": preset_sha256 is \"g");
        check("failures.parquet", "../x", ": \"../x\" is no path inside the dataset");
        check("failures.parquet", "README.md", ": \"README.md\" is out of order: wanted each");
        check("\"dataset_sha256\": \"", "\"dataset_sha256\": \"0", ": dataset_sha256 is 0");
    }

    #[test]
    fn any_changed_digest_of_the_data_is_noticed() {
        let manifest = manifest();
        let text = manifest.to_json();
        for file in manifest.files.iter().filter(|file| file.place().is_data()) {
            let changed = text.replacen(&file.sha256, &sha256_hex(b"other"), 1);
            let error = Manifest::from_json(&changed).unwrap_err();
            assert!(matches!(error, ManifestError::DatasetDigest { .. }), "{error}");
        }
    }
}
