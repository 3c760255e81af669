//! Differential privacy of a client: clipped gradients with Gaussian noise, and what they cost.
//!
//! A [`Mechanism`] clips the gradient of every example to a norm C and adds Gaussian noise of
//! standard deviation σC to their sum (DP-SGD); an [`Accountant`] adds up the privacy loss over
//! rounds in which each example took part with probability q (Poisson sampling). Two data sets are
//! neighbours if one has one example more.

mod accountant;
mod mechanism;
mod order;

pub use crate::federate::privacy::accountant::Accountant;
pub use crate::federate::privacy::mechanism::Mechanism;
