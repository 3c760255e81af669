//! A run as one HDF5 file, written without the C library.
//!
//! | object | shape | holds |
//! |---|---|---|
//! | `/fields/<species>` | T × rows × cols | the saved frames, if there are any |
//! | `/last/<species>` | rows × cols | the last frame |
//! | `/time` | T | time of each saved frame |
//! | `/x`, `/y` | cols, rows | coordinates of the cell centres |
//! | attributes of `/` | | provenance, `rows`, `cols`, `spacing`, `boundary`, the caller's own |
//! | attributes of a data set | | `unit`, and `description` of a species |
//!
//! In a volume rows are layers × rows, and there are an axis `/z` and an attribute `layers`.
//!
//! Fields are chunked by whole rows of one frame, at most 1 MiB a chunk unless a row is longer,
//! with shuffle and gzip, which every HDF5 library reads without plug-ins. Text is
//! variable-length UTF-8 (h5py: `str`), flags are h5py's Boolean enum (`numpy.bool_`). Objects
//! record no times, so the same run gives the same bytes.
//!
//! The crate that does the work is young: it is named in this folder alone.

mod blocks;
mod flag;
mod part;
mod pdebench;
mod read;
mod runs;
mod store;
mod well;

pub use crate::format::hdf5::pdebench::{PdebenchSample, PdebenchWriter};
pub use crate::format::hdf5::read::read_hdf5_field;
pub(crate) use crate::format::hdf5::read::wanted_axes;
pub use crate::format::hdf5::runs::{Hdf5Runs, Hdf5RunsSpecies, write_hdf5_runs};
pub(crate) use crate::format::hdf5::store::{DataSet, Store};
pub use crate::format::hdf5::well::{
    WellAxis, WellField, WellFile, WellSidecar, WellStatistics, write_well,
};

use crate::format::Error;
use crate::format::Provenance;
use crate::format::cells::{Dtype, push_row};
use crate::format::hdf5::flag::Flag;
use crate::format::hdf5::part::{PartFile, write_error};
use crate::format::{FrameLayout, FrameReader};
use crate::grid::{Boundary, FieldView, Grid};
use rust_hdf5::{H5Dataset, H5File, H5Group, H5Type, Hdf5Error, VarLenUnicode};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Bytes of a chunk, before compression: the default chunk cache of HDF5 holds one.
pub(crate) const CHUNK_BYTES: usize = 1 << 20;

/// Fast enough to stream frames; the next levels gain a few per cent.
pub(crate) const GZIP_LEVEL: u32 = 4;

/// What an attribute may hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Attribute {
    /// Text.
    Text(String),
    /// A number.
    Float(f64),
    /// A count.
    Integer(i64),
    /// Yes or no.
    Flag(bool),
}

/// One species of a run.
#[derive(Debug)]
pub struct Hdf5Species<'a> {
    /// Name of the data sets.
    pub name: &'a str,
    /// Unit of the values.
    pub unit: &'a str,
    /// What the species is.
    pub description: &'a str,
    /// The last frame.
    pub last: FieldView<'a>,
    /// All saved frames; read one by one.
    pub frames: Option<&'a FrameReader>,
}

/// What a run's HDF5 file holds.
#[derive(Debug)]
pub struct Hdf5Run<'a> {
    /// The species, in the order of the model.
    pub species: &'a [Hdf5Species<'a>],
    /// Time of each saved frame.
    pub times: &'a [f64],
    /// Unit of time.
    pub time_unit: &'a str,
    /// Coordinate of each column.
    pub x: &'a [f64],
    /// Coordinate of each row.
    pub y: &'a [f64],
    /// Coordinate of each layer; not looked at in a plane.
    pub z: &'a [f64],
    /// Unit of length.
    pub length_unit: &'a str,
    /// The grid.
    pub grid: Grid,
    /// The boundary condition.
    pub boundary: Boundary,
    /// Further attributes of `/`.
    pub attributes: &'a [(&'a str, Attribute)],
    /// Where the run comes from.
    pub provenance: &'a Provenance,
}

/// Writes a run as an HDF5 file; one frame is in memory at a time.
///
/// # Errors
///
/// [`Error::Shape`], [`Error::Coordinates`] or [`Error::Name`] if the run does not fit together,
/// [`Error::Io`] if the file cannot be written or a frame cannot be read.
pub fn write_hdf5(path: &Path, run: &Hdf5Run<'_>) -> Result<(), Error> {
    check(run)?;
    let mut part = PartFile::create(path, H5File::options())?;
    part.write(|file| write_objects(path, file, run))?;
    part.finish()
}

fn write_objects(path: &Path, file: &H5File, run: &Hdf5Run<'_>) -> Result<(), Error> {
    write_attributes(file, run)
        .and_then(|()| write_axes(&file.root_group(), run))
        .and_then(|()| write_last(file, run))
        .map_err(write_error(path))?;
    write_frames(path, file, run)
}

