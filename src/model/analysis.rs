//! What linear theory says about a model before it is run.

use crate::model::Model;
use crate::model::linear::{Linearisation, Turing};

/// A homogeneous steady state and what linear theory says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SteadyState {
    /// The two coupled species.
    pub state: [f64; 2],
    /// Jacobian and diffusivities there.
    pub linear: Linearisation,
    /// Stable, unstable, or unstable through diffusion.
    pub steadiness: Steadiness,
}

/// How a homogeneous steady state answers to small perturbations.
#[derive(Debug, Clone, PartialEq)]
pub enum Steadiness {
    /// All modes decay.
    Stable,
    /// Neither grows nor decays at k = 0, and no mode grows.
    Marginal,
    /// A homogeneous perturbation grows monotonically.
    Unstable,
    /// A homogeneous perturbation grows in oscillations of this angular frequency.
    Oscillatory(f64),
    /// Homogeneous perturbations do not grow, but modes of a band do.
    Turing(Turing),
}

/// Steady states, stability limit and the verdict on patterns.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Every homogeneous steady state.
    pub states: Vec<SteadyState>,
    /// The largest forward-Euler step at the given spacing, in unit time.
    pub largest_step: f64,
}

impl Analysis {
    /// The first Turing-unstable state, if there is one.
    pub fn turing(&self) -> Option<&Turing> {
        self.states.iter().find_map(|state| match &state.steadiness {
            Steadiness::Turing(turing) => Some(turing),
            _ => None,
        })
    }
}

/// Analyses a model on a five-point stencil of the given spacing (unit length).
///
/// # Examples
///
/// ```
/// use mfn::model::{Kind, Values, analyse};
/// let kind = Kind::MfnV4;
/// let model = kind.build(&Values::defaults(kind.parameters(None)));
/// assert!(analyse(&model, 1.0).turing().is_none()); // v4.1's defaults form no pattern
/// ```
pub fn analyse(model: &Model, spacing: f64) -> Analysis {
    let states: Vec<SteadyState> = model
        .linearisations()
        .into_iter()
        .map(|(state, linear)| SteadyState { state, linear, steadiness: steadiness(&linear) })
        .collect();
    // The diffusivity of a species outside the coupled pair limits the step as well.
    let uncoupled = model.diffusivities().into_iter().fold(0.0, f64::max);
    let diffusive = spacing * spacing / (4.0 * uncoupled);
    let largest_step = states
        .iter()
        .map(|state| state.linear.largest_euler_step(spacing))
        .fold(diffusive, f64::min);
    Analysis { states, largest_step }
}

fn steadiness(linear: &Linearisation) -> Steadiness {
    if let Some(turing) = linear.turing() {
        return Steadiness::Turing(turing);
    }
    let [leading, _] = linear.growth_rates(0.0);
    if linear.is_stable_without_diffusion() {
        Steadiness::Stable
    } else if leading.re > 0.0 && leading.im != 0.0 {
        Steadiness::Oscillatory(leading.im)
    } else if leading.re > 0.0 {
        Steadiness::Unstable
    } else {
        Steadiness::Marginal
    }
}
