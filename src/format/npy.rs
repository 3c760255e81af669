//! NPY, NumPy's file of one array.
//!
//! Written files are version 1.0, little endian, C order, with a header padded to a multiple of
//! 64 bytes: what `np.load`, with or without `mmap_mode`, accepts. NPY has no place for metadata;
//! `run.json` beside the array says where it comes from.

use crate::format::Error;
use crate::format::cells::{Dtype, shape_of, write_le};
use crate::format::io_error;
use crate::format::write_atomic;
use crate::grid::FieldView;
use ndarray::ArrayD;
use ndarray_npy::npy::header::{Header, Layout};
use ndarray_npy::{ReadNpyError, ReadNpyExt, ReadableElement, WritableElement};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// What `read_npy` reads, for messages.
const SUPPORTED: &str = "f4, f8, i1 to i8, u1 to u8 or b1";

/// A longer header than this is none of a plain array (128 bytes are usual).
const MAX_HEADER: u64 = 1024;

/// What has to be read of a file to know its header.
pub(crate) const MAX_START: u64 = 12 + MAX_HEADER;

/// An array of any rank, with the elements the file has.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each variant is its element type")]
pub enum NpyArray {
    F32(ArrayD<f32>),
    F64(ArrayD<f64>),
    I8(ArrayD<i8>),
    I16(ArrayD<i16>),
    I32(ArrayD<i32>),
    I64(ArrayD<i64>),
    U8(ArrayD<u8>),
    U16(ArrayD<u16>),
    U32(ArrayD<u32>),
    U64(ArrayD<u64>),
    Bool(ArrayD<bool>),
}

/// Runs `$body` with `$values` bound to the array of whatever type.
macro_rules! with_values {
    ($array:expr, $values:ident => $body:expr) => {
        match $array {
            NpyArray::F32($values) => $body,
            NpyArray::F64($values) => $body,
            NpyArray::I8($values) => $body,
            NpyArray::I16($values) => $body,
            NpyArray::I32($values) => $body,
            NpyArray::I64($values) => $body,
            NpyArray::U8($values) => $body,
            NpyArray::U16($values) => $body,
            NpyArray::U32($values) => $body,
            NpyArray::U64($values) => $body,
            NpyArray::Bool($values) => $body,
        }
    };
}

impl NpyArray {
    /// Length of each axis.
    pub fn shape(&self) -> &[usize] {
        with_values!(self, values => values.shape())
    }

    /// The values as f64, C order: integers beyond 2⁵³ are rounded, `true` is 1.
    pub fn into_f64(self) -> ArrayD<f64> {
        match self {
            Self::F32(values) => values.mapv(f64::from),
            Self::F64(values) => values.as_standard_layout().into_owned(),
            Self::I8(values) => values.mapv(f64::from),
            Self::I16(values) => values.mapv(f64::from),
            Self::I32(values) => values.mapv(f64::from),
            Self::I64(values) => values.mapv(|value| value as f64),
            Self::U8(values) => values.mapv(f64::from),
            Self::U16(values) => values.mapv(f64::from),
            Self::U32(values) => values.mapv(f64::from),
            Self::U64(values) => values.mapv(|value| value as f64),
            Self::Bool(values) => values.mapv(f64::from),
        }
    }
}

/// Writes a field as an NPY file of shape (rows, cols): `<f4` or `<f8`, C order.
///
/// # Errors
///
/// [`Error::Io`] if the file cannot be written.
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// use mfn::grid::{FieldView, Grid, Padded};
/// let field = Padded::from_fn(Grid::new(2, 3, 1.0)?, |_, _| -0.07);
/// let path = folder.path().join("field.npy");
/// mfn::format::write_npy(&path, FieldView::from(&field))?;
/// assert_eq!(mfn::format::read_npy(&path)?.shape(), [2, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_npy(path: &Path, field: FieldView<'_>) -> Result<(), Error> {
    write_npy_volume(path, field, 1)
}

/// The same for a volume of so many layers: of shape (layers, rows, cols).
///
/// # Errors
///
/// As [`write_npy`].
pub fn write_npy_volume(path: &Path, field: FieldView<'_>, layers: usize) -> Result<(), Error> {
    let shape = shape_of(field, layers);
    let header = header_bytes(Dtype::of(field), &shape).map_err(io_error(path, "write"))?;
    write_atomic(path, |file| {
        io::Write::write_all(file, &header)?;
        write_le(field, file)
    })
}

