//! Connected components of the active cells, and what is said of them.

mod components;
mod structure;

pub use crate::features::clusters::components::{Components, Connectivity};
pub(crate) use crate::features::clusters::structure::Structure;
