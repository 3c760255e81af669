//! The state of a stopped run on disk.

use crate::commands::failure::{Failure, code};
use mfn::engine::Simulation;
use mfn::format::{Checkpoint, CheckpointRef, read_checkpoint, write_checkpoint};
use mfn::grid::FieldView;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What a checkpoint says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    version: String,
    preset_sha256: String,
    step: u64,
    n_frames: usize,
}

/// A state that was read back.
#[derive(Debug)]
pub(crate) struct Saved {
    checkpoint: Checkpoint,
    /// Frames that were written by then.
    pub(crate) n_frames: usize,
    step: u64,
}

/// Writes the state of a run, and of its observers by name, in place of an older one.
pub(crate) fn save(
    path: &Path,
    simulation: &Simulation,
    preset_sha256: &str,
    n_frames: usize,
    observers: &[(&str, Vec<u64>)],
) -> Result<(), Failure> {
    let header = Header {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        preset_sha256: preset_sha256.to_owned(),
        step: simulation.step(),
        n_frames,
    };
    let header = serde_json::to_string(&header).map_err(|error| Failure::new(code::FILE, error))?;
    let fields = simulation.fields();
    let names: Vec<String> =
        (0..fields.len()).map(|species| format!("species-{species}")).collect();
    let arrays: Vec<(&str, FieldView<'_>)> = names.iter().map(String::as_str).zip(fields).collect();
    let system = simulation.system().words();
    let mut words: Vec<(&str, &[u64])> = vec![("system", &system)];
    words.extend(observers.iter().map(|(name, words)| (*name, words.as_slice())));
    let checkpoint = CheckpointRef { header: &header, arrays: &arrays, words: &words };
    Ok(write_checkpoint(path, &checkpoint)?)
}

impl Saved {
    /// Reads a state back; `None` if there is none.
    pub(crate) fn read(path: &Path, preset_sha256: &str) -> Result<Option<Self>, Failure> {
        if !path.exists() {
            return Ok(None);
        }
        let checkpoint = read_checkpoint(path)?;
        let header: Header = serde_json::from_str(&checkpoint.header)
            .map_err(|error| Failure::new(code::FILE, error))?;
        let wanted = (env!("CARGO_PKG_VERSION"), preset_sha256);
        if (header.version.as_str(), header.preset_sha256.as_str()) != wanted {
            let message = format!(
                "{} was written by mfn {} for preset {}, this is mfn {} and preset {}",
                path.display(),
                header.version,
                header.preset_sha256,
                wanted.0,
                wanted.1
            );
            return Err(
                Failure::message(code::FILE, message).with_hint("start the run anew with --force")
            );
        }
        Ok(Some(Self { checkpoint, n_frames: header.n_frames, step: header.step }))
    }

    /// Puts a simulation into the saved state.
    pub(crate) fn restore(&self, simulation: &mut Simulation) -> Result<(), Failure> {
        let fields: Vec<FieldView<'_>> =
            self.checkpoint.arrays.iter().map(|(_, array)| array.view()).collect();
        let words = self.checkpoint.words("system").unwrap_or_default();
        let restored = simulation.restore(self.step, &fields, words);
        restored.map_err(|error| Failure::new(code::FILE, error))
    }

    /// The state of the observer of that name.
    pub(crate) fn observer(&self, name: &str) -> &[u64] {
        self.checkpoint.words(name).unwrap_or_default()
    }
}
