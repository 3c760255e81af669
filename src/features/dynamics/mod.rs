//! Dynamics: how a run changes, whether it comes to rest, and whether it is chaotic.

mod correlation;
mod evolution;
mod exponent;
mod flow;
mod lyapunov;
mod state;
mod stationarity;

pub use crate::features::dynamics::correlation::autocorrelation_time;
pub use crate::features::dynamics::evolution::{Change, Evolution};
pub use crate::features::dynamics::exponent::Exponent;
pub use crate::features::dynamics::flow::{Flow, TangentFlow};
pub use crate::features::dynamics::lyapunov::{
    Benettin, LyapunovError, tangent_exponent, twin_exponent,
};
pub use crate::features::dynamics::stationarity::Stationarity;

#[cfg(test)]
mod tests;
