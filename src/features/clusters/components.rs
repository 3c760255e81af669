//! Connected components of a mask: `N_clusters_*`, `max_cluster_size`, `cluster_size_std`.

use crate::features::Surface;
use crate::features::clusters::bits::pack_row;
use crate::fractal::Mask;

/// Which cells are neighbours.
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
}

/// The connected components of the active cells.
///
/// Rows are cut into runs of active cells; a run is joined with the runs it touches in the row
/// above. One word is kept a run: at most 4 bytes a cell (a checkerboard), usually far less. The
/// rows are compared 64 cells at a time: the contacts of two rows are the runs of their common
/// cells, and the run that a contact belongs to is the number of runs that began up to there.
/// O(cells / 64 + runs log runs) worst case, close to linear.
///
/// # Reference
///
/// L. He, Y. Chao, K. Suzuki, *IEEE Trans. Image Process.* 17 (2008) 749.
#[derive(Debug, Clone, Default)]
pub struct Components {
    /// One node a run, in row-major order: ≥ 0 is the index of an earlier run of the same
    /// component, < 0 is minus the number of cells of a component whose first run this is.
    nodes: Vec<isize>,
    /// Pairs of components that became one.
    n_unions: usize,
}

/// A packed row, and the node of its first run.
#[derive(Debug, Clone)]
struct Row {
    words: Vec<u64>,
    first_node: usize,
}

