//! What every kinetics gives, and the catalogue of them: one file a kinetics.

mod allen_cahn;
mod brusselator;
mod cahn_hilliard;
mod fisher_kpp;
mod fitzhugh_nagumo;
mod fitzhugh_nagumo_excitable;
mod gierer_meinhardt;
mod gray_scott;
mod lengyel_epstein;
mod schnakenberg;
mod swift_hohenberg;

use crate::model::real::Real;

pub use crate::model::kinetics::allen_cahn::AllenCahn;
pub use crate::model::kinetics::brusselator::Brusselator;
pub use crate::model::kinetics::cahn_hilliard::CahnHilliard;
pub use crate::model::kinetics::fisher_kpp::FisherKpp;
pub use crate::model::kinetics::fitzhugh_nagumo::FitzHughNagumo;
pub use crate::model::kinetics::fitzhugh_nagumo_excitable::FitzHughNagumoExcitable;
pub use crate::model::kinetics::gierer_meinhardt::GiererMeinhardt;
pub use crate::model::kinetics::gray_scott::GrayScott;
pub use crate::model::kinetics::lengyel_epstein::LengyelEpstein;
pub use crate::model::kinetics::schnakenberg::Schnakenberg;
pub use crate::model::kinetics::swift_hohenberg::SwiftHohenberg;

/// A chemical species or another field of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Species {
    /// Name of its file, e.g. `u`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub meaning: &'static str,
    /// Unit; `1` for a pure number.
    pub unit: &'static str,
}

/// The field of a model that is shown and measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observable {
    /// Index of the species.
    pub species: usize,
    /// Unit in which it is shown and in which features are given.
    pub unit: &'static str,
    /// Factor from the field's unit to `unit`.
    pub scale: f64,
    /// Low, medium and high threshold of the features, in `unit`.
    pub thresholds: [f64; 3],
}

/// Kinetics and transport of `N` species: ∂ₜs = D∇²s − K∇⁴s + ∇²φ(s) + f(s).
///
/// Most models are reactions with diffusion: K and φ are 0. A model that is not says so by
/// [`Kinetics::FOURTH_ORDER`]: Swift–Hohenberg, Cahn–Hilliard.
pub trait Kinetics<const N: usize>: Clone + Send + Sync {
    /// The species, in the order of the state.
    const SPECIES: [Species; N];

    /// Whether K or φ is there, so that a Laplacian is taken of D s − K∇²s + φ(s).
    const FOURTH_ORDER: bool = false;

    /// Whether the fields may be negative. Noise around rest then goes both ways and is measured
    /// in units of the field, not as a share of the resting value.
    const SIGNED: bool = false;

    /// f(s): the local rate of change, per unit time.
    fn rates<R: Real>(&self, state: [R; N]) -> [R; N];

    /// D: diffusivities, in unit length² per unit time.
    fn diffusivities(&self) -> [f64; N];

    /// K: coefficients of −∇⁴, in unit length⁴ per unit time.
    fn hyperdiffusivities(&self) -> [f64; N] {
        [0.0; N]
    }

    /// φ(s): the part of the chemical potential that is not linear.
    #[inline(always)]
    fn potential<R: Real>(&self, _state: [R; N]) -> [R; N] {
        [R::default(); N]
    }

    /// dφᵢ/dsᵢ at a state.
    fn potential_slope(&self, _state: [f64; N]) -> [f64; N] {
        [0.0; N]
    }

    /// ∂fᵢ/∂sⱼ at a state, row i, column j, per unit time.
    fn jacobian(&self, state: [f64; N]) -> [[f64; N]; N];

    /// Homogeneous steady states f(s) = 0 with non-negative concentrations.
    fn steady_states(&self) -> Vec<[f64; N]>;

    /// The homogeneous state that a run starts from and that a Dirichlet rim keeps.
    fn resting_state(&self) -> [f64; N];

    /// A state far enough from rest to start a pattern: the inside of an initial spot.
    fn excited_state(&self) -> [f64; N];

    /// Density of the free energy that the equation never raises, of a state and its Laplacian,
    /// per unit area; `None` if the equation is no gradient flow.
    fn energy_density(&self, _state: [f64; N], _laplacian: [f64; N]) -> Option<f64> {
        None
    }
}