fn check(run: &Hdf5Run<'_>) -> Result<(), Error> {
    let shape = (run.grid.lines(), run.grid.cols());
    check_axis("x", run.x.len(), run.grid.cols())?;
    check_axis("y", run.y.len(), run.grid.rows())?;
    if run.grid.is_volume() {
        check_axis("z", run.z.len(), run.grid.layers())?;
    }
    check_names(run)?;
    for species in run.species {
        check_shape(species.last.shape(), shape)?;
        if let Some(frames) = species.frames {
            let layout = frames.layout();
            check_shape((layout.lines(), layout.cols), shape)?;
            check_axis("time", run.times.len(), layout.n_frames)?;
        }
    }
    Ok(())
}

/// That an axis has a coordinate for each cell.
pub(crate) fn check_axis(axis: &'static str, found: usize, wanted: usize) -> Result<(), Error> {
    if found == wanted { Ok(()) } else { Err(Error::Coordinates { axis, found, wanted }) }
}

fn check_shape(found: (usize, usize), wanted: (usize, usize)) -> Result<(), Error> {
    if found == wanted { Ok(()) } else { Err(Error::Shape { found, wanted }) }
}

/// That frames have as many cells along each axis: rows and columns, or layers before them.
pub(crate) fn check_frames(layout: FrameLayout, sides: &[usize]) -> Result<(), Error> {
    let (lines, cols) = match *sides {
        [ref lines @ .., cols] => (lines.iter().product(), cols),
        [] => (0, 0),
    };
    check_shape((layout.lines(), layout.cols), (lines, cols))?;
    let wanted = if let [layers, _, _] = *sides { layers } else { 1 };
    if layout.layers == wanted {
        return Ok(());
    }
    let owner = "a frame".to_owned();
    Err(Error::Count { owner, what: "layers", found: layout.layers, wanted })
}

fn check_names(run: &Hdf5Run<'_>) -> Result<(), Error> {
    let mut species = BTreeSet::new();
    for name in run.species.iter().map(|species| species.name) {
        if name.is_empty() || name == "." || name.contains(['/', '\0']) || !species.insert(name) {
            return Err(Error::Name {
                found: name.to_owned(),
                what: "an HDF5 data set",
                wanted: "a name that is used once, without slashes",
            });
        }
    }
    let mut attributes = BTreeSet::from(["layers", "rows", "cols", "spacing", "boundary"]);
    for (name, _) in run.attributes {
        if name.is_empty() || name.starts_with("mfn.") || !attributes.insert(*name) {
            return Err(Error::Name {
                found: (*name).to_owned(),
                what: "an HDF5 attribute",
                wanted: "a name that is not taken and does not begin with `mfn.`",
            });
        }
    }
    Ok(())
}

fn write_attributes(file: &H5File, run: &Hdf5Run<'_>) -> Result<(), Hdf5Error> {
    for (key, text) in run.provenance.entries() {
        file.set_attr_string(key, text)?;
    }
    if run.grid.is_volume() {
        file.set_attr_numeric("layers", &(run.grid.layers() as u64))?;
    }
    file.set_attr_numeric("rows", &(run.grid.rows() as u64))?;
    file.set_attr_numeric("cols", &(run.grid.cols() as u64))?;
    file.set_attr_numeric("spacing", &run.grid.spacing())?;
    file.set_attr_string("boundary", run.boundary.name())?;
    for (name, value) in run.attributes {
        set_attribute(file, name, value)?;
    }
    Ok(())
}

/// Gives `/` an attribute.
pub(crate) fn set_attribute(file: &H5File, name: &str, value: &Attribute) -> Result<(), Hdf5Error> {
    match value {
        Attribute::Text(text) => file.set_attr_string(name, text),
        Attribute::Float(number) => file.set_attr_numeric(name, number),
        Attribute::Integer(number) => file.set_attr_numeric(name, number),
        Attribute::Flag(flag) => file.set_attr_numeric(name, &Flag::from(*flag)),
    }
}

fn write_axes(root: &H5Group, run: &Hdf5Run<'_>) -> Result<(), Hdf5Error> {
    let z = if run.grid.is_volume() { run.z } else { &[] };
    let axes = [
        ("time", run.times, run.time_unit),
        ("x", run.x, run.length_unit),
        ("y", run.y, run.length_unit),
        ("z", z, run.length_unit),
    ];
    for (name, values, unit) in axes {
        // A run without saved frames has no times, a plane no z, and HDF5 no empty data set.
        if !values.is_empty() {
            let axis = root.new_dataset::<f64>().shape([values.len()]).create(name)?;
            axis.write_raw(values)?;
            set_text(&axis, "unit", unit)?;
        }
    }
    Ok(())
}

