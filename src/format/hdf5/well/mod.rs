//! Trajectories of one set of parameters as an HDF5 file in the layout of The Well.
//!
//! | object | shape | holds |
//! |---|---|---|
//! | attributes of `/` | | names, counts, the parameters (f64), the caller's own |
//! | `/dimensions/time` | T | time of each frame |
//! | `/dimensions/x`, `y`, `z` | W, H, D | coordinates of the cell centres |
//! | `/boundary_conditions/x_periodic`, … | | `bc_type` and a `mask` of the axis' two ends |
//! | `/scalars/<parameter>` | | the same parameters, single precision |
//! | `/t0_fields/<field>` | B × T × W × H (× D) | frames of all trajectories |
//! | `/t1_fields`, `/t2_fields` | | no vectors, no tensors |
//!
//! **Axes.** The Well calls the first axis of an array x, the second y, the third z. Arrays keep
//! the order they have here, so x runs along the rows of a plane (down a column) and y along its
//! columns; in a volume x runs along the layers, y along the rows, z along the columns. Nothing
//! is transposed, and what is read back has the same rows × cols.
//!
//! **Boundaries.** `PERIODIC` is periodic, `WALL` zero flux (Neumann). A fixed value (Dirichlet)
//! is `OPEN`: the rim exchanges with a reservoir. Of the three words that The Well has none says
//! it better, and readers that take `WALL` for zero flux are not misled.
//!
//! Frames are stored in single precision without compression, which the loader reads fastest, in
//! chunks of at most 8 MiB; a frame of up to 1 MiB shares its chunk with those after it. The
//! file's space is handed out in pages, as the loader's page buffer wants it.
//!
//! # Reference
//!
//! R. Ohana et al., *The Well: a large-scale collection of diverse physics simulations for
//! machine learning*, NeurIPS 2024, arXiv:2412.00568.

mod check;
mod sidecar;
mod statistics;
mod yaml;

pub use crate::format::hdf5::well::sidecar::WellSidecar;
pub use crate::format::hdf5::well::statistics::WellStatistics;

use crate::format::Error;
use crate::format::FrameReader;
use crate::format::hdf5::Attribute;
use crate::format::hdf5::blocks::Blocks;
use crate::format::hdf5::flag::Flag;
use crate::format::hdf5::part::{PartFile, write_error};
use crate::format::hdf5::set_attribute;
use crate::format::hdf5::well::check::check;
use crate::grid::Boundary;
use rust_hdf5::{FileSpaceStrategy, H5Dataset, H5File, H5Group, Hdf5Error};
use std::path::Path;

/// Bytes of a page of the file: all headers fit into one or two. The loader's page buffer is
/// 8 MiB, which no page may exceed.
const PAGE_BYTES: u64 = 1 << 16;

/// One axis of a file of The Well.
#[derive(Debug, Clone, Copy)]
pub struct WellAxis<'a> {
    /// Coordinates of the cell centres.
    pub coordinates: &'a [f64],
    /// The boundary condition at both ends.
    pub boundary: Boundary,
}

/// One scalar field of a file of The Well.
#[derive(Debug, Clone, Copy)]
pub struct WellField<'a> {
    /// Its name: `A`.
    pub name: &'a str,
    /// The frames of each trajectory, in the same order in every field.
    pub trajectories: &'a [&'a FrameReader],
}

/// What a file of The Well holds: trajectories that share parameters, grid and times.
#[derive(Debug, Clone, Copy)]
pub struct WellFile<'a> {
    /// Name of the data set, the same in all of its files.
    pub dataset_name: &'a str,
    /// The parameters of the equation, such as `F` and `k`.
    pub parameters: &'a [(&'a str, f64)],
    /// The fields, at least one.
    pub fields: &'a [WellField<'a>],
    /// Time of each frame, at least one.
    pub times: &'a [f64],
    /// The first axis: the rows of a plane, the layers of a volume.
    pub x: WellAxis<'a>,
    /// The second axis: the columns of a plane, the rows of a volume.
    pub y: WellAxis<'a>,
    /// The third axis: the columns of a volume; none in a plane.
    pub z: Option<WellAxis<'a>>,
    /// Further attributes of `/`, such as where the runs come from.
    pub attributes: &'a [(&'a str, Attribute)],
}

