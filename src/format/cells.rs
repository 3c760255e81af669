//! The cells of a field as little-endian bytes, and back.

use crate::grid::FieldView;
use ndarray::Array2;
use std::fmt;
use std::io::{self, Write};

/// The precision of stored cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dtype {
    /// IEEE 754 binary32.
    F32,
    /// IEEE 754 binary64.
    F64,
}

impl Dtype {
    /// The precision of a field.
    pub fn of(field: FieldView<'_>) -> Self {
        match field {
            FieldView::F32(_) => Self::F32,
            FieldView::F64(_) => Self::F64,
        }
    }

    /// Bytes a cell.
    pub fn size(self) -> usize {
        match self {
            Self::F32 => 4,
            Self::F64 => 8,
        }
    }

    /// The name used in presets: `f32` or `f64`.
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }
}

impl fmt::Display for Dtype {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// An owned field, rows × cols, in single or double precision; of a volume the rows of all layers.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldArray {
    /// Single precision.
    F32(Array2<f32>),
    /// Double precision.
    F64(Array2<f64>),
}

impl FieldArray {
    /// The field, borrowed.
    pub fn view(&self) -> FieldView<'_> {
        match self {
            Self::F32(values) => FieldView::F32(values.view()),
            Self::F64(values) => FieldView::F64(values.view()),
        }
    }

    /// The values, widened to f64.
    pub fn into_f64(self) -> Array2<f64> {
        match self {
            Self::F32(values) => values.mapv(f64::from),
            Self::F64(values) => values,
        }
    }

    /// The field whose cells are `bytes`, little endian, C order.
    ///
    /// `None` if there are not exactly rows × cols cells.
    pub(crate) fn from_le_bytes(dtype: Dtype, shape: (usize, usize), bytes: &[u8]) -> Option<Self> {
        match dtype {
            Dtype::F32 => {
                let (cells, []) = bytes.as_chunks() else { return None };
                let cells = cells.iter().map(|cell| f32::from_le_bytes(*cell)).collect();
                Array2::from_shape_vec(shape, cells).ok().map(Self::F32)
            }
            Dtype::F64 => {
                let (cells, []) = bytes.as_chunks() else { return None };
                let cells = cells.iter().map(|cell| f64::from_le_bytes(*cell)).collect();
                Array2::from_shape_vec(shape, cells).ok().map(Self::F64)
            }
        }
    }
}

/// The shape of a field of so many layers: a plane's has no layers.
pub(crate) fn shape_of(field: FieldView<'_>, layers: usize) -> Vec<usize> {
    let (lines, cols) = field.shape();
    if layers > 1 { vec![layers, lines / layers, cols] } else { vec![lines, cols] }
}

/// Writes the cells of `field` in C order, little endian, one row at a time.
pub(crate) fn write_le(field: FieldView<'_>, writer: &mut dyn Write) -> io::Result<()> {
    let (rows, cols) = field.shape();
    let mut bytes = Vec::with_capacity(cols * Dtype::of(field).size());
    for row in 0..rows {
        bytes.clear();
        push_row(field, row, &mut bytes);
        writer.write_all(&bytes)?;
    }
    Ok(())
}

/// Appends one row of `field` to `bytes`, little endian.
pub(crate) fn push_row(field: FieldView<'_>, row: usize, bytes: &mut Vec<u8>) {
    match field {
        FieldView::F32(values) => {
            bytes.extend(values.row(row).iter().flat_map(|value| value.to_le_bytes()));
        }
        FieldView::F64(values) => {
            bytes.extend(values.row(row).iter().flat_map(|value| value.to_le_bytes()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposed_view_is_written_in_c_order() {
        let array = ndarray::array![[1.0, 2.0], [3.0, 4.0]];
        let mut bytes = Vec::new();
        write_le(FieldView::F64(array.t()), &mut bytes).unwrap();
        let read = FieldArray::from_le_bytes(Dtype::F64, (2, 2), &bytes).unwrap();
        assert_eq!(read, FieldArray::F64(ndarray::array![[1.0, 3.0], [2.0, 4.0]]));
    }

    #[test]
    fn wrong_number_of_bytes_is_refused() {
        assert_eq!(FieldArray::from_le_bytes(Dtype::F32, (1, 2), &[0; 7]), None);
        assert_eq!(FieldArray::from_le_bytes(Dtype::F64, (1, 2), &[0; 8]), None);
    }
}
