//! Discs of the excited state: many at random, or one at a given place.

use crate::engine::Error;
use crate::engine::initial::{Ground, window};
use crate::grid::Grid;
use crate::rng::{Purpose, Stream};
use ndarray::Array2;

/// Discs of the excited state at random places.
///
/// Discs may overlap; on a torus they wrap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spots {
    /// Number of discs.
    pub count: u64,
    /// Radius, in cells.
    pub radius: f64,
    /// Largest noise, as a share of the resting value.
    pub amplitude: f64,
}

/// One disc of the excited state at a given place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seed {
    /// Row of its middle, counted from 0.
    pub row: usize,
    /// Column of its middle, counted from 0.
    pub col: usize,
    /// Radius, in cells.
    pub radius: f64,
    /// Largest noise, as a share of the resting value.
    pub amplitude: f64,
}

impl Spots {
    /// 1 inside a disc, 0 outside.
    pub(crate) fn shares(&self, ground: Ground) -> Array2<f64> {
        let places = Stream::new(ground.seed, 0, Purpose::InitialSpots);
        let (rows, cols) = (ground.grid.rows() as f64, ground.grid.cols() as f64);
        let mut shares = ground.zeros();
        for spot in 0..self.count {
            let [down, across] = places.uniforms(0, spot as u32);
            disc(&mut shares, ground, ((down * rows) as i64, (across * cols) as i64), self.radius);
        }
        shares
    }
}

impl Seed {
    /// 1 inside the disc, 0 outside.
    pub(crate) fn shares(&self, ground: Ground) -> Array2<f64> {
        let mut shares = ground.zeros();
        disc(&mut shares, ground, (self.row as i64, self.col as i64), self.radius);
        shares
    }

    pub(crate) fn check(&self, grid: Grid) -> Result<(), Error> {
        let Self { row, col, .. } = *self;
        let (rows, cols) = (grid.rows(), grid.cols());
        if row < rows && col < cols {
            return Ok(());
        }
        Err(Error::OutsideGrid { row, col, rows, cols })
    }
}

/// Sets the cells whose middles are at most `radius` from the middle of the centre to 1.
fn disc(shares: &mut Array2<f64>, ground: Ground, centre: (i64, i64), radius: f64) {
    let holds =
        |&(down, across): &(i64, i64)| (down * down + across * across) as f64 <= radius * radius;
    for (down, across) in window(radius.ceil() as i64).filter(holds) {
        if let Some(cell) = ground.cell(centre.0 + down, centre.1 + across) {
            shares[cell] = 1.0;
        }
    }
}