impl<'a> WellFile<'a> {
    /// The axes by name, in the order of the arrays.
    fn axes(&self) -> impl Iterator<Item = (&'static str, WellAxis<'a>)> {
        let axes = [("x", Some(self.x)), ("y", Some(self.y)), ("z", self.z)];
        axes.into_iter().filter_map(|(name, axis)| Some((name, axis?)))
    }

    /// Cells along each axis.
    fn sides(&self) -> Vec<usize> {
        self.axes().map(|(_, axis)| axis.coordinates.len()).collect()
    }

    fn n_trajectories(&self) -> usize {
        self.fields.first().map_or(0, |field| field.trajectories.len())
    }
}

/// Writes a file of The Well; one chunk and one frame are in memory at a time.
///
/// Frames in double precision are rounded to single. The same data give the same bytes.
///
/// # Errors
///
/// [`Error::Name`], [`Error::Missing`], [`Error::Count`], [`Error::Coordinates`] or
/// [`Error::Shape`] if the parts do not fit together, [`Error::NotFinite`] if a cell is not a
/// finite number of single precision, [`Error::Io`] if the file cannot be written or a frame
/// cannot be read. Then nothing new stands under the final name.
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// use mfn::format::{Dtype, FrameLayout, FrameReader, FrameWriter};
/// use mfn::format::{WellAxis, WellField, WellFile, write_well};
/// use mfn::grid::{Boundary, FieldView};
/// # let (part, spool) = (folder.path().join("a.part"), folder.path().join("a.npy"));
/// let layout = FrameLayout { n_frames: 1, layers: 1, rows: 2, cols: 2, dtype: Dtype::F64 };
/// let mut writer = FrameWriter::create(&part, layout)?;
/// writer.append(FieldView::F64(ndarray::arr2(&[[0.0, 1.0], [2.0, 3.0]]).view()))?;
/// writer.finish(&spool)?;
/// let axis = WellAxis { coordinates: &[-0.5, 0.5], boundary: Boundary::Periodic };
/// let file = WellFile {
///     dataset_name: "gray_scott_reaction_diffusion",
///     parameters: &[("F", 0.029), ("k", 0.057)],
///     fields: &[WellField { name: "A", trajectories: &[&FrameReader::open(&spool)?] }],
///     times: &[0.0],
///     x: axis,
///     y: axis,
///     z: None,
///     attributes: &[],
/// };
/// write_well(&folder.path().join("maze.hdf5"), &file)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_well(path: &Path, file: &WellFile<'_>) -> Result<(), Error> {
    check(file)?;
    let options = H5File::options()
        .file_space(FileSpaceStrategy::Page, false, 1)
        .file_space_page_size(PAGE_BYTES);
    let mut part = PartFile::create(path, options)?;
    part.write(|h5| {
        write_root(h5, file)
            .and_then(|()| write_dimensions(&h5.create_group("dimensions")?, file))
            .and_then(|()| write_boundaries(&h5.create_group("boundary_conditions")?, file))
            .and_then(|()| write_scalars(&h5.create_group("scalars")?, file))
            .map_err(write_error(path))?;
        write_fields(path, h5, file)
    })?;
    part.finish()
}

fn write_root(h5: &H5File, file: &WellFile<'_>) -> Result<(), Hdf5Error> {
    h5.set_attr_string("dataset_name", file.dataset_name)?;
    h5.set_attr_string("grid_type", "cartesian")?;
    h5.set_attr_numeric("n_spatial_dims", &(file.sides().len() as i64))?;
    h5.set_attr_numeric("n_trajectories", &(file.n_trajectories() as i64))?;
    h5.set_attr_string_array("simulation_parameters", &names(file.parameters))?;
    for (name, value) in file.parameters {
        h5.set_attr_numeric(name, value)?;
    }
    file.attributes.iter().try_for_each(|(name, value)| set_attribute(h5, name, value))
}

fn names<'a>(parameters: &[(&'a str, f64)]) -> Vec<&'a str> {
    parameters.iter().map(|(name, _)| *name).collect()
}

fn write_dimensions(group: &H5Group, file: &WellFile<'_>) -> Result<(), Hdf5Error> {
    let axes: Vec<&str> = file.axes().map(|(name, _)| name).collect();
    group.set_attr_string_array("spatial_dims", &axes)?;
    let time = write_floats(group, "time", file.times)?;
    set_varying(&time, false, true)?;
    for (name, axis) in file.axes() {
        set_varying(&write_floats(group, name, axis.coordinates)?, false, false)?;
    }
    Ok(())
}

