//! A measure on the cells of a grid: what a multifractal spectrum describes.

use crate::fractal::Mask;
use crate::fractal::Undefined;
use crate::grid::FieldView;

/// A non-negative mass in each cell, with a total above zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    rows: usize,
    cols: usize,
    /// In C order, relative to the largest.
    masses: Vec<f64>,
}

impl Measure {
    /// Takes the values of a field as masses (a density per cell: a concentration, a probability).
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::NotFinite`], [`Undefined::Negative`] if a value is
    /// below zero, [`Undefined::Constant`] if all are zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::fractal::{Measure, Undefined};
    /// use mfn::grid::FieldView;
    /// let field = ndarray::array![[0.25, -1.0], [0.0, 3.0]];
    /// assert_eq!(Measure::of_density(FieldView::F64(field.view())), Err(Undefined::Negative));
    /// assert!(Measure::of_shifted(FieldView::F64(field.view())).is_ok());
    /// ```
    pub fn of_density(field: FieldView<'_>) -> Result<Self, Undefined> {
        let (low, high) = finite_range(field)?;
        if low < 0.0 {
            return Err(Undefined::Negative);
        }
        Self::scaled(field, 1.0, 0.0, high)
    }

    /// Takes the values less the smallest one as masses: a potential, or any field with a sign.
    ///
    /// The cell of the smallest value has no mass.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::NotFinite`], [`Undefined::Constant`].
    pub fn of_shifted(field: FieldView<'_>) -> Result<Self, Undefined> {
        let (low, high) = finite_range(field)?;
        // Halves, because the range of finite values may overflow.
        Self::scaled(field, 0.5, 0.5 * low, 0.5 * high)
    }

    /// The uniform measure on the active cells.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::Empty`].
    pub fn of_mask(mask: Mask<'_>) -> Result<Self, Undefined> {
        let (rows, cols) = mask.shape();
        if rows == 0 || cols == 0 {
            return Err(Undefined::NoCells);
        }
        let (mut masses, mut cells) = (Vec::with_capacity(rows * cols), vec![false; cols]);
        for row in 0..rows {
            mask.copy_row(row, &mut cells);
            masses.extend(cells.iter().map(|cell| f64::from(u8::from(*cell))));
        }
        if !masses.iter().any(|mass| *mass > 0.0) {
            return Err(Undefined::Empty);
        }
        Ok(Self { rows, cols, masses })
    }

    /// (share · s − low) / (high − low).
    fn scaled(field: FieldView<'_>, share: f64, low: f64, high: f64) -> Result<Self, Undefined> {
        let (rows, cols) = field.shape();
        let range = high - low;
        if range <= 0.0 {
            return Err(Undefined::Constant);
        }
        let mut masses = vec![0.0; rows * cols];
        for (row, line) in masses.chunks_exact_mut(cols).enumerate() {
            field.map_row(row, line, |value| (share * value - low) / range);
        }
        Ok(Self { rows, cols, masses })
    }

    /// Rows and columns.
    pub fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    /// The masses relative to the largest, in C order.
    pub(crate) fn masses(&self) -> &[f64] {
        &self.masses
    }
}

/// Smallest and largest value of a field without NaN or infinity.
fn finite_range(field: FieldView<'_>) -> Result<(f64, f64), Undefined> {
    let (rows, cols) = field.shape();
    if rows == 0 || cols == 0 {
        return Err(Undefined::NoCells);
    }
    let mut line = vec![0.0; cols];
    let (mut low, mut high, mut finite) = (f64::INFINITY, f64::NEG_INFINITY, true);
    for row in 0..rows {
        field.copy_row(row, &mut line);
        for value in &line {
            finite &= value.is_finite();
            low = low.min(*value);
            high = high.max(*value);
        }
    }
    if finite { Ok((low, high)) } else { Err(Undefined::NotFinite) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    #[test]
    fn masses_are_relative_to_the_largest() {
        let field = ndarray::array![[-2.0, 0.0, 2.0]];
        let view = FieldView::F64(field.view());
        assert_eq!(Measure::of_shifted(view).unwrap().masses(), [0.0, 0.5, 1.0]);
        let field = ndarray::array![[1.0, 0.0, 4.0]];
        let view = FieldView::F64(field.view());
        assert_eq!(Measure::of_density(view).unwrap().masses(), [0.25, 0.0, 1.0]);
        assert_eq!(Measure::of_shifted(view).unwrap().masses(), [0.25, 0.0, 1.0]);
        let huge = ndarray::array![[-1.7e308, 1.7e308]];
        assert_eq!(Measure::of_shifted(FieldView::F64(huge.view())).unwrap().masses(), [0.0, 1.0]);
    }

    #[test]
    fn fields_without_a_measure_say_why() {
        let of = |field: Array2<f64>| {
            let view = FieldView::F64(field.view());
            (Measure::of_density(view).err(), Measure::of_shifted(view).err())
        };
        let both = |reason| (Some(reason), Some(reason));
        assert_eq!(of(Array2::zeros((0, 3))), both(Undefined::NoCells));
        assert_eq!(of(ndarray::array![[1.0, f64::NAN]]), both(Undefined::NotFinite));
        assert_eq!(of(ndarray::array![[1.0, f64::INFINITY]]), both(Undefined::NotFinite));
        assert_eq!(of(Array2::zeros((4, 4))), both(Undefined::Constant));
        assert_eq!(of(Array2::from_elem((4, 4), 3.0)), (None, Some(Undefined::Constant)));
        assert_eq!(of(ndarray::array![[1.0, -1.0]]), (Some(Undefined::Negative), None));
        let none = Array2::from_elem((2, 2), false);
        assert_eq!(Measure::of_mask(Mask::Cells(none.view())), Err(Undefined::Empty));
    }
}
