//! What is reached from given cells by steps through cells of one kind.

use crate::fractal::cover::Cells;

/// Which neighbours a step reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Steps {
    /// The four across the edges.
    Edges,
    /// The eight across edges and corners.
    Corners,
}

/// Which sides of the grid are joined to their opposites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wrap {
    pub(crate) rows: bool,
    pub(crate) cols: bool,
}

/// The cells with `open` = 1 that are connected to `seeds`, as 1; O(cells).
///
/// A seed that is not open reaches nothing.
pub(crate) fn flood(
    open: &Cells,
    seeds: impl Iterator<Item = (usize, usize)>,
    steps: Steps,
    wrap: Wrap,
) -> Cells {
    let (rows, cols) = (open.rows, open.cols);
    let mut reached = Cells { rows, cols, bytes: vec![0; rows * cols] };
    let mut waiting: Vec<(u32, u32)> = Vec::new();
    let mut visit = |row: usize, col: usize, waiting: &mut Vec<(u32, u32)>| {
        let cell = row * cols + col;
        if let (Some(1), Some(slot)) = (open.bytes.get(cell), reached.bytes.get_mut(cell))
            && *slot == 0
        {
            *slot = 1;
            waiting.push((row as u32, col as u32));
        }
    };
    for (row, col) in seeds {
        visit(row, col, &mut waiting);
    }
    while let Some((row, col)) = waiting.pop() {
        let (row, col) = (row as usize, col as usize);
        let up = before(row, rows, wrap.rows);
        let down = after(row, rows, wrap.rows);
        let left = before(col, cols, wrap.cols);
        let right = after(col, cols, wrap.cols);
        for col in [left, right].into_iter().flatten() {
            visit(row, col, &mut waiting);
        }
        for row in [up, down].into_iter().flatten() {
            visit(row, col, &mut waiting);
            if steps == Steps::Corners {
                for col in [left, right].into_iter().flatten() {
                    visit(row, col, &mut waiting);
                }
            }
        }
    }
    reached
}

/// The index before `index`, if there is one.
pub(crate) fn before(index: usize, n: usize, wraps: bool) -> Option<usize> {
    if index > 0 { Some(index - 1) } else { wraps.then_some(n - 1) }
}

/// The index after `index`, if there is one.
pub(crate) fn after(index: usize, n: usize, wraps: bool) -> Option<usize> {
    if index + 1 < n { Some(index + 1) } else { wraps.then_some(0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fractal::Mask;

    #[test]
    fn flood_stops_at_closed_cells_and_at_sides_that_do_not_wrap() {
        let open = ndarray::array![
            [true, false, false, true],
            [false, true, false, false],
            [false, false, true, false],
        ];
        let cells = Cells::of(Mask::Cells(open.view()));
        let reached = |steps, rows, cols| {
            let wrap = Wrap { rows, cols };
            flood(&cells, std::iter::once((0, 0)), steps, wrap).active()
        };
        assert_eq!(reached(Steps::Edges, false, false), 1);
        assert_eq!(reached(Steps::Edges, false, true), 2);
        assert_eq!(reached(Steps::Corners, false, false), 3);
        assert_eq!(reached(Steps::Corners, true, false), 4);
        let closed =
            flood(&cells, std::iter::once((0, 1)), Steps::Edges, Wrap { rows: false, cols: false });
        assert_eq!(closed.active(), 0);
    }
}
