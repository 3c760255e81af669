//! Pictures of a volume: slices through it, and its surface seen from outside.

mod camera;
mod slices;
pub(crate) mod surface;

pub use crate::plot::volume::slices::Slices;
pub use crate::plot::volume::surface::Surface;

use crate::grid::FieldView;
use crate::plot::Error;
use ndarray::Array2;

/// A field of several layers, borrowed.
#[derive(Debug, Clone, Copy)]
pub struct Volume<'a> {
    /// The values, the rows of one layer after those of the other × cols.
    pub field: FieldView<'a>,
    /// Number of layers.
    pub layers: usize,
}

impl<'a> Volume<'a> {
    /// Layers, rows and columns.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if a side has no cell, or the layers are not all alike.
    pub(crate) fn shape(&self) -> Result<[usize; 3], Error> {
        let (lines, cols) = self.field.shape();
        let rows = lines.checked_div(self.layers).unwrap_or_default();
        if rows == 0 || cols == 0 || rows * self.layers != lines {
            return Err(Error::Empty { rows: lines, cols });
        }
        Ok([self.layers, rows, cols])
    }

    /// The rows of one layer.
    fn layer(&self, layer: usize, rows: usize) -> FieldView<'a> {
        self.field.layer(layer, rows)
    }

    /// All layers at one row: layers × cols.
    fn at_row(&self, row: usize, [layers, rows, cols]: [usize; 3]) -> Array2<f64> {
        Array2::from_shape_fn((layers, cols), |(layer, col)| {
            self.field.get(layer * rows + row, col)
        })
    }

    /// All layers at one column: rows × layers.
    fn at_col(&self, col: usize, [layers, rows, _]: [usize; 3]) -> Array2<f64> {
        Array2::from_shape_fn((rows, layers), |(row, layer)| {
            self.field.get(layer * rows + row, col)
        })
    }
}
