//! Fisher–KPP: a population that grows logistically and spreads in fronts of a known speed.
//!
//! ∂u/∂t = D ∇²u + r u (1 − u)
//!
//! A front into u = 0 runs at 2 √(r D), approached from below as 2 √(r D) − 3/(2t) √(D/r); with the
//! right tail it may run faster, and at 5 √(r D/6) its profile is known:
//! u = [1 + exp(x √(r/(6D)))]⁻². The flow lowers E = ∫ ½ D |∇u|² − r (½ u² − ⅓ u³).
//!
//! Parameters: the table below. Reference: R. A. Fisher, *Ann. Eugen.* 7 (1937) 355; A. N.
//! Kolmogorov, I. G. Petrovsky and N. S. Piskunov, *Bull. Moscow Univ.* 1 (1937) 1; M. J. Ablowitz
//! and A. Zeppetella, *Bull. Math. Biol.* 41 (1979) 835; M. Bramson, *Mem. AMS* 285 (1983).

use crate::model::entry::{Entry, FROM_SPOTS, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 2] = [
    Parameter {
        key: "diffusivity",
        symbol: "D",
        meaning: "diffusivity of the population",
        unit: "length²/time",
        default: Literal::Number(1.0),
        range: Range::Closed(0.0, 1e6),
        source: "sets the unit of length",
    },
    Parameter {
        key: "growth_rate",
        symbol: "r",
        meaning: "growth rate of a sparse population",
        unit: "1/time",
        default: Literal::Number(1.0),
        range: Range::Above(0.0, 1e6),
        source: "sets the unit of time",
    },
];

/// The population density u, as a share of what the ground can carry.
const OBSERVABLE: Observable =
    Observable { species: 0, unit: "1", scale: 1.0, thresholds: [0.25, 0.5, 0.75] };

/// The Fisher–KPP equation.
///
/// # Examples
///
/// ```
/// use mfn::model::{FisherKpp, Kinetics};
/// let model = FisherKpp { diffusivity: 1.0, growth_rate: 0.25 };
/// assert_eq!(model.front_speed(), 1.0); // 2 √(r D)
/// assert_eq!(model.rates([1.0]), [0.0]); // full is full
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FisherKpp {
    /// D, in unit length² per unit time.
    pub diffusivity: f64,
    /// r, per unit time.
    pub growth_rate: f64,
}

impl FisherKpp {
    /// 2 √(r D), in unit length per unit time: the speed of a front that starts from a spot.
    pub fn front_speed(&self) -> f64 {
        2.0 * (self.growth_rate * self.diffusivity).sqrt()
    }
}

impl Entry for FisherKpp {
    const NAME: &'static str = "fisher-kpp";

    const START: Start = Start { initial: &FROM_SPOTS, time_step: 0.2, steps: 200 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            diffusivity: values.number("diffusivity"),
            growth_rate: values.number("growth_rate"),
        }
    }

    fn observable(&self) -> Observable {
        OBSERVABLE
    }

    from_kinetics!();
}

impl Kinetics<1> for FisherKpp {
    const SPECIES: [Species; 1] = [Species { name: "u", meaning: "population density", unit: "1" }];

    #[inline(always)]
    fn rates<R: Real>(&self, [u]: [R; 1]) -> [R; 1] {
        [R::from_f64(self.growth_rate) * u * (R::from_f64(1.0) - u)]
    }

    fn diffusivities(&self) -> [f64; 1] {
        [self.diffusivity]
    }

    fn jacobian(&self, [u]: [f64; 1]) -> [[f64; 1]; 1] {
        [[self.growth_rate * (1.0 - 2.0 * u)]]
    }

    /// Empty and full.
    fn steady_states(&self) -> Vec<[f64; 1]> {
        vec![[0.0], [1.0]]
    }

    fn resting_state(&self) -> [f64; 1] {
        [0.0]
    }

    fn excited_state(&self) -> [f64; 1] {
        [1.0]
    }

    /// −½ D u ∇²u − r u² (½ − ⅓ u).
    fn energy_density(&self, [u]: [f64; 1], [laplacian]: [f64; 1]) -> Option<f64> {
        let growth = self.growth_rate * u * u * (0.5 - u / 3.0);
        Some(-0.5 * self.diffusivity * u * laplacian - growth)
    }
}
