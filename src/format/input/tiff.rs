//! A TIFF: one page is a field, several of one size are a history.

use crate::format::Error;
use crate::format::initial::luma;
use crate::format::input::content::{Parts, single};
use crate::format::input::{About, Frames, Input};
use crate::format::io_error;
use ndarray::Array2;
use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;

/// Bytes of a decoded page: 16384 × 16384 cells of RGB in 16 bits, and no more.
const MAX_PAGE_BYTES: usize = 3 << 29;

type Pages = Decoder<BufReader<File>>;

#[derive(Debug)]
struct TiffFrames {
    path: PathBuf,
    shape: (usize, usize),
}

pub(crate) fn open(path: &Path) -> Result<Vec<Input>, Error> {
    let shapes = guarded(path, |mut pages| {
        let mut shapes = vec![shape_of(path, &mut pages)?];
        while pages.more_images() {
            pages.next_image().map_err(|error| malformed(path, error.to_string()))?;
            shapes.push(shape_of(path, &mut pages)?);
        }
        Ok(shapes)
    })?;
    let (Some(&shape), n_frames) = (shapes.first(), shapes.len()) else {
        return Err(malformed(path, "it has no pages".to_owned()));
    };
    if let Some(other) = shapes.iter().find(|other| **other != shape) {
        let found = format!("pages of {shape:?} and {other:?} rows and columns");
        return Err(malformed(path, found));
    }
    let parts = Parts {
        path: path.to_owned(),
        label: path.display().to_string(),
        n_frames,
        is_history: n_frames > 1,
        shape,
        about: About { is_image: true, ..About::default() },
    };
    Ok(single(parts, TiffFrames { path: path.to_owned(), shape }))
}

impl Frames for TiffFrames {
    fn read(&self, index: usize) -> Result<Array2<f64>, Error> {
        let cells = guarded(&self.path, |mut pages| {
            let failed = |error: tiff::TiffError| malformed(&self.path, error.to_string());
            pages.seek_to_image(index).map_err(failed)?;
            let colour = pages.colortype().map_err(failed)?;
            let planes: Option<u16> =
                pages.find_tag_unsigned(Tag::PlanarConfiguration).map_err(failed)?;
            let n_samples = usize::from(colour.num_samples());
            if planes == Some(2) && n_samples > 1 {
                return Err(malformed(&self.path, "its colours are stored apart".to_owned()));
            }
            let samples = samples(pages.read_image().map_err(failed)?, colour, self.shape.1);
            let value = pixel_value(colour)
                .ok_or_else(|| malformed(&self.path, format!("pixels of kind {colour:?}")))?;
            Ok(samples.chunks_exact(n_samples.max(1)).map(value).collect::<Vec<f64>>())
        })?;
        let (found, (rows, cols)) = (cells.len(), self.shape);
        Array2::from_shape_vec(self.shape, cells)
            .map_err(|_| malformed(&self.path, format!("{found} pixels in {rows} × {cols}")))
    }
}

/// A damaged picture must be an error whatever happens inside the decoder.
fn guarded<T>(path: &Path, work: impl FnOnce(Pages) -> Result<T, Error>) -> Result<T, Error> {
    let file = File::open(path).map_err(io_error(path, "open"))?;
    catch_unwind(AssertUnwindSafe(|| {
        let mut limits = Limits::default();
        limits.decoding_buffer_size = MAX_PAGE_BYTES;
        let pages = Decoder::new(BufReader::new(file));
        let pages = pages.map_err(|error| malformed(path, error.to_string()))?;
        work(pages.with_limits(limits))
    }))
    .unwrap_or_else(|_| Err(malformed(path, "its structure leads astray".to_owned())))
}

fn shape_of(path: &Path, pages: &mut Pages) -> Result<(usize, usize), Error> {
    let (cols, rows) = pages.dimensions().map_err(|error| malformed(path, error.to_string()))?;
    if rows == 0 || cols == 0 {
        return Err(malformed(path, "it has no pixels".to_owned()));
    }
    Ok((rows as usize, cols as usize))
}

