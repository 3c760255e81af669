//! Occupied boxes of one size for every place of the grid of boxes.

use crate::fractal::cover::sliding::Sliding;

/// How many parts along each side are measured apart: 4, or 3 if only that divides both sides, so
/// that the parts of an exactly self-similar set are alike.
pub(crate) fn parts_of((rows, cols): (usize, usize)) -> usize {
    let divides = |n: usize| rows.is_multiple_of(n) && cols.is_multiple_of(n);
    if !divides(4) && divides(3) { 3 } else { 4 }
}

/// Occupied boxes of one size, over all s² offsets of the grid of boxes.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxCounts {
    /// Side of the boxes, in cells.
    pub size: usize,
    /// Fewest occupied boxes over the offsets.
    pub minimum: u32,
    /// Mean of the occupied boxes over the offsets.
    pub mean: f64,
    /// Occupied boxes of the offset with the fewest, by parts of the grid.
    pub(crate) minimum_parts: Vec<f64>,
    /// Mean over the offsets, by parts.
    pub(crate) mean_parts: Vec<f64>,
}

/// What is learnt of one size on the way: counts, and the first two moments of the gliding box.
pub(crate) struct Census {
    pub(crate) counts: BoxCounts,
    /// Places, Σ M and Σ M² over the boxes that lie in the grid.
    pub(crate) gliding: (f64, f64, f64),
}

impl Census {
    /// Visits every place of the box once. O(places) time, O(cols · s + 16 s²) memory.
    pub(crate) fn take(sliding: &Sliding<'_>) -> Self {
        let size = sliding.size;
        let mut tallies = Tallies::new(sliding);
        let (mut sum, mut squares, mut places) = (0_u64, 0_u128, 0_u64);
        sliding.for_each_row(|row, boxes| {
            tallies.add(row, boxes);
            let whole = whole_boxes(sliding, row, boxes);
            places += whole.len() as u64;
            sum += whole.iter().map(|mass| u64::from(*mass)).sum::<u64>();
            let row_squares: u64 = whole.iter().map(|mass| u64::from(*mass).pow(2)).sum();
            squares += u128::from(row_squares);
        });
        tallies.fold();
        let gliding = (places as f64, sum as f64, squares as f64);
        Self { counts: summarise(&tallies.counts, size), gliding }
    }
}

/// The boxes of a row that lie in the grid.
fn whole_boxes<'a>(sliding: &Sliding<'_>, row: usize, boxes: &'a [u32]) -> &'a [u32] {
    let (first, cells) = (sliding.size - 1, sliding.cells);
    if sliding.wraps {
        boxes
    } else if (first..cells.rows).contains(&row) {
        boxes.get(first..cells.cols).unwrap_or_default()
    } else {
        &[]
    }
}

/// Occupied boxes by part of the grid and by offset.
struct Tallies {
    size: usize,
    cols: usize,
    /// First row of places of each part after the first, and the same for columns.
    row_edges: Vec<usize>,
    col_edges: Vec<usize>,
    /// Rows of parts that are finished.
    band: usize,
    /// For each residue of the row, the occupied boxes of each column of places in this band.
    sums: Vec<u32>,
    /// parts² × s² counts.
    counts: Vec<u32>,
}

impl Tallies {
    fn new(sliding: &Sliding<'_>) -> Self {
        let (size, (_, cols)) = (sliding.size, sliding.places());
        let (all_rows, all_cols) = (sliding.cells.rows, sliding.cells.cols);
        let parts = parts_of((all_rows, all_cols));
        // A box belongs to the part where it begins; one that begins outside, to the nearest.
        let lead = if sliding.wraps { 0 } else { size - 1 };
        let edges = |n: usize| (1..parts).map(|part| (part * n).div_ceil(parts) + lead).collect();
        Self {
            size,
            cols,
            row_edges: edges(all_rows),
            col_edges: edges(all_cols),
            band: 0,
            sums: vec![0; size * cols],
            counts: vec![0; parts * parts * size * size],
        }
    }