fn write_last(file: &H5File, run: &Hdf5Run<'_>) -> Result<(), Hdf5Error> {
    let group = file.create_group("last")?;
    for species in run.species {
        let chunks = Chunks::of(run.grid, Dtype::of(species.last));
        let set = chunks.create(&group, species, None)?;
        chunks.write(&set, None, species.last)?;
    }
    Ok(())
}

fn write_frames(path: &Path, file: &H5File, run: &Hdf5Run<'_>) -> Result<(), Error> {
    let failed = write_error(path);
    if run.species.iter().all(|species| species.frames.is_none()) {
        return Ok(());
    }
    let group = file.create_group("fields").map_err(&failed)?;
    for species in run.species {
        let Some(frames) = species.frames else { continue };
        let layout = frames.layout();
        let chunks = Chunks::of(run.grid, layout.dtype);
        let set = chunks.create(&group, species, Some(layout.n_frames)).map_err(&failed)?;
        for index in 0..layout.n_frames {
            let frame = frames.read_frame(index)?;
            chunks.write(&set, Some(index), frame.view()).map_err(&failed)?;
        }
    }
    Ok(())
}

/// How a field is cut: into chunks of `chunk_rows` whole rows of one layer.
struct Chunks {
    dtype: Dtype,
    /// In a volume.
    layers: Option<usize>,
    rows: usize,
    cols: usize,
    chunk_rows: usize,
}

impl Chunks {
    fn of(grid: Grid, dtype: Dtype) -> Self {
        let (rows, cols) = (grid.rows(), grid.cols());
        let chunk_rows = (CHUNK_BYTES / (cols * dtype.size())).clamp(1, rows);
        Self { dtype, layers: grid.is_volume().then(|| grid.layers()), rows, cols, chunk_rows }
    }

    fn create(
        &self,
        group: &H5Group,
        species: &Hdf5Species<'_>,
        n_frames: Option<usize>,
    ) -> Result<H5Dataset, Hdf5Error> {
        let set = match self.dtype {
            Dtype::F32 => self.create_of::<f32>(group, species.name, n_frames),
            Dtype::F64 => self.create_of::<f64>(group, species.name, n_frames),
        }?;
        set_text(&set, "unit", species.unit)?;
        set_text(&set, "description", species.description)?;
        Ok(set)
    }

    fn create_of<T: H5Type>(
        &self,
        group: &H5Group,
        name: &str,
        n_frames: Option<usize>,
    ) -> Result<H5Dataset, Hdf5Error> {
        let axes = |frames: Option<usize>, layers: Option<usize>, rows: usize| -> Vec<usize> {
            frames.into_iter().chain(layers).chain([rows, self.cols]).collect()
        };
        group
            .new_dataset::<T>()
            .shape(axes(n_frames, self.layers, self.rows))
            .chunk(&axes(n_frames.map(|_| 1), self.layers.map(|_| 1), self.chunk_rows))
            .shuffle_deflate(GZIP_LEVEL)
            .create(name)
    }

    fn write(
        &self,
        set: &H5Dataset,
        frame: Option<usize>,
        field: FieldView<'_>,
    ) -> Result<(), Hdf5Error> {
        let chunk_bytes = self.chunk_rows * self.cols * self.dtype.size();
        let mut bytes = Vec::with_capacity(chunk_bytes);
        for layer in 0..self.layers.unwrap_or(1) {
            let line = layer * self.rows;
            for (chunk, first) in (0..self.rows).step_by(self.chunk_rows).enumerate() {
                bytes.clear();
                for row in first..self.rows.min(first + self.chunk_rows) {
                    push_row(field, line + row, &mut bytes);
                }
                // The last chunk may reach beyond the field; HDF5 stores it whole.
                bytes.resize(chunk_bytes, 0);
                let layer = self.layers.map(|_| layer);
                let place: Vec<usize> = frame.into_iter().chain(layer).chain([chunk, 0]).collect();
                set.write_chunk_at(&place, &bytes)?;
            }
        }
        Ok(())
    }
}

pub(crate) fn set_text(set: &H5Dataset, name: &str, text: &str) -> Result<(), Hdf5Error> {
    set.new_attr::<VarLenUnicode>().shape(()).create(name)?.write_string(text)
}

/// The operating system's error if there is one, so that a full disk is still told.
///
/// The crate keeps some of them where only their text can be had: `… (os error 28)`.
pub(crate) fn to_io(error: &Hdf5Error) -> io::Error {
    let text = error.to_string();
    let code = match error {
        Hdf5Error::Io(source) => source.raw_os_error(),
        _ => text
            .split_once("(os error ")
            .and_then(|(_, rest)| rest.split_once(')'))
            .and_then(|(digits, _)| digits.parse().ok()),
    };
    code.map_or_else(|| io::Error::other(text), io::Error::from_raw_os_error)
}

#[cfg(test)]
mod tests;
