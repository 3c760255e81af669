//! A patch of membrane as one point: Nernst and Goldman–Hodgkin–Katz potentials, currents, ODE.
//!
//! Everything here is in SI units (V, s, K, S/m², A/m², F/m², m/s) but concentrations, which are in
//! mol/L as the literature gives them. A current is positive when positive charge leaves the cell.
//! [`mfn_v4`] holds MFN v4.1's functions with their constants and their clamp; nothing else does.

mod adaptive;
mod circuit;
mod constants;
mod ghk;
mod integrate;
mod ion;
pub mod mfn_v4;
mod nernst;

pub use crate::membrane::adaptive::Adaptive;
pub use crate::membrane::circuit::{Circuit, Currents, Leak, Passive};
pub use crate::membrane::constants::{FARADAY, GAS_CONSTANT, thermal_voltage};
pub use crate::membrane::ghk::{ghk_current, ghk_slope_bound, ghk_voltage};
pub use crate::membrane::integrate::{Scheme, euler, rk4};
pub use crate::membrane::ion::{Ion, KNOWN_IONS, Species};
pub use crate::membrane::nernst::nernst;

/// What can be wrong with a membrane.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An ion without charge feels no potential.
    #[error("an ion of valence 0 has no equilibrium potential: wanted a valence other than 0")]
    NoCharge,
    /// A concentration that is none.
    #[error("a concentration of {found} mol/L {side} is none: wanted a finite number above 0")]
    Concentration {
        /// `inside` or `outside`.
        side: &'static str,
        /// The value found, in mol/L.
        found: f64,
    },
    /// A temperature that is none.
    #[error("a temperature of {found} K is none: wanted a finite number above 0")]
    Temperature {
        /// The value found, in K.
        found: f64,
    },
    /// Nothing can pass, so no potential is preferred.
    #[error("no ion can pass the membrane: at least one {quantity} above 0 is wanted")]
    Impermeable {
        /// `permeability` or `conductance`.
        quantity: &'static str,
    },
    /// A permeability, conductance or capacitance that cannot be.
    #[error("{quantity} = {found} cannot be: wanted a finite number, {wanted}")]
    Quantity {
        /// Which.
        quantity: &'static str,
        /// The value found.
        found: f64,
        /// What is accepted.
        wanted: &'static str,
    },
    /// The error of a step stays above the tolerance however short the step.
    #[error(
        "the tolerance of {tolerance:.3e} V cannot be met at t = {time:.6e} s: the error is still \
         {error:.3e} V with a step of {step:.3e} s"
    )]
    Tolerance {
        /// Time reached, in s.
        time: f64,
        /// Length of the last step tried, in s.
        step: f64,
        /// Its estimated error, in V.
        error: f64,
        /// The tolerance, in V.
        tolerance: f64,
    },
    /// More sub-steps than anybody would wait for.
    #[error(
        "the tolerance of {tolerance:.3e} V takes more than {most} steps between two saved times \
         at t = {time:.6e} s"
    )]
    TooManySteps {
        /// Time reached, in s.
        time: f64,
        /// The tolerance, in V.
        tolerance: f64,
        /// The limit.
        most: u32,
    },
    /// The potential is no number any more.
    #[error("the potential became {found} at step {step}")]
    NonFinite {
        /// The step, counted from 0.
        step: u64,
        /// What it became.
        found: f64,
    },
}
