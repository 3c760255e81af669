//! The fields of a chunk, in the layouts that the preset asks for.

mod pdebench;
mod well;

pub(crate) use crate::commands::sweep::fields::pdebench::PATH as PDEBENCH_PATH;
pub(crate) use crate::commands::sweep::fields::pdebench::merge as merge_pdebench;
pub(crate) use crate::commands::sweep::fields::well::{finish as finish_well, statistics_words};

use crate::commands::failure::Failure;
use crate::commands::folders;
use crate::commands::sweep::plan::{Plan, kept_frames};
use crate::commands::sweep::run::spool as spool_file;
use mfn::config::Preset;
use mfn::dataset::Chunk;
use mfn::format::{FrameReader, Hdf5Runs, Hdf5RunsSpecies, write_hdf5_runs, write_npy_runs};
use std::path::Path;

/// The frames of a chunk's runs, by species and run.
pub(crate) struct Frames {
    /// The runs, in order.
    pub(crate) runs: Vec<u64>,
    /// For each species the frames of each run.
    pub(crate) readers: Vec<Vec<FrameReader>>,
}

impl Frames {
    /// Opens what the runs left in the spool.
    fn open(plan: &Plan, runs: &[u64], spool: &Path) -> Result<Self, Failure> {
        let mut readers = Vec::new();
        for species in plan.first.model.species() {
            let open = |run: &u64| FrameReader::open(&spool_file(spool, *run, species.name));
            readers.push(runs.iter().map(open).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(Self { runs: runs.to_vec(), readers })
    }
}

/// Writes the fields of a chunk's runs; gives the paths within the data set. Runs that failed
/// have no frames, and a chunk without any run has no file.
pub(crate) fn write(
    plan: &Plan,
    place: &Path,
    chunk: &Chunk,
    runs: &[u64],
    spool: &Path,
) -> Result<Vec<String>, Failure> {
    let mut paths = Vec::new();
    if !plan.keeps_fields() || runs.is_empty() {
        return Ok(paths);
    }
    let frames = Frames::open(plan, runs, spool)?;
    let dataset = &plan.preset.dataset;
    let stacks = [("npy", "fields"), ("pdebench", ".mfn/frames")];
    if let Some((_, folder)) = stacks.into_iter().find(|(name, _)| dataset.keeps(name)) {
        for (index, readers) in frames.readers.iter().enumerate() {
            let path = stack_path(plan, folder, chunk, index);
            folders::make(&place.join(folder))?;
            write_npy_runs(&place.join(&path), &readers.iter().collect::<Vec<_>>())?;
            paths.push(path);
        }
    }
    if dataset.keeps("h5") {
        let path = format!("fields/{}.h5", chunk.stem());
        hdf5(plan, &place.join(&path), &frames)?;
        paths.push(path);
    }
    if dataset.keeps("the-well") {
        paths.extend(well::write(plan, place, chunk, &frames)?);
    }
    Ok(paths)
}

/// Path of the NPY stack of a species.
pub(crate) fn stack_path(plan: &Plan, folder: &str, chunk: &Chunk, species: usize) -> String {
    let name = plan.first.model.species().get(species).map_or("field", |species| species.name);
    format!("{folder}/{}.{name}.npy", chunk.stem())
}

fn hdf5(plan: &Plan, path: &Path, frames: &Frames) -> Result<(), Failure> {
    let readers: Vec<Vec<&FrameReader>> =
        frames.readers.iter().map(|readers| readers.iter().collect()).collect();
    let species: Vec<Hdf5RunsSpecies<'_>> = plan
        .first
        .model
        .species()
        .iter()
        .zip(&readers)
        .map(|(species, runs)| Hdf5RunsSpecies {
            name: species.name,
            unit: species.unit,
            description: species.meaning,
            runs,
        })
        .collect();
    let numbers: Vec<i64> =
        frames.runs.iter().map(|run| i64::try_from(*run).unwrap_or(i64::MAX)).collect();
    let [x, y, z] = centres(&plan.first);
    let file = Hdf5Runs {
        species: &species,
        numbers: &numbers,
        times: &times(&plan.first),
        axes: [&x, &y, &z],
        provenance: &plan.provenance,
    };
    Ok(write_hdf5_runs(path, &file)?)
}

/// Time of each kept frame.
pub(crate) fn times(preset: &Preset) -> Vec<f64> {
    let time = |step: u64| step as f64 * preset.time_step;
    match preset.save_every {
        0 => vec![time(preset.steps)],
        every => (0..kept_frames(preset)).map(|frame| time(frame * every)).collect(),
    }
}

/// Coordinates of the cell centres along columns, rows and layers.
pub(crate) fn centres(preset: &Preset) -> [Vec<f64>; 3] {
    let spacing = preset.grid.spacing();
    let sides = [preset.grid.cols(), preset.grid.rows(), preset.grid.layers()];
    sides.map(|n| (0..n).map(|i| (i as f64 + 0.5) * spacing).collect())
}

/// Removes the frames of a chunk that is written; what stays is overwritten or cleared later.
pub(crate) fn clear(plan: &Plan, chunk: &Chunk, spool: &Path) {
    if !plan.keeps_fields() {
        return;
    }
    for run in chunk.runs.clone() {
        for species in plan.first.model.species() {
            let _ = std::fs::remove_file(spool_file(spool, run, species.name));
        }
    }
}
