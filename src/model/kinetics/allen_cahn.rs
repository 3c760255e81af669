//! Allen–Cahn: two phases that coarsen, their interfaces moved by curvature alone.
//!
//! ∂u/∂t = D [∇²u + (u − u³)/ε²]
//!
//! A gradient flow, ∂u/∂t = −δE/δu with E = ∫ ½ D |∇u|² + (D/ε²) W(u), W = ¼ (1 − u²)². A flat
//! interface at rest is u = tanh(x/(√2 ε)); a curved one moves at D × curvature as ε → 0, so a disc
//! shrinks by R² = R₀² − 2 D t.
//!
//! Parameters: the table below. Reference: S. M. Allen and J. W. Cahn, *Acta Metall.* 27 (1979)
//! 1085; the limit of small ε: J. Rubinstein, P. Sternberg and J. B. Keller, *SIAM J. Appl. Math.*
//! 49 (1989) 116.

use crate::model::entry::{Entry, FROM_NOISE, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 3] = [
    Parameter {
        key: "diffusivity",
        symbol: "D",
        meaning: "speed of an interface over its curvature",
        unit: "length²/time",
        default: Literal::Number(1.0),
        range: Range::Above(0.0, 1e6),
        source: "sets the unit of time",
    },
    Parameter {
        key: "interface_width",
        symbol: "ε",
        meaning: "width of the interface tanh(x/(√2 ε))",
        unit: "length",
        default: Literal::Number(2.0),
        range: Range::Above(0.0, 1e6),
        source: "Rubinstein, Sternberg & Keller 1989; twice a cell, so that the grid resolves it",
    },
    Parameter {
        key: "rest",
        symbol: "u₀",
        meaning: "value that a run starts around: 0 between the phases, −1 or 1 in one of them",
        unit: "1",
        default: Literal::Number(0.0),
        range: Range::Closed(-1.0, 1.0),
        source: "0: both phases get the same share",
    },
];

/// The order parameter u, between its phases −1 and 1.
const OBSERVABLE: Observable =
    Observable { species: 0, unit: "1", scale: 1.0, thresholds: [-0.5, 0.0, 0.5] };

/// The Allen–Cahn equation.
///
/// # Examples
///
/// ```
/// use mfn::model::{AllenCahn, Kinetics};
/// let model = AllenCahn { diffusivity: 1.0, interface_width: 2.0, rest: 0.0 };
/// assert_eq!(model.steady_states(), [[-1.0], [0.0], [1.0]]);
/// assert_eq!(model.energy_density([1.0], [0.0]), Some(0.0)); // a pure phase
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AllenCahn {
    /// D, in unit length² per unit time.
    pub diffusivity: f64,
    /// ε, in unit length.
    pub interface_width: f64,
    /// u₀, the value that a run starts around.
    pub rest: f64,
}

impl AllenCahn {
    /// D/ε², per unit time.
    fn rate(&self) -> f64 {
        self.diffusivity / (self.interface_width * self.interface_width)
    }
}

impl Entry for AllenCahn {
    const NAME: &'static str = "allen-cahn";

    const START: Start = Start { initial: &FROM_NOISE, time_step: 0.2, steps: 2_000 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            diffusivity: values.number("diffusivity"),
            interface_width: values.number("interface_width"),
            rest: values.number("rest"),
        }
    }

    fn observable(&self) -> Observable {
        OBSERVABLE
    }

    from_kinetics!();
}

impl Kinetics<1> for AllenCahn {
    const SPECIES: [Species; 1] = [Species { name: "u", meaning: "order parameter", unit: "1" }];

    const SIGNED: bool = true;

    #[inline(always)]
    fn rates<R: Real>(&self, [u]: [R; 1]) -> [R; 1] {
        [R::from_f64(self.rate()) * (u - u * u * u)]
    }

    fn diffusivities(&self) -> [f64; 1] {
        [self.diffusivity]
    }

    fn jacobian(&self, [u]: [f64; 1]) -> [[f64; 1]; 1] {
        [[self.rate() * (1.0 - 3.0 * u * u)]]
    }

    /// The phases −1 and 1, and 0 between them.
    fn steady_states(&self) -> Vec<[f64; 1]> {
        vec![[-1.0], [0.0], [1.0]]
    }

    /// u₀, which is steady at −1, 0 and 1 alone.
    fn resting_state(&self) -> [f64; 1] {
        [self.rest]
    }

    /// The phase 1; −1 where a run starts around 1.
    fn excited_state(&self) -> [f64; 1] {
        [if self.rest > 0.0 { -1.0 } else { 1.0 }]
    }

    /// (D/ε²) ¼ (1 − u²)² − ½ D u ∇²u.
    fn energy_density(&self, [u]: [f64; 1], [laplacian]: [f64; 1]) -> Option<f64> {
        let well = 1.0 - u * u;
        Some(0.25 * self.rate() * well * well - 0.5 * self.diffusivity * u * laplacian)
    }
}
