//! Strang splitting: reaction and diffusion apart, stable for any step of diffusion.

use crate::engine::operator::{Place, RightHandSide};
use crate::engine::steppers::combine::combine;
use crate::engine::steppers::heat::Heat;
use crate::engine::steppers::{Outcome, Stepper};
use crate::grid::DoubleBuffer;
use crate::model::Real;

/// s ← R(½Δt) H(Δt) R(½Δt) s: reaction R cell by cell by the classical method of order 4,
/// diffusion H by the exact solution of the discrete heat equation. Order 2.
///
/// # Reference
///
/// G. Strang, *On the construction and comparison of difference schemes*, SIAM J. Numer. Anal. 5
/// (1968) 506.
#[derive(Debug)]
pub(crate) struct Strang<const N: usize> {
    heat: [Heat; N],
}

impl<const N: usize> Strang<N> {
    pub(crate) fn new(
        place: Place,
        diffusivities: [f64; N],
        rim: [f64; N],
        time_step: f64,
    ) -> Self {
        let heat = |s: usize| Heat::new(place, diffusivities[s], rim[s], time_step);
        Self { heat: std::array::from_fn(heat) }
    }
}

impl<R: Real, const N: usize> Stepper<R, N> for Strang<N> {
    fn step(
        &mut self,
        equation: &mut dyn RightHandSide<R, N>,
        state: &mut DoubleBuffer<R, N>,
        time_step: R,
    ) -> Outcome {
        let half = R::from_f64(0.5) * time_step;
        let (current, next) = state.split();
        combine(&[(R::from_f64(1.0), current)], next);
        let mut finite = equation.react(next, half);
        for (field, heat) in next.iter_mut().zip(&mut self.heat) {
            heat.diffuse(field);
        }
        finite &= equation.react(next, half);
        state.swap();
        Outcome::of(finite)
    }
}
