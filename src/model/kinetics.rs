//! What every kinetics gives: rates, Jacobian, steady states, and what to look at.

use crate::model::real::Real;

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

/// Local kinetics of `N` species: ∂ₜs = D∇²s + f(s).
pub trait Kinetics<const N: usize>: Clone + Send + Sync {
    /// The species, in the order of the state.
    const SPECIES: [Species; N];

    /// f(s): the local rate of change, per unit time.
    fn rates<R: Real>(&self, state: [R; N]) -> [R; N];

    /// Diffusivities, in unit length² per unit time.
    fn diffusivities(&self) -> [f64; N];

    /// ∂fᵢ/∂sⱼ at a state, row i, column j, per unit time.
    fn jacobian(&self, state: [f64; N]) -> [[f64; N]; N];

    /// Homogeneous steady states f(s) = 0 with non-negative concentrations.
    fn steady_states(&self) -> Vec<[f64; N]>;

    /// The homogeneous state that a run starts from and that a Dirichlet rim keeps.
    fn resting_state(&self) -> [f64; N];

    /// A state far enough from rest to start a pattern: the inside of an initial spot.
    fn excited_state(&self) -> [f64; N];
}