    fn add(&mut self, row: usize, boxes: &[u32]) {
        if self.row_edges.get(self.band) == Some(&row) {
            self.fold();
            self.band += 1;
        }
        let start = row % self.size * self.cols;
        for (slot, mass) in self.sums.iter_mut().skip(start).zip(boxes) {
            *slot += u32::from(*mass > 0);
        }
    }

    /// Adds the sums of a band to the counts by part and offset, and clears them.
    fn fold(&mut self) {
        let (size, parts) = (self.size, self.col_edges.len() + 1);
        for (residue, sums) in self.sums.chunks_exact_mut(self.cols).enumerate() {
            for part in 0..parts {
                let edge = |index: usize| self.col_edges.get(index).copied();
                let from = part.checked_sub(1).and_then(edge).unwrap_or_default();
                let to = edge(part).unwrap_or(self.cols);
                let base = ((self.band * parts + part) * size + residue) * size;
                let counts = self.counts.get_mut(base..base + size).unwrap_or_default();
                for (index, sum) in sums.get(from..to).unwrap_or_default().iter().enumerate() {
                    if let Some(slot) = counts.get_mut((from + index) % size) {
                        *slot += sum;
                    }
                }
            }
            sums.fill(0);
        }
    }
}

fn summarise(counts: &[u32], size: usize) -> BoxCounts {
    let offsets = size * size;
    let mut by_offset = vec![0_u32; offsets];
    for part in counts.chunks_exact(offsets) {
        for (slot, count) in by_offset.iter_mut().zip(part) {
            *slot += count;
        }
    }
    let minimum = by_offset.iter().copied().min().unwrap_or_default();
    let best = by_offset.iter().position(|count| *count == minimum).unwrap_or_default();
    let total = |part: &[u32]| part.iter().map(|count| u64::from(*count)).sum::<u64>() as f64;
    BoxCounts {
        size,
        minimum,
        mean: total(&by_offset) / offsets as f64,
        minimum_parts: counts
            .chunks_exact(offsets)
            .filter_map(|part| part.get(best).map(|count| f64::from(*count)))
            .collect(),
        mean_parts: counts.chunks_exact(offsets).map(|p| total(p) / offsets as f64).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fractal::Mask;
    use crate::fractal::cover::sliding::Cells;
    use crate::grid::Boundary;
    use ndarray::Array2;

    /// Occupied boxes of the grid of boxes that begins at (−a, −b).
    fn by_hand(mask: &Array2<bool>, size: usize, (a, b): (usize, usize), wraps: bool) -> u32 {
        let (rows, cols) = mask.dim();
        let mut seen = std::collections::BTreeSet::new();
        for ((i, j), _) in mask.indexed_iter().filter(|(_, cell)| **cell) {
            let (mut down, mut across) = ((i + a) / size, (j + b) / size);
            if wraps {
                (down, across) = (down % (rows / size), across % (cols / size));
            }
            seen.insert((down, across));
        }
        seen.len() as u32
    }

    #[test]
    fn minimum_and_mean_are_those_over_all_offsets() {
        for (rows, cols, size) in [(12, 18, 3), (8, 8, 4), (6, 10, 2), (5, 7, 1)] {
            let mask = Array2::from_shape_fn((rows, cols), |(i, j)| (i * i + 5 * j) % 7 == 1);
            let cells = Cells::of(Mask::Cells(mask.view()));
            for boundary in [Boundary::Periodic, Boundary::Neumann] {
                let sliding = Sliding::new(&cells, size, boundary);
                let offsets = (0..size * size).map(|k| (k / size, k % size));
                let counts: Vec<u32> =
                    offsets.map(|offset| by_hand(&mask, size, offset, sliding.wraps)).collect();
                let found = Census::take(&sliding).counts;
                assert_eq!(Some(found.minimum), counts.iter().copied().min());
                let mean = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
                assert!((found.mean - mean).abs() < 1e-12);
                let parts: f64 = found.minimum_parts.iter().sum();
                assert!((parts - f64::from(found.minimum)).abs() < 1e-12);
                let parts: f64 = found.mean_parts.iter().sum();
                assert!((parts - found.mean).abs() < 1e-12);
            }
        }
    }
}