/// Writes numbers as an NPY file of shape (n,): `<f8`.
///
/// # Errors
///
/// [`Error::Io`] if the file cannot be written.
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// let path = folder.path().join("potential.npy");
/// mfn::format::write_npy_series(&path, &[-0.065, -0.070])?;
/// assert_eq!(mfn::format::read_npy(&path)?.shape(), [2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_npy_series(path: &Path, values: &[f64]) -> Result<(), Error> {
    let header = header_bytes(Dtype::F64, &[values.len()]).map_err(io_error(path, "write"))?;
    write_atomic(path, |file| {
        io::Write::write_all(file, &header)?;
        values.iter().try_for_each(|value| io::Write::write_all(file, &value.to_le_bytes()))
    })
}

/// Reads an NPY file: any rank, either byte order, C or Fortran order.
///
/// The size of the file is checked against its header before any memory is taken for the array.
///
/// # Errors
///
/// [`Error::Io`], [`Error::Malformed`], [`Error::Length`] if the file is cut or too long,
/// [`Error::ElementType`] for text, complex numbers, dates and records, [`Error::Rank`] if the
/// array is empty.
pub fn read_npy(path: &Path) -> Result<NpyArray, Error> {
    let (mut file, layout) = open(path)?;
    file.seek(SeekFrom::Start(0)).map_err(io_error(path, "read"))?;
    let file = BufReader::new(file);
    match layout.descr.trim_start_matches(['<', '>', '|', '=']) {
        "f4" => elements(path, file).map(NpyArray::F32),
        "f8" => elements(path, file).map(NpyArray::F64),
        "i1" => elements(path, file).map(NpyArray::I8),
        "i2" => elements(path, file).map(NpyArray::I16),
        "i4" => elements(path, file).map(NpyArray::I32),
        "i8" => elements(path, file).map(NpyArray::I64),
        "u1" => elements(path, file).map(NpyArray::U8),
        "u2" => elements(path, file).map(NpyArray::U16),
        "u4" => elements(path, file).map(NpyArray::U32),
        "u8" => elements(path, file).map(NpyArray::U64),
        "b1" => elements(path, file).map(NpyArray::Bool),
        _ => Err(element_type(path, &layout.descr)),
    }
}

/// What the header of an NPY file says, checked against the file's size.
#[derive(Debug)]
pub(crate) struct NpyLayout {
    /// NumPy's type string, such as `<f8`.
    pub(crate) descr: String,
    /// True if the first index runs fastest.
    pub(crate) fortran_order: bool,
    /// Length of each axis, none of them 0.
    pub(crate) shape: Vec<usize>,
    /// Where the data begin.
    pub(crate) data_start: u64,
}

/// Opens an NPY file and reads its header. The file is left at the start of the data.
pub(crate) fn open(path: &Path) -> Result<(File, NpyLayout), Error> {
    let mut file = File::open(path).map_err(io_error(path, "open"))?;
    let size = file.metadata().map_err(io_error(path, "read"))?.len();
    let mut start = Vec::new();
    file.by_ref().take(MAX_START).read_to_end(&mut start).map_err(io_error(path, "read"))?;
    let layout = layout_of(path, &start, size)?;
    file.seek(SeekFrom::Start(layout.data_start)).map_err(io_error(path, "read"))?;
    Ok((file, layout))
}

/// What the header says in the first `MAX_START` bytes of an array of `size` bytes.
pub(crate) fn layout_of(path: &Path, start: &[u8], size: u64) -> Result<NpyLayout, Error> {
    let data_start = check_preamble(path, start, size)?;
    let header = Header::from_reader(&mut &*start)
        .map_err(|error| malformed(path, one_line(&error.to_string())))?;
    let layout = NpyLayout {
        descr: header.type_descriptor.to_string().trim_matches('\'').to_owned(),
        fortran_order: header.layout.is_fortran(),
        shape: header.shape,
        data_start,
    };
    check_size(path, &layout, size)?;
    Ok(layout)
}

/// Checks magic, version, and a header of sane length and nesting, so that the parser, which is
/// recursive, cannot be led astray. Returns where the data begin.
fn check_preamble(path: &Path, start: &[u8], size: u64) -> Result<u64, Error> {
    let (length, text_start) = match start {
        [0x93, b'N', b'U', b'M', b'P', b'Y', 1, _, low, high, ..] => {
            (u32::from(u16::from_le_bytes([*low, *high])), 10)
        }
        [0x93, b'N', b'U', b'M', b'P', b'Y', 2 | 3, _, a, b, c, d, ..] => {
            (u32::from_le_bytes([*a, *b, *c, *d]), 12)
        }
        [0x93, b'N', b'U', b'M', b'P', b'Y', major, minor, ..] => {
            return Err(malformed(path, format!("version {major}.{minor}")));
        }
        _ => return Err(malformed(path, "the magic bytes are missing".to_owned())),
    };
    let data_start = u64::from(length) + text_start;
    if u64::from(length) > MAX_HEADER {
        return Err(malformed(path, format!("a header of {length} bytes")));
    }
    if data_start > size {
        return Err(Error::Length { path: path.to_owned(), found: size, wanted: data_start });
    }
    // No further than the header: the cells behind it may hold any byte.
    let text = start.get(text_start as usize..data_start as usize).unwrap_or_default();
    let n_brackets = text.iter().filter(|byte| b"([{".contains(byte)).count();
    if n_brackets > 16 {
        return Err(malformed(path, format!("a header with {n_brackets} brackets")));
    }
    Ok(data_start)
}

