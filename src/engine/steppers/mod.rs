//! Steppers: how a state is carried over one time step. One file a family.

mod adaptive;
mod combine;
mod etdrk4;
mod explicit;
mod heat;
mod phi;
mod scheme;
mod strang;

use crate::engine::operator::RightHandSide;
use crate::grid::DoubleBuffer;
use crate::model::Real;

pub(crate) use crate::engine::steppers::adaptive::Adaptive;
pub(crate) use crate::engine::steppers::etdrk4::Etdrk4;
pub(crate) use crate::engine::steppers::explicit::{Euler, Heun, Rk4};
pub use crate::engine::steppers::scheme::Scheme;
pub(crate) use crate::engine::steppers::strang::Strang;

/// How a step went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Outcome {
    /// Every new value is finite.
    Finite,
    /// Some new value is not.
    NotFinite,
    /// The error stayed above the tolerance down to this step.
    Refused {
        /// The smallest step tried, in unit time.
        smallest: f64,
    },
}

impl Outcome {
    pub(crate) fn of(finite: bool) -> Self {
        if finite { Self::Finite } else { Self::NotFinite }
    }
}

/// A one-step method for `N` species. Allocates nothing while it steps.
pub(crate) trait Stepper<R: Real, const N: usize>: Send {
    /// Carries `state` over one step of length `time_step`.
    fn step(
        &mut self,
        equation: &mut dyn RightHandSide<R, N>,
        state: &mut DoubleBuffer<R, N>,
        time_step: R,
    ) -> Outcome;

    /// Whether the other buffer holds the state before the step afterwards.
    fn keeps_previous(&self) -> bool {
        true
    }

    /// What must be saved beside the fields for the next step to be the same.
    fn words(&self) -> Vec<u64> {
        Vec::new()
    }

    /// Takes over saved words, as many as [`Stepper::words`] gives.
    fn restore(&mut self, _words: &[u64]) {}
}
