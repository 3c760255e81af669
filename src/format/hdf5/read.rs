//! A field out of anyone's HDF5 file.

use crate::format::Error;
use crate::format::hdf5::to_io;
use crate::format::io_error;
use ndarray::Array2;
use rust_hdf5::{DatatypeMessage, H5Dataset, H5File, Hdf5Error};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// No filter of HDF5's own packs better than gzip's 1032 to 1.
pub(crate) const MAX_COMPRESSION: u64 = 1032;

/// A file this small may still hold a field of its fill value.
pub(crate) const SMALL_BYTES: u64 = 1 << 26;

/// Reads a data set of that many dimensions, or the last frame of one with an axis more, as f64,
/// with its number of layers; the lines of a volume one layer after the other. A plane is taken
/// where a volume is wanted too.
///
/// Without a name, the file must hold exactly one such numeric data set.
/// Integers and half precision are widened too.
///
/// # Errors
///
/// [`Error::Io`], [`Error::Malformed`] if the file or the data set cannot be decoded,
/// [`Error::Dataset`] listing the data sets there are, [`Error::Rank`], [`Error::ElementType`].
pub fn read_hdf5_field(
    path: &Path,
    dataset: Option<&str>,
    dimensions: usize,
) -> Result<(Array2<f64>, usize), Error> {
    let size = std::fs::metadata(path).map_err(io_error(path, "open"))?.len();
    // The crate is young, and a damaged file must be an error whatever happens inside it.
    catch_unwind(AssertUnwindSafe(|| read(path, dataset, dimensions, size)))
        .unwrap_or_else(|_| Err(malformed(path, "its structure leads astray".to_owned())))
}

fn read(
    path: &Path,
    dataset: Option<&str>,
    dimensions: usize,
    size: u64,
) -> Result<(Array2<f64>, usize), Error> {
    let file = H5File::options()
        .best_effort_locking()
        .open(path)
        .map_err(|error| decode_error(path, &error))?;
    let name = match dataset {
        Some(name) => name.trim_start_matches('/').to_owned(),
        None => only_field(path, &file, dimensions)?,
    };
    let set = file.dataset(&name).map_err(|error| match error {
        Hdf5Error::NotFound(_) => Error::Dataset {
            path: path.to_owned(),
            found: fields(&file, dimensions),
            wanted: name.clone(),
        },
        other => decode_error(path, &other),
    })?;
    read_last_frame(path, &set, dimensions, size)
}

fn read_last_frame(
    path: &Path,
    set: &H5Dataset,
    dimensions: usize,
    size: u64,
) -> Result<(Array2<f64>, usize), Error> {
    let found = set.shape();
    let wrong_rank = || Error::Rank {
        path: path.to_owned(),
        found: found.clone(),
        wanted: wanted_axes(dimensions),
    };
    if found.contains(&0) || !fits(found.len(), dimensions) {
        return Err(wrong_rank());
    }
    let (mut starts, mut counts) = (vec![0; found.len()], found.clone());
    if found.len() == dimensions + 1 {
        (starts[0], counts[0]) = (found[0] - 1, 1);
    }
    if !is_numeric(set) {
        let found = set.datatype().map_or_else(|error| error.to_string(), |kind| kind.to_string());
        let wanted = "floating-point numbers or integers";
        return Err(Error::ElementType { path: path.to_owned(), found, wanted });
    }
    let n_bytes = counts.iter().try_fold(8_u64, |bytes, axis| bytes.checked_mul(*axis as u64));
    if n_bytes.is_none_or(|bytes| bytes > SMALL_BYTES.max(size.saturating_mul(2 * MAX_COMPRESSION)))
    {
        return Err(malformed(path, format!("a shape of {found:?} in {size} bytes")));
    }
    let cells = numbers(set, &starts, &counts).map_err(|error| decode_error(path, &error))?;
    // Of a plane, with a frame's axis or without, two axes are left; of a volume three.
    let frame = &counts[counts.len().saturating_sub(dimensions)..];
    let (layers, rows, cols) = match *frame {
        [rows, cols] => (1, rows, cols),
        [layers, rows, cols] => (layers, rows, cols),
        _ => return Err(wrong_rank()),
    };
    let lines = Array2::from_shape_vec((layers * rows, cols), cells).map_err(|_| wrong_rank())?;
    Ok((lines, layers))
}

