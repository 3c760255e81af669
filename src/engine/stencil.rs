//! The neighbours of a cell: rows above and below, and what lies beyond the rim.

use crate::grid::{Boundary, Field, Grid};
use crate::model::Real;

/// What lies beyond the rim of one field.
#[derive(Debug, Clone)]
pub(crate) struct Rim<R> {
    boundary: Boundary,
    grid: Grid,
    /// A row of the Dirichlet value; empty for the other boundaries.
    outside: Vec<R>,
}

/// One row of a field with the rows above and below, and the cells left and right of its ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Neighbours<'a, R> {
    pub(crate) above: &'a [R],
    pub(crate) row: &'a [R],
    pub(crate) below: &'a [R],
    pub(crate) left: R,
    pub(crate) right: R,
}

impl<R: Real> Rim<R> {
    /// The rim of a field; `value` is what a Dirichlet boundary holds.
    pub(crate) fn new(boundary: Boundary, grid: Grid, value: f64) -> Self {
        let outside = match boundary {
            Boundary::Dirichlet => vec![R::from_f64(value); grid.cols()],
            Boundary::Periodic | Boundary::Neumann => Vec::new(),
        };
        Self { boundary, grid, outside }
    }

    /// The neighbours of row `row` of `field`.
    #[inline]
    pub(crate) fn neighbours<'a>(&'a self, field: &'a Field<R>, row: usize) -> Neighbours<'a, R> {
        let last_row = self.grid.rows() - 1;
        let centre = field.row(row);
        let (first, last) = (centre[0], centre[centre.len() - 1]);
        let (above, below) = match self.boundary {
            Boundary::Periodic => (
                field.row(if row == 0 { last_row } else { row - 1 }),
                field.row(if row == last_row { 0 } else { row + 1 }),
            ),
            Boundary::Neumann => {
                (field.row(row.saturating_sub(1)), field.row((row + 1).min(last_row)))
            }
            Boundary::Dirichlet => (
                if row == 0 { &self.outside[..] } else { field.row(row - 1) },
                if row == last_row { &self.outside[..] } else { field.row(row + 1) },
            ),
        };
        let (left, right) = match self.boundary {
            Boundary::Periodic => (last, first),
            Boundary::Neumann => (first, last),
            Boundary::Dirichlet => (self.outside[0], self.outside[0]),
        };
        Neighbours { above, row: centre, below, left, right }
    }
}

impl<R: Real> Neighbours<'_, R> {
    /// The cells left and right of column `col`.
    #[inline(always)]
    pub(crate) fn sides(&self, col: usize) -> (R, R) {
        let left = if col == 0 { self.left } else { self.row[col - 1] };
        let right = if col + 1 == self.row.len() { self.right } else { self.row[col + 1] };
        (left, right)
    }
}
