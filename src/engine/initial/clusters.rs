//! Clusters of Gaussian peaks of the excited state.

use crate::engine::initial::{Ground, Place};
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

/// Random numbers of the depth, in a volume, lie this far behind those of the plane.
const DEPTH: u64 = 1 << 32;

impl Clusters {
    pub(crate) fn shares(&self, ground: Ground) -> Array2<f64> {
        let places = Stream::new(ground.seed, 0, Purpose::InitialClusters);
        let grid = ground.grid;
        let (layers, rows, cols) = (grid.layers() as f64, grid.rows() as f64, grid.cols() as f64);
        let mut rest = Array2::ones((grid.lines(), grid.cols()));
        for cluster in 0..self.count {
            let [down, across] = places.uniforms(cluster, 0);
            let inward = places.uniform(cluster + DEPTH, 0);
            for peak in 1..=self.peaks {
                let [south, east] = places.normals(cluster, peak as u32);
                let deep = places.normal(cluster + DEPTH, peak as u32);
                let layer =
                    if grid.is_volume() { inward * layers + self.spread * deep } else { 0.5 };
                let middle =
                    [layer, down * rows + self.spread * south, across * cols + self.spread * east];
                self.lay(&mut rest, ground, middle);
            }
        }
        rest.mapv(|rest| 1.0 - rest)
    }

    /// Multiplies what is left of rest by 1 − g around one peak.
    fn lay(&self, rest: &mut Array2<f64>, ground: Ground, middle: [f64; 3]) {
        let [layer, row, col] = middle.map(|place| place.floor() as i64);
        let centre = Place { layer, row, col };
        for offset in ground.window((REACH * self.radius).ceil() as i64) {
            let place = centre.moved(offset);
            let Some(cell) = ground.cell(place) else { continue };
            let from = |place: i64, axis: usize| place as f64 + 0.5 - middle[axis];
            let (dz, dy, dx) = (from(place.layer, 0), from(place.row, 1), from(place.col, 2));
            let exponent = -(dx * dx + dy * dy + dz * dz) / (2.0 * self.radius * self.radius);
            rest[cell] *= 1.0 - libm::exp(exponent);
        }
    }
}
