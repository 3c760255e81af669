//! A field with one ghost cell on every side, so that a stencil needs no case for the rim.

use crate::grid::{Boundary, Grid};
use ndarray::{ArrayView2, ShapeBuilder};

/// Cells before the first of a row: the last of them is its left ghost. Rows of doubles lie a
/// multiple of 64 bytes apart.
const LEAD: usize = 8;

/// Bytes of a cache line. The stored cells start at one, so that most vectors lie within one.
const CACHE_LINE: usize = 64;

/// Cells to spare in front of the stored ones, enough to reach the next cache line.
const SPARE: usize = 16;

/// A field with a rim of ghosts: (rows + 2) rows of [`Padded::stride`] cells, of which columns
/// `LEAD − 1` and `LEAD + cols` are ghosts and the rest is never read.
///
/// [`Padded::fill_ghosts`] gives the ghosts what the boundary asks for; every sweep reads them.
#[derive(Debug)]
pub struct Padded<T> {
    grid: Grid,
    stride: usize,
    /// Spare cells, then the stored ones.
    memory: Vec<T>,
    /// Where the stored cells start.
    start: usize,
}

impl<T: Copy> Padded<T> {
    /// A field whose cell (i, j) has the value `value(i, j)`, asked for in C order. The ghosts
    /// hold copies of some cell until they are filled.
    pub fn from_fn(grid: Grid, mut value: impl FnMut(usize, usize) -> T) -> Self {
        let mut padded = Self::filled(grid, value(0, 0));
        for row in 0..grid.rows() {
            for (col, cell) in padded.row_mut(row).iter_mut().enumerate() {
                *cell = value(row, col);
            }
        }
        padded
    }

    /// A field that has `value` everywhere, ghosts included.
    fn filled(grid: Grid, value: T) -> Self {
        let stride = (LEAD + grid.cols() + 1).next_multiple_of(LEAD);
        let memory = vec![value; SPARE + (grid.rows() + 2) * stride];
        // Alignment is a matter of speed alone; where it is out of reach, any start will do.
        let start = Some(memory.as_ptr().align_offset(CACHE_LINE)).filter(|&at| at <= SPARE);
        Self { grid, stride, memory, start: start.unwrap_or_default() }
    }

    /// The grid, without the ghosts.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// The field without its ghosts.
    pub fn view(&self) -> ArrayView2<'_, T> {
        let (shape, strides) = ((self.grid.rows(), self.grid.cols()), (self.stride, 1));
        let inner = &self.stored()[self.stride + LEAD..];
        // The last row ends before the stored cells do, so the shape always fits.
        ArrayView2::from_shape(shape.strides(strides), inner)
            .unwrap_or_else(|_| ArrayView2::from(&[] as &[[T; 0]]))
    }

    /// Stored cells from one row to the next.
    pub fn stride(&self) -> usize {
        self.stride
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

    /// The cells of one row of the field, without ghosts.
    #[inline]
    pub fn row(&self, row: usize) -> &[T] {
        &self.stored()[(row + 1) * self.stride + LEAD..][..self.grid.cols()]
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
        &self.memory[self.start..][..(self.grid.rows() + 2) * self.stride]
    }

    fn stored_mut(&mut self) -> &mut [T] {
        &mut self.memory[self.start..][..(self.grid.rows() + 2) * self.stride]
    }
}

impl<T: Copy> Clone for Padded<T> {
    /// A copy whose cells start at a cache line of their own.
    fn clone(&self) -> Self {
        let mut copy = Self::filled(self.grid, self.memory[self.start]);
        copy.stored_mut().copy_from_slice(self.stored());
        copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ghosts(boundary: Boundary) -> Vec<Vec<i32>> {
        let grid = Grid::new(2, 3, 1.0).unwrap();
        let field = ndarray::array![[1, 2, 3], [4, 5, 6]];
        let mut padded = Padded::from_fn(grid, |row, col| field[(row, col)]);
        padded.fill_ghosts(boundary, 9);
        assert_eq!(padded.view(), field);
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
