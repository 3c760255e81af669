//! A line of a padded field with its neighbours: those above and below it, in one layer.

use crate::grid::Padded;

/// A row of a layer with the rows above and below, ghosts included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines<'a, R> {
    pub(crate) above: &'a [R],
    pub(crate) row: &'a [R],
    pub(crate) below: &'a [R],
}

impl<'a, R: Copy> Lines<'a, R> {
    /// No lines: what a plane has in front of it and behind.
    pub(crate) const NONE: Self = Self { above: &[], row: &[], below: &[] };

    /// The lines around a line of the field, in its own layer.
    #[inline]
    pub(crate) fn of(field: &'a Padded<R>, line: usize) -> Self {
        let (layer, row) = place(field, line);
        Self::around(field, layer, row)
    }

    /// The same in the layers before and behind; [`Lines::NONE`] in a plane.
    #[inline]
    pub(crate) fn beside(field: &'a Padded<R>, line: usize) -> [Self; 2] {
        if !field.grid().is_volume() {
            return [Self::NONE; 2];
        }
        let (layer, row) = place(field, line);
        [Self::around(field, layer - 1, row), Self::around(field, layer + 1, row)]
    }

    #[inline]
    fn around(field: &'a Padded<R>, layer: isize, row: isize) -> Self {
        let line = |row| field.ghosted_line(layer, row);
        Self { above: line(row - 1), row: line(row), below: line(row + 1) }
    }
}

/// Layer and row of a line.
#[inline]
fn place<R: Copy>(field: &Padded<R>, line: usize) -> (isize, isize) {
    let grid = field.grid();
    if !grid.is_volume() {
        return (0, line as isize);
    }
    ((line / grid.rows()) as isize, (line % grid.rows()) as isize)
}
