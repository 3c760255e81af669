//! Gierer–Meinhardt: an activator that makes its own, faster, inhibitor.
//!
//! ∂a/∂t = D_a ∇²a + ρ a²/(h (1 + κ a²)) − μ_a a + σ
//! ∂h/∂t = D_h ∇²h + ρ a² − μ_h h
//!
//! Parameters: the table below. Reference: A. Gierer and H. Meinhardt, *Kybernetik* 12 (1972) 30;
//! with the saturation κ, A. J. Koch and H. Meinhardt, *Rev. Mod. Phys.* 66 (1994) 1481, §II.

use crate::model::entry::{Entry, FROM_NOISE, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::stability::bisect;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 7] = [
    Parameter {
        key: "production",
        symbol: "ρ",
        meaning: "production of activator and inhibitor",
        unit: "1/time",
        default: Literal::Number(1.0),
        range: Range::Above(0.0, 1e6),
        source: "sets the unit of h",
    },
    Parameter {
        key: "decay_activator",
        symbol: "μ_a",
        meaning: "decay of the activator a",
        unit: "1/time",
        default: Literal::Number(1.0),
        range: Range::Above(0.0, 1e6),
        source: "sets the unit of time",
    },
    Parameter {
        key: "decay_inhibitor",
        symbol: "μ_h",
        meaning: "decay of the inhibitor h",
        unit: "1/time",
        default: Literal::Number(2.0),
        range: Range::Above(0.0, 1e6),
        source: "above μ_a, so that the steady state does not oscillate",
    },
    Parameter {
        key: "source",
        symbol: "σ",
        meaning: "supply of the activator without catalysis",
        unit: "1/time",
        default: Literal::Number(0.0),
        range: Range::Closed(0.0, 1e6),
        source: "Koch and Meinhardt 1994, §II: may be 0",
    },
    Parameter {
        key: "saturation",
        symbol: "κ",
        meaning: "saturation of the autocatalysis",
        unit: "1",
        default: Literal::Number(0.0),
        range: Range::Closed(0.0, 1e6),
        source: "Koch and Meinhardt 1994, §II: 0 for spots, above 0 for stripes",
    },
    Parameter {
        key: "diffusivity_a",
        symbol: "D_a",
        meaning: "diffusivity of the activator a",
        unit: "length²/time",
        default: Literal::Number(1.0),
        range: Range::Closed(0.0, 1e6),
        source: "sets the unit of length",
    },
    Parameter {
        key: "diffusivity_h",
        symbol: "D_h",
        meaning: "diffusivity of the inhibitor h",
        unit: "length²/time",
        default: Literal::Number(20.0),
        range: Range::Closed(0.0, 1e6),
        source: "above the Turing threshold (3 + 2√2) D_a μ_h/μ_a = 11.66",
    },
];

/// The Gierer–Meinhardt kinetics.
///
/// # Examples
///
/// ```
/// use mfn::model::{GiererMeinhardt, Kinetics};
/// let model = GiererMeinhardt {
///     production: 1.0,
///     decay_activator: 1.0,
///     decay_inhibitor: 2.0,
///     source: 0.0,
///     saturation: 0.0,
///     diffusivity_a: 1.0,
///     diffusivity_h: 20.0,
/// };
/// assert_eq!(model.steady_states(), [[2.0, 2.0]]); // a = μ_h/μ_a, h = ρ a²/μ_h
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GiererMeinhardt {
    /// ρ, production of both species, per unit time.
    pub production: f64,
    /// μ_a, decay of the activator, per unit time.
    pub decay_activator: f64,
    /// μ_h, decay of the inhibitor, per unit time.
    pub decay_inhibitor: f64,
    /// σ, supply of the activator without catalysis, per unit time.
    pub source: f64,
    /// κ, saturation of the autocatalysis.
    pub saturation: f64,
    /// D_a, in unit length² per unit time.
    pub diffusivity_a: f64,
    /// D_h, in unit length² per unit time.
    pub diffusivity_h: f64,
}

impl Entry for GiererMeinhardt {
    const NAME: &'static str = "gierer-meinhardt";

    const START: Start = Start { initial: &FROM_NOISE, time_step: 0.01, steps: 20_000 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            production: values.number("production"),
            decay_activator: values.number("decay_activator"),
            decay_inhibitor: values.number("decay_inhibitor"),
            source: values.number("source"),
            saturation: values.number("saturation"),
            diffusivity_a: values.number("diffusivity_a"),
            diffusivity_h: values.number("diffusivity_h"),
        }
    }

    /// The activator a; thresholds at 0.75, 1 and 1.5 times its steady state.
    fn observable(&self) -> Observable {
        let [steady, _] = Kinetics::resting_state(self);
        let thresholds = [0.75 * steady, steady, 1.5 * steady];
        Observable { species: 0, unit: "1", scale: 1.0, thresholds }
    }

    from_kinetics!();
}

impl Kinetics<2> for GiererMeinhardt {
    const SPECIES: [Species; 2] = [
        Species { name: "a", meaning: "activator", unit: "1" },
        Species { name: "h", meaning: "inhibitor", unit: "1" },
    ];

    #[inline(always)]
    fn rates<R: Real>(&self, [a, h]: [R; 2]) -> [R; 2] {
        let production = R::from_f64(self.production) * a * a;
        let saturated = h * (R::from_f64(1.0) + R::from_f64(self.saturation) * a * a);
        let decay = R::from_f64(self.decay_activator) * a;
        let activator = (production / saturated - decay) + R::from_f64(self.source);
        [activator, production - R::from_f64(self.decay_inhibitor) * h]
    }

    fn diffusivities(&self) -> [f64; 2] {
        [self.diffusivity_a, self.diffusivity_h]
    }

    fn jacobian(&self, [a, h]: [f64; 2]) -> [[f64; 2]; 2] {
        let saturated = 1.0 + self.saturation * a * a;
        let catalysis = self.production * a / (h * saturated);
        [
            [2.0 * catalysis / saturated - self.decay_activator, -catalysis * a / h],
            [2.0 * self.production * a, -self.decay_inhibitor],
        ]
    }

    /// h = ρa²/μ_h, and a solves μ_a a = σ + μ_h/(1 + κa²): the only one, as the right side falls.
    fn steady_states(&self) -> Vec<[f64; 2]> {
        vec![Kinetics::resting_state(self)]
    }

    fn resting_state(&self) -> [f64; 2] {
        let Self { decay_activator, decay_inhibitor, source, saturation, .. } = *self;
        let unsaturated = (decay_inhibitor + source) / decay_activator;
        let a = if saturation > 0.0 {
            let supply = |a: f64| source + decay_inhibitor / (1.0 + saturation * a * a);
            bisect(|a| supply(a) - decay_activator * a, 0.0, unsaturated)
        } else {
            unsaturated
        };
        [a, self.production * a * a / decay_inhibitor]
    }

    /// Twice the activator of the steady state.
    fn excited_state(&self) -> [f64; 2] {
        let [a, h] = Kinetics::resting_state(self);
        [2.0 * a, h]
    }
}
