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

use std::fmt;

/// What can be wrong with a grid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A side has no cell.
    #[error("a grid of {layers} × {rows} × {cols} cells is empty: each side needs at least 1 cell")]
    Empty {
        /// Layers asked for.
        layers: usize,
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
    #[error("an array of shape {found:?} does not fit a grid of shape {wanted:?}")]
    Shape {
        /// Shape found.
        found: Vec<usize>,
        /// Shape wanted.
        wanted: Vec<usize>,
    },
}

/// A rectangular grid of square cells, or a box of cubic ones.
///
/// A plane has `rows` × `cols` cells, a volume `layers` × `rows` × `cols`, `spacing` apart (unit
/// length) in every direction; stored in C order. A line is one row of one layer: a volume's lines
/// follow each other layer by layer.
///
/// # Examples
///
/// ```
/// use mfn::grid::Grid;
/// let plane = Grid::new(64, 128, 0.5)?;
/// assert_eq!((plane.n_cells(), plane.shape()), (8192, vec![64, 128]));
/// let volume = Grid::volume(32, 64, 128, 0.5)?;
/// assert_eq!((volume.lines(), volume.shape()), (2048, vec![32, 64, 128]));
/// # Ok::<(), mfn::grid::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    layers: usize,
    rows: usize,
    cols: usize,
    spacing: f64,
}

impl Grid {
    /// Makes a plane of `rows` × `cols` cells that are `spacing` apart.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if a side is 0, [`Error::Spacing`] if `spacing` is not above 0.
    pub fn new(rows: usize, cols: usize, spacing: f64) -> Result<Self, Error> {
        Self::volume(1, rows, cols, spacing)
    }

    /// Makes a volume of `layers` × `rows` × `cols` cells; with one layer it is a plane.
    ///
    /// # Errors
    ///
    /// As [`Grid::new`].
    pub fn volume(layers: usize, rows: usize, cols: usize, spacing: f64) -> Result<Self, Error> {
        if layers == 0 || rows == 0 || cols == 0 {
            return Err(Error::Empty { layers, rows, cols });
        }
        if !(spacing.is_finite() && spacing > 0.0) {
            return Err(Error::Spacing { found: spacing });
        }
        Ok(Self { layers, rows, cols, spacing })
    }

    /// Number of layers; 1 in a plane.
    pub fn layers(&self) -> usize {
        self.layers
    }

    /// Number of rows of a layer.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns (last index).
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// Number of lines: layers × rows.
    pub fn lines(&self) -> usize {
        self.layers * self.rows
    }

    /// Whether there is more than one layer.
    pub fn is_volume(&self) -> bool {
        self.layers > 1
    }

    /// Number of dimensions, 2 or 3.
    pub fn dimensions(&self) -> u32 {
        if self.is_volume() { 3 } else { 2 }
    }

    /// Cells along each axis, that is layers, rows and columns; a plane has no layers.
    pub fn shape(&self) -> Vec<usize> {
        let sides = [self.layers, self.rows, self.cols];
        sides[usize::from(!self.is_volume())..].to_vec()
    }

    /// Cells along the longest axis.
    pub fn longest_side(&self) -> usize {
        self.layers.max(self.rows).max(self.cols)
    }

    /// Distance between neighbouring cell centres, in unit length.
    pub fn spacing(&self) -> f64 {
        self.spacing
    }

    /// Area of a cell in a plane, its volume in a volume, in unit length².
    pub fn cell_size(&self) -> f64 {
        let area = self.spacing * self.spacing;
        if self.is_volume() { area * self.spacing } else { area }
    }

    /// The same cells and spacing with other sides.
    ///
    /// # Errors
    ///
    /// As [`Grid::new`].
    pub fn resized(&self, layers: usize, rows: usize, cols: usize) -> Result<Self, Error> {
        Self::volume(layers, rows, cols, self.spacing)
    }

    /// Number of cells.
    pub fn n_cells(&self) -> usize {
        self.lines() * self.cols
    }
}

impl fmt::Display for Grid {
    /// The sides: `64 × 128`, or `32 × 64 × 128` of a volume.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_volume() {
            write!(formatter, "{} × ", self.layers)?;
        }
        write!(formatter, "{} × {}", self.rows, self.cols)
    }
}
