//! The folder of a run: what may be in it, who may write, and when it is complete.
//!
//! `preset.toml` is written first, `run.json` last; between them the hidden folder `.mfn` holds
//! the checkpoint and the frames. So the files tell how far a run came, whatever ended it.

use crate::commands::failure::{Failure, code};
use mfn::format::{sha256_of_file, write_atomic};
use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// How far the run in the folder came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// No run is in the folder.
    Fresh,
    /// This very run began and did not end.
    Begun,
    /// This very run is complete, and its files are as they were written.
    Complete,
}

/// The folder of a run, locked against a second writer.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    state: State,
    /// Held as long as the folder is in use.
    _lock: File,
}

impl Folder {
    /// Opens the folder for this preset, given as its resolved text; makes it if it is missing.
    pub(crate) fn open(path: &Path, preset: &str, force: bool) -> Result<Self, Failure> {
        let hidden = path.join(".mfn");
        std::fs::create_dir_all(&hidden)
            .map_err(|error| Failure::io("make the folder", path, error))?;
        let lock = lock(&hidden)?;
        let mut folder = Self { path: path.to_owned(), state: State::Fresh, _lock: lock };
        if force {
            folder.clear()?;
        }
        folder.state = folder.look(preset)?;
        Ok(folder)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// How far the run came before.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// A file of the run under its final name.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// A file that is there only until the run is complete.
    pub(crate) fn hidden(&self, name: &str) -> PathBuf {
        self.path.join(".mfn").join(name)
    }

    /// Writes down what is about to run.
    pub(crate) fn begin(&self, preset: &str) -> Result<(), Failure> {
        if self.state == State::Begun {
            // A report of a run that failed would otherwise outlive it.
            remove_file(&self.file("run.json"))?;
        }
        Ok(write_atomic(&self.file("preset.toml"), |file| file.write_all(preset.as_bytes()))?)
    }

    /// Writes the report, which makes the run complete, and clears what only the way needed.
    pub(crate) fn complete(&self, report: &str) -> Result<(), Failure> {
        write_atomic(&self.file("run.json"), |file| file.write_all(report.as_bytes()))?;
        let hidden = self.path.join(".mfn");
        std::fs::remove_dir_all(&hidden).map_err(|error| Failure::io("remove", &hidden, error))
    }

    /// The report of a complete run.
    pub(crate) fn report_text(&self) -> Result<String, Failure> {
        let path = self.file("run.json");
        std::fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, error))
    }

    /// Finds out what is in the folder; a run of another preset is refused.
    fn look(&self, preset: &str) -> Result<State, Failure> {
        let written = match std::fs::read_to_string(self.file("preset.toml")) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let report = self.file("run.json").exists();
                return if report { Err(self.refused()) } else { Ok(State::Fresh) };
            }
            Err(error) => return Err(Failure::io("read", &self.file("preset.toml"), error)),
        };
        if written != preset {
            return Err(self.refused());
        }
        Ok(if self.is_whole() { State::Complete } else { State::Begun })
    }

    fn refused(&self) -> Failure {
        let place = self.path.display();
        Failure::message(code::FILE, format!("{place} holds a run of another preset"))
            .with_hint("choose another --out, or replace that run with --force")
    }

    /// Whether there is a report and every file it lists is as it was written.
    fn is_whole(&self) -> bool {
        let files = self.listed_files();
        let whole = |(name, sha256): &(String, String)| {
            sha256_of_file(&self.file(name)).is_ok_and(|found| found == *sha256)
        };
        !files.is_empty() && files.iter().all(whole)
    }

    fn listed_files(&self) -> Vec<(String, String)> {
        listed_files(&self.path)
    }

    /// Removes a run: the files of its report, the report, and the hidden state.
    fn clear(&self) -> Result<(), Failure> {
        for (name, _) in self.listed_files() {
            remove_file(&self.file(&name))?;
        }
        for name in ["run.json", "preset.toml", ".mfn/checkpoint"] {
            remove_file(&self.file(name))?;
        }
        Ok(())
    }
}

/// Name and SHA-256 of every file in a folder's report; nothing if there is no sound report.
pub(crate) fn listed_files(folder: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(folder.join("run.json")).unwrap_or_default();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let entries = report["files"].as_object().into_iter().flatten();
    entries
        .filter_map(|(name, file)| Some((name.clone(), file["sha256"].as_str()?.to_owned())))
        // A report that was tampered with must not reach outside the folder.
        .filter(|(name, _)| Path::new(name).components().count() == 1)
        .collect()
}

/// A folder in which nothing was begun keeps no trace of having been looked at.
impl Drop for Folder {
    fn drop(&mut self) {
        if self.file("preset.toml").exists() && self.hidden("checkpoint").exists() {
            return;
        }
        let _ = std::fs::remove_file(self.hidden("lock"));
        // Fails, as it should, where frames or a checkpoint are left.
        let _ = std::fs::remove_dir(self.path.join(".mfn"));
    }
}

/// Two programs in one folder would undo each other's work.
fn lock(hidden: &Path) -> Result<File, Failure> {
    let path = hidden.join("lock");
    let file = File::create(&path).map_err(|error| Failure::io("make", &path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let place = hidden.parent().unwrap_or(hidden).display();
            Err(Failure::message(code::FILE, format!("another mfn is writing into {place}"))
                .with_hint("wait for it, or choose another --out"))
        }
        Err(TryLockError::Error(error)) => Err(Failure::io("lock", &path, error)),
    }
}

fn remove_file(path: &Path) -> Result<(), Failure> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::io("remove", path, error))
        }
        _ => Ok(()),
    }
}
