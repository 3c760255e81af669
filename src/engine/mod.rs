//! Stepping: from a checked set-up to fields in time, the same bits on any number of threads.
//!
//! Model, stepper and observer are independent axes: [`crate::model::Kinetics`] × [`Stepper`] ×
//! [`Observer`]. The room reads no file and no clock.

mod initial;
mod mfn_v4;
mod mfn_v4_bounds;
mod mfn_v4_kernel;
mod observer;
mod operator;
mod reaction_diffusion;
mod simulation;
mod stepper;
mod sweep;
mod system;

pub use crate::engine::initial::{Initial, Spots};
pub use crate::engine::observer::{Frame, ObserveError, Observer, Termination, run};
pub use crate::engine::operator::Operator;
pub use crate::engine::simulation::{Setup, Simulation, memory_bytes};
pub use crate::engine::stepper::{Euler, Scheme, Stepper};
pub use crate::engine::system::{NonFinite, Precision, System};

/// Why a simulation cannot be set up, restored or stepped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value became NaN or infinite.
    #[error(transparent)]
    NonFinite(#[from] NonFinite),
    /// The grid does not fit.
    #[error(transparent)]
    Grid(#[from] crate::grid::Error),
    /// A saved generator is none.
    #[error("the saved generator is damaged")]
    Generator(#[from] crate::rng::Error),
    /// A saved state does not belong to this simulation.
    #[error("the saved state has {found} {what}, this simulation has {wanted}")]
    Saved {
        /// What differs.
        what: &'static str,
        /// Found in the saved state.
        found: usize,
        /// Wanted by the simulation.
        wanted: usize,
    },
    /// An initial field was given for a species that the model does not have.
    #[error("the model has no species {species}; it has {known}")]
    NoSpecies {
        /// The species asked for.
        species: String,
        /// The species there are.
        known: String,
    },
    /// The model steps in double precision alone.
    #[error("{model} runs in f64 alone, because its bits are those of MFN v4.1")]
    DoubleOnly {
        /// The model.
        model: &'static str,
    },
    /// An observer failed: writing a frame, for instance.
    #[error("an observer failed after step {step}")]
    Observer {
        /// The last step taken.
        step: u64,
        /// What the observer said.
        source: ObserveError,
    },
}
