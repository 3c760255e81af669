//! A grid of heights with a rim.

/// What lies around the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rim {
    /// Cells higher than all others: nothing leaves the grid.
    Above,
    /// One cell lower than all others, the outside.
    Below,
    /// The opposite side.
    Glued,
}

/// The heights of a grid with a rim of one cell; cells are indices into it.
#[derive(Debug, Clone)]
pub(crate) struct Landscape {
    pub(crate) rows: usize,
    pub(crate) cols: usize,
    pub(crate) heights: Vec<f64>,
    pub(crate) rim: Rim,
}

impl Landscape {
    /// The landscape of `values`, rows × cols in C order, times `sign`.
    pub(crate) fn new(values: &[f64], cols: usize, sign: f64, rim: Rim) -> Self {
        let rows = values.len() / cols;
        let around = if rim == Rim::Below { f64::NEG_INFINITY } else { f64::INFINITY };
        let stride = cols + 2;
        let mut heights = vec![around; (rows + 2) * stride];
        for (line, row) in heights.chunks_exact_mut(stride).skip(1).zip(values.chunks_exact(cols)) {
            for (height, value) in line[1..].iter_mut().zip(row) {
                *height = sign * value;
            }
        }
        let mut land = Self { rows, cols, heights, rim };
        if rim == Rim::Glued {
            for ghost in land.rim_cells() {
                land.heights[ghost] = land.heights[land.home(ghost).0];
            }
        }
        land
    }

    pub(crate) fn stride(&self) -> usize {
        self.cols + 2
    }

    /// The cells of a row of the grid, from 1.
    pub(crate) fn row(&self, row: usize) -> std::ops::Range<usize> {
        row * self.stride() + 1..(row + 1) * self.stride() - 1
    }

    /// The cells of the rim.
    pub(crate) fn rim_cells(&self) -> Vec<usize> {
        let (stride, last) = (self.stride(), (self.rows + 1) * self.stride());
        let sides = (1..=self.rows).flat_map(|row| [row * stride, row * stride + stride - 1]);
        (0..stride).chain(last..last + stride).chain(sides).collect()
    }

    /// The cells of the grid beside the rim; those at corners more than once.
    pub(crate) fn shore(&self) -> Vec<usize> {
        let sides = (1..=self.rows).flat_map(|row| [self.row(row).start, self.row(row).end - 1]);
        self.row(1).chain(self.row(self.rows)).chain(sides).collect()
    }

    /// The cell of the grid that a cell of a glued rim is, and the sides crossed on the way.
    pub(crate) fn home(&self, cell: usize) -> (usize, [i32; 2]) {
        let turn = |at: usize, n: usize| match at {
            0 => (n, -1),
            at if at == n + 1 => (1, 1),
            at => (at, 0),
        };
        let (row, down) = turn(cell / self.stride(), self.rows);
        let (col, right) = turn(cell % self.stride(), self.cols);
        (row * self.stride() + col, [down, right])
    }

    /// Whether `a` is below `b`: by height, then by place, so that no two cells are level.
    pub(crate) fn is_below(&self, a: usize, b: usize) -> bool {
        let (low, high) = (self.heights[a], self.heights[b]);
        low < high || (low <= high && self.home(a).0 < self.home(b).0)
    }
}
