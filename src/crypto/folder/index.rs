//! The index: what each sealed file is, for those who can open it.

use crate::crypto::Error;
use crate::crypto::encoding::to_hex;
use crate::crypto::folder::check_path;
use crate::crypto::folder::list::{bytes_of_hex, is_sha256, parse_json};
use serde::{Deserialize, Serialize};

/// One file of the folder that was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexEntry {
    /// Its path in the folder.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// The path of the sealed file.
    pub sealed: String,
    /// Number of the data key.
    pub key: u32,
}

/// Every file of the folder that was sealed, sorted by path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// The folder's id.
    pub id: [u8; 16],
    /// The files.
    pub files: Vec<IndexEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    files: Vec<IndexEntry>,
}

const FORMAT: &str = "index";

impl Index {
    /// The index as JSON, with spaces after it up to a length that tells little.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if it cannot be written.
    pub fn to_padded_json(&self) -> Result<Vec<u8>, Error> {
        let written = Written { id: to_hex(&self.id), files: self.files.clone() };
        let mut text = serde_json::to_vec(&written)
            .map_err(|error| Error::Malformed { format: FORMAT, found: error.to_string() })?;
        let padded = crate::crypto::folder::padded_length(text.len() as u64) as usize;
        text.resize(padded, b' ');
        Ok(text)
    }

    /// The index that is written as this JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] with what is wrong: paths that lead out, twice the same, no digest.
    pub fn parse(text: &[u8]) -> Result<Self, Error> {
        let malformed = |found| Error::Malformed { format: FORMAT, found };
        let written: Written = parse_json(text, FORMAT)?;
        for entry in &written.files {
            check_path(&entry.path)?;
            check_path(&entry.sealed)?;
            if !is_sha256(&entry.sha256) {
                return Err(malformed(format!("{:?} has no SHA-256", entry.path)));
            }
        }
        let sorted = written.files.windows(2).all(|pair| match pair {
            [before, after] => before.path < after.path,
            _ => true,
        });
        if !sorted {
            return Err(malformed("its paths are not sorted, each once".to_owned()));
        }
        Ok(Self { id: bytes_of_hex(&written.id, FORMAT)?, files: written.files })
    }
}
