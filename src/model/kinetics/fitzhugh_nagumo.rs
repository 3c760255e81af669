//! FitzHugh–Nagumo in the form of PDEBench: an activator and an equally fast inhibitor.
//!
//! ∂u/∂t = D_u ∇²u + u − u³ − k − v
//! ∂v/∂t = D_v ∇²v + u − v
//!
//! Parameters: the table below. Reference: R. FitzHugh, *Biophys. J.* 1 (1961) 445; in this form
//! M. Takamoto et al., *PDEBench*, NeurIPS 2022 Datasets and Benchmarks, arXiv:2210.07182.

use crate::model::entry::{Entry, FROM_NOISE, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 3] = [
    Parameter {
        key: "k",
        symbol: "k",
        meaning: "offset of the activator",
        unit: "1",
        default: Literal::Number(5e-3),
        range: Range::Closed(-1e3, 1e3),
        source: "PDEBench 2-D diffusion-reaction",
    },
    Parameter {
        key: "diffusivity_u",
        symbol: "D_u",
        meaning: "diffusivity of the activator u",
        unit: "length²/time",
        default: Literal::Number(1e-3),
        range: Range::Closed(0.0, 1e6),
        source: "PDEBench 2-D diffusion-reaction, on [−1, 1]²",
    },
    Parameter {
        key: "diffusivity_v",
        symbol: "D_v",
        meaning: "diffusivity of the inhibitor v",
        unit: "length²/time",
        default: Literal::Number(5e-3),
        range: Range::Closed(0.0, 1e6),
        source: "PDEBench 2-D diffusion-reaction, on [−1, 1]²",
    },
];

/// The FitzHugh–Nagumo kinetics in the form of PDEBench.
///
/// # Examples
///
/// ```
/// use mfn::model::{FitzHughNagumo, Kinetics};
/// let model = FitzHughNagumo { k: 0.001, diffusivity_u: 1e-3, diffusivity_v: 5e-3 };
/// let [u, v] = model.steady_states()[0];
/// assert!((u + 0.1).abs() < 1e-15 && u == v); // u = v = −∛k
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitzHughNagumo {
    /// k, offset of the activator.
    pub k: f64,
    /// D_u, in unit length² per unit time.
    pub diffusivity_u: f64,
    /// D_v, in unit length² per unit time.
    pub diffusivity_v: f64,
}

impl Entry for FitzHughNagumo {
    const NAME: &'static str = "fitzhugh-nagumo";

    const START: Start = Start { initial: &FROM_NOISE, time_step: 0.01, steps: 20_000 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            k: values.number("k"),
            diffusivity_u: values.number("diffusivity_u"),
            diffusivity_v: values.number("diffusivity_v"),
        }
    }

    /// The activator u, which has either sign; thresholds at −½, 0 and ½.
    fn observable(&self) -> Observable {
        Observable { species: 0, unit: "1", scale: 1.0, thresholds: [-0.5, 0.0, 0.5] }
    }

    from_kinetics!();
}

impl Kinetics<2> for FitzHughNagumo {
    const SPECIES: [Species; 2] = [
        Species { name: "u", meaning: "activator", unit: "1" },
        Species { name: "v", meaning: "inhibitor", unit: "1" },
    ];

    const SIGNED: bool = true;

    #[inline(always)]
    fn rates<R: Real>(&self, [u, v]: [R; 2]) -> [R; 2] {
        [(u - u * u * u) - R::from_f64(self.k) - v, u - v]
    }

    fn diffusivities(&self) -> [f64; 2] {
        [self.diffusivity_u, self.diffusivity_v]
    }

    fn jacobian(&self, [u, _]: [f64; 2]) -> [[f64; 2]; 2] {
        [[1.0 - 3.0 * u * u, -1.0], [1.0, -1.0]]
    }

    /// v = u leaves u³ = −k: the only one. The fields are no concentrations and may be negative.
    fn steady_states(&self) -> Vec<[f64; 2]> {
        vec![Kinetics::resting_state(self)]
    }

    fn resting_state(&self) -> [f64; 2] {
        let u = 0.0 - libm::cbrt(self.k); // 0, not −0, where k = 0
        [u, u]
    }

    /// The activator raised by 1, beyond the middle of its cubic.
    fn excited_state(&self) -> [f64; 2] {
        let [u, v] = Kinetics::resting_state(self);
        [u + 1.0, v]
    }
}
