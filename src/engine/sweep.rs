//! Sweeping over rows: serial on small grids, by halves on several threads on large ones.
//!
//! Every row is computed from the old state alone, so the bits do not depend on the cut. Results
//! are joined by an associative, commutative operation on integers. Nothing is allocated.

use std::ops::Range;

/// Rows times columns below which a part is not cut further: about 0.1 ms of work.
const GRAIN: usize = 1 << 15;

/// A result that parts of a sweep can be joined into.
pub(crate) trait Join: Send {
    /// Joins the results of two parts.
    fn join(self, other: Self) -> Self;
}

/// Applies `visit(rows, outputs)` to all rows of `N` output fields, cut into blocks of rows.
///
/// `outputs` are the fields' cells in C order; a block's outputs are its own rows of each.
pub(crate) fn sweep<T, J, F, const N: usize>(
    outputs: [&mut [T]; N],
    cols: usize,
    parallel: bool,
    visit: &F,
) -> J
where
    T: Send,
    J: Join,
    F: Fn(Range<usize>, [&mut [T]; N]) -> J + Sync,
{
    let rows = outputs.first().map_or(0, |cells| cells.len() / cols.max(1));
    if parallel { halves(0..rows, outputs, cols, visit) } else { visit(0..rows, outputs) }
}

fn halves<T, J, F, const N: usize>(
    rows: Range<usize>,
    outputs: [&mut [T]; N],
    cols: usize,
    visit: &F,
) -> J
where
    T: Send,
    J: Join,
    F: Fn(Range<usize>, [&mut [T]; N]) -> J + Sync,
{
    let n_rows = rows.len();
    if n_rows < 2 || n_rows * cols <= GRAIN {
        return visit(rows, outputs);
    }
    let middle = n_rows / 2;
    let mut upper = outputs;
    // `split_at_mut` needs the slices by value; the upper halves are put back in place.
    let lower = upper.each_mut().map(|cells| {
        let (head, tail) = std::mem::take(cells).split_at_mut(middle * cols);
        *cells = head;
        tail
    });
    let cut = rows.start + middle;
    let (first, second) = rayon::join(
        || halves(rows.start..cut, upper, cols, visit),
        || halves(cut..rows.end, lower, cols, visit),
    );
    first.join(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Join for u64 {
        fn join(self, other: Self) -> Self {
            self + other
        }
    }

    #[test]
    fn only_a_large_sweep_is_cut() {
        let parts = |rows: usize, cols: usize| {
            let mut cells = vec![0_u64; rows * cols];
            sweep([&mut cells[..]], cols, true, &|_, _: [&mut [u64]; 1]| 1)
        };
        assert_eq!(parts(128, GRAIN / 128), 1);
        assert_eq!(parts(129, GRAIN / 128), 2);
        assert_eq!(parts(4 * 128, GRAIN / 128), 4);
    }

    #[test]
    fn every_row_is_visited_once_with_its_own_cells() {
        let (rows, cols) = (301, 257);
        let mut cells = vec![0_u64; rows * cols];
        let sum = sweep([&mut cells[..]], cols, true, &|range, [out]: [&mut [u64]; 1]| {
            for (row, line) in range.clone().zip(out.chunks_mut(cols)) {
                for cell in line.iter_mut() {
                    *cell += row as u64 + 1;
                }
            }
            range.len() as u64
        });
        assert_eq!(sum, rows as u64);
        assert!(cells.chunks(cols).zip(1..).all(|(line, n)| line.iter().all(|&cell| cell == n)));
    }
}
