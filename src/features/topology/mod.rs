//! Topology of a field: Betti numbers of its excursion sets, and persistent homology.

mod basins;
mod betti;
mod label;
mod landscape;
mod link;
mod merging;
mod persistence;
mod summary;

pub use crate::features::topology::betti::Betti;
pub use crate::features::topology::persistence::{Pair, Persistence};
pub use crate::features::topology::summary::Diagram;

#[cfg(test)]
mod tests;
