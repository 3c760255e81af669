//! White noise on every species: what Euler–Maruyama adds to Euler.

use crate::engine::forcing::Forcing;
use crate::engine::operator::Fields;
use crate::model::Real;
use crate::rng::{Purpose, Stream};

/// Additive white noise in space and time: each step adds σ √(Δt/a) · Normal(0, 1) to every cell of
/// every species, the increment of σ dW over a cell of size a, h² in a plane and h³ in a volume.
///
/// # Reference
///
/// P. E. Kloeden, E. Platen, *Numerical Solution of Stochastic Differential Equations*, Springer
/// 1992, §10.2 (Euler–Maruyama; strong order 1 for additive noise).
#[derive(Debug)]
pub(crate) struct WhiteNoise {
    stream: Stream,
    /// σ √(Δt/a).
    size: f64,
}

impl WhiteNoise {
    pub(crate) fn new(seed: u128, strength: f64, time_step: f64, cell_size: f64) -> Self {
        let stream = Stream::new(seed, 0, Purpose::StepNoise);
        Self { stream, size: strength * time_step.sqrt() / cell_size.sqrt() }
    }
}

impl<R: Real, const N: usize> Forcing<R, N> for WhiteNoise {
    fn apply(&mut self, step: u64, state: &mut Fields<R, N>) {
        let n_draws = N.div_ceil(2) as u64;
        for species in 0..N {
            // Two species share a draw of two normals; the others count on.
            let draw = step * n_draws + species as u64 / 2;
            let cols = state[species].grid().cols();
            for line in 0..state[species].grid().lines() {
                for (col, cell) in state[species].line_mut(line).iter_mut().enumerate() {
                    let normals = self.stream.normals(draw, (line * cols + col) as u32);
                    *cell = R::from_f64(cell.to_f64() + self.size * normals[species % 2]);
                }
            }
        }
    }
}
