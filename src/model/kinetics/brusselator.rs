//! Brusselator: the simplest chemistry with both a Hopf and a Turing instability.
//!
//! ∂u/∂t = D_u ∇²u + A − (B + 1) u + u² v
//! ∂v/∂t = D_v ∇²v + B u − u² v
//!
//! Parameters: the table below. Reference: I. Prigogine and R. Lefever, *J. Chem. Phys.* 48 (1968)
//! 1695; thresholds: G. Nicolis and I. Prigogine, *Self-Organization in Nonequilibrium Systems*,
//! Wiley 1977, ch. 7.

use crate::model::entry::{Entry, FROM_NOISE, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 4] = [
    Parameter {
        key: "feed",
        symbol: "A",
        meaning: "supply of the activator u",
        unit: "1",
        default: Literal::Number(3.0),
        range: Range::Closed(1e-6, 1e3),
        source: "Turing before Hopf, as D_v/D_u = 8",
    },
    Parameter {
        key: "control",
        symbol: "B",
        meaning: "control parameter: rate from u to v",
        unit: "1",
        default: Literal::Number(8.0),
        range: Range::Closed(0.0, 1e6),
        source: "between the Turing threshold 4.25 and the Hopf threshold 10",
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
        default: Literal::Number(8.0),
        range: Range::Closed(0.0, 1e6),
        source: "ratio of 8 to D_u, as often taken",
    },
];

/// The Brusselator.
///
/// # Examples
///
/// ```
/// use mfn::model::{Brusselator, Kinetics};
/// let model = Brusselator { feed: 2.0, control: 4.0, diffusivity_u: 1.0, diffusivity_v: 8.0 };
/// assert_eq!(model.steady_states(), [[2.0, 2.0]]); // u = A, v = B/A
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brusselator {
    /// A, supply of the activator.
    pub feed: f64,
    /// B, the control parameter.
    pub control: f64,
    /// D_u, in unit length² per unit time.
    pub diffusivity_u: f64,
    /// D_v, in unit length² per unit time.
    pub diffusivity_v: f64,
}

impl Entry for Brusselator {
    const NAME: &'static str = "brusselator";

    const START: Start = Start { initial: &FROM_NOISE, time_step: 0.01, steps: 20_000 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            feed: values.number("feed"),
            control: values.number("control"),
            diffusivity_u: values.number("diffusivity_u"),
            diffusivity_v: values.number("diffusivity_v"),
        }
    }

    /// The activator u; thresholds at 0.75, 1 and 1.25 times its steady state.
    fn observable(&self) -> Observable {
        let thresholds = [0.75 * self.feed, self.feed, 1.25 * self.feed];
        Observable { species: 0, unit: "1", scale: 1.0, thresholds }
    }

    from_kinetics!();
}

impl Kinetics<2> for Brusselator {
    const SPECIES: [Species; 2] = [
        Species { name: "u", meaning: "activator", unit: "1" },
        Species { name: "v", meaning: "substrate", unit: "1" },
    ];

    #[inline(always)]
    fn rates<R: Real>(&self, [u, v]: [R; 2]) -> [R; 2] {
        let conversion = R::from_f64(self.control) * u;
        let reaction = u * u * v;
        [(R::from_f64(self.feed) - u) - (conversion - reaction), conversion - reaction]
    }

    fn diffusivities(&self) -> [f64; 2] {
        [self.diffusivity_u, self.diffusivity_v]
    }

    fn jacobian(&self, [u, v]: [f64; 2]) -> [[f64; 2]; 2] {
        let slope = 2.0 * u * v - self.control;
        [[slope - 1.0, u * u], [-slope, -u * u]]
    }

    /// u = A, v = B/A: the only one.
    fn steady_states(&self) -> Vec<[f64; 2]> {
        vec![Kinetics::resting_state(self)]
    }

    fn resting_state(&self) -> [f64; 2] {
        [self.feed, self.control / self.feed]
    }

    /// Twice the activator, half the substrate of the steady state.
    fn excited_state(&self) -> [f64; 2] {
        let [u, v] = Kinetics::resting_state(self);
        [2.0 * u, 0.5 * v]
    }
}
