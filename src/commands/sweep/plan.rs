//! The plan of a data set: its preset, its chunks, its table, and what determines them.

use crate::cli::Simulate;
use crate::commands::failure::{Failure, code};
use crate::commands::sweep::columns::Table;
use mfn::config::{DatasetSettings, Preset, SweepPreset, Written};
use mfn::dataset::{Chunk, Chunks};
use mfn::engine::Precision;
use mfn::format::{Provenance, sha256_hex};
use mfn::model::Kind;

/// Most runs of a chunk that was not asked for.
const MOST_RUNS: u64 = 64;
/// A chunk is what a kill can cost: about this many steps of a cell …
const CELL_STEPS: u128 = 20_000_000_000;
/// … and this many bytes of fields.
const FIELD_BYTES: u128 = 1 << 28;

/// Fields of the gallery.
const MOST_TILES: u64 = 36;

/// All that is known of a data set before a run is made.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) preset: SweepPreset,
    pub(crate) chunks: Chunks,
    pub(crate) table: Table,
    pub(crate) provenance: Provenance,
    /// The preset of the first run.
    pub(crate) first: Preset,
    /// The preset's file, beside which others are looked for.
    pub(crate) source: Option<String>,
}

impl Plan {
    /// Checks what was written.
    pub(crate) fn of(written: &Written, arguments: &Simulate) -> Result<Self, Failure> {
        if arguments.lyapunov.is_some() {
            let message = "--lyapunov is of one run, and the preset has a section [sweep]";
            return Err(Failure::message(code::USAGE, message));
        }
        Self::of_preset(written, arguments.preset.clone())
    }

    /// The same without a command line; other files are looked for beside `source`.
    pub(crate) fn of_preset(written: &Written, source: Option<String>) -> Result<Self, Failure> {
        let preset = SweepPreset::check(written)?;
        let first = preset.preset(&preset.sweep.run(0))?;
        check_fields(&preset, &first)?;
        let table = Table::of(&preset, &first)?;
        let size = preset.dataset.chunk.unwrap_or_else(|| size(&preset, &first));
        let chunks = Chunks::new(preset.sweep.n_runs(), size);
        let rng = if first.model.kind() == Kind::MfnV4 { "numpy-pcg64" } else { "philox4x32-10" };
        let provenance = Provenance {
            preset_sha256: sha256_hex(preset.text().as_bytes()),
            preset: preset.text().to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: preset.seed.to_string(),
            rng: rng.to_owned(),
            model: first.model.kind().name().to_owned(),
        };
        Ok(Self { preset, chunks, table, provenance, first, source })
    }

    /// The preset of a run.
    pub(crate) fn run_preset(&self, run: u64) -> Result<Preset, Failure> {
        Ok(self.preset.preset(&self.preset.sweep.run(run))?)
    }

    /// Whether fields are kept.
    pub(crate) fn keeps_fields(&self) -> bool {
        !self.preset.dataset.fields.is_empty()
    }

    /// The runs whose last field the gallery shows: evenly chosen.
    pub(crate) fn gallery(&self) -> Vec<u64> {
        let runs = self.preset.sweep.n_runs();
        let n = runs.min(MOST_TILES);
        (0..n).map(|index| (u128::from(index) * u128::from(runs) / u128::from(n)) as u64).collect()
    }

    /// Whether the last field of a run is to be kept for the gallery.
    pub(crate) fn is_shown(&self, run: u64) -> bool {
        self.preset.dataset.has_report && self.gallery().binary_search(&run).is_ok()
    }

    /// Path of a chunk's table within the data set.
    pub(crate) fn table_path(chunk: &Chunk) -> String {
        format!("data/{}.parquet", chunk.stem())
    }
}

/// What the layouts of fields want of every run.
fn check_fields(preset: &SweepPreset, first: &Preset) -> Result<(), Failure> {
    let layouts = &preset.dataset.fields;
    let needs_frames =
        layouts.iter().find(|name| ["the-well", "pdebench"].contains(&name.as_str()));
    if let Some(name) = needs_frames.filter(|_| first.save_every == 0) {
        let message = format!(
            "dataset.fields = [\"{name}\"] keeps trajectories, and time.save_every = 0 saves no \
             frame"
        );
        return Err(Failure::message(code::USAGE, message)
            .with_hint("set time.save_every to the steps between two frames"));
    }
    if layouts.is_empty() {
        return Ok(());
    }
    // One array, or one data set of The Well, holds fields of one shape.
    let shaping =
        ["grid.rows", "grid.cols", "grid.layers", "time.steps", "time.save_every", "model.kind"];
    let keys = preset.sweep.keys();
    match keys.iter().find(|key| shaping.contains(key)) {
        None => Ok(()),
        Some(key) => Err(Failure::message(
            code::USAGE,
            format!("{key} is an axis, and dataset.fields = {layouts:?} holds fields of one shape"),
        )
        .with_hint("keep one shape a data set, or leave dataset.fields out")),
    }
}

/// Runs a chunk, from the first run's size.
fn size(preset: &SweepPreset, first: &Preset) -> u64 {
    let cells = first.grid.n_cells() as u128;
    let work = cells * u128::from(first.steps.max(1));
    let by_work = CELL_STEPS / work.max(1);
    let by_bytes = if preset.dataset.fields.is_empty() {
        u128::from(MOST_RUNS)
    } else {
        FIELD_BYTES / kept_bytes(&preset.dataset, first).max(1)
    };
    by_work.min(by_bytes).clamp(1, u128::from(MOST_RUNS)) as u64
}

/// Bytes of the frames of a run in all layouts that keep them, uncompressed.
pub(crate) fn kept_bytes(dataset: &DatasetSettings, preset: &Preset) -> u128 {
    let own = if preset.precision == Precision::F32 { 4 } else { 8 };
    // Other projects' layouts are in single precision.
    let bytes = |layout: &String| if ["npy", "h5"].contains(&layout.as_str()) { own } else { 4 };
    let values = preset.model.species().len() as u128 * preset.grid.n_cells() as u128;
    let a_value: u128 = dataset.fields.iter().map(bytes).sum();
    values * u128::from(kept_frames(preset)) * a_value
}

/// Frames that are kept of a run: the first state and every saved one, or the last alone.
pub(crate) fn kept_frames(preset: &Preset) -> u64 {
    if preset.save_every == 0 { 1 } else { 1 + preset.n_frames() }
}
