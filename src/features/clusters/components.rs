//! Connected components of a mask: `N_clusters_*`, `max_cluster_size`, `cluster_size_std`.

use crate::fractal::Mask;
use std::ops::Range;

/// Which cells are neighbours. The grid does not wrap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connectivity {
    /// The four cells that share an edge (von Neumann neighbourhood).
    #[default]
    Four,
    /// The eight cells that share an edge or a corner (Moore neighbourhood).
    Eight,
}

impl Connectivity {
    /// The number of neighbours, as presets write it.
    pub fn neighbours(self) -> u8 {
        match self {
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    /// The connectivity of that number of neighbours, if there is one.
    pub fn from_neighbours(neighbours: u8) -> Option<Self> {
        [Self::Four, Self::Eight].into_iter().find(|kind| kind.neighbours() == neighbours)
    }

    /// How many columns past its ends a run touches in the next row.
    fn reach(self) -> usize {
        match self {
            Self::Four => 0,
            Self::Eight => 1,
        }
    }
}

/// The connected components of the active cells.
///
/// Rows are cut into runs of active cells; a run is joined with the runs it touches in the row
/// above. Only runs are kept, 8 bytes each: at most 4 bytes a cell (a checkerboard), usually far
/// less. O(runs log runs) worst case, close to linear.
///
/// # Reference
///
/// L. He, Y. Chao, K. Suzuki, *IEEE Trans. Image Process.* 17 (2008) 749.
#[derive(Debug, Clone, Default)]
pub struct Components {
    /// One node a run, in row-major order: ≥ 0 is the index of an earlier run of the same
    /// component, < 0 is minus the number of cells of a component whose first run this is.
    nodes: Vec<isize>,
}

/// Columns of a run, and its node.
type Run = (Range<usize>, usize);

impl Components {
    /// Finds the components of `mask`.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::{Components, Connectivity};
    /// use mfn::fractal::Mask;
    ///
    /// let cells = ndarray::array![[true, false], [false, true]];
    /// let mask = Mask::Cells(cells.view());
    /// assert_eq!(Components::of(mask, Connectivity::Four).count(), 2);
    /// assert_eq!(Components::of(mask, Connectivity::Eight).count(), 1);
    /// ```
    pub fn of(mask: Mask<'_>, connectivity: Connectivity) -> Self {
        let (rows, cols) = mask.shape();
        let mut components = Self::default();
        let mut cells = vec![false; cols];
        let (mut above, mut runs): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
        for row in 0..rows {
            mask.copy_row(row, &mut cells);
            runs.clear();
            components.add_runs(&cells, &mut runs);
            components.join(&above, &runs, connectivity.reach());
            std::mem::swap(&mut above, &mut runs);
        }
        components
    }

    /// Number of components.
    pub fn count(&self) -> usize {
        self.sizes().count()
    }

    /// Cells of each component, in row-major order of their first cells.
    pub fn sizes(&self) -> impl Iterator<Item = usize> {
        self.nodes.iter().filter(|node| **node < 0).map(|node| node.unsigned_abs())
    }

    /// Makes a node for every run of active cells in a row.
    fn add_runs(&mut self, cells: &[bool], runs: &mut Vec<Run>) {
        let mut start = None;
        let mut before = 0;
        for (index, chunk) in cells.chunks(64).enumerate() {
            let word = pack(chunk);
            // A set bit is a cell that differs from the one on its left.
            let mut changes = word ^ (word << 1 | before);
            before = word >> 63;
            while changes != 0 {
                let col = 64 * index + changes.trailing_zeros() as usize;
                changes &= changes - 1;
                match start.take() {
                    None => start = Some(col),
                    Some(start) => self.add_run(start..col, runs),
                }
            }
        }
        if let Some(start) = start {
            self.add_run(start..cells.len(), runs);
        }
    }

    fn add_run(&mut self, cols: Range<usize>, runs: &mut Vec<Run>) {
        let node = self.nodes.len();
        self.nodes.push(-cols.len().cast_signed());
        runs.push((cols, node));
    }

    /// Joins the runs of two neighbouring rows that touch.
    fn join(&mut self, above: &[Run], runs: &[Run], reach: usize) {
        let (mut upper, mut lower) = (above.iter().peekable(), runs.iter().peekable());
        while let (Some((a, a_node)), Some((b, b_node))) = (upper.peek(), lower.peek()) {
            if a.start < b.end + reach && b.start < a.end + reach {
                self.unite(*a_node, *b_node);
            }
            // The run that ends first cannot touch a later one of the other row. With a reach of
            // 1 and equal ends neither can: their successors begin at least one cell further.
            if a.end <= b.end {
                upper.next();
            } else {
                lower.next();
            }
        }
    }

    /// Makes two runs part of one component, whose root is its first run.
    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            let (first, other) = (a.min(b), a.max(b));
            self.nodes[first] += self.nodes[other];
            self.nodes[other] = first.cast_signed();
        }
    }

