//! An initial field out of an array file or a picture, told apart by content.
//!
//! A picture becomes luminance: Rec. 709 luma of the stored sRGB values (no linearisation),
//! 0.2126 R + 0.7152 G + 0.0722 B, in \[0, 1\], from 8 or 16 bits; transparent parts are black.
//! The first row of the picture is the first row of the field.

mod resample;

use crate::format::Error;
use crate::format::hdf5::wanted_axes;
use crate::format::initial::resample::resample;
use crate::format::io_error;
use crate::format::npy::last_frame;
use crate::format::provenance::to_hex;
use crate::format::read_hdf5_field;
use crate::format::read_npy;
use crate::grid::{FieldView, Grid};
use image::{ImageFormat, ImageReader, Rgba};
use ndarray::Array2;
use std::fs::File;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// A field that was read from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct InputField {
    /// The values, rows × cols, all finite; of a volume the rows of all layers.
    pub values: Array2<f64>,
    /// Layers; 1 in a plane.
    pub layers: usize,
    /// The smallest and the largest value.
    pub source_range: (f64, f64),
    /// True if the values are luminances of a picture.
    pub is_image: bool,
}

/// Reads a field from an NPY, HDF5, PNG or JPEG file, whatever its name.
///
/// An array has as many axes as there are `dimensions`, 2 or 3, or one more for frames, of which
/// the last is taken; where a volume is wanted, a plane will do. `dataset` names the data set of an
/// HDF5 file and is not looked at for the others.
///
/// # Errors
///
/// [`Error::Unrecognised`] for other content, [`Error::NotFinite`] naming the cell,
/// [`Error::Rank`], [`Error::ElementType`], [`Error::Dataset`], [`Error::Malformed`],
/// [`Error::Length`] and [`Error::Io`] as the file deserves.
pub fn read_field(
    path: &Path,
    dataset: Option<&str>,
    dimensions: usize,
) -> Result<InputField, Error> {
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(8).read_to_end(&mut start))
        .map_err(io_error(path, "read"))?;
    match start.as_slice() {
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => {
            from_array(path, read_npy_field(path, dimensions)?)
        }
        b"\x89HDF\r\n\x1a\n" => from_array(path, read_hdf5_field(path, dataset, dimensions)?),
        b"\x89PNG\r\n\x1a\n" => read_picture(path, ImageFormat::Png, "PNG"),
        [0xff, 0xd8, 0xff, ..] => read_picture(path, ImageFormat::Jpeg, "JPEG"),
        other => Err(Error::Unrecognised {
            path: path.to_owned(),
            found: if other.is_empty() { "nothing".to_owned() } else { to_hex(other) },
            wanted: "NPY, HDF5, PNG or JPEG",
        }),
    }
}

impl InputField {
    /// The values at rows × cols.
    ///
    /// An array must have that shape. A picture is cropped around its centre to the ratio of the
    /// sides and resampled: averaged over areas when it shrinks, linear when it grows; the values
    /// stay within `source_range`.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if an array has another shape, or a side is 0.
    pub fn fit(&self, rows: usize, cols: usize) -> Result<Array2<f64>, Error> {
        if self.layers == 1 && self.values.dim() == (rows, cols) {
            return Ok(self.values.clone());
        }
        if !self.is_image || rows == 0 || cols == 0 {
            return Err(Error::Shape { found: self.values.dim(), wanted: (rows, cols) });
        }
        let (low, high) = self.source_range;
        Ok(resample(&self.values, rows, cols).mapv(|value| value.clamp(low, high)))
    }

    /// The values of a grid: a volume as it is, a plane the same in every layer.
    ///
    /// # Errors
    ///
    /// As [`InputField::fit`].
    pub fn fit_grid(&self, grid: Grid) -> Result<Array2<f64>, Error> {
        let wanted = (grid.lines(), grid.cols());
        if self.layers > 1 {
            let (found, fits) = (self.values.dim(), self.layers == grid.layers());
            let error = Error::Shape { found, wanted };
            return if fits && found == wanted { Ok(self.values.clone()) } else { Err(error) };
        }
        let plane = self.fit(grid.rows(), grid.cols())?;
        Ok(Array2::from_shape_fn(wanted, |(line, col)| plane[(line % grid.rows(), col)]))
    }
}

