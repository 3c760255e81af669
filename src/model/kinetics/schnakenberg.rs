//! Schnakenberg: the simplest two-species kinetics with a Turing instability.
//!
//! ∂u/∂t = D_u ∇²u + γ (a − u + u² v)
//! ∂v/∂t = D_v ∇²v + γ (b − u² v)
//!
//! Parameters: the table below. Reference: J. Schnakenberg, *J. Theor. Biol.* 81 (1979) 389;
//! in this form J. D. Murray, *Mathematical Biology II*, 3rd ed., §2.2, eq. (2.10) and §2.4.

use crate::model::entry::{Entry, FROM_NOISE, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 5] = [
    Parameter {
        key: "a",
        symbol: "a",
        meaning: "supply of the activator u",
        unit: "1",
        default: Literal::Number(0.1),
        range: Range::Closed(0.0, 100.0),
        source: "Murray, Mathematical Biology II, §2.4",
    },
    Parameter {
        key: "b",
        symbol: "b",
        meaning: "supply of the substrate v",
        unit: "1",
        default: Literal::Number(0.9),
        range: Range::Above(0.0, 100.0),
        source: "Murray, Mathematical Biology II, §2.4",
    },
    Parameter {
        key: "gamma",
        symbol: "γ",
        meaning: "speed of the kinetics",
        unit: "1/time",
        default: Literal::Number(1.0),
        range: Range::Above(0.0, 1e6),
        source: "sets the unit of time",
    },
    Parameter {
        key: "diffusivity_u",
        symbol: "D_u",
        meaning: "diffusivity of the activator u",
        unit: "length²/time",
        default: Literal::Number(1.0),
        range: Range::Closed(0.0, 1e6),
        source: "sets the unit of length",
    },
    Parameter {
        key: "diffusivity_v",
        symbol: "D_v",
        meaning: "diffusivity of the substrate v",
        unit: "length²/time",
        default: Literal::Number(20.0),
        range: Range::Closed(0.0, 1e6),
        source: "above the Turing threshold d = 8.57 at a = 0.1, b = 0.9",
    },
];

/// The Schnakenberg kinetics.
///
/// # Examples
///
/// ```
/// use mfn::model::{Kinetics, Schnakenberg};
/// let (diffusivity_u, diffusivity_v) = (1.0, 20.0);
/// let model = Schnakenberg { a: 0.1, b: 0.9, gamma: 1.0, diffusivity_u, diffusivity_v };
/// assert_eq!(model.steady_states(), [[1.0, 0.9]]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schnakenberg {
    /// a, supply of the activator.
    pub a: f64,
    /// b, supply of the substrate.
    pub b: f64,
    /// γ, speed of the kinetics, per unit time.
    pub gamma: f64,
    /// D_u, in unit length² per unit time.
    pub diffusivity_u: f64,
    /// D_v, in unit length² per unit time.
    pub diffusivity_v: f64,
}

impl Entry for Schnakenberg {
    const NAME: &'static str = "schnakenberg";

    const START: Start = Start { initial: &FROM_NOISE, time_step: 0.01, steps: 20_000 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            a: values.number("a"),
            b: values.number("b"),
            gamma: values.number("gamma"),
            diffusivity_u: values.number("diffusivity_u"),
            diffusivity_v: values.number("diffusivity_v"),
        }
    }

    /// The activator u; thresholds at 0.75, 1 and 1.5 times its steady state.
    fn observable(&self) -> Observable {
        let steady = self.a + self.b;
        let thresholds = [0.75 * steady, steady, 1.5 * steady];
        Observable { species: 0, unit: "1", scale: 1.0, thresholds }
    }

    from_kinetics!();
}

impl Kinetics<2> for Schnakenberg {
    const SPECIES: [Species; 2] = [
        Species { name: "u", meaning: "activator", unit: "1" },
        Species { name: "v", meaning: "substrate", unit: "1" },
    ];

    #[inline(always)]
    fn rates<R: Real>(&self, [u, v]: [R; 2]) -> [R; 2] {
        let (a, b) = (R::from_f64(self.a), R::from_f64(self.b));
        let gamma = R::from_f64(self.gamma);
        let reaction = u * u * v;
        [gamma * ((a - u) + reaction), gamma * (b - reaction)]
    }

    fn diffusivities(&self) -> [f64; 2] {
        [self.diffusivity_u, self.diffusivity_v]
    }

    fn jacobian(&self, [u, v]: [f64; 2]) -> [[f64; 2]; 2] {
        let gamma = self.gamma;
        [[gamma * (2.0 * u * v - 1.0), gamma * u * u], [-2.0 * gamma * u * v, -gamma * u * u]]
    }

    /// u = a + b, v = b/(a + b)²: the only one.
    fn steady_states(&self) -> Vec<[f64; 2]> {
        vec![Kinetics::resting_state(self)]
    }

    fn resting_state(&self) -> [f64; 2] {
        let u = self.a + self.b;
        [u, self.b / (u * u)]
    }

    /// Twice the activator, half the substrate of the steady state.
    fn excited_state(&self) -> [f64; 2] {
        let [u, v] = Kinetics::resting_state(self);
        [2.0 * u, 0.5 * v]
    }
}
