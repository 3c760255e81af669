//! Stripes of the excited state: plane waves, whole or broken off.

use crate::engine::Error;
use crate::engine::initial::{Ground, check_waves};
use crate::grid::{Boundary, Grid};
use ndarray::Array2;

/// Stripes of the excited state.
///
/// They are the same in every layer of a volume. The phase of a cell is p = k·x, in periods; the
/// cell is excited where p − `start` lies less than `width` above a whole number. Waves run towards
/// growing phase: to the right at angle 0, down at 90°. On a torus both components of k are rounded
/// to whole waves, so that stripes close.
///
/// A front that is to turn into spirals is broken off (`fill` below 1) and leaves an inhibitor
/// behind (`lag` above 0): at its free end the two states wind around each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stripes {
    /// Waves along the longer side.
    pub count: u64,
    /// Direction of the waves, in degrees from right to down.
    pub angle: f64,
    /// Width of a stripe, as a share of a period.
    pub width: f64,
    /// Where the first stripe begins, as a share of a period.
    pub start: f64,
    /// Length of the stripes, as a share of the whole.
    pub fill: f64,
    /// How far the species other than the observable stay behind, as a share of a period.
    pub lag: f64,
    /// Largest noise, as a share of the resting value.
    pub amplitude: f64,
}

impl Stripes {
    /// 1 on a stripe, 0 beside; everything `lag` periods further back.
    pub(crate) fn shares(&self, ground: Ground, lag: f64) -> Array2<f64> {
        let (rows, cols) = (ground.grid.rows(), ground.grid.cols());
        let [down, across] = self.closed(ground.grid, ground.boundary);
        let (sine, cosine) = self.direction();
        let place = |index: usize, cells: usize| (index as f64 + 0.5) / cells as f64;
        Array2::from_shape_fn((ground.grid.lines(), cols), |(line, col)| {
            let row = line % rows;
            let (y, x) = (place(row, rows), place(col, cols));
            let phase = down * y + across * x - (self.start - lag);
            // From 0 at one end of the stripes to 1 at the other.
            let along = 0.5 + ((y - 0.5) * cosine - (x - 0.5) * sine) / (sine.abs() + cosine.abs());
            let excited = phase - phase.floor() < self.width && along < self.fill;
            f64::from(u8::from(excited))
        })
    }

    /// The number of waves down and across the grid, if it can carry them.
    pub(crate) fn waves(&self, grid: Grid, boundary: Boundary) -> Result<[f64; 2], Error> {
        check_waves(self.count, grid)?;
        let waves = self.closed(grid, boundary);
        if waves == [0.0, 0.0] {
            return Err(Error::NoWave { count: self.count, angle: self.angle });
        }
        Ok(waves)
    }

    /// The number of waves down and across: whole ones on a torus.
    fn closed(&self, grid: Grid, boundary: Boundary) -> [f64; 2] {
        let (rows, cols) = (grid.rows() as f64, grid.cols() as f64);
        let (sine, cosine) = self.direction();
        let a_cell = self.count as f64 / rows.max(cols);
        let waves = [a_cell * rows * sine, a_cell * cols * cosine];
        if boundary == Boundary::Periodic { waves.map(f64::round) } else { waves }
    }

    fn direction(&self) -> (f64, f64) {
        let angle = self.angle.to_radians();
        (libm::sin(angle), libm::cos(angle))
    }
}
