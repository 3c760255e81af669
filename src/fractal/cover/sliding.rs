//! The active cells in a box at every place of the grid, one row of places at a time.

use crate::fractal::Mask;
use crate::grid::Boundary;

/// The active cells as one byte each, in C order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cells {
    pub(crate) rows: usize,
    pub(crate) cols: usize,
    pub(crate) bytes: Vec<u8>,
}

impl Cells {
    pub(crate) fn of(mask: Mask<'_>) -> Self {
        let (rows, cols) = mask.shape();
        let (mut bytes, mut line) = (vec![0; rows * cols], vec![false; cols]);
        for (row, bytes) in bytes.chunks_exact_mut(cols.max(1)).enumerate() {
            mask.copy_row(row, &mut line);
            for (byte, cell) in bytes.iter_mut().zip(&line) {
                *byte = u8::from(*cell);
            }
        }
        Self { rows, cols, bytes }
    }

    pub(crate) fn row(&self, row: usize) -> &[u8] {
        self.bytes.get(row * self.cols..(row + 1) * self.cols).unwrap_or_default()
    }

    pub(crate) fn active(&self) -> usize {
        self.bytes.iter().map(|byte| usize::from(*byte)).sum()
    }
}

/// All places of a box of one size.
///
/// On a wrapped grid place (i, j) is the box whose first row and column are i and j, rows × cols of
/// them. Otherwise it is the box that ends with row i and column j, (rows + s − 1) ×
/// (cols + s − 1) of them, from the first that touches the grid to the last; outside no cell is
/// active.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sliding<'a> {
    pub(crate) cells: &'a Cells,
    /// Side of the box, in cells, at most the shorter side.
    pub(crate) size: usize,
    pub(crate) wraps: bool,
}

impl<'a> Sliding<'a> {
    pub(crate) fn new(cells: &'a Cells, size: usize, boundary: Boundary) -> Self {
        Self { cells, size, wraps: boundary == Boundary::Periodic }
    }

    /// Rows and columns of places.
    pub(crate) fn places(&self) -> (usize, usize) {
        let more = if self.wraps { 0 } else { self.size - 1 };
        (self.cells.rows + more, self.cells.cols + more)
    }

    /// Calls `visit` with each row of places and the active cells in its boxes.
    ///
    /// A column's sum over the rows of the box is moved down by one row at a time; the box is a
    /// difference of the running sum of those. All is exact in integers; O(places).
    pub(crate) fn for_each_row(&self, mut visit: impl FnMut(usize, &[u32])) {
        let (rows, cols, size) = (self.cells.rows, self.cells.cols, self.size);
        let (row_places, col_places) = self.places();
        let lead = if self.wraps { 0 } else { size - 1 };
        let mut columns = vec![0_u32; col_places + size - 1];
        let mut running = vec![0_u32; col_places + size];
        let mut boxes = vec![0_u32; col_places];
        if self.wraps {
            (0..size - 1).for_each(|row| add(&mut columns, self.cells.row(row), 1));
        }
        for place in 0..row_places {
            let (enters, leaves) = if self.wraps {
                ((place + size - 1) % rows, place.checked_sub(1))
            } else {
                (place, place.checked_sub(size))
            };
            let own = columns.get_mut(lead..lead + cols).unwrap_or_default();
            add(own, self.cells.row(enters), 1);
            if let Some(row) = leaves {
                add(own, self.cells.row(row), u32::MAX);
            }
            if self.wraps {
                columns.copy_within(0..size - 1, cols);
            }
            sum_boxes(&columns, &mut running, &mut boxes, size);
            visit(place, &boxes);
        }
    }
}

/// Adds `factor` times the bytes; a factor of 2³² − 1 subtracts them.
fn add(sums: &mut [u32], bytes: &[u8], factor: u32) {
    for (sum, byte) in sums.iter_mut().zip(bytes) {
        *sum = sum.wrapping_add(u32::from(*byte).wrapping_mul(factor));
    }
}

/// Sums of `size` neighbouring columns, starting at each.
fn sum_boxes(columns: &[u32], running: &mut [u32], boxes: &mut [u32], size: usize) {
    let mut sum = 0_u32;
    for (slot, column) in running.iter_mut().skip(1).zip(columns) {
        sum = sum.wrapping_add(*column);
        *slot = sum;
    }
    let ends = running.get(size..).unwrap_or_default();
    for ((slot, start), end) in boxes.iter_mut().zip(&*running).zip(ends) {
        *slot = end.wrapping_sub(*start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn cells(rows: usize, cols: usize) -> (Array2<bool>, Cells) {
        let mask = Array2::from_shape_fn((rows, cols), |(i, j)| (i * i + 3 * j) % 4 == 1);
        let cells = Cells::of(Mask::Cells(mask.view()));
        (mask, cells)
    }

    /// Active cells of the box at a place, cell by cell.
    fn by_hand(mask: &Array2<bool>, (i, j): (usize, usize), size: usize, wraps: bool) -> usize {
        let (rows, cols) = mask.dim();
        let holds = |k: &usize| {
            let (i, j) = (i + k / size, j + k % size);
            if wraps {
                return mask[(i % rows, j % cols)];
            }
            let cell = i.checked_sub(size - 1).zip(j.checked_sub(size - 1));
            cell.is_some_and(|cell| mask.get(cell) == Some(&true))
        };
        (0..size * size).filter(holds).count()
    }

    #[test]
    fn boxes_hold_what_is_counted_by_hand() {
        for (rows, cols, size) in [(6, 9, 3), (5, 4, 1), (4, 4, 4), (7, 5, 2)] {
            let (mask, cells) = cells(rows, cols);
            for boundary in [Boundary::Periodic, Boundary::Neumann] {
                let sliding = Sliding::new(&cells, size, boundary);
                let mut visited = 0;
                sliding.for_each_row(|place, boxes| {
                    visited += boxes.len();
                    for (start, found) in boxes.iter().enumerate() {
                        let expected = by_hand(&mask, (place, start), size, sliding.wraps);
                        assert_eq!(*found as usize, expected);
                    }
                });
                let (down, across) = sliding.places();
                assert_eq!(visited, down * across);
            }
        }
    }
}