/// The samples: unsigned ones over their range as \[0, 1\], the others as they are.
fn samples(read: DecodingResult, colour: ColorType, cols: usize) -> Vec<f64> {
    let depth = colour.bit_depth();
    match read {
        DecodingResult::U8(bytes) if depth < 8 => unpack(&bytes, depth, cols),
        DecodingResult::U8(v) => v.into_iter().map(|level| f64::from(level) / 255.0).collect(),
        DecodingResult::U16(v) => v.into_iter().map(|level| f64::from(level) / 65535.0).collect(),
        DecodingResult::U32(v) => {
            v.into_iter().map(|level| f64::from(level) / f64::from(u32::MAX)).collect()
        }
        DecodingResult::U64(v) => {
            v.into_iter().map(|level| level as f64 / u64::MAX as f64).collect()
        }
        DecodingResult::F16(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::F32(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::F64(v) => v,
        DecodingResult::I8(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::I16(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::I32(v) => v.into_iter().map(f64::from).collect(),
        DecodingResult::I64(v) => v.into_iter().map(|level| level as f64).collect(),
    }
}

/// Grey levels of less than a byte, whose rows begin at whole bytes.
fn unpack(bytes: &[u8], depth: u8, cols: usize) -> Vec<f64> {
    let depth = usize::from(depth.max(1));
    let most = f64::from((1_u32 << depth) - 1);
    let row_bytes = (cols * depth).div_ceil(8).max(1);
    let level = |row: &[u8], col: usize| {
        let bit = col * depth;
        let byte = row.get(bit / 8).copied().unwrap_or_default();
        f64::from((u32::from(byte) >> (8 - depth - bit % 8)) & ((1 << depth) - 1)) / most
    };
    bytes.chunks(row_bytes).flat_map(|row| (0..cols).map(move |col| level(row, col))).collect()
}

/// How a pixel's samples become a value; transparent parts are black.
fn pixel_value(colour: ColorType) -> Option<fn(&[f64]) -> f64> {
    match colour {
        ColorType::Gray(1 | 2 | 4 | 8..) => Some(|pixel| pixel.iter().sum()),
        ColorType::GrayA(8..) => Some(|pixel| pixel.iter().product()),
        ColorType::RGB(8..) | ColorType::RGBA(8..) => Some(|pixel| match *pixel {
            [red, green, blue] => luma(red, green, blue),
            [red, green, blue, alpha] => luma(red, green, blue) * alpha,
            _ => f64::NAN,
        }),
        _ => None,
    }
}

fn malformed(path: &Path, found: String) -> Error {
    Error::Malformed { path: path.to_owned(), format: "TIFF", found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;
    use tiff::encoder::colortype::{ColorType as Encoded, Gray8, Gray16, Gray32Float, RGB8, RGB16};
    use tiff::encoder::{TiffEncoder, TiffValue};

    /// A TIFF whose pages are 2 rows × 3 columns.
    fn pages<C: Encoded>(folder: &Path, pages: &[&[C::Inner]]) -> PathBuf
    where
        [C::Inner]: TiffValue,
    {
        let path = folder.join("a.tif");
        let mut encoder = TiffEncoder::new(File::create(&path).unwrap()).unwrap();
        for cells in pages {
            encoder.write_image::<C>(3, 2, cells).unwrap();
        }
        path
    }

    fn check(path: &Path, expected: &Array2<f64>) {
        let inputs = open(path).unwrap();
        assert_eq!((inputs.len(), inputs[0].n_frames(), inputs[0].shape()), (1, 1, (2, 3)));
        assert!(inputs[0].about().is_image && !inputs[0].is_history());
        assert_eq!(inputs[0].frame(0).unwrap(), expected);
    }

    #[test]
    fn samples_of_any_depth_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let grey = array![[0.0, 0.2, 1.0], [0.0, 0.0, 0.2]];
        check(&pages::<Gray8>(folder.path(), &[&[0, 51, 255, 0, 0, 51]]), &grey);
        check(&pages::<Gray16>(folder.path(), &[&[0, 13107, 65535, 0, 0, 13107]]), &grey);
        let float = [-1.5, 0.0, 2.0, f32::NAN, 0.25, 1e9];
        let path = pages::<Gray32Float>(folder.path(), &[&float]);
        let read = open(&path).unwrap()[0].frame(0).unwrap();
        assert!(read[(1, 0)].is_nan());
        assert_eq!((read[(0, 0)], read[(0, 2)], read[(1, 2)]), (-1.5, 2.0, 1e9));
        let mut colours = [0_u8; 18];
        (colours[0], colours[4], colours[8]) = (255, 255, 255);
        let luminances = array![[0.2126, 0.7152, 0.0722], [0.0, 0.0, 0.0]];
        check(&pages::<RGB8>(folder.path(), &[&colours]), &luminances);
        let deep = colours.map(|level| u16::from(level) * 257);
        check(&pages::<RGB16>(folder.path(), &[&deep]), &luminances);
    }

    #[test]
    fn bits_are_unpacked_row_by_row() {
        assert_eq!(unpack(&[0b1010_0000, 0b0100_0000], 1, 3), [1.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
        assert_eq!(unpack(&[0xf5], 4, 2), [1.0, 1.0 / 3.0]);
    }

    #[test]
    fn pages_of_one_size_are_a_history() {
        let folder = tempfile::tempdir().unwrap();
        let path = pages::<Gray8>(folder.path(), &[&[0; 6], &[51; 6], &[255; 6]]);
        let inputs = open(&path).unwrap();
        assert_eq!((inputs[0].n_frames(), inputs[0].is_history()), (3, true));
        for (index, level) in [(2, 1.0), (0, 0.0), (1, 0.2)] {
            assert_eq!(inputs[0].frame(index).unwrap(), Array2::from_elem((2, 3), level));
        }
        let mut encoder = TiffEncoder::new(File::create(&path).unwrap()).unwrap();
        encoder.write_image::<Gray8>(1, 1, &[0]).unwrap();
        encoder.write_image::<Gray8>(1, 2, &[0, 0]).unwrap();
        drop(encoder);
        let error = open(&path).unwrap_err().to_string();
        assert!(error.ends_with("TIFF file: pages of (1, 1) and (2, 1) rows and columns"));
    }

    #[test]
    fn cut_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = pages::<Gray16>(folder.path(), &[&[7; 6]]);
        let bytes = std::fs::read(&path).unwrap();
        for kept in 8..bytes.len() {
            std::fs::write(&path, &bytes[..kept]).unwrap();
            let read = open(&path).and_then(|inputs| inputs[0].frame(0));
            assert!(matches!(read, Err(Error::Malformed { format: "TIFF", .. })), "{kept}");
        }
    }
}
