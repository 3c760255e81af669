//! The folder of a data set: whose it is, which chunks are done, and who writes.

use crate::commands::failure::{Failure, code};
use crate::commands::folders;
use crate::commands::sweep::plan::Plan;
use mfn::dataset::release::ReleaseFile;
use mfn::dataset::{Busy, Ledger, Record, Shard};
use mfn::format::{sha256_of_file, write_atomic};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Folders of a data set's files.
const FOLDERS: [&str; 1] = ["data"];

/// The folder of a data set.
#[derive(Debug)]
pub(crate) struct Place {
    path: PathBuf,
    /// Held as long as a shard is worked on.
    ledger: Option<Ledger>,
    /// Where frames wait for their chunk: this program's own, whoever else works here.
    spool: Option<TempDir>,
}

impl Place {
    /// Opens the folder to work on a shard; makes it if it is missing.
    pub(crate) fn open(
        path: &Path,
        plan: &Plan,
        shard: Shard,
        force: bool,
    ) -> Result<Self, Failure> {
        let mut place = Self::at(path);
        let hidden = place.hidden();
        std::fs::create_dir_all(&hidden)
            .map_err(|error| Failure::io("make the folder", path, error))?;
        let looked = if force { Ok(()) } else { place.look(plan) };
        if let Err(refused) = looked {
            // A folder that is another's keeps no trace of having been looked at.
            let _ = std::fs::remove_dir(&hidden);
            return Err(refused);
        }
        let name = format!("shard-{}-of-{}.ndjson", shard.index, shard.count);
        place.ledger = Some(locked(&hidden.join(name), shard, path)?);
        if force {
            place.clear()?;
        }
        Ok(place)
    }