fn write_boundaries(conditions: &H5Group, file: &WellFile<'_>) -> Result<(), Hdf5Error> {
    for (name, axis) in file.axes() {
        let kind = kind_of(axis.boundary);
        let group = conditions.create_group(&format!("{name}_{}", kind.to_ascii_lowercase()))?;
        group.set_attr_string_array("associated_dims", &[name])?;
        // None stands for all.
        group.set_attr_string_array("associated_fields", &[])?;
        group.set_attr_string("bc_type", kind)?;
        group.set_attr_numeric("sample_varying", &Flag::from(false))?;
        group.set_attr_numeric("time_varying", &Flag::from(false))?;
        let n_cells = axis.coordinates.len();
        let is_end = |cell: usize| Flag::from(cell == 0 || cell + 1 == n_cells);
        let mask = group.new_dataset::<Flag>().shape([n_cells]).create("mask")?;
        mask.write_raw(&(0..n_cells).map(is_end).collect::<Vec<_>>())?;
    }
    Ok(())
}

/// What The Well calls a boundary condition.
fn kind_of(boundary: Boundary) -> &'static str {
    match boundary {
        Boundary::Periodic => "PERIODIC",
        Boundary::Neumann => "WALL",
        Boundary::Dirichlet => "OPEN",
    }
}

fn write_scalars(group: &H5Group, file: &WellFile<'_>) -> Result<(), Hdf5Error> {
    group.set_attr_string_array("field_names", &names(file.parameters))?;
    for (name, value) in file.parameters {
        let scalar = group.new_dataset::<f32>().scalar().create(name)?;
        scalar.write_raw(&[*value as f32])?;
        set_varying(&scalar, false, false)?;
    }
    Ok(())
}

fn write_fields(path: &Path, h5: &H5File, file: &WellFile<'_>) -> Result<(), Error> {
    let blocks = Blocks::of(file.times.len(), &file.sides());
    let names: Vec<&str> = file.fields.iter().map(|field| field.name).collect();
    let group = field_group(h5, "t0_fields", &names).map_err(write_error(path))?;
    for field in file.fields {
        let set = create_field(&group, field, &blocks).map_err(write_error(path))?;
        for (index, frames) in field.trajectories.iter().enumerate() {
            blocks.write(path, &set, &[index], &[*frames])?;
        }
    }
    // The loader wants the groups of vectors and tensors even where there are none.
    field_group(h5, "t1_fields", &[])
        .and_then(|_| field_group(h5, "t2_fields", &[]))
        .map_err(write_error(path))?;
    Ok(())
}

fn field_group(h5: &H5File, name: &str, fields: &[&str]) -> Result<H5Group, Hdf5Error> {
    let group = h5.create_group(name)?;
    group.set_attr_string_array("field_names", fields)?;
    Ok(group)
}

fn create_field(
    group: &H5Group,
    field: &WellField<'_>,
    blocks: &Blocks,
) -> Result<H5Dataset, Hdf5Error> {
    let with_first = |first: usize, axes: Vec<usize>| -> Vec<usize> {
        std::iter::once(first).chain(axes).collect()
    };
    let set = group
        .new_dataset::<f32>()
        .shape(with_first(field.trajectories.len(), blocks.shape()))
        .chunk(&with_first(1, blocks.chunk()))
        .create(field.name)?;
    let n_axes = blocks.shape().len() - 1;
    let varies = set.new_attr::<Flag>().shape([n_axes]).create("dim_varying")?;
    varies.write_array(&vec![Flag::from(true); n_axes])?;
    set_varying(&set, true, true)?;
    Ok(set)
}

fn write_floats(group: &H5Group, name: &str, values: &[f64]) -> Result<H5Dataset, Hdf5Error> {
    let set = group.new_dataset::<f32>().shape([values.len()]).create(name)?;
    set.write_raw(&values.iter().map(|value| *value as f32).collect::<Vec<_>>())?;
    Ok(set)
}

fn set_varying(set: &H5Dataset, by_sample: bool, by_time: bool) -> Result<(), Hdf5Error> {
    for (name, value) in [("sample_varying", by_sample), ("time_varying", by_time)] {
        let attribute = set.new_attr::<Flag>().shape(()).create(name)?;
        attribute.write_numeric(&Flag::from(value))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