fn read_npy_field(path: &Path, dimensions: usize) -> Result<(Array2<f64>, usize), Error> {
    let array = read_npy(path)?;
    let found = array.shape().to_vec();
    last_frame(array.into_f64(), dimensions).ok_or_else(|| Error::Rank {
        path: path.to_owned(),
        found,
        wanted: wanted_axes(dimensions),
    })
}

fn from_array(path: &Path, (values, layers): (Array2<f64>, usize)) -> Result<InputField, Error> {
    match values.indexed_iter().find(|(_, value)| !value.is_finite()) {
        Some(((row, col), found)) => {
            Err(Error::NotFinite { path: path.to_owned(), row, col, found: *found })
        }
        None => Ok(InputField { source_range: range(&values), values, layers, is_image: false }),
    }
}

fn read_picture(path: &Path, format: ImageFormat, name: &'static str) -> Result<InputField, Error> {
    let values = luminances(path, format, name)?;
    Ok(InputField { source_range: range(&values), values, layers: 1, is_image: true })
}

/// The luminances of a PNG or a JPEG, rows × cols, in \[0, 1\].
pub(crate) fn luminances(
    path: &Path,
    format: ImageFormat,
    name: &'static str,
) -> Result<Array2<f64>, Error> {
    let malformed = |found: String| Error::Malformed { path: path.to_owned(), format: name, found };
    let bytes = std::fs::read(path).map_err(io_error(path, "read"))?;
    if format == ImageFormat::Jpeg && !jpeg_is_whole(&bytes) {
        return Err(malformed("it stops before its end marker".to_owned()));
    }
    // A damaged picture must be an error whatever happens inside the decoder.
    let decoded = catch_unwind(AssertUnwindSafe(|| {
        ImageReader::with_format(Cursor::new(bytes), format).decode()
    }));
    let picture = decoded
        .map_err(|_| malformed("its structure leads astray".to_owned()))?
        .map_err(|error| malformed(error.to_string()))?
        .into_rgba16();
    let (cols, rows) = picture.dimensions();
    let cells = picture.pixels().map(|pixel| luminance(*pixel)).collect();
    let values = Array2::from_shape_vec((rows as usize, cols as usize), cells)
        .map_err(|error| malformed(error.to_string()))?;
    if values.is_empty() {
        return Err(malformed("it has no pixels".to_owned()));
    }
    Ok(values)
}

/// Rec. 709 luma, black shining through where the pixel is transparent.
fn luminance(pixel: Rgba<u16>) -> f64 {
    let [red, green, blue, alpha] = pixel.0.map(|level| f64::from(level) / 65535.0);
    luma(red, green, blue) * alpha
}

/// Rec. 709 luma of a colour.
#[expect(clippy::float_cmp, reason = "grey has three equal parts")]
pub(crate) fn luma(red: f64, green: f64, blue: f64) -> f64 {
    // Grey must stay what it is: the weights add up to 1 only up to rounding.
    let is_grey = red == green && green == blue;
    if is_grey { red } else { 0.2126 * red + 0.7152 * green + 0.0722 * blue }
}

/// True if the segments of a JPEG file lead to its end marker.
///
/// The decoder fills what is missing with grey, so a cut file has to be told before.
///
/// # Reference
///
/// ITU-T T.81, Annex B.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(offset) = bytes.get(at..).and_then(next_marker) {
        at += offset;
        match bytes[at + 1] {
            0xd9 => return true,
            // Start of image and temporary markers stand alone.
            0xd8 | 0x01 => at += 2,
            _ => {
                let Some([high, low]) = bytes.get(at + 2..at + 4) else { return false };
                at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
            }
        }
    }
    false
}

/// Where the next marker is: not a stuffed byte, a restart or a fill byte.
fn next_marker(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

fn range(values: &Array2<f64>) -> (f64, f64) {
    let found = FieldView::F64(values.view()).range();
    found.unwrap_or((f64::INFINITY, f64::NEG_INFINITY))
}

#[cfg(test)]
mod tests;
