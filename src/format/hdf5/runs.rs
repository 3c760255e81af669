//! The frames of several runs in one HDF5 file.
//!
//! | object | shape | holds |
//! |---|---|---|
//! | `/fields/<species>` | runs × T × rows × cols | the kept frames of every run |
//! | `/run` | runs | the number of each run, as in the table |
//! | `/time` | T | time of each frame |
//! | `/x`, `/y` | cols, rows | coordinates of the cell centres |
//! | attributes of `/` | | provenance |
//!
//! In a volume there is an axis of layers before the rows, and `/z`.

use crate::format::Error;
use crate::format::FrameReader;
use crate::format::Provenance;
use crate::format::cells::Dtype;
use crate::format::cells::push_row;
use crate::format::hdf5::part::{PartFile, write_error};
use crate::format::hdf5::{CHUNK_BYTES, GZIP_LEVEL, check_axis, set_text};
use crate::format::runs::{layout, shape};
use rust_hdf5::{H5Dataset, H5File, H5Group, H5Type, Hdf5Error};
use std::path::Path;

/// The frames of a species of several runs.
#[derive(Debug)]
pub struct Hdf5RunsSpecies<'a> {
    /// Name of the data set.
    pub name: &'a str,
    /// Unit of the values.
    pub unit: &'a str,
    /// What the species is.
    pub description: &'a str,
    /// The frames of each run.
    pub runs: &'a [&'a FrameReader],
}

/// What a file of runs holds.
#[derive(Debug)]
pub struct Hdf5Runs<'a> {
    /// The species, in the order of the model.
    pub species: &'a [Hdf5RunsSpecies<'a>],
    /// The number of each run.
    pub numbers: &'a [i64],
    /// Time of each frame.
    pub times: &'a [f64],
    /// Coordinate of each column, of each row, and in a volume of each layer.
    pub axes: [&'a [f64]; 3],
    /// Where the runs come from.
    pub provenance: &'a Provenance,
}

/// Writes runs of one layout as an HDF5 file; one frame is in memory at a time.
///
/// # Errors
///
/// [`Error::Missing`], [`Error::Count`] or [`Error::Coordinates`] if the parts do not fit
/// together, [`Error::Io`] if the file cannot be written or a frame cannot be read.
pub fn write_hdf5_runs(path: &Path, file: &Hdf5Runs<'_>) -> Result<(), Error> {
    for species in file.species {
        let layout = layout(species.runs)?;
        let [x, y, z] = file.axes;
        check_axis("time", file.times.len(), layout.n_frames)?;
        check_axis("x", x.len(), layout.cols)?;
        check_axis("y", y.len(), layout.rows)?;
        if layout.layers > 1 {
            check_axis("z", z.len(), layout.layers)?;
        }
        if species.runs.len() != file.numbers.len() {
            let (owner, what) = ("a species".to_owned(), "runs");
            let (found, wanted) = (species.runs.len(), file.numbers.len());
            return Err(Error::Count { owner, what, found, wanted });
        }
    }
    let mut part = PartFile::create(path, H5File::options())?;
    part.write(|store| {
        write_axes(store, file).map_err(write_error(path))?;
        let group = store.create_group("fields").map_err(write_error(path))?;
        file.species.iter().try_for_each(|species| write_species(path, &group, species))
    })?;
    part.finish()
}

fn write_axes(store: &H5File, file: &Hdf5Runs<'_>) -> Result<(), Hdf5Error> {
    for (key, text) in file.provenance.entries() {
        store.set_attr_string(key, text)?;
    }
    let root = store.root_group();
    root.new_dataset::<i64>().shape([file.numbers.len()]).create("run")?.write_raw(file.numbers)?;
    let [x, y, z] = file.axes;
    let axes =
        [("time", file.times, "time"), ("x", x, "length"), ("y", y, "length"), ("z", z, "length")];
    for (name, values, unit) in axes {
        if values.len() > usize::from(name == "z") {
            let axis = root.new_dataset::<f64>().shape([values.len()]).create(name)?;
            axis.write_raw(values)?;
            set_text(&axis, "unit", unit)?;
        }
    }
    Ok(())
}

fn write_species(path: &Path, group: &H5Group, species: &Hdf5RunsSpecies<'_>) -> Result<(), Error> {
    let layout = layout(species.runs)?;
    let shape = shape(species.runs.len(), layout);
    let row_bytes = layout.cols * layout.dtype.size();
    let chunk_rows = (CHUNK_BYTES / row_bytes).clamp(1, layout.rows);
    let mut chunk = vec![1; shape.len()];
    if let [.., rows, cols] = chunk.as_mut_slice() {
        (*rows, *cols) = (chunk_rows, layout.cols);
    }
    let set = match layout.dtype {
        Dtype::F32 => create::<f32>(group, species, &shape, &chunk),
        Dtype::F64 => create::<f64>(group, species, &shape, &chunk),
    }
    .map_err(write_error(path))?;
    let mut bytes = Vec::new();
    for (run, frames) in species.runs.iter().enumerate() {
        for index in 0..layout.n_frames {
            let frame = frames.read_frame(index)?;
            for layer in 0..layout.layers {
                for (piece, first) in (0..layout.rows).step_by(chunk_rows).enumerate() {
                    bytes.clear();
                    for row in first..layout.rows.min(first + chunk_rows) {
                        push_row(frame.view(), layer * layout.rows + row, &mut bytes);
                    }
                    // The last chunk may reach beyond the field; HDF5 stores it whole.
                    bytes.resize(chunk_rows * row_bytes, 0);
                    let layer = (layout.layers > 1).then_some(layer);
                    let place = [run, index].into_iter().chain(layer).chain([piece, 0]);
                    let place: Vec<usize> = place.collect();
                    set.write_chunk_at(&place, &bytes).map_err(write_error(path))?;
                }
            }
        }
    }
    Ok(())
}

fn create<T: H5Type>(
    group: &H5Group,
    species: &Hdf5RunsSpecies<'_>,
    shape: &[usize],
    chunk: &[usize],
) -> Result<H5Dataset, Hdf5Error> {
    let set = group
        .new_dataset::<T>()
        .shape(shape)
        .chunk(chunk)
        .shuffle_deflate(GZIP_LEVEL)
        .create(species.name)?;
    set_text(&set, "unit", species.unit)?;
    set_text(&set, "description", species.description)?;
    Ok(set)
}
