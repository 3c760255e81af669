//! A row of a padded field with the rows above and below.

use crate::grid::Padded;

/// A row of a padded field with the rows above and below, ghosts included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines<'a, R> {
    pub(crate) above: &'a [R],
    pub(crate) row: &'a [R],
    pub(crate) below: &'a [R],
}

impl<'a, R: Copy> Lines<'a, R> {
    /// The lines around row `row` of the field.
    #[inline]
    pub(crate) fn of(field: &'a Padded<R>, row: usize) -> Self {
        let line = |row| field.ghosted_row(row);
        Self { above: line(row), row: line(row + 1), below: line(row + 2) }
    }
}
