//! Rules that move a point until it rests.

mod centred_clipping;
mod geometric_median;

pub use crate::federate::rules::iterative::centred_clipping::CentredClipping;
pub use crate::federate::rules::iterative::geometric_median::GeometricMedian;
