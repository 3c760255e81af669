//! Points counted into the cells of a grid.

use crate::fractal::ifs::Error;
use ndarray::Array2;

/// A rectangle of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    low: [f64; 2],
    high: [f64; 2],
}

impl Window {
    /// The rectangle between two corners, lower left and upper right.
    ///
    /// # Errors
    ///
    /// [`Error::Window`] if it has no area or a corner is not finite.
    pub fn new(low: [f64; 2], high: [f64; 2]) -> Result<Self, Error> {
        let finite = low.iter().chain(&high).all(|coordinate| coordinate.is_finite());
        if finite && low[0] < high[0] && low[1] < high[1] {
            Ok(Self { low, high })
        } else {
            Err(Error::Window { low, high })
        }
    }

    /// The smallest rectangle of `rows` × `cols` square cells that holds the points and a margin of
    /// `margin` times their extent on every side; a unit square about a single point.
    ///
    /// # Errors
    ///
    /// [`Error::Window`] if there is no point or one is not finite.
    pub fn around(
        points: &[[f64; 2]],
        (rows, cols): (usize, usize),
        margin: f64,
    ) -> Result<Self, Error> {
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for point in points {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
        let extent = [high[0] - low[0], high[1] - low[1]];
        let share = 1.0 + 2.0 * margin;
        let cell = (share * extent[0] / cols as f64).max(share * extent[1] / rows as f64);
        // A single point has no extent of its own.
        let cell = if cell > 0.0 { cell } else { 1.0 / rows.min(cols) as f64 };
        let half = [0.5 * cell * cols as f64, 0.5 * cell * rows as f64];
        let middle = [0.5 * (low[0] + high[0]), 0.5 * (low[1] + high[1])];
        let corner = |sign: f64| [middle[0] + sign * half[0], middle[1] + sign * half[1]];
        Self::new(corner(-1.0), corner(1.0))
    }

    /// Lower left corner.
    pub fn low(&self) -> [f64; 2] {
        self.low
    }

    /// Upper right corner.
    pub fn high(&self) -> [f64; 2] {
        self.high
    }

    /// Width and height.
    pub fn size(&self) -> [f64; 2] {
        [self.high[0] - self.low[0], self.high[1] - self.low[1]]
    }
}

/// How many points lie in each cell; row 0 is at the top, where y is largest.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    /// Points a cell, rows × cols.
    pub counts: Array2<f64>,
    /// Points that lie outside the window.
    pub outside: u64,
}

impl Raster {
    /// Counts the points within the window.
    ///
    /// A cell owns its left and its lower side; the window's right and upper side belong to the
    /// last cells.
    pub fn count(points: &[[f64; 2]], window: &Window, (rows, cols): (usize, usize)) -> Self {
        let mut raster = Self { counts: Array2::zeros((rows, cols)), outside: 0 };
        for point in points {
            match cell(*point, window, (rows, cols)) {
                Some((row, col)) => raster.counts[(row, col)] += 1.0,
                None => raster.outside += 1,
            }
        }
        raster
    }
}

/// The cell of a point, if it lies in the window.
pub(crate) fn cell(
    point: [f64; 2],
    window: &Window,
    (rows, cols): (usize, usize),
) -> Option<(usize, usize)> {
    let place = |axis: usize, n: usize| {
        let share = (point[axis] - window.low[axis]) / (window.high[axis] - window.low[axis]);
        let inside = (0.0..=1.0).contains(&share);
        inside.then(|| ((share * n as f64) as usize).min(n - 1))
    };
    let (col, from_below) = (place(0, cols)?, place(1, rows)?);
    Some((rows - 1 - from_below, col))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_fall_into_the_cells_that_hold_them() {
        let window = Window::new([0.0, 0.0], [3.0, 2.0]).unwrap();
        let points = [[0.0, 0.0], [0.5, 1.5], [2.9, 0.2], [3.0, 2.0], [3.1, 0.0], [0.0, f64::NAN]];
        let raster = Raster::count(&points, &window, (2, 3));
        let expected = ndarray::array![[1.0, 0.0, 1.0], [1.0, 0.0, 1.0]];
        assert_eq!((raster.counts, raster.outside), (expected, 2));
    }

    #[test]
    fn window_around_points_has_square_cells_and_holds_all() {
        let points = [[-1.0, 0.0], [1.0, 0.5]];
        let window = Window::around(&points, (100, 50), 0.05).unwrap();
        let [width, height] = window.size();
        assert!((width / 50.0 - height / 100.0).abs() < 1e-15);
        assert!((width - 2.2).abs() < 1e-15, "the margin is on both sides: {width}");
        assert_eq!(Raster::count(&points, &window, (100, 50)).outside, 0);
        let single = Window::around(&[[7.0, 7.0]], (10, 10), 0.0).unwrap();
        assert!((single.size()[0] - 1.0).abs() < 1e-15);
        assert!(Window::around(&[], (10, 10), 0.0).is_err());
        assert!(Window::new([0.0, 0.0], [0.0, 1.0]).is_err());
    }
}
