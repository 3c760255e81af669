//! Sets whose dimension is known, drawn cell by cell.

use ndarray::Array2;

/// √3/2, the height of an equilateral triangle.
const HEIGHT: f64 = 0.866_025_403_784_438_6;

/// A set that is exactly self-similar, or a smooth one, as a mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceSet {
    /// Sierpiński's carpet: the middle ninth is left out. D = ln 8 / ln 3.
    Carpet,
    /// Sierpiński's triangle: cells whose indices share no bit. D = log₂ 3.
    Triangle,
    /// Cantor's dust: the middle thirds of both sides are left out. D = ln 4 / ln 3.
    CantorDust,
    /// Vicsek's cross: the middle ninth and the four beside it. D = ln 5 / ln 3.
    Vicsek,
    /// Koch's curve over the whole width, its base at the middle row. D = ln 4 / ln 3.
    Koch,
    /// A row. D = 1.
    Line,
    /// A diagonal. D = 1.
    Diagonal,
    /// A cell. D = 0.
    Point,
    /// All cells. D = 2.
    Square,
    /// A disk of 0.4 sides in radius. D = 2.
    Disk,
}

impl ReferenceSet {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Carpet,
        Self::Triangle,
        Self::CantorDust,
        Self::Vicsek,
        Self::Koch,
        Self::Line,
        Self::Diagonal,
        Self::Point,
        Self::Square,
        Self::Disk,
    ];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Carpet => "Sierpiński carpet",
            Self::Triangle => "Sierpiński triangle",
            Self::CantorDust => "Cantor dust",
            Self::Vicsek => "Vicsek cross",
            Self::Koch => "Koch curve",
            Self::Line => "line",
            Self::Diagonal => "diagonal",
            Self::Point => "point",
            Self::Square => "filled square",
            Self::Disk => "filled disk",
        }
    }

    /// Its name among the checks.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Carpet => "sierpinski-carpet",
            Self::Triangle => "sierpinski-triangle",
            Self::CantorDust => "cantor-dust",
            Self::Vicsek => "vicsek-cross",
            Self::Koch => "koch-curve",
            Self::Line => "line",
            Self::Diagonal => "diagonal",
            Self::Point => "point",
            Self::Square => "filled-square",
            Self::Disk => "filled-disk",
        }
    }

    /// Its dimension.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::verify::fractal::ReferenceSet;
    /// assert!((ReferenceSet::Carpet.dimension() - 1.892789).abs() < 1e-6);
    /// ```
    pub fn dimension(self) -> f64 {
        let pieces = |n: f64, scale: f64| libm::log(n) / libm::log(scale);
        match self {
            Self::Carpet => pieces(8.0, 3.0),
            Self::Triangle => pieces(3.0, 2.0),
            Self::CantorDust | Self::Koch => pieces(4.0, 3.0),
            Self::Vicsek => pieces(5.0, 3.0),
            Self::Line | Self::Diagonal => 1.0,
            Self::Point => 0.0,
            Self::Square | Self::Disk => 2.0,
        }
    }

    /// The side in cells at which it is self-similar down to the cell.
    pub fn natural_side(self) -> usize {
        match self {
            Self::Carpet | Self::CantorDust | Self::Vicsek | Self::Koch => 729,
            Self::Triangle
            | Self::Line
            | Self::Diagonal
            | Self::Point
            | Self::Square
            | Self::Disk => 512,
        }
    }

    /// Draws it on `side` × `side` cells.
    pub fn draw(self, side: usize) -> Array2<bool> {
        let middle = 0.5 * side as f64;
        let cells = |is_active: &dyn Fn(usize, usize) -> bool| {
            Array2::from_shape_fn((side, side), |(row, col)| is_active(row, col))
        };
        match self {
            Self::Carpet => cells(&|i, j| digits(i, j, side).all(|(a, b)| a != 1 || b != 1)),
            Self::CantorDust => cells(&|i, j| digits(i, j, side).all(|(a, b)| a != 1 && b != 1)),
            Self::Vicsek => cells(&|i, j| digits(i, j, side).all(|(a, b)| a == 1 || b == 1)),
            Self::Triangle => cells(&|i, j| i & j == 0),
            Self::Koch => koch(side),
            Self::Line => cells(&|i, _| i == side / 3),
            Self::Diagonal => cells(&|i, j| i == j),
            Self::Point => cells(&|i, j| (i, j) == (side / 3, side / 2)),
            Self::Square => cells(&|_, _| true),
            Self::Disk => cells(&|i, j| {
                let (y, x) = (i as f64 + 0.5 - middle, j as f64 + 0.5 - middle);
                x * x + y * y <= 0.16 * (side * side) as f64
            }),
        }
    }
}

