//! Measurements of runs against answers that are known: is the equation solved right?
//!
//! The linear stage of a pattern is the first of them. A preset whose certificate claims a pattern
//! is stepped from tiny perturbations of its steady state, and what grows is held against the
//! dispersion relation: how fast ([`growth`]), how long ([`wavelength`]), and that nothing does
//! just below onset ([`onset`]). [`certify`] puts the three together. [`fractal`] has sets and
//! surfaces of known dimension. [`lyapunov`] measures whether a run is chaotic, and
//! [`linearised_lyapunov`] checks it.

mod certify;
mod check;
pub mod fractal;
mod growth;
mod linear;
mod lyapunov;
mod modes;
mod onset;
mod rim;
mod solver;
mod suites;
mod wavelength;

pub use crate::verify::certify::{
    Case, Claim, EULER_TOLERANCE, GROWTH_TOLERANCE, Measurement, Outcome, certify, measure,
};
pub use crate::verify::check::{
    Check, Curve, Effort, Figure, FigureAxis, Finding, Mark, Obstacle, Proof, Subject, Suite,
};
pub use crate::verify::growth::{Growth, growth};
pub use crate::verify::linear::Prediction;
pub use crate::verify::lyapunov::{linearised_lyapunov, lyapunov};
pub use crate::verify::modes::{Mode, Modes};
pub use crate::verify::onset::{BelowOnset, Onset, below_onset, onset};
pub use crate::verify::rim::rim;
pub use crate::verify::suites::{checks, pattern_checks};
pub use crate::verify::wavelength::{Wavelength, wavelength};
