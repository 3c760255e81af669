//! Occupied boxes of one size for every place of the grid of boxes.

use crate::fractal::cover::sliding::Sliding;

/// Parts along each side over which the boxes are counted apart.
pub(crate) const PARTS: usize = 4;

/// Occupied boxes of one size, over all s² offsets of the grid of boxes.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxCounts {
    /// Side of the boxes, in cells.
    pub size: usize,
    /// Fewest occupied boxes over the offsets.
    pub minimum: u32,
    /// Mean of the occupied boxes over the offsets.
    pub mean: f64,
    /// Occupied boxes of the offset with the fewest, by 4 × 4 parts of the grid.
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
        let (rows, cols) = sliding.places();
        // `row_sums[a]` counts, for each column of places, the occupied boxes with residue a.
        let mut row_sums = vec![0_u32; size * cols];
        let mut tallies = vec![0_u32; PARTS * PARTS * size * size];
        let (mut sum, mut squares, mut places) = (0_u64, 0_u128, 0_u64);
        let mut band = 0;
        sliding.for_each_row(|row, boxes| {
            if row * PARTS / rows != band {
                fold(&mut row_sums, &mut tallies, (band, size, cols));
                band = row * PARTS / rows;
            }
            let start = row % size * cols;
            for (slot, mass) in row_sums.iter_mut().skip(start).zip(boxes) {
                *slot += u32::from(*mass > 0);
            }
            let whole = whole_boxes(sliding, row, boxes);
            places += whole.len() as u64;
            sum += whole.iter().map(|mass| u64::from(*mass)).sum::<u64>();
            let row_squares: u64 = whole.iter().map(|mass| u64::from(*mass).pow(2)).sum();
            squares += u128::from(row_squares);
        });
        fold(&mut row_sums, &mut tallies, (band, size, cols));
        let gliding = (places as f64, sum as f64, squares as f64);
        Self { counts: summarise(&tallies, size), gliding }
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

/// Adds the sums of a band to the tallies by part and offset, and clears them.
fn fold(row_sums: &mut [u32], tallies: &mut [u32], (band, size, cols): (usize, usize, usize)) {
    for (residue, sums) in row_sums.chunks_exact_mut(cols).enumerate() {
        for part in 0..PARTS {
            // The columns j with ⌊j · parts / cols⌋ = part.
            let (from, to) = ((part * cols).div_ceil(PARTS), ((part + 1) * cols).div_ceil(PARTS));
            let base = ((band * PARTS + part) * size + residue) * size;
            let tally = tallies.get_mut(base..base + size).unwrap_or_default();
            for (index, sum) in sums.get(from..to).unwrap_or_default().iter().enumerate() {
                if let Some(slot) = tally.get_mut((from + index) % size) {
                    *slot += sum;
                }
            }
        }
        sums.fill(0);
    }
}

fn summarise(tallies: &[u32], size: usize) -> BoxCounts {
    let offsets = size * size;
    let mut by_offset = vec![0_u32; offsets];
    for part in tallies.chunks_exact(offsets) {
        for (slot, tally) in by_offset.iter_mut().zip(part) {
            *slot += tally;
        }
    }
    let minimum = by_offset.iter().copied().min().unwrap_or_default();
    let best = by_offset.iter().position(|count| *count == minimum).unwrap_or_default();
    let total = |part: &[u32]| part.iter().map(|tally| u64::from(*tally)).sum::<u64>() as f64;
    BoxCounts {
        size,
        minimum,
        mean: total(&by_offset) / offsets as f64,
        minimum_parts: tallies
            .chunks_exact(offsets)
            .filter_map(|part| part.get(best).map(|tally| f64::from(*tally)))
            .collect(),
        mean_parts: tallies.chunks_exact(offsets).map(|p| total(p) / offsets as f64).collect(),
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
