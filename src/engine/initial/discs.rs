//! Discs of the excited state, balls in a volume: many at random, or one at a given place.

use crate::engine::Error;
use crate::engine::initial::{Ground, Place};
use crate::grid::Grid;
use crate::rng::{Purpose, Stream};
use ndarray::Array2;

/// Discs (in a volume balls) of the excited state at random places.
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

/// One disc (in a volume a ball) of the excited state at a given place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seed {
    /// Layer of its middle, counted from 0; 0 in a plane.
    pub layer: usize,
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
        let grid = ground.grid;
        let (layers, rows, cols) = (grid.layers() as f64, grid.rows() as f64, grid.cols() as f64);
        let mut shares = ground.zeros();
        for spot in 0..self.count {
            let [down, across] = places.uniforms(0, spot as u32);
            let inward = places.uniform(1, spot as u32);
            let layer = (inward * layers) as i64;
            let centre = Place { layer, row: (down * rows) as i64, col: (across * cols) as i64 };
            disc(&mut shares, ground, centre, self.radius);
        }
        shares
    }
}

impl Seed {
    /// 1 inside the disc, 0 outside.
    pub(crate) fn shares(&self, ground: Ground) -> Array2<f64> {
        let mut shares = ground.zeros();
        let Self { layer, row, col, .. } = *self;
        let centre = Place { layer: layer as i64, row: row as i64, col: col as i64 };
        disc(&mut shares, ground, centre, self.radius);
        shares
    }

    pub(crate) fn check(&self, grid: Grid) -> Result<(), Error> {
        let Self { layer, row, col, .. } = *self;
        let (layers, rows, cols) = (grid.layers(), grid.rows(), grid.cols());
        if layer < layers && row < rows && col < cols {
            return Ok(());
        }
        Err(Error::OutsideGrid { layer, row, col, layers, rows, cols })
    }
}

/// Sets the cells whose middles are at most `radius` from the middle of the centre to 1.
fn disc(shares: &mut Array2<f64>, ground: Ground, centre: Place, radius: f64) {
    let holds = |Place { layer, row, col }: &Place| {
        (layer * layer + row * row + col * col) as f64 <= radius * radius
    };
    for offset in ground.window(radius.ceil() as i64).filter(holds) {
        if let Some(cell) = ground.cell(centre.moved(offset)) {
            shares[cell] = 1.0;
        }
    }
}
