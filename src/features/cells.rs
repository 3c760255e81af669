//! A field as one slice of finite numbers in C order, or why it is none.

use crate::fractal::Undefined;
use crate::grid::FieldView;
use std::borrow::Cow;

/// The cells of a field: at least one, all finite. Borrowed where the field is contiguous f64.
#[derive(Debug, Clone)]
pub(crate) struct Cells<'a> {
    pub(crate) rows: usize,
    pub(crate) cols: usize,
    pub(crate) values: Cow<'a, [f64]>,
}

impl<'a> Cells<'a> {
    /// The cells of `field`, in its own unit.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::NotFinite`].
    pub(crate) fn of(field: FieldView<'a>) -> Result<Self, Undefined> {
        let (rows, cols) = field.shape();
        if rows == 0 || cols == 0 {
            return Err(Undefined::NoCells);
        }
        let contiguous = match &field {
            FieldView::F64(values) => values.to_slice(),
            FieldView::F32(_) => None,
        };
        let values = contiguous.map_or_else(|| Cow::Owned(copied(field)), Cow::Borrowed);
        if !values.iter().fold(true, |finite, value| finite & value.is_finite()) {
            return Err(Undefined::NotFinite);
        }
        Ok(Self { rows, cols, values })
    }

    /// The rows, in order.
    pub(crate) fn lines(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.cols)
    }

    /// The smallest and the largest value.
    pub(crate) fn range(&self) -> (f64, f64) {
        let mut extrema = crate::features::moments::Extrema::default();
        extrema.push(&self.values);
        (extrema.min(), extrema.max())
    }
}

fn copied(field: FieldView<'_>) -> Vec<f64> {
    let (rows, cols) = field.shape();
    let mut values = vec![0.0; rows * cols];
    for (row, line) in values.chunks_exact_mut(cols).enumerate() {
        field.copy_row(row, line);
    }
    values
}

/// The value, unless it left the range of double precision.
pub(crate) fn finite(value: f64) -> Result<f64, Undefined> {
    if value.is_finite() { Ok(value) } else { Err(Undefined::Overflow) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    #[test]
    fn field_without_cells_or_with_a_hole_has_none() {
        for shape in [(0, 0), (0, 5), (5, 0)] {
            let field = Array2::<f64>::zeros(shape);
            let found = Cells::of(FieldView::F64(field.view()));
            assert_eq!(found.map(|_| ()).unwrap_err(), Undefined::NoCells);
        }
        for hole in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let field = ndarray::array![[1.0, 2.0], [hole, 3.0]];
            let found = Cells::of(FieldView::F64(field.view()));
            assert_eq!(found.map(|_| ()).unwrap_err(), Undefined::NotFinite);
        }
    }

    #[test]
    fn every_view_is_read_by_its_own_rows() {
        let field = ndarray::array![[1.0_f32, 2.0], [3.0, 4.0], [5.0, 9.0]];
        let cells = Cells::of(FieldView::F32(field.t())).unwrap();
        assert_eq!(cells.values.as_ref(), [1.0, 3.0, 5.0, 2.0, 4.0, 9.0]);
        assert_eq!(cells.range(), (1.0, 9.0));
        let wide = ndarray::array![[1.0, 2.0], [3.0, 4.0]];
        let borrowed = Cells::of(FieldView::F64(wide.view())).unwrap();
        assert!(matches!(borrowed.values, Cow::Borrowed(_)));
    }
}
