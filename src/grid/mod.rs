//! Where a field lives: the grid, its boundary and stencil, fields on it, the double buffer.

mod boundary;
mod buffer;
mod padded;
mod stencil;
mod view;

pub use crate::grid::boundary::Boundary;
pub use crate::grid::buffer::DoubleBuffer;
pub use crate::grid::padded::Padded;
pub use crate::grid::stencil::Stencil;
pub use crate::grid::view::FieldView;

/// What can be wrong with a grid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A side has no cell.
    #[error("a grid of {rows} × {cols} cells is empty: each side needs at least 1 cell")]
    Empty {
        /// Rows asked for.
        rows: usize,
        /// Columns asked for.
        cols: usize,
    },
    /// The spacing is not a positive finite length.
    #[error("grid.spacing = {found} is not a length: wanted a finite number above 0")]
    Spacing {
        /// The spacing asked for.
        found: f64,
    },
    /// An array does not have the grid's shape.
    #[error("an array of shape {found:?} does not fit a grid of {rows} × {cols} cells")]
    Shape {
        /// Shape found.
        found: Vec<usize>,
        /// Rows wanted.
        rows: usize,
        /// Columns wanted.
        cols: usize,
    },
}

/// A rectangular grid of square cells.
///
/// `rows` × `cols` cells, `spacing` apart (unit length) in both directions; stored in C order.
///
/// # Examples
///
/// ```
/// let grid = mfn::grid::Grid::new(64, 128, 0.5)?;
/// assert_eq!(grid.n_cells(), 8192);
/// # Ok::<(), mfn::grid::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    rows: usize,
    cols: usize,
    spacing: f64,
}

impl Grid {
    /// Makes a grid of `rows` × `cols` cells that are `spacing` apart.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if a side is 0, [`Error::Spacing`] if `spacing` is not above 0.
    pub fn new(rows: usize, cols: usize, spacing: f64) -> Result<Self, Error> {
        if rows == 0 || cols == 0 {
            return Err(Error::Empty { rows, cols });
        }
        if !(spacing.is_finite() && spacing > 0.0) {
            return Err(Error::Spacing { found: spacing });
        }
        Ok(Self { rows, cols, spacing })
    }

    /// Number of rows (first index).
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns (second index).
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// Distance between neighbouring cell centres, in unit length.
    pub fn spacing(&self) -> f64 {
        self.spacing
    }

    /// Number of cells.
    pub fn n_cells(&self) -> usize {
        self.rows * self.cols
    }
}
