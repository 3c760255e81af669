//! A random Fourier series, smooth on a torus and the same on any grid.

use crate::engine::initial::Ground;
use crate::rng::{Purpose, Stream};
use ndarray::{Array2, ArrayViewMut2, Axis};
use std::collections::BTreeMap;
use std::f64::consts::PI;

/// A random Fourier series between two shares of the excited state.
///
/// g(x, y) = N^(−½) Σ (a cos 2π(my + nx) + b sin 2π(my + nx)) over the N pairs of opposite wave
/// vectors whose wavelength is at least the longest side / `waves`, with a third number l in a
/// volume; x and y run from 0 to 1 over the grid, a and b are standard normal, so g has mean 0 and
/// variance 1. The share of the excited state is low + (high − low) (1 + g/√(1 + g²))/2: smooth,
/// and never beyond `low` and `high`.
///
/// a and b depend on seed and wave vector alone. So a finer grid samples the same function, and a
/// higher cut-off leaves the lower waves as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fourier {
    /// The most waves along the longer side.
    pub waves: u64,
    /// Share of the excited state where the series is lowest.
    pub low: f64,
    /// Share of the excited state where the series is highest.
    pub high: f64,
    /// Largest noise, as a share of the resting value.
    pub amplitude: f64,
}

/// One pair of opposite wave vectors.
#[derive(Debug, Clone, Copy)]
struct Mode {
    /// l, waves inward: 0 in a plane.
    inward: i64,
    /// m, waves down.
    down: i64,
    /// Weight of the cosine, weight of the sine.
    weights: [f64; 2],
}

impl Fourier {
    pub(crate) fn shares(&self, ground: Ground) -> Array2<f64> {
        let (layers, rows) = (ground.grid.layers(), ground.grid.rows());
        let columns = self.modes(ground);
        let n_modes: usize = columns.iter().map(Vec::len).sum();
        let norm = 1.0 / (n_modes as f64).sqrt();
        let inward = Turns::new(layers);
        let turns = (Turns::new(rows), Turns::new(ground.grid.cols()));
        let mut shares = ground.zeros();
        for (layer, lines) in shares.axis_chunks_iter_mut(Axis(0), rows).enumerate() {
            if ground.grid.is_volume() {
                let of_layer: Vec<Vec<Mode>> =
                    columns.iter().map(|modes| in_layer(modes, &inward, layer)).collect();
                self.fill(lines, &of_layer, norm, &turns);
            } else {
                self.fill(lines, &columns, norm, &turns);
            }
        }
        shares
    }

    /// The shares of one layer, whose modes have no wave inward left.
    fn fill(
        &self,
        mut shares: ArrayViewMut2<'_, f64>,
        columns: &[Vec<Mode>],
        norm: f64,
        (down, across): &(Turns, Turns),
    ) {
        for (row, mut line) in shares.outer_iter_mut().enumerate() {
            // The sum over m first: what is left costs one term for each n and cell.
            let sums: Vec<[f64; 2]> =
                columns.iter().map(|modes| along_column(modes, down, row)).collect();
            for (col, share) in line.iter_mut().enumerate() {
                let terms = sums.iter().enumerate().map(|(n, sum)| {
                    let [cosine, sine] = across.at(n as i64, col);
                    sum[0] * cosine + sum[1] * sine
                });
                let g = norm * terms.sum::<f64>();
                *share = self.low + (self.high - self.low) * 0.5 * (1.0 + g / (1.0 + g * g).sqrt());
            }
        }
    }

    /// The modes of each n from 0, waves across; of n = 0 one of each opposite pair.
    fn modes(&self, ground: Ground) -> Vec<Vec<Mode>> {
        let grid = ground.grid;
        let sides = [grid.layers(), grid.rows(), grid.cols()].map(|cells| cells as f64);
        let stream = Stream::new(ground.seed, 0, Purpose::InitialFourier);
        let most = self.waves as f64 / grid.longest_side() as f64;
        let within = |waves: [i64; 3]| {
            let square = |axis: usize| (waves[axis] as f64 / sides[axis]).powi(2);
            square(1) + square(2) + square(0) <= most * most * (1.0 + 1e-12)
        };
        let most = self.waves as i64;
        let depths = if grid.is_volume() { -most..=most } else { 0..=0 };
        let of_column = |n: i64| {
            let pairs = depths.clone().flat_map(|l| (-most..=most).map(move |m| (l, m)));
            pairs
                .filter(|&(l, m)| n > 0 || m > 0 || (m == 0 && l > 0))
                .filter(|&(l, m)| within([l, m, n]))
                .map(|(l, m)| {
                    let weights = stream.normals(number(l, m, grid.is_volume()), n as u32);
                    Mode { inward: l, down: m, weights }
                })
                .collect()
        };
        (0..=most).map(of_column).collect()
    }
}

/// The number of a wave vector among those of one n: two's complement tells negative ones apart.
fn number(inward: i64, down: i64, volume: bool) -> u64 {
    if volume { (inward as u64) << 32 | u64::from(down as u32) } else { down as u64 }
}

/// The modes of a column as they are in one layer: those of one m add up.
fn in_layer(modes: &[Mode], turns: &Turns, layer: usize) -> Vec<Mode> {
    let mut summed: BTreeMap<i64, [f64; 2]> = BTreeMap::new();
    for Mode { inward, down, weights: [a, b] } in modes {
        let [cosine, sine] = turns.at(*inward, layer);
        let sum = summed.entry(*down).or_default();
        *sum = [sum[0] + (a * cosine + b * sine), sum[1] + (b * cosine - a * sine)];
    }
    summed.into_iter().map(|(down, weights)| Mode { inward: 0, down, weights }).collect()
}

/// Σ (a cos α + b sin α) and Σ (b cos α − a sin α) with α = 2πmy: the weights of cos and sin 2πnx.
fn along_column(modes: &[Mode], down: &Turns, row: usize) -> [f64; 2] {
    modes.iter().fold([0.0, 0.0], |[cosines, sines], mode| {
        let [a, b] = mode.weights;
        let [cosine, sine] = down.at(mode.down, row);
        [cosines + (a * cosine + b * sine), sines + (b * cosine - a * sine)]
    })
}

/// Cosine and sine of 2πk (i + ½)/n for whole k and i: 2n values serve all.
struct Turns {
    values: Vec<[f64; 2]>,
}

impl Turns {
    fn new(cells: usize) -> Self {
        let turn = |index: usize| PI * index as f64 / cells as f64;
        let value = |index| [libm::cos(turn(index)), libm::sin(turn(index))];
        Self { values: (0..2 * cells).map(value).collect() }
    }

    fn at(&self, waves: i64, cell: usize) -> [f64; 2] {
        let index = (waves * (2 * cell as i64 + 1)).rem_euclid(self.values.len() as i64);
        self.values[index as usize]
    }
}
