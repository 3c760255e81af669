//! One scalar field on a grid.

use crate::grid::{Error, Grid};
use ndarray::{Array2, ArrayView2};

/// A scalar field: one value a cell, rows × cols, C order.
#[derive(Debug, Clone, PartialEq)]
pub struct Field<T> {
    grid: Grid,
    values: Array2<T>,
}

impl<T: Copy> Field<T> {
    /// A field that has `value` everywhere.
    pub fn filled(grid: Grid, value: T) -> Self {
        Self { grid, values: Array2::from_elem((grid.rows(), grid.cols()), value) }
    }

    /// A field from an array of the grid's shape.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if the array's shape is not rows × cols.
    pub fn from_array(grid: Grid, array: Array2<T>) -> Result<Self, Error> {
        if array.dim() != (grid.rows(), grid.cols()) {
            return Err(Error::Shape {
                found: array.shape().to_vec(),
                rows: grid.rows(),
                cols: grid.cols(),
            });
        }
        let values = if array.is_standard_layout() {
            array
        } else {
            array.as_standard_layout().into_owned()
        };
        Ok(Self { grid, values })
    }

    /// A field whose cell (i, j) has the value `value(i, j)`, computed in C order.
    pub fn from_fn(grid: Grid, mut value: impl FnMut(usize, usize) -> T) -> Self {
        let shape = (grid.rows(), grid.cols());
        Self { grid, values: Array2::from_shape_fn(shape, |(row, col)| value(row, col)) }
    }

    /// The grid the field lives on.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// All values in C order.
    pub fn cells(&self) -> &[T] {
        // Every constructor keeps the standard layout, so the slice exists.
        self.values.as_slice().unwrap_or_default()
    }

    /// All values in C order, to write.
    pub fn cells_mut(&mut self) -> &mut [T] {
        self.values.as_slice_mut().unwrap_or_default()
    }

    /// The values of one row.
    pub fn row(&self, row: usize) -> &[T] {
        let cols = self.grid.cols();
        &self.cells()[row * cols..(row + 1) * cols]
    }

    /// The values as a two-dimensional view.
    pub fn array(&self) -> ArrayView2<'_, T> {
        self.values.view()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_shape_is_refused() {
        let grid = Grid::new(2, 3, 1.0).unwrap();
        let error = Field::from_array(grid, Array2::<f64>::zeros((3, 2))).unwrap_err();
        assert_eq!(error, Error::Shape { found: vec![3, 2], rows: 2, cols: 3 });
    }

    #[test]
    fn transposed_array_is_stored_in_c_order() {
        let grid = Grid::new(2, 2, 1.0).unwrap();
        let array = ndarray::array![[1.0, 2.0], [3.0, 4.0]].reversed_axes();
        let field = Field::from_array(grid, array).unwrap();
        assert_eq!(field.cells(), [1.0, 3.0, 2.0, 4.0]);
        assert_eq!(field.row(1), [2.0, 4.0]);
    }
}
