//! Ornstein–Uhlenbeck noise: Gaussian, mean-reverting, stationary from the first step on.

use crate::engine::forcing::{Forcing, each_line};
use crate::engine::operator::Fields;
use crate::engine::simulation::Setup;
use crate::grid::Padded;
use crate::model::{MembraneNoise, Real};
use crate::rng::{Purpose, Stream};

/// η' = η e^(−Δt/τ) + σ √(1 − e^(−2Δt/τ)) Normal(0, 1) in every cell; η(0) = σ Normal(0, 1).
///
/// Exact for any step: the stationary standard deviation is σ and the correlation over a lag t is
/// e^(−t/τ), whatever Δt.
///
/// # Reference
///
/// D. T. Gillespie, *Exact numerical simulation of the Ornstein-Uhlenbeck process and its
/// integral*, Phys. Rev. E 54 (1996) 2084, eq. (1.9).
#[derive(Debug)]
pub(crate) struct OrnsteinUhlenbeck {
    stream: Stream,
    species: usize,
    sd: f64,
    /// e^(−Δt/τ).
    decay: f64,
    /// σ √(1 − e^(−2Δt/τ)).
    size: f64,
    /// Whether the initial field is left as it was given.
    given: bool,
    parallel: bool,
}

impl OrnsteinUhlenbeck {
    pub(crate) fn new(setup: &Setup, species: usize, noise: MembraneNoise) -> Self {
        let lag = setup.time_step / noise.time;
        Self {
            stream: Stream::new(setup.seed, 0, Purpose::MembraneNoise),
            species,
            sd: noise.sd,
            decay: libm::exp(-lag),
            // 1 − e^(−2x) loses its digits where x is small; expm1 does not.
            size: noise.sd * (-libm::expm1(-2.0 * lag)).sqrt(),
            given: false,
            parallel: setup.parallel,
        }
    }

    /// Leaves the initial field as it is.
    pub(crate) fn keep_start(&mut self) {
        self.given = true;
    }

    /// η ← decay η + size Normal(0, 1). Neighbours in a line share a draw of two normals.
    fn draw<R: Real>(&self, step: u64, field: &mut Padded<R>, (decay, size): (f64, f64)) {
        let pairs = field.grid().cols().div_ceil(2);
        each_line(field, self.parallel, |line, cells| {
            for (pair, cells) in cells.chunks_mut(2).enumerate() {
                // A grid has less than 2³² cells.
                let normals = self.stream.normals(step, (line * pairs + pair) as u32);
                for (cell, normal) in cells.iter_mut().zip(normals) {
                    *cell = R::from_f64(decay * cell.to_f64() + size * normal);
                }
            }
            0
        });
    }
}

impl<R: Real, const N: usize> Forcing<R, N> for OrnsteinUhlenbeck {
    fn start(&self, state: &mut Fields<R, N>) {
        if !self.given {
            self.draw(0, &mut state[self.species], (0.0, self.sd));
        }
    }

    fn apply(&mut self, step: u64, state: &mut Fields<R, N>) {
        // Without noise nothing is drawn and the field stays at 0, unless it was given.
        if self.size > 0.0 || self.given {
            self.draw(step, &mut state[self.species], (self.decay, self.size));
        }
    }
}