/// A part of a numeric data set as f64: integers beyond 2⁵³ are rounded.
pub(crate) fn numbers(
    set: &H5Dataset,
    starts: &[usize],
    counts: &[usize],
) -> Result<Vec<f64>, Hdf5Error> {
    // The crate widens floating-point numbers only.
    match set.datatype()? {
        DatatypeMessage::FixedPoint { signed: true, .. } => {
            let cells = set.read_numeric_slice_as::<i64>(starts, counts)?;
            Ok(cells.into_iter().map(|cell| cell as f64).collect())
        }
        DatatypeMessage::FixedPoint { .. } => {
            let cells = set.read_numeric_slice_as::<u64>(starts, counts)?;
            Ok(cells.into_iter().map(|cell| cell as f64).collect())
        }
        _ => set.read_numeric_slice_as::<f64>(starts, counts),
    }
}

/// Whether a data set of so many axes holds a field, or frames of it.
fn fits(n_axes: usize, dimensions: usize) -> bool {
    n_axes == 2 || n_axes == dimensions || n_axes == dimensions + 1
}

/// The axes of a field of that many dimensions, and of frames of it.
pub(crate) fn wanted_axes(dimensions: usize) -> &'static str {
    if dimensions == 3 {
        "layers × rows × cols or frames × layers × rows × cols, or rows × cols for every layer"
    } else {
        "rows × cols or frames × rows × cols, none of them 0"
    }
}

fn only_field(path: &Path, file: &H5File, dimensions: usize) -> Result<String, Error> {
    let mut found = fields(file, dimensions);
    match (found.pop(), found.is_empty()) {
        (Some(name), true) => Ok(name),
        (last, _) => {
            found.extend(last);
            let wanted = format!("of {}", wanted_axes(dimensions));
            Err(Error::Dataset { path: path.to_owned(), found, wanted })
        }
    }
}

/// The names of all numeric data sets that hold fields, sorted.
fn fields(file: &H5File, dimensions: usize) -> Vec<String> {
    let is_field = |name: &String| {
        file.dataset(name).is_ok_and(|set| fits(set.ndims(), dimensions) && is_numeric(&set))
    };
    let mut names: Vec<String> = file.dataset_names().into_iter().filter(is_field).collect();
    names.sort_unstable();
    names
}

fn is_numeric(set: &H5Dataset) -> bool {
    matches!(
        set.datatype(),
        Ok(DatatypeMessage::FixedPoint { .. } | DatatypeMessage::FloatingPoint { .. })
    )
}

pub(crate) fn decode_error(path: &Path, error: &Hdf5Error) -> Error {
    let source = to_io(error);
    match source.raw_os_error() {
        Some(_) => io_error(path, "read")(source),
        None => malformed(path, error.to_string()),
    }
}

pub(crate) fn malformed(path: &Path, found: String) -> Error {
    Error::Malformed { path: path.to_owned(), format: "HDF5", found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_hdf5::H5Type;

    fn add<T: H5Type + Default>(file: &H5File, name: &str, shape: &[usize]) {
        let set = file.new_dataset::<T>().shape(shape).create(name).unwrap();
        set.write_raw(&vec![T::default(); shape.iter().product()]).unwrap();
    }

    fn file_with(sets: impl FnOnce(&H5File)) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let file = H5File::create(folder.path().join("a.h5")).unwrap();
        sets(&file);
        file.close().unwrap();
        folder
    }

    #[test]
    fn the_only_field_needs_no_name() {
        let folder = file_with(|file| {
            add::<f64>(file, "x", &[4]);
            add::<f32>(file, "u", &[2, 3]);
        });
        let read = read_hdf5_field(&folder.path().join("a.h5"), None, 2).unwrap();
        assert_eq!(read, (Array2::<f64>::zeros((2, 3)), 1));
    }

    #[test]
    fn ambiguous_and_missing_names_list_the_data_sets() {
        let folder = file_with(|file| {
            add::<f64>(file, "v", &[2, 3]);
            add::<f32>(file, "u", &[1, 2, 3]);
        });
        for dataset in [None, Some("w")] {
            let error = read_hdf5_field(&folder.path().join("a.h5"), dataset, 2).unwrap_err();
            assert!(error.to_string().ends_with("it holds u, v"), "{error}");
        }
    }

    #[test]
    fn integers_are_widened() {
        let folder = file_with(|file| {
            let set = file.new_dataset::<i16>().shape([1, 2]).create("u").unwrap();
            set.write_raw(&[-3_i16, 7]).unwrap();
        });
        let read = read_hdf5_field(&folder.path().join("a.h5"), None, 2).unwrap();
        assert_eq!(read, (ndarray::array![[-3.0, 7.0]], 1));
    }

    #[test]
    fn wrong_rank_is_told() {
        let folder = file_with(|file| add::<f64>(file, "x", &[4]));
        let error = read_hdf5_field(&folder.path().join("a.h5"), Some("/x"), 2).unwrap_err();
        assert!(matches!(&error, Error::Rank { found, .. } if *found == [4]), "{error}");
    }
}
