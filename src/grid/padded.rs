//! A field with ghosts beside every line, so that a stencil needs no case for the rim.

use crate::grid::{Boundary, Grid};
use ndarray::{ArrayView2, ShapeBuilder};

/// Cells before the first of a line: the last of them is its left ghost. Lines of doubles lie a
/// multiple of 64 bytes apart.
const LEAD: usize = 8;

/// Bytes of a cache line. The stored cells start at one, so that most vectors lie within one.
const CACHE_LINE: usize = 64;

/// Cells to spare in front of the stored ones, enough to reach the next cache line.
const SPARE: usize = 16;

/// A field with ghosts: a line of outside values, then [`Grid::lines`] lines of
/// [`Padded::stride`] cells, of which columns `LEAD − 1` and `LEAD + cols` are ghosts and the rest
/// is never read.
///
/// [`Padded::fill_ghosts`] gives the ghosts what the boundary asks for; every sweep reads them.
/// The neighbour of a line across a side of the grid is another line, or the outside one.
#[derive(Debug)]
pub struct Padded<T> {
    grid: Grid,
    /// Of the last [`Padded::fill_ghosts`].
    boundary: Boundary,
    stride: usize,
    /// Spare cells, then the stored ones.
    memory: Vec<T>,
    /// Where the stored cells start.
    start: usize,
}

impl<T: Copy> Padded<T> {
    /// A field whose cell in column j of line i has the value `value(i, j)`, asked for in C order.
    /// The ghosts hold copies of some cell until they are filled.
    pub fn from_fn(grid: Grid, mut value: impl FnMut(usize, usize) -> T) -> Self {
        let mut padded = Self::filled(grid, value(0, 0));
        for line in 0..grid.lines() {
            for (col, cell) in padded.line_mut(line).iter_mut().enumerate() {
                *cell = value(line, col);
            }
        }
        padded
    }

    /// A field that has `value` everywhere, ghosts included.
    pub(crate) fn filled(grid: Grid, value: T) -> Self {
        let stride = (LEAD + grid.cols() + 1).next_multiple_of(LEAD);
        let memory = vec![value; SPARE + (grid.lines() + 1) * stride];
        // Alignment is a matter of speed alone; where it is out of reach, any start will do.
        let start = Some(memory.as_ptr().align_offset(CACHE_LINE)).filter(|&at| at <= SPARE);
        let start = start.unwrap_or_default();
        Self { grid, boundary: Boundary::default(), stride, memory, start }
    }

    /// The grid, without the ghosts.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// The field without its ghosts, lines × cols.
    pub fn view(&self) -> ArrayView2<'_, T> {
        let (shape, strides) = ((self.grid.lines(), self.grid.cols()), (self.stride, 1));
        let inner = &self.stored()[self.stride + LEAD..];
        // The last line ends before the stored cells do, so the shape always fits.
        ArrayView2::from_shape(shape.strides(strides), inner)
            .unwrap_or_else(|_| ArrayView2::from(&[] as &[[T; 0]]))
    }

    /// Stored cells from one line to the next.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Where the cells of a line lie among its stored cells.
    pub fn columns(&self) -> std::ops::Range<usize> {
        LEAD..LEAD + self.grid.cols()
    }

    /// The cells of a row of a layer between its two ghosts. Either index may be −1 or one past
    /// the last: the line is then the one that the boundary puts there.
    #[inline]
    pub fn ghosted_line(&self, layer: isize, row: isize) -> &[T] {
        let (layers, rows) = (self.grid.layers(), self.grid.rows());
        let stored = match (self.across(layer, layers), self.across(row, rows)) {
            (Some(layer), Some(row)) => 1 + layer * rows + row,
            _ => 0,
        };
        &self.stored()[stored * self.stride + LEAD - 1..][..self.grid.cols() + 2]
    }

    /// The index that stands at `index` of an axis of `n`; `None` outside a Dirichlet rim.
    #[inline]
    fn across(&self, index: isize, n: usize) -> Option<usize> {
        if let Some(inside) = usize::try_from(index).ok().filter(|&index| index < n) {
            return Some(inside);
        }
        match self.boundary {
            Boundary::Periodic => Some(if index < 0 { n - 1 } else { 0 }),
            Boundary::Neumann => Some(if index < 0 { 0 } else { n - 1 }),
            Boundary::Dirichlet => None,
        }
    }

    /// All lines of the field to write, [`Padded::stride`] stored cells each.
    pub fn padded_lines_mut(&mut self) -> &mut [T] {
        let stride = self.stride;
        &mut self.stored_mut()[stride..]
    }

    /// The cells of one line of the field, without ghosts.
    #[inline]
    pub fn line(&self, line: usize) -> &[T] {
        &self.stored()[(line + 1) * self.stride + LEAD..][..self.grid.cols()]
    }

    /// The cells of one line of the field to write, without ghosts.
    pub fn line_mut(&mut self, line: usize) -> &mut [T] {
        let (stride, cols) = (self.stride, self.grid.cols());
        &mut self.stored_mut()[(line + 1) * stride + LEAD..][..cols]
    }

    /// Gives the ghosts what the boundary asks for; `outside` is the value of a Dirichlet rim.
    pub fn fill_ghosts(&mut self, boundary: Boundary, outside: T) {
        self.boundary = boundary;
        let (stride, cols) = (self.stride, self.grid.cols());
        let cells = self.stored_mut();
        if boundary == Boundary::Dirichlet {
            cells[..stride].fill(outside);
        }
        for line in cells[stride..].chunks_exact_mut(stride) {
            let (first, last) = (line[LEAD], line[LEAD + cols - 1]);
            (line[LEAD - 1], line[LEAD + cols]) = match boundary {
                Boundary::Periodic => (last, first),
                Boundary::Neumann => (first, last),
                Boundary::Dirichlet => (outside, outside),
            };
        }
    }

    fn stored(&self) -> &[T] {
        &self.memory[self.start..][..(self.grid.lines() + 1) * self.stride]
    }

    fn stored_mut(&mut self) -> &mut [T] {
        &mut self.memory[self.start..][..(self.grid.lines() + 1) * self.stride]
    }
}

impl<T: Copy> Clone for Padded<T> {
    /// A copy whose cells start at a cache line of their own.
    fn clone(&self) -> Self {
        let mut copy = Self::filled(self.grid, self.memory[self.start]);
        copy.boundary = self.boundary;
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
        (-1..3).map(|row| padded.ghosted_line(0, row).to_vec()).collect()
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

    #[test]
    fn layers_have_neighbours_too() {
        let grid = Grid::volume(3, 2, 1, 1.0).unwrap();
        for (boundary, before, behind) in [
            (Boundary::Periodic, [4, 4, 4], [1, 1, 1]),
            (Boundary::Neumann, [0, 0, 0], [5, 5, 5]),
            (Boundary::Dirichlet, [9, 9, 9], [9, 9, 9]),
        ] {
            let mut padded = Padded::from_fn(grid, |line, _| line);
            padded.fill_ghosts(boundary, 9);
            let sides = if boundary == Boundary::Dirichlet { [9, 3, 9] } else { [3, 3, 3] };
            assert_eq!(padded.ghosted_line(1, 1), sides);
            assert_eq!(padded.ghosted_line(-1, 0), before, "{boundary:?}");
            assert_eq!(padded.ghosted_line(3, 1), behind, "{boundary:?}");
        }
    }
}