    /// The first run of a run's component; halves the path on the way.
    fn root(&mut self, mut node: usize) -> usize {
        while let Ok(parent) = usize::try_from(self.nodes[node]) {
            match usize::try_from(self.nodes[parent]) {
                Err(_) => return parent,
                Ok(grandparent) => {
                    self.nodes[node] = grandparent.cast_signed();
                    node = grandparent;
                }
            }
        }
        node
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

    fn sizes(rows: &[&str], connectivity: Connectivity) -> Vec<usize> {
        let cols = rows.first().map_or(0, |row| row.len());
        let cells: Vec<bool> = rows.iter().flat_map(|row| row.bytes().map(|c| c == b'#')).collect();
        let cells = Array2::from_shape_vec((rows.len(), cols), cells).unwrap();
        Components::of(Mask::Cells(cells.view()), connectivity).sizes().collect()
    }

    fn check(rows: &[&str], four: &[usize], eight: &[usize]) {
        assert_eq!(sizes(rows, Connectivity::Four), four, "{rows:#?}");
        assert_eq!(sizes(rows, Connectivity::Eight), eight, "{rows:#?}");
    }

    #[test]
    fn components_are_counted_in_order_of_their_first_cells() {
        check(&[], &[], &[]);
        check(&["...", "..."], &[], &[]);
        check(&["###", "###"], &[6], &[6]);
        check(&["#.#", ".#.", "#.#"], &[1, 1, 1, 1, 1], &[5]);
        check(&["#.#.#", "#.#.#", "#####"], &[11], &[11]);
        check(&["..#", "#..", "#.#"], &[1, 2, 1], &[1, 2, 1]);
        check(&["##..", "..##"], &[2, 2], &[4]);
        check(&["..##", "##.."], &[2, 2], &[4]);
        check(&["##.##", "..#.."], &[2, 2, 1], &[5]);
        check(&["#.#.#", ".#.#."], &[1, 1, 1, 1, 1], &[5]);
        check(&["#.##", "#...", "####"], &[6, 2], &[6, 2]);
    }

    #[test]
    fn runs_are_found_across_words() {
        for len in [1, 7, 8, 63, 64, 65, 127, 128, 129, 200] {
            check(&[&"#".repeat(len)], &[len], &[len]);
            let (row, ones) = ("#.".repeat(len), vec![1; len]);
            check(&[&row], &ones, &ones);
            let gap = ".".repeat(len) + "#" + &".".repeat(len) + "###";
            check(&[&gap], &[1, 3], &[1, 3]);
        }
    }

    #[test]
    fn grid_does_not_wrap() {
        check(&["#.#"], &[1, 1], &[1, 1]);
        check(&["#", ".", "#"], &[1, 1], &[1, 1]);
    }

    #[test]
    fn spiral_is_one_component() {
        let spiral = ["#######", "......#", "#####.#", "#...#.#", "#.###.#", "#.....#", "#######"];
        let active: usize = spiral.iter().map(|row| row.matches('#').count()).sum();
        check(&spiral, &[active], &[active]);
    }
}
