//! Shape of an excursion set: thresholds, cluster sizes, Minkowski functionals.

mod minkowski;
mod sizes;
mod threshold;

pub use crate::features::shape::minkowski::Minkowski;
pub use crate::features::shape::sizes::{ClusterSizes, PowerLaw};
pub use crate::features::shape::threshold::Threshold;
pub(crate) use crate::features::shape::threshold::histogram;

#[cfg(test)]
mod tests;