fn check_size(path: &Path, layout: &NpyLayout, size: u64) -> Result<(), Error> {
    if layout.shape.contains(&0) {
        return Err(Error::Rank {
            path: path.to_owned(),
            found: layout.shape.clone(),
            wanted: "at least one cell on each axis",
        });
    }
    // The type's size is its last digits: `<f8`, `|b1`. Text (`<U5`) is refused by the caller.
    let digits = layout.descr.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let item: u64 = digits.parse().map_err(|_| element_type(path, &layout.descr))?;
    if !layout.descr.contains(['f', 'i', 'u', 'b']) {
        return Err(element_type(path, &layout.descr));
    }
    let wanted = layout
        .shape
        .iter()
        .try_fold(item, |bytes, axis| bytes.checked_mul(*axis as u64))
        .and_then(|bytes| bytes.checked_add(layout.data_start))
        .ok_or_else(|| malformed(path, format!("a shape of {:?}", layout.shape)))?;
    if wanted == size {
        Ok(())
    } else {
        Err(Error::Length { path: path.to_owned(), found: size, wanted })
    }
}

fn elements<A: ReadableElement>(path: &Path, file: BufReader<File>) -> Result<ArrayD<A>, Error> {
    ArrayD::<A>::read_npy(file).map_err(|error| match error {
        ReadNpyError::Io(source) => io_error(path, "read")(source),
        ReadNpyError::WrongDescriptor(descr) => {
            element_type(path, descr.to_string().trim_matches('\''))
        }
        other => malformed(path, one_line(&other.to_string())),
    })
}

/// The header of an NPY file of that shape: version 1.0, little endian, C order.
pub(crate) fn header_bytes(dtype: Dtype, shape: &[usize]) -> io::Result<Vec<u8>> {
    let type_descriptor = match dtype {
        Dtype::F32 => f32::type_descriptor(),
        Dtype::F64 => f64::type_descriptor(),
    };
    Header { type_descriptor, layout: Layout::Standard, shape: shape.to_vec() }
        .to_bytes()
        .map_err(io::Error::other)
}

/// The last frame of an array, of 2 or 3 dimensions, with its number of layers; the lines of a
/// volume one layer after the other. A plane is taken where a volume is wanted too.
///
/// `None` if the array has other numbers of axes.
pub(crate) fn last_frame(
    array: ArrayD<f64>,
    dimensions: usize,
) -> Option<(ndarray::Array2<f64>, usize)> {
    let n_axes = array.ndim();
    let array = match array.shape().first() {
        Some(&n_frames) if n_axes == dimensions + 1 && n_frames > 0 => {
            array.index_axis_move(ndarray::Axis(0), n_frames - 1)
        }
        _ if n_axes == dimensions || n_axes == 2 => array,
        _ => return None,
    };
    let (layers, lines, cols) = match *array.shape() {
        [rows, cols] => (1, rows, cols),
        [layers, rows, cols] => (layers, layers * rows, cols),
        _ => return None,
    };
    let array = array.as_standard_layout().into_owned();
    Some((array.into_shape_with_order((lines, cols)).ok()?, layers))
}

pub(crate) fn element_type(path: &Path, found: &str) -> Error {
    Error::ElementType { path: path.to_owned(), found: found.to_owned(), wanted: SUPPORTED }
}

fn malformed(path: &Path, found: String) -> Error {
    Error::Malformed { path: path.to_owned(), format: "NPY", found }
}

