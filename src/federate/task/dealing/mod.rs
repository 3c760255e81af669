//! Which rows test, which train, and whose they are.

mod gamma;
mod partition;
mod split;

pub use crate::federate::task::dealing::partition::Partition;
pub(crate) use crate::federate::task::dealing::split::split;
