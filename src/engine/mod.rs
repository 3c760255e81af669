//! Stepping: from a checked set-up to fields in time, the same bits on any number of threads.
//!
//! Model, stepper and observer are independent axes: [`crate::model::Kinetics`] × [`Scheme`] ×
//! [`Observer`]. The room reads no file and no clock.

mod assembly;
mod energy;
mod forcing;
mod initial;
mod mfn_v4;
mod observer;
mod operator;
mod reaction_diffusion;
mod simulation;
mod stability;
mod steppers;
mod sweep;
mod system;

pub use crate::engine::energy::{Energy, Laplacian};
pub use crate::engine::initial::{Clusters, Fourier, Initial, Seed, Spots, Stripes};
pub use crate::engine::observer::{Frame, ObserveError, Observer, Termination, run};
pub use crate::engine::simulation::{Setup, Simulation, memory_bytes};
pub use crate::engine::stability::largest_step;
pub use crate::engine::steppers::Scheme;
pub use crate::engine::system::{Cell, NonFinite, Precision, StepError, System, ToleranceNotMet};

/// Why a simulation cannot be set up, restored or stepped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A step failed.
    #[error(transparent)]
    Step(#[from] StepError),
    /// A scheme that cannot solve this equation with this boundary or stencil.
    #[error("{scheme} does not go with {what}")]
    Scheme {
        /// The scheme.
        scheme: &'static str,
        /// What it cannot do.
        what: &'static str,
    },
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
    /// A disc was asked for beside the grid.
    #[error(
        "the middle of a disc at layer {layer}, row {row}, column {col} is not on a grid of \
         {layers} × {rows} × {cols}"
    )]
    OutsideGrid {
        /// Layer asked for.
        layer: usize,
        /// Row asked for.
        row: usize,
        /// Column asked for.
        col: usize,
        /// Layers there are.
        layers: usize,
        /// Rows there are.
        rows: usize,
        /// Columns there are.
        cols: usize,
    },
    /// More waves were asked for than the cells can tell apart.
    #[error("{waves} waves do not fit on {cells} cells: a wave needs more than two")]
    Waves {
        /// Waves along the longer side.
        waves: u64,
        /// Cells along it.
        cells: usize,
    },
    /// No whole wave of this direction closes on the torus.
    #[error("no whole wave is left of {count} at {angle} degrees: the grid is too narrow that way")]
    NoWave {
        /// Waves asked for along the longer side.
        count: u64,
        /// Their direction.
        angle: f64,
    },
    /// The model steps in double precision alone.
    #[error("{model} runs in f64 alone, because its bits are those of MFN v4.1")]
    DoubleOnly {
        /// The model.
        model: &'static str,
    },
    /// The model lives on a plane alone.
    #[error("{model} runs in a plane alone, because its bits are those of MFN v4.1")]
    PlaneOnly {
        /// The model.
        model: &'static str,
    },
    /// A stencil of another number of dimensions.
    #[error("the {stencil} stencil does not go with {dimensions}")]
    Stencil {
        /// The stencil.
        stencil: &'static str,
        /// `a plane` or `a volume`.
        dimensions: &'static str,
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
