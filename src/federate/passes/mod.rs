//! What rules compute in one pass over the updates.

mod combine;
mod norms;

pub(crate) use crate::federate::passes::combine::{add_scaled, combine};
pub(crate) use crate::federate::passes::norms::{norms_squared, squares_from};