impl Components {
    /// Finds the components of `mask` on the plane.
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
        Self::on(Surface::Plane, mask, connectivity)
    }

    /// Finds the components of `mask` on a surface: on the torus, cells of opposite sides touch.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::{Components, Connectivity, Surface};
    /// use mfn::fractal::Mask;
    ///
    /// let cells = ndarray::array![[true, false, true]];
    /// let mask = Mask::Cells(cells.view());
    /// assert_eq!(Components::on(Surface::Plane, mask, Connectivity::Four).count(), 2);
    /// assert_eq!(Components::on(Surface::Torus, mask, Connectivity::Four).count(), 1);
    /// ```
    pub fn on(surface: Surface, mask: Mask<'_>, connectivity: Connectivity) -> Self {
        let (rows, cols) = mask.shape();
        let mut components = Self::default();
        let mut cells = vec![false; cols];
        let empty = Row { words: vec![0; cols.div_ceil(64)], first_node: 0 };
        let (mut first, mut above, mut below) = (empty.clone(), empty.clone(), empty);
        for row in 0..rows {
            mask.copy_row(row, &mut cells);
            pack_row(&cells, &mut below.words);
            below.first_node = components.nodes.len();
            components.add_runs(&below.words, cols);
            components.join_rows(&above, &below, connectivity);
            if surface == Surface::Torus {
                components.join_ends([&above, &below], row > 0, cols, connectivity);
                if row == 0 {
                    first.clone_from(&below);
                }
            }
            std::mem::swap(&mut above, &mut below);
        }
        if surface == Surface::Torus {
            components.join_rows(&above, &first, connectivity);
            components.join_ends([&above, &first], true, cols, connectivity);
        }
        components
    }

    /// Number of components.
    pub fn count(&self) -> usize {
        self.nodes.len() - self.n_unions
    }

    /// Cells of each component, in row-major order of their first cells.
    pub fn sizes(&self) -> impl Iterator<Item = usize> {
        self.nodes.iter().filter(|node| **node < 0).map(|node| node.unsigned_abs())
    }

    /// Makes a node for every run of active cells in a row.
    fn add_runs(&mut self, words: &[u64], cols: usize) {
        let mut ended = self.nodes.len();
        let mut before = 0;
        for (index, word) in words.iter().enumerate() {
            let (left, col) = (word << 1 | before, (64 * index).cast_signed());
            before = word >> 63;
            let (starts, ends) = (word & !left, left & !word);
            for bit in bits(starts) {
                self.nodes.push(col + bit.cast_signed());
            }
            for bit in bits(ends) {
                self.nodes[ended] -= col + bit.cast_signed();
                ended += 1;
            }
        }
        if let Some(open) = self.nodes.get_mut(ended) {
            *open -= cols.cast_signed();
        }
    }

    /// Joins the runs of two neighbouring rows that touch.
    fn join_rows(&mut self, above: &Row, below: &Row, connectivity: Connectivity) {
        let (mut a_node, mut b_node) = (above.first_node, below.first_node);
        let (mut a_before, mut b_before) = (0, 0);
        for (a, b) in above.words.iter().zip(&below.words) {
            let (a_left, b_left) = (a << 1 | a_before, b << 1 | b_before);
            let (a_starts, b_starts) = (a & !a_left, b & !b_left);
            // The first cell of each run of common cells: one for every pair of runs that overlap.
            let mut contacts = (a & b) & !(a_left & b_left);
            if connectivity == Connectivity::Eight {
                // A run that begins where one of the other row has just ended.
                contacts |= (b_starts & a_left & !a) | (a_starts & b_left & !b);
            }
            for bit in bits(contacts) {
                let up_to = u64::MAX >> (63 - bit);
                // A contact lies in a run that began before, so neither count is 0.
                let a_run = a_node + (a_starts & up_to).count_ones() as usize - 1;
                let b_run = b_node + (b_starts & up_to).count_ones() as usize - 1;
                self.unite(a_run, b_run);
            }
            a_node += a_starts.count_ones() as usize;
            b_node += b_starts.count_ones() as usize;
            (a_before, b_before) = (a >> 63, b >> 63);
        }
    }

    /// Joins what touches across the seam of the columns: in the lower row, and with eight
    /// neighbours between both.
    fn join_ends(
        &mut self,
        [above, below]: [&Row; 2],
        has_above: bool,
        cols: usize,
        connectivity: Connectivity,
    ) {
        let (a, b) = (ends(above, cols), ends(below, cols));
        let mut pairs = vec![(b.0, b.1)];
        if has_above && connectivity == Connectivity::Eight {
            pairs.extend([(a.0, b.1), (a.1, b.0)]);
        }
        for pair in pairs {
            if let (Some(left), Some(right)) = pair {
                self.unite(left, right);
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
            self.n_unions += 1;
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

/// The nodes of the runs that hold the first and the last cell of a row.
fn ends(row: &Row, cols: usize) -> (Option<usize>, Option<usize>) {
    let is_active =
        |col: usize| row.words.get(col / 64).is_some_and(|word| word >> (col % 64) & 1 == 1);
    let first = (cols > 0 && is_active(0)).then_some(row.first_node);
    let last = (cols > 0 && is_active(cols - 1)).then(|| row.first_node + n_runs(row) - 1);
    (first, last)
}

/// Number of runs of a row.
fn n_runs(row: &Row) -> usize {
    let mut before = 0;
    let starts = row.words.iter().map(|word| {
        let starts = word & !(word << 1 | before);
        before = word >> 63;
        starts.count_ones() as usize
    });
    starts.sum()
}

/// The places of the bits that are set, lowest first.
fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        bit
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

    /// Flood fill by the definition.
    fn flooded(cells: &Array2<bool>, surface: Surface, connectivity: Connectivity) -> Vec<usize> {
        let (rows, cols) = cells.dim();
        let mut left = cells.clone();
        let mut sizes = Vec::new();
        for start in (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col))) {
            let mut open = vec![start];
            let mut size = 0;
            while let Some((row, col)) = open.pop() {
                if !std::mem::take(&mut left[(row, col)]) {
                    continue;
                }
                size += 1;
                for (down, right) in (0..3).flat_map(|down| (0..3).map(move |right| (down, right)))
                {
                    let (row, col) = (row + down, col + right);
                    let wraps = surface == Surface::Torus;
                    let inside = (1..=rows).contains(&row) && (1..=cols).contains(&col);
                    let near = connectivity == Connectivity::Eight || down == 1 || right == 1;
                    if near && (inside || wraps) {
                        open.push(((row + rows - 1) % rows, (col + cols - 1) % cols));
                    }
                }
            }
            sizes.extend((size > 0).then_some(size));
        }
        sizes
    }

    #[test]
    fn random_masks_have_the_components_of_a_flood_fill() {
        let mut state = 1_u64;
        for (rows, cols) in [(1, 1), (1, 9), (9, 1), (2, 2), (7, 5), (9, 64), (5, 63), (20, 131)] {
            for share in [2, 4, 5, 7] {
                let cells = Array2::from_shape_simple_fn((rows, cols), || {
                    state =
                        state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                    (state >> 40) % 9 < share
                });
                for surface in Surface::ALL {
                    for connectivity in [Connectivity::Four, Connectivity::Eight] {
                        let found =
                            Components::on(surface, Mask::Cells(cells.view()), connectivity);
                        let found: Vec<usize> = found.sizes().collect();
                        assert_eq!(found, flooded(&cells, surface, connectivity), "{cells}");
                    }
                }
            }
        }
    }

    #[test]
    fn plane_does_not_wrap() {
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
