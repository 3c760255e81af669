//! Connected components of the active cells, and what is said of them.

mod bits;
mod components;
mod structure;

pub(crate) use crate::features::clusters::bits::BitRows;
pub use crate::features::clusters::components::{Components, Connectivity};
pub(crate) use crate::features::clusters::structure::Structure;
