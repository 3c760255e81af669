//! A field with one ghost cell on every side, so that a stencil needs no case for the rim.

use crate::grid::{Boundary, Field, Grid};
use ndarray::{Array2, ArrayView2, s};

/// Cells before the first of a row: the last of them is its left ghost. A row of doubles then
/// starts at a multiple of 64 bytes after the one before, so most vectors cross no cache line.
const LEAD: usize = 8;

/// A field with a rim of ghosts: (rows + 2) rows of [`Padded::stride`] cells, of which columns
/// `LEAD − 1` and `LEAD + cols` are ghosts and the rest is never read.
///
/// [`Padded::fill_ghosts`] gives the ghosts what the boundary asks for; every sweep reads them.
#[derive(Debug, Clone, PartialEq)]
pub struct Padded<T> {
    grid: Grid,
    cells: Array2<T>,
}

impl<T: Copy> Padded<T> {
    /// A field whose cell (i, j) has the value `value(i, j)`, asked for in C order. The ghosts
    /// hold copies of some cell until they are filled.
    pub fn from_fn(grid: Grid, mut value: impl FnMut(usize, usize) -> T) -> Self {
        let first = value(0, 0);
        let stride = (LEAD + grid.cols() + 1).next_multiple_of(LEAD);
        let mut padded = Self { grid, cells: Array2::from_elem((grid.rows() + 2, stride), first) };
        for row in 0..grid.rows() {
            for (col, cell) in padded.row_mut(row).iter_mut().enumerate() {
                *cell = value(row, col);
            }
        }
        padded
    }

    /// Pads a field.
    pub fn from_field(field: &Field<T>) -> Self {
        let values = field.array();
        Self::from_fn(field.grid(), |row, col| values[(row, col)])
    }

    /// The grid, without the ghosts.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// The field without its ghosts.
    pub fn view(&self) -> ArrayView2<'_, T> {
        self.cells.slice(s![1..=self.grid.rows(), LEAD..LEAD + self.grid.cols()])
    }

    /// Stored cells from one row to the next.
    pub fn stride(&self) -> usize {
        self.cells.ncols()
    }

    /// Where the cells of a row lie among its stored cells.
    pub fn columns(&self) -> std::ops::Range<usize> {
        LEAD..LEAD + self.grid.cols()
    }

    /// The cells of row `row` between its two ghosts: 0 is the ghost row above, `rows + 1` the
    /// one below.
    #[inline]
    pub fn ghosted_row(&self, row: usize) -> &[T] {
        &self.stored()[row * self.stride() + LEAD - 1..][..self.grid.cols() + 2]
    }

    /// All rows of the field to write, [`Padded::stride`] stored cells each.
    pub fn padded_rows_mut(&mut self) -> &mut [T] {
        let (stride, rows) = (self.stride(), self.grid.rows());
        &mut self.stored_mut()[stride..][..rows * stride]
    }

    /// The cells of one row of the field to write, without ghosts.
    pub fn row_mut(&mut self, row: usize) -> &mut [T] {
        let (stride, cols) = (self.stride(), self.grid.cols());
        &mut self.stored_mut()[(row + 1) * stride + LEAD..][..cols]
    }

    /// Gives the ghosts what the boundary asks for; `outside` is the value of a Dirichlet rim.
    ///
    /// Ghost columns run over the ghost rows too, so that the corners are right.
    pub fn fill_ghosts(&mut self, boundary: Boundary, outside: T) {
        let (stride, rows, cols) = (self.stride(), self.grid.rows(), self.grid.cols());
        let cells = self.stored_mut();
        let (above, below) = (0..stride, (rows + 1) * stride..(rows + 2) * stride);
        match boundary {
            Boundary::Periodic => {
                cells.copy_within(rows * stride..(rows + 1) * stride, above.start);
                cells.copy_within(stride..2 * stride, below.start);
            }
            Boundary::Neumann => {
                cells.copy_within(stride..2 * stride, above.start);
                cells.copy_within(rows * stride..(rows + 1) * stride, below.start);
            }
            Boundary::Dirichlet => {
                cells[above].fill(outside);
                cells[below].fill(outside);
            }
        }
        for line in cells.chunks_exact_mut(stride) {
            let (first, last) = (line[LEAD], line[LEAD + cols - 1]);
            (line[LEAD - 1], line[LEAD + cols]) = match boundary {
                Boundary::Periodic => (last, first),
                Boundary::Neumann => (first, last),
                Boundary::Dirichlet => (outside, outside),
            };
        }
    }

    fn stored(&self) -> &[T] {
        // `from_shape_fn` makes the standard layout, so the slice exists.
        self.cells.as_slice().unwrap_or_default()
    }

    fn stored_mut(&mut self) -> &mut [T] {
        self.cells.as_slice_mut().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ghosts(boundary: Boundary) -> Vec<Vec<i32>> {
        let grid = Grid::new(2, 3, 1.0).unwrap();
        let field = Field::from_array(grid, ndarray::array![[1, 2, 3], [4, 5, 6]]).unwrap();
        let mut padded = Padded::from_field(&field);
        padded.fill_ghosts(boundary, 9);
        assert_eq!(padded.view(), field.array());
        (0..4).map(|row| padded.ghosted_row(row).to_vec()).collect()
    }

    #[test]
    fn torus_wraps() {
        let expected = [[6, 4, 5, 6, 4], [3, 1, 2, 3, 1], [6, 4, 5, 6, 4], [3, 1, 2, 3, 1]];
        assert_eq!(ghosts(Boundary::Periodic), expected);
    }

    #[test]
    fn zero_flux_repeats_the_rim() {
        let expected = [[1, 1, 2, 3, 3], [1, 1, 2, 3, 3], [4, 4, 5, 6, 6], [4, 4, 5, 6, 6]];
        assert_eq!(ghosts(Boundary::Neumann), expected);
    }

    #[test]
    fn fixed_value_stands_outside() {
        let expected = [[9, 9, 9, 9, 9], [9, 1, 2, 3, 9], [9, 4, 5, 6, 9], [9, 9, 9, 9, 9]];
        assert_eq!(ghosts(Boundary::Dirichlet), expected);
    }
}
