//! Steppers: how a state is carried over one time step.

use crate::engine::operator::Operator;
use crate::grid::DoubleBuffer;
use crate::model::{Kinetics, Real};

/// A scheme by name, as written in `time.stepper`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// Forward Euler.
    #[default]
    Euler,
}

impl Scheme {
    /// Every scheme.
    pub const ALL: [Self; 1] = [Self::Euler];

    /// The name used in presets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Euler => "euler",
        }
    }
}

/// An explicit one-step method for `N` species.
pub trait Stepper<R: Real, const N: usize>: Send {
    /// Order of accuracy in the time step.
    const ORDER: u32;

    /// Carries `state` over one step of length `time_step`; returns whether it stayed finite.
    fn step<K: Kinetics<N>>(
        &mut self,
        operator: &Operator<K, R, N>,
        state: &mut DoubleBuffer<R, N>,
        time_step: R,
    ) -> bool;
}

/// Forward Euler: sⁿ⁺¹ = sⁿ + Δt (D∇²sⁿ + f(sⁿ)).
#[derive(Debug, Clone, Copy, Default)]
pub struct Euler;

impl<R: Real, const N: usize> Stepper<R, N> for Euler {
    const ORDER: u32 = 1;

    fn step<K: Kinetics<N>>(
        &mut self,
        operator: &Operator<K, R, N>,
        state: &mut DoubleBuffer<R, N>,
        time_step: R,
    ) -> bool {
        operator.euler(state, time_step)
    }
}