/// The ternary digits of two indices, lowest first, as many as the side has.
fn digits(i: usize, j: usize, side: usize) -> impl Iterator<Item = (usize, usize)> {
    let powers = std::iter::successors(Some(1), |power| Some(power * 3));
    powers.take_while(move |power| *power < side).map(move |power| (i / power % 3, j / power % 3))
}

/// The cells that hold a vertex of the curve of steps of a ninth of a cell or less.
///
/// Vertices are whole multiples a, b of two sides of a triangle at 60°, so that none is rounded
/// before the last step.
fn koch(side: usize) -> Array2<bool> {
    let mut mask = Array2::from_elem((side, side), false);
    let mut length = 1_i64;
    let mut depth = 0;
    while (length as usize) < 9 * side {
        (length, depth) = (3 * length, depth + 1);
    }
    let (mut a, mut b) = (0_i64, 0_i64);
    // The six directions of the lattice; step n turns by how often n is divisible by 4.
    let directions = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)];
    let mut heading = 0_usize;
    let unit = side as f64 / length as f64;
    for step in 1..=4_u64.pow(depth) {
        let x = (a as f64 + 0.5 * b as f64) * unit;
        let y = b as f64 * HEIGHT * unit;
        let row = (side / 2).checked_sub(y as usize);
        if let Some(slot) = row.and_then(|row| mask.get_mut((row, x as usize))) {
            *slot = true;
        }
        let (along, up) = directions.get(heading).copied().unwrap_or_default();
        (a, b) = (a + along, b + up);
        // Turns +60°, −120°, +60° between the four quarters, at every level.
        let mut quarter = step;
        while quarter.is_multiple_of(4) {
            quarter /= 4;
        }
        heading = (heading + if quarter % 4 == 2 { 4 } else { 1 }) % 6;
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_have_as_many_cells_as_their_construction_says() {
        for (set, side, cells) in [
            (ReferenceSet::Carpet, 81, 8_usize.pow(4)),
            (ReferenceSet::CantorDust, 81, 4_usize.pow(4)),
            (ReferenceSet::Vicsek, 81, 5_usize.pow(4)),
            (ReferenceSet::Triangle, 64, 3_usize.pow(6)),
            (ReferenceSet::Line, 30, 30),
            (ReferenceSet::Diagonal, 30, 30),
            (ReferenceSet::Point, 30, 1),
            (ReferenceSet::Square, 30, 900),
        ] {
            let found = set.draw(side).iter().filter(|cell| **cell).count();
            assert_eq!(found, cells, "{set:?}");
        }
        let disk = ReferenceSet::Disk.draw(500).iter().filter(|cell| **cell).count() as f64;
        assert!((disk / (std::f64::consts::PI * 200.0 * 200.0) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn koch_curve_is_connected_symmetric_and_as_high_as_a_triangle() {
        let mask = ReferenceSet::Koch.draw(243);
        let top = mask.rows().into_iter().position(|row| row.iter().any(|cell| *cell)).unwrap();
        // √3/6 of 243 cells above the base.
        assert!((121 - top).abs_diff(70) <= 1, "{top}");
        for col in 0..243 {
            assert!(mask.column(col).iter().any(|cell| *cell), "a gap at column {col}");
        }
        let mirrored = mask.indexed_iter().filter(|((i, j), cell)| {
            let near = |d: usize| mask.get((*i, (243 - j + d).saturating_sub(2))) == Some(&true);
            **cell && !(0..3).any(near)
        });
        assert!(mirrored.count() < 30);
    }
}
