//! A field of either precision, as the edges see it.

use crate::grid::Padded;
use ndarray::{ArrayView1, ArrayView2, s};

/// A borrowed field, rows × cols, in single or double precision; of a volume the rows of all
/// layers, one layer after the other.
#[derive(Debug, Clone, Copy)]
pub enum FieldView<'a> {
    /// Single precision.
    F32(ArrayView2<'a, f32>),
    /// Double precision.
    F64(ArrayView2<'a, f64>),
}

impl FieldView<'_> {
    /// One layer of a volume's field, `rows` × cols; all of it where `rows` are all there are.
    ///
    /// # Panics
    ///
    /// As a slice does, if there is no such layer.
    #[must_use]
    pub fn layer(&self, layer: usize, rows: usize) -> Self {
        let lines = layer * rows..(layer + 1) * rows;
        match self {
            Self::F32(values) => Self::F32(values.slice_move(s![lines, ..])),
            Self::F64(values) => Self::F64(values.slice_move(s![lines, ..])),
        }
    }

    /// The same view for a shorter time. (The compiler cannot shorten it by itself: ndarray's view
    /// types are invariant in their lifetime.)
    pub fn reborrow(&self) -> FieldView<'_> {
        match self {
            Self::F32(values) => FieldView::F32(values.view()),
            Self::F64(values) => FieldView::F64(values.view()),
        }
    }

    /// Rows (of all layers) and columns.
    pub fn shape(&self) -> (usize, usize) {
        match self {
            Self::F32(values) => values.dim(),
            Self::F64(values) => values.dim(),
        }
    }

    /// The value of one cell, widened to f64.
    pub fn get(&self, row: usize, col: usize) -> f64 {
        match self {
            Self::F32(values) => f64::from(values[(row, col)]),
            Self::F64(values) => values[(row, col)],
        }
    }

    /// Copies one row into `out`, widened to f64. `out` is as long as the row.
    pub fn copy_row(&self, row: usize, out: &mut [f64]) {
        self.map_row(row, out, |value| value);
    }

    /// Writes `map` of every value of one row, widened to f64, into `out`, as long as the row.
    pub fn map_row<T>(&self, row: usize, out: &mut [T], map: impl Fn(f64) -> T) {
        match self {
            Self::F32(values) => map_values(&values.row(row), out, |value| map(f64::from(value))),
            Self::F64(values) => map_values(&values.row(row), out, map),
        }
    }

    /// The smallest and the largest value; NaN is passed over. `None` if nothing is left.
    pub fn range(&self) -> Option<(f64, f64)> {
        match self {
            Self::F32(values) => range(values.iter().map(|value| f64::from(*value))),
            Self::F64(values) => range(values.iter().copied()),
        }
    }
}

fn map_values<V: Copy, T>(row: &ArrayView1<'_, V>, out: &mut [T], map: impl Fn(V) -> T) {
    // The slice is a second path because only a loop over slices becomes vector instructions.
    if let Some(values) = row.as_slice() {
        for (slot, value) in out.iter_mut().zip(values) {
            *slot = map(*value);
        }
    } else {
        for (slot, value) in out.iter_mut().zip(row) {
            *slot = map(*value);
        }
    }
}

fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|value| !value.is_nan()).fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

impl<'a> From<&'a Padded<f32>> for FieldView<'a> {
    fn from(field: &'a Padded<f32>) -> Self {
        Self::F32(field.view())
    }
}

impl<'a> From<&'a Padded<f64>> for FieldView<'a> {
    fn from(field: &'a Padded<f64>) -> Self {
        Self::F64(field.view())
    }
}
