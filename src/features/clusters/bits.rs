//! A mask with one bit a cell, 64 cells a word.

use crate::features::Surface;
use crate::fractal::Mask;

/// The rows of a mask on a torus. A mask of the plane has an empty row and an empty column more,
/// so that every cell has its neighbours and none of them is glued to a cell.
#[derive(Debug, Clone)]
pub(crate) struct BitRows {
    rows: usize,
    cols: usize,
    words: usize,
    bits: Vec<u64>,
}

impl BitRows {
    /// Packs `mask`; one bit a cell.
    pub(crate) fn of(mask: Mask<'_>, surface: Surface) -> Self {
        let ((rows, cols), rim) = (mask.shape(), usize::from(surface == Surface::Plane));
        let words = (cols + rim).div_ceil(64);
        let mut packed =
            Self { rows: rows + rim, cols: cols + rim, words, bits: vec![0; words * (rows + rim)] };
        let mut cells = vec![false; cols];
        for (row, out) in packed.bits.chunks_exact_mut(words.max(1)).take(rows).enumerate() {
            mask.copy_row(row, &mut cells);
            pack_row(&cells, out);
        }
        packed
    }

    /// Every row with the next one, the last with the first, and both moved by one cell: bit c of
    /// the third and the fourth is cell c + 1, of the last column the first.
    pub(crate) fn for_each_pair(&self, mut visit: impl FnMut([&[u64]; 4])) {
        if self.cols == 0 {
            return;
        }
        let row = |row: usize| &self.bits[row * self.words..(row + 1) * self.words];
        let (mut moved, mut moved_below) = (vec![0; self.words], vec![0; self.words]);
        if self.rows > 0 {
            self.move_left(row(0), &mut moved);
        }
        for index in 0..self.rows {
            let below = row((index + 1) % self.rows);
            self.move_left(below, &mut moved_below);
            visit([row(index), below, &moved, &moved_below]);
            std::mem::swap(&mut moved, &mut moved_below);
        }
    }

    /// Writes the row whose cell c is cell c + 1 of `row`, the last the first.
    fn move_left(&self, row: &[u64], out: &mut [u64]) {
        let next = row.iter().skip(1).chain(std::iter::once(&0));
        for ((slot, word), next) in out.iter_mut().zip(row).zip(next) {
            *slot = word >> 1 | next << 63;
        }
        let last = self.cols - 1;
        out[last / 64] |= (row[0] & 1) << (last % 64);
    }
}

/// Packs the cells of a row, the first cell into the lowest bit; what is left of `out` becomes 0.
pub(crate) fn pack_row(cells: &[bool], out: &mut [u64]) {
    out.fill(0);
    for (slot, chunk) in out.iter_mut().zip(cells.chunks(64)) {
        *slot = pack(chunk);
    }
}

/// Up to 64 cells as the bits of a word, the first cell lowest.
fn pack(cells: &[bool]) -> u64 {
    cells.chunks(8).rev().fold(0, |word, chunk| {
        let mut bytes = [0; 8];
        for (byte, cell) in bytes.iter_mut().zip(chunk) {
            *byte = u8::from(*cell);
        }
        // The product moves byte i, which is 0 or 1, to bit 56 + i.
        word << 8 | u64::from_le_bytes(bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    #[test]
    fn neighbours_are_those_of_the_cells() {
        for (rows, cols) in [(1, 1), (1, 64), (2, 63), (3, 65), (5, 128), (4, 130)] {
            let cells = Array2::from_shape_fn((rows, cols), |(r, c)| (r * 7 + c * c) % 3 == 0);
            for surface in Surface::ALL {
                let rim = usize::from(surface == Surface::Plane);
                let at = |row: usize, col: usize| {
                    cells.get((row % (rows + rim), col % (cols + rim))).copied().unwrap_or(false)
                };
                let mut row = 0;
                BitRows::of(Mask::Cells(cells.view()), surface).for_each_pair(|lines| {
                    for col in 0..cols + rim {
                        let found = lines.map(|line| line[col / 64] >> (col % 64) & 1 == 1);
                        let places =
                            [(row, col), (row + 1, col), (row, col + 1), (row + 1, col + 1)];
                        assert_eq!(found, places.map(|(row, col)| at(row, col)));
                    }
                    row += 1;
                });
                assert_eq!(row, rows + rim);
            }
        }
    }
}
