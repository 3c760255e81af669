//! What is done: a line of JSON for every finished chunk, one file a shard.
//!
//! A line is appended after the chunk's files stand under their final names. It says how many
//! bytes each of them has and their SHA-256, so that a chunk is trusted for its content and not
//! for its existence. A line that a kill cut short is no line.

use crate::dataset::release::ReleaseFile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// A line of a ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Record {
    /// A chunk is finished.
    Chunk {
        /// Its number.
        chunk: u64,
        /// The program that made it.
        version: String,
        /// Its files.
        files: Vec<ReleaseFile>,
        /// Seconds that its runs took, all threads together; for the environment's record alone.
        seconds: f64,
    },
    /// A program began to work.
    Session {
        /// The shard, as `I/N`.
        shard: String,
        /// Where it ran, for the environment's record.
        environment: serde_json::Value,
    },
}

/// The ledger of a shard, locked against a second writer.
#[derive(Debug)]
pub struct Ledger {
    file: File,
    is_locked: bool,
}

/// Why a ledger cannot be opened for writing.
#[derive(Debug)]
pub enum Busy {
    /// Another program holds it.
    Locked,
    /// The operating system refused.
    Io(io::Error),
}

impl From<io::Error> for Busy {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Ledger {
    /// Opens the ledger at `path` to append to it, and locks it.
    ///
    /// # Errors
    ///
    /// [`Busy::Locked`] if another program works on the shard, else [`Busy::Io`].
    pub fn open(path: &Path) -> Result<Self, Busy> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let is_locked = match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => return Err(Busy::Locked),
            // Some shared file systems have no locks, as Lustre without `-o flock`.
            Err(TryLockError::Error(error)) if has_no_locks(&error) => false,
            Err(TryLockError::Error(error)) => return Err(Busy::Io(error)),
        };
        // What a kill left of the last line must not run into the next one.
        if file.seek(SeekFrom::End(0))? > 0 {
            file.seek(SeekFrom::End(-1))?;
            let mut last = [0];
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                file.write_all(b"\n")?;
            }
        }
        Ok(Self { file, is_locked })
    }

    /// Whether a second writer would be told; not where the file system has no locks.
    pub fn is_locked(&self) -> bool {
        self.is_locked
    }

    /// Appends a line and brings it to the disk.
    ///
    /// # Errors
    ///
    /// Whatever the operating system says; the line may then be there in part, which is no harm.
    pub fn append(&mut self, record: &Record) -> io::Result<()> {
        let line = serde_json::to_string(record)? + "\n";
        self.file.write_all(line.as_bytes())?;
        match record {
            Record::Chunk { .. } => self.file.sync_data(),
            // Nothing relies on it.
            Record::Session { .. } => Ok(()),
        }
    }

    /// The lines of a ledger that are whole, in their order.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn read(path: &Path) -> io::Result<Vec<Record>> {
        let mut records = Vec::new();
        for line in BufReader::new(File::open(path)?).split(b'\n') {
            records.extend(serde_json::from_slice::<Record>(&line?).ok());
        }
        Ok(records)
    }

    /// The ledgers in a folder, by name.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read; one that is not there has none.
    pub fn all(folder: &Path) -> io::Result<Vec<PathBuf>> {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "ndjson") {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths)
    }

    /// The files of finished chunks as `version` wrote them, by path; a later line counts.
    pub fn files(
        records: impl IntoIterator<Item = Record>,
        version: &str,
    ) -> BTreeMap<String, ReleaseFile> {
        let mut known = BTreeMap::new();
        for record in records {
            if let Record::Chunk { files, version: own, .. } = record
                && own == version
            {
                known.extend(files.into_iter().map(|file| (file.path.clone(), file)));
            }
        }
        known
    }
}

/// ENOSYS, EOPNOTSUPP and ENOLCK.
fn has_no_locks(error: &io::Error) -> bool {
    const ENOLCK: i32 = 37;
    error.kind() == io::ErrorKind::Unsupported || error.raw_os_error() == Some(ENOLCK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(chunk: u64, version: &str, sha256: &str) -> Record {
        let file = ReleaseFile { path: format!("data/{chunk}"), bytes: 3, sha256: sha256.into() };
        Record::Chunk { chunk, version: version.into(), files: vec![file], seconds: 0.5 }
    }

    #[test]
    fn torn_line_is_no_line_and_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shard.ndjson");
        Ledger::open(&path).unwrap().append(&chunk(1, "a", "x")).unwrap();
        let whole = std::fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(&path, [&whole[..], &whole[..cut]].concat()).unwrap();
            Ledger::open(&path).unwrap().append(&chunk(2, "a", "y")).unwrap();
            let found = Ledger::read(&path).unwrap();
            let first = chunk(1, "a", "x");
            // A line that lacks its end alone is whole.
            let mut expected = vec![first.clone(), chunk(2, "a", "y")];
            if cut + 1 == whole.len() {
                expected.insert(1, first);
            }
            assert_eq!(found, expected, "{cut}");
        }
    }

    #[test]
    fn second_writer_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shard.ndjson");
        let first = Ledger::open(&path).unwrap();
        assert!(matches!(Ledger::open(&path), Err(Busy::Locked)));
        drop(first);
        assert!(Ledger::open(&path).is_ok());
    }

    #[test]
    fn chunks_of_another_version_are_not_trusted_and_later_lines_count() {
        let records = [chunk(1, "a", "x"), chunk(2, "b", "x"), chunk(1, "a", "y")];
        let files = Ledger::files(records, "a");
        let found: Vec<_> =
            files.values().map(|file| (file.path.as_str(), &*file.sha256)).collect();
        assert_eq!(found, [("data/1", "y")]);
    }
}
