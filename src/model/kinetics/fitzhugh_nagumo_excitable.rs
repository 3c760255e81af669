//! FitzHugh–Nagumo as an excitable medium: a fast excitation and its slow recovery.
//!
//! ∂u/∂t = D_u ∇²u + u − u³/3 − v + I
//! ∂v/∂t = D_v ∇²v + ε (u + β − γ v)
//!
//! Parameters: the table below. Reference: R. FitzHugh, *Biophys. J.* 1 (1961) 445, whose x, y and
//! z are −u, v and −I; J. Nagumo, S. Arimoto, S. Yoshizawa, *Proc. IRE* 50 (1962) 2061; in this
//! form E. M. Izhikevich and R. FitzHugh, *Scholarpedia* 1 (2006) 1349.

use crate::model::entry::{Entry, FROM_SPOTS, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::stability::depressed_cubic;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 6] = [
    Parameter {
        key: "stimulus",
        symbol: "I",
        meaning: "current that drives the medium",
        unit: "1",
        default: Literal::Number(0.0),
        range: Range::Closed(-1e3, 1e3),
        source: "excitable at 0, oscillating from 0.331 to 1.419",
    },
    Parameter {
        key: "epsilon",
        symbol: "ε",
        meaning: "speed of the recovery",
        unit: "1/time",
        default: Literal::Number(0.08),
        range: Range::Closed(0.0, 1e3),
        source: "Izhikevich and FitzHugh 2006; FitzHugh 1961 has 1/c² = 0.111",
    },
    Parameter {
        key: "beta",
        symbol: "β",
        meaning: "offset of the recovery",
        unit: "1",
        default: Literal::Number(0.7),
        range: Range::Closed(-1e3, 1e3),
        source: "FitzHugh 1961: a",
    },
    Parameter {
        key: "gamma",
        symbol: "γ",
        meaning: "decay of the recovery",
        unit: "1",
        default: Literal::Number(0.8),
        range: Range::Closed(1e-3, 1e3),
        source: "FitzHugh 1961: b",
    },
    Parameter {
        key: "diffusivity_u",
        symbol: "D_u",
        meaning: "diffusivity of the excitation u",
        unit: "length²/time",
        default: Literal::Number(1.0),
        range: Range::Closed(0.0, 1e6),
        source: "sets the unit of length",
    },
    Parameter {
        key: "diffusivity_v",
        symbol: "D_v",
        meaning: "diffusivity of the recovery v",
        unit: "length²/time",
        default: Literal::Number(0.0),
        range: Range::Closed(0.0, 1e6),
        source: "the recovery of a membrane does not diffuse",
    },
];

/// The FitzHugh–Nagumo kinetics of an excitable or oscillating medium.
///
/// # Examples
///
/// FitzHugh's a and b give rest at (−1.1994, −0.6243):
///
/// ```
/// use mfn::model::{FitzHughNagumoExcitable, Kinetics};
/// let model = FitzHughNagumoExcitable {
///     stimulus: 0.0,
///     epsilon: 0.08,
///     beta: 0.7,
///     gamma: 0.8,
///     diffusivity_u: 1.0,
///     diffusivity_v: 0.0,
/// };
/// let [u, v] = model.steady_states()[0];
/// assert!((u + 1.1994).abs() < 1e-4 && (v + 0.6243).abs() < 1e-4);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitzHughNagumoExcitable {
    /// I, current that drives the medium.
    pub stimulus: f64,
    /// ε, speed of the recovery, per unit time.
    pub epsilon: f64,
    /// β, offset of the recovery.
    pub beta: f64,
    /// γ, decay of the recovery.
    pub gamma: f64,
    /// D_u, in unit length² per unit time.
    pub diffusivity_u: f64,
    /// D_v, in unit length² per unit time.
    pub diffusivity_v: f64,
}

impl Entry for FitzHughNagumoExcitable {
    const NAME: &'static str = "fitzhugh-nagumo-excitable";

    const START: Start = Start { initial: &FROM_SPOTS, time_step: 0.05, steps: 4_000 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            stimulus: values.number("stimulus"),
            epsilon: values.number("epsilon"),
            beta: values.number("beta"),
            gamma: values.number("gamma"),
            diffusivity_u: values.number("diffusivity_u"),
            diffusivity_v: values.number("diffusivity_v"),
        }
    }

    /// The excitation u, which has either sign; thresholds at −1, 0 and 1.
    fn observable(&self) -> Observable {
        Observable { species: 0, unit: "1", scale: 1.0, thresholds: [-1.0, 0.0, 1.0] }
    }

    from_kinetics!();
}

impl Kinetics<2> for FitzHughNagumoExcitable {
    const SPECIES: [Species; 2] = [
        Species { name: "u", meaning: "excitation", unit: "1" },
        Species { name: "v", meaning: "recovery", unit: "1" },
    ];

    const SIGNED: bool = true;

    #[inline(always)]
    fn rates<R: Real>(&self, [u, v]: [R; 2]) -> [R; 2] {
        let cubic = u - u * u * u / R::from_f64(3.0);
        let recovery = (u + R::from_f64(self.beta)) - R::from_f64(self.gamma) * v;
        [(cubic - v) + R::from_f64(self.stimulus), R::from_f64(self.epsilon) * recovery]
    }

    fn diffusivities(&self) -> [f64; 2] {
        [self.diffusivity_u, self.diffusivity_v]
    }

    fn jacobian(&self, [u, _]: [f64; 2]) -> [[f64; 2]; 2] {
        [[1.0 - u * u, -1.0], [self.epsilon, -self.epsilon * self.gamma]]
    }

    /// v = (u + β)/γ leaves u³ + 3 (1/γ − 1) u + 3 (β/γ − I) = 0: one state, or up to three if
    /// γ > 1. The fields are no concentrations and may be negative.
    fn steady_states(&self) -> Vec<[f64; 2]> {
        let Self { stimulus, beta, gamma, .. } = *self;
        let roots = depressed_cubic(3.0 * (1.0 / gamma - 1.0), 3.0 * (beta / gamma - stimulus));
        roots.into_iter().map(|u| [u, (u + beta) / gamma]).collect()
    }

    /// The steady state with the least excitation.
    fn resting_state(&self) -> [f64; 2] {
        // A cubic has a root, so there is a first state.
        self.steady_states().first().copied().unwrap_or_default()
    }

    /// Excited to u = 2, not yet recovering.
    fn excited_state(&self) -> [f64; 2] {
        let [_, v] = Kinetics::resting_state(self);
        [2.0, v]
    }
}
