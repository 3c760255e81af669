//! Affine iterated function systems: a few contractions whose random orbit draws a fractal.
//!
//! The attractor A of the maps fᵢ is the only compact set with A = ∪ fᵢ(A) (Hutchinson 1981); the
//! chaos game x ← f_k(x), with k drawn anew each time, visits all of it. Named systems are in
//! [`catalogue`](named), random ones in [`random`], MFN v4.1's in [`mfn_v4`].

mod affine;
mod catalogue;
mod dimension;
mod exponents;
pub mod mfn_v4;
mod random;
mod raster;
mod system;

pub use crate::fractal::ifs::affine::Affine;
pub use crate::fractal::ifs::catalogue::{NAMES, named};
pub use crate::fractal::ifs::dimension::{
    BoxDimension, affinity_dimension, box_dimension, similarity_dimension,
};
pub use crate::fractal::ifs::exponents::{Exponents, exponents};
pub use crate::fractal::ifs::random::{Rotations, random};
pub use crate::fractal::ifs::raster::{Raster, Window};
pub use crate::fractal::ifs::system::{Orbit, System};

/// What can be wrong with an iterated function system.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no map.
    #[error("a system without a map has no orbit: at least 1 is wanted")]
    NoMap,
    /// A map does not bring all points closer together.
    #[error("map {index} stretches by {norm} in one direction: below 1 is wanted")]
    NotContractive {
        /// Which map, from 0.
        index: usize,
        /// Its largest singular value.
        norm: f64,
    },
    /// The probabilities do not fit the maps.
    #[error("the weights {found:?} do not fit {maps} maps: one each, at least 0, some above 0")]
    Weights {
        /// The weights found.
        found: Vec<f64>,
        /// Number of maps.
        maps: usize,
    },
    /// A window without an area.
    #[error("a window from {low:?} to {high:?} is none: wanted low < high, both finite")]
    Window {
        /// Lower left corner.
        low: [f64; 2],
        /// Upper right corner.
        high: [f64; 2],
    },
    /// The orbit left the bounds that MFN v4.1 sets.
    #[error("a coordinate reached {found}: MFN v4.1 stops at {bound}")]
    Unbounded {
        /// Largest coordinate, without its sign.
        found: f64,
        /// The bound.
        bound: f64,
    },
}
