//! Clusters of Gaussian peaks of the excited state.

use crate::engine::initial::{Ground, window};
use crate::rng::{Purpose, Stream};
use ndarray::Array2;

/// Clusters of Gaussian peaks of the excited state.
///
/// A peak at distance d has the share g = exp(−d²/2r²); where peaks overlap, the share is
/// 1 − Π(1 − g), which never exceeds 1. Middles of clusters are uniform over the grid, the peaks of
/// a cluster normally distributed about its middle. On a torus peaks wrap.
///
/// # Reference
///
/// Half of the runs of The Well's `gray_scott_reaction_diffusion` start from clusters of Gaussians:
/// R. Ohana et al., *The Well*, NeurIPS 2024. The same in kind, not in numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clusters {
    /// Number of clusters.
    pub count: u64,
    /// Peaks in a cluster.
    pub peaks: u64,
    /// Standard deviation of a peak's place about the middle of its cluster, in cells.
    pub spread: f64,
    /// r, standard deviation of a peak, in cells.
    pub radius: f64,
    /// Largest noise, as a share of the resting value.
    pub amplitude: f64,
}

/// Where a peak ends, in its standard deviations: exp(−9²/2) < 2⁻⁵³, so 1 − g is 1 beyond.
const REACH: f64 = 9.0;

impl Clusters {
    pub(crate) fn shares(&self, ground: Ground) -> Array2<f64> {
        let places = Stream::new(ground.seed, 0, Purpose::InitialClusters);
        let (rows, cols) = (ground.grid.rows() as f64, ground.grid.cols() as f64);
        let mut rest = Array2::ones((ground.grid.rows(), ground.grid.cols()));
        for cluster in 0..self.count {
            let [down, across] = places.uniforms(cluster, 0);
            for peak in 1..=self.peaks {
                let [south, east] = places.normals(cluster, peak as u32);
                let place = (down * rows + self.spread * south, across * cols + self.spread * east);
                self.lay(&mut rest, ground, place);
            }
        }
        rest.mapv(|rest| 1.0 - rest)
    }

    /// Multiplies what is left of rest by 1 − g around one peak.
    fn lay(&self, rest: &mut Array2<f64>, ground: Ground, (down, across): (f64, f64)) {
        let (row, col) = (down.floor() as i64, across.floor() as i64);
        for (south, east) in window((REACH * self.radius).ceil() as i64) {
            let Some(cell) = ground.cell(row + south, col + east) else { continue };
            let dy = (row + south) as f64 + 0.5 - down;
            let dx = (col + east) as f64 + 0.5 - across;
            let exponent = -(dx * dx + dy * dy) / (2.0 * self.radius * self.radius);
            rest[cell] *= 1.0 - libm::exp(exponent);
        }
    }
}
