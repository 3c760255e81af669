//! Gray–Scott: cubic autocatalysis in a fed reactor.
//!
//! ∂u/∂t = D_u ∇²u − u v² + F (1 − u)
//! ∂v/∂t = D_v ∇²v + u v² − (F + k) v
//!
//! Parameters: the table below. Reference: P. Gray and S. K. Scott, *Chem. Eng. Sci.* 39 (1984)
//! 1087; patterns: J. E. Pearson, *Science* 261 (1993) 189, eq. (1)–(2).

use crate::model::entry::{Entry, FROM_SPOTS, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 4] = [
    Parameter {
        key: "feed",
        symbol: "F",
        meaning: "feed rate",
        unit: "1/time",
        default: Literal::Number(0.058),
        range: Range::Closed(0.0, 1.0),
        source: "worms of The Well's gray_scott_reaction_diffusion",
    },
    Parameter {
        key: "kill",
        symbol: "k",
        meaning: "kill rate",
        unit: "1/time",
        default: Literal::Number(0.065),
        range: Range::Closed(0.0, 1.0),
        source: "worms of The Well's gray_scott_reaction_diffusion",
    },
    Parameter {
        key: "diffusivity_u",
        symbol: "D_u",
        meaning: "diffusivity of the substrate u",
        unit: "length²/time",
        default: Literal::Number(0.16),
        range: Range::Closed(0.0, 1e6),
        source: "ratio 2:1 of Pearson 1993, on a unit grid",
    },
    Parameter {
        key: "diffusivity_v",
        symbol: "D_v",
        meaning: "diffusivity of the autocatalyst v",
        unit: "length²/time",
        default: Literal::Number(0.08),
        range: Range::Closed(0.0, 1e6),
        source: "ratio 2:1 of Pearson 1993, on a unit grid",
    },
];

/// The autocatalyst v; thresholds at a quarter, half and three quarters of its usual peak of 0.4.
const OBSERVABLE: Observable =
    Observable { species: 1, unit: "1", scale: 1.0, thresholds: [0.1, 0.2, 0.3] };

/// The Gray–Scott kinetics.
///
/// # Examples
///
/// ```
/// use mfn::model::{GrayScott, Kinetics};
/// let model = GrayScott { feed: 0.04, kill: 0.06, diffusivity_u: 0.16, diffusivity_v: 0.08 };
/// assert_eq!(model.rates([1.0, 0.0]), [0.0, 0.0]); // the substrate alone rests
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrayScott {
    /// F, feed rate, per unit time.
    pub feed: f64,
    /// k, kill rate, per unit time.
    pub kill: f64,
    /// D_u, in unit length² per unit time.
    pub diffusivity_u: f64,
    /// D_v, in unit length² per unit time.
    pub diffusivity_v: f64,
}

impl Entry for GrayScott {
    const NAME: &'static str = "gray-scott";

    const START: Start = Start { initial: &FROM_SPOTS, time_step: 1.0, steps: 10_000 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            feed: values.number("feed"),
            kill: values.number("kill"),
            diffusivity_u: values.number("diffusivity_u"),
            diffusivity_v: values.number("diffusivity_v"),
        }
    }

    fn observable(&self) -> Observable {
        OBSERVABLE
    }

    from_kinetics!();
}

impl Kinetics<2> for GrayScott {
    const SPECIES: [Species; 2] = [
        Species { name: "u", meaning: "substrate", unit: "1" },
        Species { name: "v", meaning: "autocatalyst", unit: "1" },
    ];

    #[inline(always)]
    fn rates<R: Real>(&self, [u, v]: [R; 2]) -> [R; 2] {
        let feed = R::from_f64(self.feed);
        let removal = R::from_f64(self.feed + self.kill);
        let reaction = u * v * v;
        [feed * (R::from_f64(1.0) - u) - reaction, reaction - removal * v]
    }

    fn diffusivities(&self) -> [f64; 2] {
        [self.diffusivity_u, self.diffusivity_v]
    }

    fn jacobian(&self, [u, v]: [f64; 2]) -> [[f64; 2]; 2] {
        [[-v * v - self.feed, -2.0 * u * v], [v * v, 2.0 * u * v - self.feed - self.kill]]
    }

    /// (1, 0), and where F ≥ 4 (F + k)² also u = (1 ∓ √d)/2, v = F (1 − u)/(F + k) with
    /// d = 1 − 4 (F + k)²/F.
    fn steady_states(&self) -> Vec<[f64; 2]> {
        let mut states = vec![[1.0, 0.0]];
        let removal = self.feed + self.kill;
        if self.feed > 0.0 {
            let discriminant = 1.0 - 4.0 * removal * removal / self.feed;
            if discriminant >= 0.0 {
                for sign in [-1.0, 1.0] {
                    let u = 0.5 * (1.0 + sign * discriminant.sqrt());
                    states.push([u, self.feed * (1.0 - u) / removal]);
                }
            }
        }
        states
    }

    fn resting_state(&self) -> [f64; 2] {
        [1.0, 0.0]
    }

    /// (½, ¼): Pearson 1993, note 16.
    fn excited_state(&self) -> [f64; 2] {
        [0.5, 0.25]
    }
}
