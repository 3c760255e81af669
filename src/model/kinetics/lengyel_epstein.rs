//! Lengyel–Epstein: the chlorite–iodide–malonic acid reaction, the first Turing pattern of a lab.
//!
//! ∂u/∂t = D ∇²u + a − u − 4 u v/(1 + u²)
//! ∂v/∂t = σ [c D ∇²v + b (u − u v/(1 + u²))]
//!
//! u is iodide, v chlorite. Parameters: the table below. Reference: I. Lengyel and I. R. Epstein,
//! *Science* 251 (1991) 650; in this form O. Jensen et al., *Phys. Rev. E* 50 (1994) 736.

use crate::model::entry::{Entry, FROM_NOISE, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 5] = [
    Parameter {
        key: "a",
        symbol: "a",
        meaning: "feed",
        unit: "1",
        default: Literal::Number(30.0),
        range: Range::Closed(1e-3, 1e4),
        source: "with σ and c: room between the Hopf and the Turing threshold",
    },
    Parameter {
        key: "b",
        symbol: "b",
        meaning: "feed over rate of the inhibitor",
        unit: "1",
        default: Literal::Number(2.5),
        range: Range::Closed(1e-6, 1e4),
        source: "between the Hopf threshold 2.15 and the Turing threshold 2.84",
    },
    Parameter {
        key: "sigma",
        symbol: "σ",
        meaning: "slowing of the activator by the starch complex",
        unit: "1",
        default: Literal::Number(8.0),
        range: Range::Closed(1e-6, 1e6),
        source: "8 and more keep oscillations away from the Turing band",
    },
    Parameter {
        key: "c",
        symbol: "c",
        meaning: "diffusivity of the inhibitor over that of the activator",
        unit: "1",
        default: Literal::Number(1.5),
        range: Range::Closed(0.0, 1e6),
        source: "of order 1: both are small molecules",
    },
    Parameter {
        key: "diffusivity",
        symbol: "D",
        meaning: "diffusivity of the activator u",
        unit: "length²/time",
        default: Literal::Number(1.0),
        range: Range::Closed(0.0, 1e6),
        source: "sets the unit of length",
    },
];

/// The Lengyel–Epstein kinetics.
///
/// # Examples
///
/// ```
/// use mfn::model::{Kinetics, LengyelEpstein};
/// let model = LengyelEpstein { a: 30.0, b: 2.5, sigma: 8.0, c: 1.5, diffusivity: 1.0 };
/// assert_eq!(model.steady_states(), [[6.0, 37.0]]); // u = a/5, v = 1 + u²
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LengyelEpstein {
    /// a, feed.
    pub a: f64,
    /// b, feed over rate of the inhibitor.
    pub b: f64,
    /// σ, slowing of the activator by the starch complex.
    pub sigma: f64,
    /// c, diffusivity of the inhibitor over that of the activator, without σ.
    pub c: f64,
    /// D, in unit length² per unit time.
    pub diffusivity: f64,
}

impl Entry for LengyelEpstein {
    const NAME: &'static str = "lengyel-epstein";

    const START: Start = Start { initial: &FROM_NOISE, time_step: 0.005, steps: 40_000 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            a: values.number("a"),
            b: values.number("b"),
            sigma: values.number("sigma"),
            c: values.number("c"),
            diffusivity: values.number("diffusivity"),
        }
    }

    /// The activator u; thresholds at 0.75, 1 and 1.25 times its steady state.
    fn observable(&self) -> Observable {
        let [steady, _] = Kinetics::resting_state(self);
        let thresholds = [0.75 * steady, steady, 1.25 * steady];
        Observable { species: 0, unit: "1", scale: 1.0, thresholds }
    }

    from_kinetics!();
}

impl Kinetics<2> for LengyelEpstein {
    const SPECIES: [Species; 2] = [
        Species { name: "u", meaning: "activator, iodide", unit: "1" },
        Species { name: "v", meaning: "inhibitor, chlorite", unit: "1" },
    ];

    #[inline(always)]
    fn rates<R: Real>(&self, [u, v]: [R; 2]) -> [R; 2] {
        let reaction = u * v / (R::from_f64(1.0) + u * u);
        let speed = R::from_f64(self.sigma * self.b);
        [(R::from_f64(self.a) - u) - R::from_f64(4.0) * reaction, speed * (u - reaction)]
    }

    fn diffusivities(&self) -> [f64; 2] {
        [self.diffusivity, self.sigma * self.c * self.diffusivity]
    }

    fn jacobian(&self, [u, v]: [f64; 2]) -> [[f64; 2]; 2] {
        let complex = 1.0 + u * u;
        let (by_u, by_v) = (v * (1.0 - u * u) / (complex * complex), u / complex);
        let speed = self.sigma * self.b;
        [[-1.0 - 4.0 * by_u, -4.0 * by_v], [speed * (1.0 - by_u), -speed * by_v]]
    }

    /// u = a/5, v = 1 + u²: the only one with u > 0, and u = 0 is none as a > 0.
    fn steady_states(&self) -> Vec<[f64; 2]> {
        vec![Kinetics::resting_state(self)]
    }

    fn resting_state(&self) -> [f64; 2] {
        let u = self.a / 5.0;
        [u, 1.0 + u * u]
    }

    /// Twice the activator of the steady state.
    fn excited_state(&self) -> [f64; 2] {
        let [u, v] = Kinetics::resting_state(self);
        [2.0 * u, v]
    }
}