    /// The folder, whatever is in it.
    pub(crate) fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), ledger: None, spool: None }
    }

    /// Opens the folder to look at it.
    pub(crate) fn existing(path: &Path, plan: &Plan) -> Result<Self, Failure> {
        let place = Self::at(path);
        if !place.file("preset.toml").exists() {
            let message = format!("{} holds no data set", path.display());
            return Err(Failure::message(code::FILE, message)
                .with_hint("make it first: the same command without this flag"));
        }
        place.look(plan)?;
        Ok(place)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A file of the data set.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// What is there only until the data set is complete.
    pub(crate) fn hidden(&self) -> PathBuf {
        self.path.join(".mfn")
    }

    /// Where frames wait for their chunk.
    pub(crate) fn spool(&self) -> PathBuf {
        self.spool.as_ref().map_or_else(|| self.hidden(), |spool| spool.path().to_owned())
    }

    /// Whether a second program on the shard would be told.
    pub(crate) fn is_locked(&self) -> bool {
        self.ledger.as_ref().is_some_and(Ledger::is_locked)
    }

    /// A spool of its own, in place of those that killed programs left of the shard.
    fn open_spool(&mut self, shard: Shard) -> Result<(), Failure> {
        let (hidden, prefix) =
            (self.hidden(), format!("spool-{}-of-{}-", shard.index, shard.count));
        let entries = std::fs::read_dir(&hidden).into_iter().flatten().flatten();
        for entry in entries.filter(|_| self.is_locked()) {
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
        let spool = tempfile::Builder::new().prefix(&prefix).tempdir_in(&hidden);
        self.spool = Some(spool.map_err(|error| Failure::io("make a folder in", &hidden, error))?);
        Ok(())
    }

    /// A data set of another preset, or a run, is refused.
    fn look(&self, plan: &Plan) -> Result<(), Failure> {
        let refused = |what: &str| {
            let message = format!("{} holds {what}", self.path.display());
            Failure::message(code::FILE, message)
                .with_hint("choose another --out, or replace it with --force")
        };
        if self.file("run.json").exists() {
            return Err(refused("a single run"));
        }
        match std::fs::read_to_string(self.file("preset.toml")) {
            Ok(text) if text == plan.preset.text() => Ok(()),
            Ok(_) => Err(refused("a data set of another preset")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Failure::io("read", &self.file("preset.toml"), error)),
        }
    }

    /// Writes down what is about to be made.
    pub(crate) fn begin(&mut self, plan: &Plan, shard: Shard) -> Result<(), Failure> {
        let folders = FOLDERS.iter().map(|name| self.file(name));
        let keeps = |layout: &str| plan.preset.dataset.keeps(layout);
        let fields = (keeps("npy") || keeps("h5")).then(|| self.file("fields"));
        for folder in folders.chain(fields) {
            folders::make(&folder)?;
        }
        if plan.keeps_fields() {
            self.open_spool(shard)?;
        }
        let text = plan.preset.text();
        write_atomic(&self.file("preset.toml"), |file| file.write_all(text.as_bytes()))?;
        self.append(&Record::Session {
            shard: shard.to_string(),
            environment: crate::commands::simulate::environment(),
        })
    }

    /// Adds a line to the shard's ledger.
    pub(crate) fn append(&mut self, record: &Record) -> Result<(), Failure> {
        let Some(ledger) = &mut self.ledger else { return Ok(()) };
        ledger.append(record).map_err(|error| {
            let full = error.kind() == std::io::ErrorKind::StorageFull;
            let failure = Failure::io("write the ledger in", &self.path, error);
            if full {
                failure.with_hint("free some space and run the same command again")
            } else {
                failure
            }
        })
    }

    /// Lets the ledger and the spool go.
    pub(crate) fn release(&mut self) {
        (self.ledger, self.spool) = (None, None);
    }

    /// The lines of all ledgers.
    pub(crate) fn records(&self) -> Result<Vec<Record>, Failure> {
        let hidden = self.hidden();
        let read = Ledger::all(&hidden).and_then(|paths| {
            let ledgers: Result<Vec<_>, _> = paths.iter().map(|path| Ledger::read(path)).collect();
            Ok(ledgers?.into_iter().flatten().collect())
        });
        read.map_err(|error| Failure::io("read the ledgers in", &hidden, error))
    }

    /// The files of finished chunks, by path: from the ledgers, and from the manifest.
    pub(crate) fn known(&self) -> Result<BTreeMap<String, ReleaseFile>, Failure> {
        let mut known = crate::commands::sweep::release::files_of_manifest(self)?;
        known.extend(Ledger::files(self.records()?, env!("CARGO_PKG_VERSION")));
        Ok(known)
    }

    /// Whether the release was written.
    pub(crate) fn is_final(&self) -> bool {
        self.file("manifest.json").exists()
    }

    /// The manifest as text.
    pub(crate) fn manifest_text(&self) -> Result<String, Failure> {
        let path = self.file("manifest.json");
        std::fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, error))
    }

    /// Removes the files of a data set that is to be made anew.
    fn clear(&self) -> Result<(), Failure> {
        let known = self.known().unwrap_or_default();
        let others = ["run.json", "preset.toml", "manifest.json"].map(ToOwned::to_owned);
        for name in known.into_keys().chain(others) {
            match std::fs::remove_file(self.file(&name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Failure::io("remove", &self.file(&name), error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether a file is as it was written.
pub(crate) fn is_intact(path: &Path, record: &ReleaseFile) -> bool {
    difference(path, record).is_none()
}

/// What a file has of its own that its record has not; the content is read only if the length is
/// the same.
pub(crate) fn difference(path: &Path, record: &ReleaseFile) -> Option<String> {
    let length = match std::fs::metadata(path) {
        Ok(found) => found.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Some("is missing".to_owned());
        }
        Err(error) => return Some(format!("cannot be read: {error}")),
    };
    if length != record.bytes {
        return Some(format!("has {length} bytes, not {}", record.bytes));
    }
    match sha256_of_file(path) {
        Ok(found) if found == record.sha256 => None,
        Ok(found) => Some(format!("has SHA-256 {found}, not {}", record.sha256)),
        Err(error) => Some(error.to_string()),
    }
}

fn locked(path: &Path, shard: Shard, place: &Path) -> Result<Ledger, Failure> {
    match Ledger::open(path) {
        Ok(ledger) => Ok(ledger),
        Err(Busy::Locked) => {
            let what = if shard.is_whole() { String::new() } else { format!("shard {shard} of ") };
            let message = format!("another mfn is working on {what}{}", place.display());
            Err(Failure::message(code::FILE, message)
                .with_hint("wait for it, or take another shard: --shard I/N"))
        }
        Err(Busy::Io(error)) => Err(Failure::io("open the ledger", path, error)),
    }
}
