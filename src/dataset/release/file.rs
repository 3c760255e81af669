//! The files of a finished dataset, and what the layout says of each.

use crate::format::sha256_hex;
use serde::{Deserialize, Serialize};

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseFile {
    /// Path from the dataset's folder, with `/`.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of its content, 64 lowercase hexadecimal digits.
    pub sha256: String,
}

impl ReleaseFile {
    /// Parquet's media type, as IANA registered it in 2024.
    pub const IANA_PARQUET: &'static str = "application/vnd.apache.parquet";

    /// The file of that path and content.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::dataset::release::{Place, ReleaseFile};
    ///
    /// let file = ReleaseFile::of_bytes("fields/part-000000.h5", b"abc");
    /// assert_eq!((file.bytes, file.place()), (3, Place::Fields));
    /// assert!(file.sha256.starts_with("ba7816bf"));
    /// ```
    pub fn of_bytes(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.to_owned(), bytes: bytes.len() as u64, sha256: sha256_hex(bytes) }
    }

    /// Where it lies in the layout.
    pub fn place(&self) -> Place {
        let folder = self.path.split_once('/').map_or("", |(folder, _)| folder);
        match (folder, self.path.as_str()) {
            ("data", _) => Place::Table,
            (_, "failures.parquet") => Place::Failures,
            ("fields", _) => Place::Fields,
            ("the-well", _) => Place::TheWell,
            ("pdebench", _) => Place::PdeBench,
            (_, "preset.toml") => Place::Preset,
            ("report", _) => Place::Report,
            _ => Place::Other,
        }
    }

    /// Whether the path stays inside the dataset's folder on every system, and can be shown.
    pub fn has_safe_path(&self) -> bool {
        let safe = |part: &str| !matches!(part, "" | "." | "..");
        let odd = |letter: char| matches!(letter, '\\' | ':') || letter.is_control();
        self.path.split('/').all(safe) && !self.path.contains(odd)
    }

    /// Whether the digest is written as 64 lowercase hexadecimal digits.
    pub fn has_digest(&self) -> bool {
        is_sha256(&self.sha256)
    }

    /// The media type by the ending of the path.
    pub fn media_type(&self) -> &'static str {
        let ending = self.path.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending {
            "parquet" => Self::IANA_PARQUET,
            "h5" | "hdf5" => "application/x-hdf5",
            "json" => "application/json",
            "yaml" => "application/yaml",
            "toml" => "application/toml",
            "md" => "text/markdown",
            "csv" => "text/csv",
            "png" => "image/png",
            "svg" => "image/svg+xml",
            "gif" => "image/gif",
            _ => "application/octet-stream",
        }
    }
}

/// Where a file lies in the layout of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Place {
    /// `data/`: the primary table, in parts.
    Table,
    /// `failures.parquet`.
    Failures,
    /// `fields/`.
    Fields,
    /// `the-well/`.
    TheWell,
    /// `pdebench/`.
    PdeBench,
    /// `preset.toml`.
    Preset,
    /// `report/`.
    Report,
    /// Anything else.
    Other,
}

impl Place {
    /// All places, in the order in which the texts list them.
    pub const ALL: [Self; 8] = [
        Self::Table,
        Self::Failures,
        Self::Fields,
        Self::TheWell,
        Self::PdeBench,
        Self::Preset,
        Self::Report,
        Self::Other,
    ];

    /// Whether its files were computed by the runs, and so make the dataset's digest.
    pub fn is_data(self) -> bool {
        matches!(self, Self::Table | Self::Failures | Self::Fields | Self::TheWell | Self::PdeBench)
    }

    /// The folder, with its last `/`; `None` for files of the top level.
    pub fn folder(self) -> Option<&'static str> {
        match self {
            Self::Table => Some("data/"),
            Self::Fields => Some("fields/"),
            Self::TheWell => Some("the-well/"),
            Self::PdeBench => Some("pdebench/"),
            Self::Report => Some("report/"),
            Self::Failures | Self::Preset | Self::Other => None,
        }
    }

    /// What its files are.
    pub fn description(self) -> &'static str {
        match self {
            Self::Table => "primary table, one row a run, in run order",
            Self::Failures => "the runs that failed, each with its reason",
            Self::Fields => "fields of the runs",
            Self::TheWell => "fields in the layout of The Well",
            Self::PdeBench => "fields in the layout of PDEBench",
            Self::Preset => "the resolved preset that makes this dataset again",
            Self::Report => "plots",
            Self::Other => "further file",
        }
    }
}

/// Whether a text is 64 lowercase hexadecimal digits.
pub(in crate::dataset::release) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_gives_each_file_its_place() {
        let check = |path: &str, expected: Place| {
            assert_eq!(ReleaseFile::of_bytes(path, b"").place(), expected, "{path}");
        };
        check("data/part-000000.parquet", Place::Table);
        check("failures.parquet", Place::Failures);
        check("data/failures.parquet", Place::Table);
        check("the-well/x/data/train/a.hdf5", Place::TheWell);
        check("pdebench/2D_diff-react_NA_NA.h5", Place::PdeBench);
        check("preset.toml", Place::Preset);
        check("fields", Place::Other);
        check("report/V_mean.svg", Place::Report);
    }

    #[test]
    fn paths_that_leave_the_folder_are_not_safe() {
        let check = |path: &str, expected: bool| {
            assert_eq!(ReleaseFile::of_bytes(path, b"").has_safe_path(), expected, "{path:?}");
        };
        check("data/part-000000.parquet", true);
        check("the-well/größe/stats.yaml", true);
        for path in ["", "/etc/passwd", "../x", "a/../x", "a//b", "./a", "a\\b", "C:a"] {
            check(path, false);
        }
        for letter in ['\0', '\n', '\r', '\t', '\u{1b}', '\u{7f}', '\u{9b}'] {
            check(&format!("a{letter}b"), false);
        }
    }
}
