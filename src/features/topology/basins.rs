//! The basins of a landscape: from every cell the way down to a local minimum.

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

/// What a cell knows of the way down: its basin, and how the way runs.
pub(crate) trait Label: Copy + Ord {
    /// Not known yet.
    const NONE: Self;

    /// A basin, by a way that crosses no side.
    fn new(basin: u32) -> Self;

    fn basin(self) -> usize;

    /// Sides of the torus that the way crosses, downwards and to the right.
    fn crossings(self) -> [i32; 2];

    /// The label of a way that crosses these sides first.
    fn after(self, crossed: [i32; 2]) -> Self;
}

/// A basin of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Basin(u32);

/// A basin of the torus, and the sides crossed: two cells of one basin on one sheet of the torus
/// unrolled are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sheet(u64);

impl Label for Basin {
    const NONE: Self = Self(u32::MAX);

    fn new(basin: u32) -> Self {
        Self(basin)
    }

    fn basin(self) -> usize {
        self.0 as usize
    }

    fn crossings(self) -> [i32; 2] {
        [0; 2]
    }

    fn after(self, _crossed: [i32; 2]) -> Self {
        self
    }
}

impl Label for Sheet {
    const NONE: Self = Self(u64::MAX);

    fn new(basin: u32) -> Self {
        Self(u64::from(basin))
    }

    fn basin(self) -> usize {
        (self.0 & 0xffff_ffff) as usize
    }

    /// Modulo 2¹⁶: more than any way but a spiral made on purpose.
    fn crossings(self) -> [i32; 2] {
        [self.0 >> 32, self.0 >> 48].map(|half| i32::from((half as u16).cast_signed()))
    }

    fn after(self, [down, right]: [i32; 2]) -> Self {
        let [y, x] = self.crossings();
        let half = |value: i32| u64::from((value as i16).cast_unsigned());
        Self((self.0 & 0xffff_ffff) | half(y + down) << 32 | half(x + right) << 48)
    }
}

/// The basins of a landscape.
#[derive(Debug, Clone)]
pub(crate) struct Basins<L> {
    pub(crate) land: Landscape,
    /// One label a cell of the landscape, rim included.
    pub(crate) labels: Vec<L>,
    /// The height of each basin's minimum.
    pub(crate) minima: Vec<f64>,
}

/// The neighbours of a cell, known to the compiler.
pub(crate) trait Neighbours {
    /// Row and column of each in the window of 3 × 3 cells around a cell.
    const PLACES: &'static [(usize, usize)];
}

/// The four neighbours that share an edge.
pub(crate) struct Four;

/// The eight neighbours that share an edge or a corner.
pub(crate) struct Eight;

impl Neighbours for Four {
    const PLACES: &'static [(usize, usize)] = &[(0, 1), (1, 0), (1, 2), (2, 1)];
}

impl Neighbours for Eight {
    const PLACES: &'static [(usize, usize)] =
        &[(0, 0), (0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1), (2, 2)];
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

    /// The cells of the rim.
    fn rim_cells(&self) -> Vec<usize> {
        let (stride, last) = (self.stride(), (self.rows + 1) * self.stride());
        let sides = (1..=self.rows).flat_map(|row| [row * stride, row * stride + stride - 1]);
        (0..stride).chain(last..last + stride).chain(sides).collect()
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

    /// Whether `a` is not above `b`: by height, then by place, so that no two cells are level.
    pub(crate) fn is_at_most(&self, a: usize, b: usize) -> bool {
        let (low, high) = (self.heights[a], self.heights[b]);
        low < high || (low <= high && self.home(a).0 <= self.home(b).0)
    }

    /// The windows of 3 × 3 values around the cells of a row, with the columns of these.
    pub(crate) fn windows<'a, T>(
        &self,
        values: &'a [T],
        row: usize,
    ) -> impl Iterator<Item = [&'a [T; 3]; 3]> + use<'a, T> {
        let stride = self.stride();
        let line = |row: usize| values[row * stride..(row + 1) * stride].array_windows();
        let three = line(row - 1).zip(line(row)).zip(line(row + 1));
        three.map(|((above, here), below)| [above, here, below])
    }

    /// The cell that a neighbour in the window around `cell` is.
    pub(crate) fn neighbour(&self, cell: usize, (down, right): (usize, usize)) -> usize {
        cell + down * self.stride() + right - self.stride() - 1
    }

    /// For every cell the lowest of its neighbours and itself.
    #[expect(clippy::float_cmp, reason = "a tie is equality")]
    fn lowest<N: Neighbours>(&self) -> Vec<u32> {
        let stride = self.stride();
        let mut down: Vec<u32> = (0..self.heights.len() as u32).collect();
        for row in 1..=self.rows {
            let first = row * stride + 1;
            let line = &mut down[first..first + self.cols];
            for ((cell, slot), window) in (first..).zip(line).zip(self.windows(&self.heights, row))
            {
                let (mut lowest, mut place, mut is_tied) = (window[1][1], (1, 1), false);
                for (y, x) in N::PLACES {
                    let height = window[*y][*x];
                    is_tied |= height == lowest;
                    if height < lowest {
                        (lowest, place) = (height, (*y, *x));
                    }
                }
                *slot = if is_tied {
                    self.lowest_of_tied::<N>(cell)
                } else {
                    self.neighbour(cell, place) as u32
                };
            }
        }
        down
    }

    #[cold]
    fn lowest_of_tied<N: Neighbours>(&self, cell: usize) -> u32 {
        let mut lowest = cell;
        for place in N::PLACES {
            let other = self.neighbour(cell, *place);
            if self.is_at_most(other, lowest) && self.home(other).0 != self.home(cell).0 {
                lowest = other;
            }
        }
        lowest as u32
    }

    /// The basins of all cells. Cost: O(cells).
    pub(crate) fn basins<N: Neighbours, L: Label>(self) -> Basins<L> {
        let mut down = self.lowest::<N>();
        let mut labels = vec![L::NONE; self.heights.len()];
        let mut minima = Vec::new();
        let rim = self.rim_cells();
        match self.rim {
            Rim::Above => {}
            Rim::Below => {
                minima.push(f64::NEG_INFINITY);
                for ghost in &rim {
                    labels[*ghost] = L::new(0);
                }
            }
            Rim::Glued => {
                for ghost in &rim {
                    down[*ghost] = self.home(*ghost).0 as u32;
                }
            }
        }
        let mut way: Vec<usize> = Vec::new();
        for row in 1..=self.rows {
            for start in row * self.stride() + 1..(row + 1) * self.stride() - 1 {
                let mut cell = start;
                while labels[cell] == L::NONE {
                    let next = down[cell] as usize;
                    if next == cell {
                        labels[cell] = L::new(minima.len() as u32);
                        minima.push(self.heights[cell]);
                    } else {
                        way.push(cell);
                        cell = next;
                    }
                }
                let mut label = labels[cell];
                while let Some(above) = way.pop() {
                    // Only a cell of the rim crosses a side.
                    if self.rim == Rim::Glued && self.is_on_rim(above) {
                        label = label.after(self.home(above).1);
                    }
                    labels[above] = label;
                }
            }
        }
        if self.rim == Rim::Glued {
            for ghost in rim {
                let (home, crossed) = self.home(ghost);
                labels[ghost] = labels[home].after(crossed);
            }
        }
        Basins { land: self, labels, minima }
    }

    fn is_on_rim(&self, cell: usize) -> bool {
        let (row, col) = (cell / self.stride(), cell % self.stride());
        row == 0 || row == self.rows + 1 || col == 0 || col == self.cols + 1
    }
}
