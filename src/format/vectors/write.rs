//! Vectors out: NPY and safetensors.

use crate::format::Error;
use crate::format::cells::Dtype;
use crate::format::io_error;
use crate::format::npy::header_bytes;
use crate::format::write_atomic;
use safetensors::tensor::{Dtype as TensorType, TensorView, serialize};
use std::io::{self, Write};
use std::path::Path;

/// Name and shape of an array.
pub type TensorShape = (String, Vec<usize>);

/// Writes a vector as an NPY file of shape (d,), `<f4` if `single`, else `<f8`.
///
/// # Errors
///
/// [`Error::Io`] if the file cannot be written.
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// let path = folder.path().join("aggregate.npy");
/// mfn::format::write_npy_vector(&path, &[0.5, -0.5], true)?;
/// assert_eq!(mfn::format::read_npy(&path)?.shape(), [2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_npy_vector(path: &Path, values: &[f64], single: bool) -> Result<(), Error> {
    write_rows(path, &[values], &[values.len()], single)
}

/// Writes vectors of one length as an NPY file of shape (n, d).
///
/// # Errors
///
/// As [`write_npy_vector`].
pub fn write_npy_matrix(path: &Path, rows: &[Vec<f64>], single: bool) -> Result<(), Error> {
    let shape = [rows.len(), rows.first().map_or(0, Vec::len)];
    let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
    write_rows(path, &rows, &shape, single)
}

fn write_rows(path: &Path, rows: &[&[f64]], shape: &[usize], single: bool) -> Result<(), Error> {
    let dtype = if single { Dtype::F32 } else { Dtype::F64 };
    let header = header_bytes(dtype, shape).map_err(io_error(path, "write"))?;
    write_atomic(path, |file| {
        file.write_all(&header)?;
        rows.iter().try_for_each(|row| write_values(row, single, file))
    })
}

/// Writes a vector as the tensors that it is made of.
///
/// # Errors
///
/// [`Error::Io`] if the file cannot be written, or if the shapes do not hold the vector.
pub fn write_safetensors(
    path: &Path,
    values: &[f64],
    tensors: &[TensorShape],
    single: bool,
) -> Result<(), Error> {
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    write_values(values, single, &mut bytes).map_err(io_error(path, "write"))?;
    let (dtype, size) = if single { (TensorType::F32, 4) } else { (TensorType::F64, 8) };
    let (mut views, mut start) = (Vec::new(), 0);
    for (name, shape) in tensors {
        let end = start + size * shape.iter().product::<usize>();
        let data = bytes.get(start..end).unwrap_or_default();
        let view = TensorView::new(dtype, shape.clone(), data)
            .map_err(|error| io_error(path, "write")(io::Error::other(error)))?;
        views.push((name.as_str(), view));
        start = end;
    }
    let encoded =
        serialize(views, None).map_err(|error| io_error(path, "write")(io::Error::other(error)))?;
    write_atomic(path, |file| file.write_all(&encoded))
}

fn write_values(values: &[f64], single: bool, file: &mut impl Write) -> io::Result<()> {
    values.iter().try_for_each(|value| {
        if single {
            file.write_all(&(*value as f32).to_le_bytes())
        } else {
            file.write_all(&value.to_le_bytes())
        }
    })
}
