//! Where the active cells end: all of it, its outer part, and what a walker outside can reach.

use crate::fractal::Mask;
use crate::fractal::cover::Cells;
use crate::fractal::flood::{Steps, Wrap, after, before, flood};
use crate::grid::Boundary;
use ndarray::Array2;

/// Which part of the interface of a set is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interface {
    /// Active cells that share an edge with an inactive one: every phase boundary.
    All,
    /// Active cells that touch, by an edge or a corner, the outside: the inactive cells that are
    /// connected to the rim across edges and corners. Lakes do not count; fjords do, through
    /// however narrow a strait. For the largest percolation cluster this is the hull, D = 7/4.
    Hull,
    /// The same with an outside that is connected across edges only, and touched across edges: what
    /// a walker on cells can reach. For percolation the external perimeter, D = 4/3.
    External,
}

impl Interface {
    /// The cells of this interface of `mask`, rows × cols.
    ///
    /// A periodic grid has no rim: its outside is connected to the first and the last row, the
    /// columns being joined. Cells beyond the rim of another grid are neither active nor inactive,
    /// so the rim itself is no interface. The result may be empty; measure it with
    /// [`BoxCover`](crate::fractal::BoxCover) or
    /// [`mass_dimension`](crate::fractal::mass_dimension). O(cells).
    ///
    /// # Reference
    ///
    /// H. Saleur, B. Duplantier, Phys. Rev. Lett. 58 (1987) 2325 (hull); T. Grossman, A. Aharony,
    /// J. Phys. A 19 (1986) L745 (external perimeter).
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::fractal::{Interface, Mask};
    /// use mfn::grid::Boundary;
    ///
    /// // A ring of 5 × 5 cells with a lake of 3 × 3.
    /// let ring = ndarray::Array2::from_shape_fn((9, 9), |(i, j)| {
    ///     let depth = i.abs_diff(4).max(j.abs_diff(4));
    ///     depth == 2 || depth == 1 && i == 4
    /// });
    /// let count = |part: Interface| {
    ///     let cells = part.cells(Mask::Cells(ring.view()), Boundary::Neumann);
    ///     cells.iter().filter(|cell| **cell).count()
    /// };
    /// assert_eq!((count(Interface::All), count(Interface::Hull)), (18, 16));
    /// ```
    pub fn cells(self, mask: Mask<'_>, boundary: Boundary) -> Array2<bool> {
        let active = Cells::of(mask);
        let (rows, cols) = (active.rows, active.cols);
        if rows == 0 || cols == 0 {
            return Array2::from_elem((rows, cols), false);
        }
        let periodic = boundary == Boundary::Periodic;
        let wrap = Wrap { rows: periodic, cols: periodic };
        let mut other = active.clone();
        other.bytes.iter_mut().for_each(|byte| *byte = 1 - *byte);
        let steps = match self {
            Self::All => return touching(&active, &other, Steps::Edges, wrap),
            Self::Hull => Steps::Corners,
            Self::External => Steps::Edges,
        };
        let rim = |cell: &(usize, usize)| {
            let at_end = cell.0 == 0 || cell.0 + 1 == rows;
            at_end || (!periodic && (cell.1 == 0 || cell.1 + 1 == cols))
        };
        let seeds = (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col))).filter(rim);
        // The rows stay apart: from row 0 of a torus the last row is no step away.
        let outside = flood(&other, seeds, steps, Wrap { rows: false, cols: periodic });
        touching(&active, &outside, steps, wrap)
    }
}

/// The active cells with a neighbour in `other`.
fn touching(active: &Cells, other: &Cells, steps: Steps, wrap: Wrap) -> Array2<bool> {
    let (rows, cols) = (active.rows, active.cols);
    let is_other = |row: usize, col: usize| other.bytes.get(row * cols + col) == Some(&1);
    Array2::from_shape_fn((rows, cols), |(row, col)| {
        if active.bytes.get(row * cols + col) != Some(&1) {
            return false;
        }
        let [up, down] = [before(row, rows, wrap.rows), after(row, rows, wrap.rows)];
        let [left, right] = [before(col, cols, wrap.cols), after(col, cols, wrap.cols)];
        let across = [left, right].into_iter().flatten();
        let along = [up, down].into_iter().flatten();
        across.clone().any(|col| is_other(row, col))
            || along.clone().any(|row| {
                is_other(row, col)
                    || (steps == Steps::Corners && across.clone().any(|col| is_other(row, col)))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(part: Interface, mask: &Array2<bool>, boundary: Boundary) -> usize {
        let cells = part.cells(Mask::Cells(mask.view()), boundary);
        cells.iter().filter(|cell| **cell).count()
    }

    #[test]
    fn stripe_has_two_interfaces_wherever_it_lies() {
        let stripe = Array2::from_shape_fn((12, 8), |(row, _)| row < 4);
        assert_eq!(found(Interface::All, &stripe, Boundary::Periodic), 16);
        assert_eq!(found(Interface::All, &stripe, Boundary::Neumann), 8);
        assert_eq!(found(Interface::Hull, &stripe, Boundary::Periodic), 16);
        assert_eq!(found(Interface::External, &stripe, Boundary::Neumann), 8);
    }

    #[test]
    fn strait_of_a_corner_lets_the_hull_in_but_no_walker() {
        // A bay inside four cells, open to the outside by a corner at (1, 1)–(2, 2).
        let mut block = Array2::from_elem((7, 7), false);
        for (row, col) in [(1, 2), (2, 1), (1, 3), (3, 1), (2, 4), (3, 4), (4, 2), (4, 3), (4, 4)] {
            block[(row, col)] = true;
        }
        // And (4, 1), (1, 4) close the other corners; the bay is rows and columns 2 to 3.
        block[(4, 1)] = true;
        block[(1, 4)] = true;
        assert_eq!(found(Interface::Hull, &block, Boundary::Neumann), 11);
        block[(2, 2)] = true;
        let inner = Interface::External.cells(Mask::Cells(block.view()), Boundary::Neumann);
        assert!(!inner[(2, 2)], "the bay behind (2, 2) is closed to a walker");
    }

    #[test]
    fn uniform_masks_have_no_interface() {
        for value in [true, false] {
            for shape in [(0, 3), (1, 1), (1, 5), (6, 6)] {
                let mask = Array2::from_elem(shape, value);
                for part in [Interface::All, Interface::Hull, Interface::External] {
                    assert_eq!(found(part, &mask, Boundary::Periodic), 0);
                    assert_eq!(found(part, &mask, Boundary::Neumann), 0);
                }
            }
        }
    }
}
