//! A set of active cells, read row by row and never stored.

use crate::grid::FieldView;
use ndarray::ArrayView2;

/// The active cells of a grid.
#[derive(Debug, Clone, Copy)]
pub enum Mask<'a> {
    /// The cells whose value is above a threshold (strict `>`, in f64; NaN is not active).
    Above {
        /// The field.
        field: FieldView<'a>,
        /// The threshold, in the field's own unit.
        threshold: f64,
    },
    /// The cells that are `true`.
    Cells(ArrayView2<'a, bool>),
}

impl Mask<'_> {
    /// Rows and columns.
    pub fn shape(&self) -> (usize, usize) {
        match self {
            Self::Above { field, .. } => field.shape(),
            Self::Cells(cells) => cells.dim(),
        }
    }

    /// Writes one row into `out`, which is as long as the row.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::fractal::Mask;
    /// use mfn::grid::FieldView;
    ///
    /// let volts = ndarray::array![[-0.07, -0.06, -0.05]];
    /// let mask = Mask::Above { field: FieldView::F64(volts.view()), threshold: -0.06 };
    /// let mut row = [false; 3];
    /// mask.copy_row(0, &mut row);
    /// assert_eq!(row, [false, false, true]);
    /// ```
    pub fn copy_row(&self, row: usize, out: &mut [bool]) {
        match self {
            Self::Above { field, threshold } => {
                field.map_row(row, out, |value| value > *threshold);
            }
            Self::Cells(cells) => {
                for (slot, cell) in out.iter_mut().zip(cells.row(row)) {
                    *slot = *cell;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(mask: Mask<'_>) -> Vec<Vec<bool>> {
        let (rows, cols) = mask.shape();
        let mut out = vec![vec![false; cols]; rows];
        for (row, out) in out.iter_mut().enumerate() {
            mask.copy_row(row, out);
        }
        out
    }

    #[test]
    fn value_at_the_threshold_and_nan_are_not_active() {
        let field = ndarray::array![[1.0, 1.0 + f64::EPSILON], [f64::NAN, 0.0]];
        let mask = Mask::Above { field: FieldView::F64(field.view()), threshold: 1.0 };
        assert_eq!(rows(mask), [[false, true], [false, false]]);
    }

    #[test]
    fn transposed_view_is_read_by_its_own_rows() {
        let cells = ndarray::array![[true, false], [true, true]];
        assert_eq!(rows(Mask::Cells(cells.t())), [[true, true], [false, true]]);
    }

    #[test]
    fn single_precision_is_compared_in_double() {
        // 0.1f32 is above 0.1 once widened.
        let field = ndarray::array![[0.1f32]];
        let mask = Mask::Above { field: FieldView::F32(field.view()), threshold: 0.1 };
        assert_eq!(rows(mask), [[true]]);
    }
}