fn one_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches(':').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{IxDyn, array};
    use ndarray_npy::WriteNpyExt;

    fn file_of(bytes: &[u8]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        file
    }

    fn npy(descr: &str, order: &str, shape: &str, data: &[u8]) -> tempfile::NamedTempFile {
        let dict = format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n");
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((dict.len() as u16).to_le_bytes());
        bytes.extend(dict.as_bytes());
        bytes.extend(data);
        file_of(&bytes)
    }

    #[test]
    fn written_header_is_the_one_numpy_writes() {
        let header = header_bytes(Dtype::F64, &[2, 3]).unwrap();
        assert_eq!(header.len(), 128);
        assert!(header.starts_with(b"\x93NUMPY\x01\x00\x76\x00{'descr': '<f8', 'fortran_order'"));
        assert_eq!(header.last(), Some(&b'\n'));
    }

    #[test]
    fn both_byte_orders_and_layouts_are_read() {
        let check = |descr: &str, order: &str, data: &[u8], expected: [[f64; 2]; 2]| {
            let file = npy(descr, order, "(2, 2)", data);
            let array = read_npy(file.path()).unwrap().into_f64();
            assert_eq!(array, ndarray::arr2(&expected).into_dyn(), "{descr} {order}");
            assert!(array.is_standard_layout());
        };
        let little: Vec<u8> =
            [1.0_f64, 2.0, 3.0, 4.0].iter().flat_map(|v| v.to_le_bytes()).collect();
        let big: Vec<u8> = [1.0_f32, 2.0, 3.0, 4.0].iter().flat_map(|v| v.to_be_bytes()).collect();
        check("'<f8'", "False", &little, [[1.0, 2.0], [3.0, 4.0]]);
        check("'<f8'", "True", &little, [[1.0, 3.0], [2.0, 4.0]]);
        check("'>f4'", "False", &big, [[1.0, 2.0], [3.0, 4.0]]);
        check("'|u1'", "False", &[1, 2, 3, 255], [[1.0, 2.0], [3.0, 255.0]]);
        check("'|b1'", "False", &[1, 0, 0, 1], [[1.0, 0.0], [0.0, 1.0]]);
        check("'<i2'", "False", &[1, 0, 2, 0, 3, 0, 0xff, 0xff], [[1.0, 2.0], [3.0, -1.0]]);
    }

    #[test]
    fn other_types_are_named() {
        let check = |descr: &str, data: &[u8], expected: &str| {
            let file = npy(descr, "False", "(1, 1)", data);
            match read_npy(file.path()) {
                Err(Error::ElementType { found, .. }) => assert_eq!(found, expected),
                other => panic!("{descr}: {other:?}"),
            }
        };
        check("'<c16'", &[0; 16], "<c16");
        check("'<U1'", &[0; 4], "<U1");
        check("'<f2'", &[0; 2], "<f2");
        check("'|O'", &[], "|O");
    }

    #[test]
    fn wrong_sizes_and_headers_are_refused() {
        let check = |file: tempfile::NamedTempFile, expected: &str| {
            let error = read_npy(file.path()).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(npy("'<f8'", "False", "(2, 2)", &[0; 31]), "bytes, and its header wants");
        check(npy("'<f8'", "False", "(2, 2)", &[0; 33]), "bytes, and its header wants");
        check(npy("'<f8'", "False", "(0, 2)", &[]), "[0, 2]");
        check(npy("'<f8'", "False", "(4294967296, 4294967296, 2)", &[0; 8]), "a shape of");
        check(npy("'<f8'", "Maybe", "(2, 2)", &[0; 32]), "NPY");
        check(npy("'<f8'", "False", &"(".repeat(400), &[]), "brackets");
        check(file_of(b""), "magic");
        check(file_of(b"\x93NUMPY\x07\x00"), "version 7.0");
        check(file_of(b"\x93NUMPY\x02\x00\xff\xff\xff\x7f{}"), "a header of 2147483647 bytes");
    }

    #[test]
    fn cells_may_hold_any_bytes() {
        let brackets = npy("'<f8'", "False", "(8, 8)", &[b'('; 512]);
        let cell = f64::from_le_bytes([b'('; 8]);
        let cells = read_npy(brackets.path()).unwrap().into_f64();
        assert!(cells.iter().all(|found| found.to_bits() == cell.to_bits()));
    }

    #[test]
    fn last_frame_of_a_stack_is_taken() {
        let stack = array![[[1.0, 2.0]], [[3.0, 4.0]]].into_dyn();
        assert_eq!(last_frame(stack.clone(), 2), Some((array![[3.0, 4.0]], 1)));
        assert_eq!(last_frame(stack.clone(), 3), Some((array![[1.0, 2.0], [3.0, 4.0]], 2)));
        let volumes = stack.insert_axis(ndarray::Axis(1));
        assert_eq!(last_frame(volumes, 3), Some((array![[3.0, 4.0]], 1)));
        assert_eq!(last_frame(ArrayD::zeros(IxDyn(&[3])), 2), None);
        assert_eq!(last_frame(ArrayD::zeros(IxDyn(&[1, 1, 1, 1])), 2), None);
    }

    #[test]
    fn file_of_a_transposed_view_is_in_c_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.npy");
        let array = array![[1.0_f32, 2.0, 3.0], [4.0, 5.0, 6.0]];
        write_npy(&path, FieldView::F32(array.t())).unwrap();
        let mut expected = Vec::new();
        array.t().as_standard_layout().write_npy(&mut expected).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), expected);
    }
}
