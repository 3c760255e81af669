//! Where a sealed folder is: who works in it, and where its parts are.

use crate::commands::encrypt::sign::LIST;
use crate::commands::failure::{Failure, code};
use crate::commands::folders;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

const LOCK: &str = ".mfn-lock";

/// A sealed folder that this process alone works in.
pub(crate) struct Place {
    folder: PathBuf,
    _lock: File,
}

impl Place {
    /// A folder that is to be sealed into: a new one, an empty one, or a sealed one.
    pub(crate) fn to_seal_into(folder: &Path) -> Result<Self, Failure> {
        if folder.exists() {
            let entries = std::fs::read_dir(folder);
            let mut entries = entries.map_err(|error| Failure::io("read", folder, error))?;
            let is_ours = folder.join(LIST).is_file()
                || folder.join(LOCK).is_file()
                || !session_numbers(folder)?.is_empty();
            if entries.next().is_some() && !is_ours {
                let message = format!("{} exists and is no sealed folder", folder.display());
                let failure = Failure::message(code::FILE, message);
                return Err(failure.with_hint("name another with --out"));
            }
        }
        folders::make(folder)?;
        Self::lock(folder)
    }

    /// A sealed folder that is to be changed.
    pub(crate) fn lock(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(LOCK);
        let lock = File::options().create(true).append(true).open(&path);
        let lock = lock.map_err(|error| Failure::io("create", &path, error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => {
                let message = format!("another process works in {}", folder.display());
                Err(Failure::message(code::FILE, message))
            }
            Err(TryLockError::Error(error)) => Err(Failure::io("lock", &path, error)),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // A lock that is left behind only makes the folder known as one to go on in.
        let _ = std::fs::remove_file(self.folder.join(LOCK));
    }
}

/// The folder of a data key.
pub(crate) fn session_folder(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("k{number}"))
}

/// The header of a data key.
pub(crate) fn header_path(folder: &Path, number: u32) -> PathBuf {
    session_folder(folder, number).join("header")
}

/// Numbers of all data keys that have a folder, sorted.
pub(crate) fn session_numbers(folder: &Path) -> Result<Vec<u32>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| Failure::io("read", folder, error))?;
    let mut numbers = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| Failure::io("read", folder, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix('k').and_then(|number| number.parse::<u32>().ok());
        // Only the names that this program makes: no `k01`.
        numbers.extend(number.filter(|number| name == format!("k{number}")));
    }
    numbers.sort_unstable();
    Ok(numbers)
}
