//! Swift–Hohenberg: a band of growing modes around one wavenumber, saturated by a cubic term.
//!
//! ∂u/∂t = r u − (q₀² + ∇²)² u + g u² − u³
//!
//! Written as D∇²u − K∇⁴u + f(u): D = −2 q₀², K = 1, f = (r − q₀⁴) u + g u² − u³. A gradient flow,
//! ∂u/∂t = −δE/δu with E = ∫ ½ [(q₀² + ∇²) u]² − ½ r u² − (g/3) u³ + ¼ u⁴.
//!
//! Parameters: the table below. Reference: J. Swift and P. C. Hohenberg, *Phys. Rev. A* 15 (1977)
//! 319; with g: M. C. Cross and P. C. Hohenberg, *Rev. Mod. Phys.* 65 (1993) 851, §III.C and §V.A.

use crate::model::entry::{Entry, FROM_NOISE, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 3] = [
    Parameter {
        key: "drive",
        symbol: "r",
        meaning: "distance from the onset; growth rate at k = q₀",
        unit: "1/time",
        default: Literal::Number(0.2),
        range: Range::Closed(-100.0, 100.0),
        source: "Cross & Hohenberg 1993, §III.C: ε",
    },
    Parameter {
        key: "wavenumber",
        symbol: "q₀",
        meaning: "wavenumber that grows fastest",
        unit: "1/length",
        default: Literal::Number(1.0),
        range: Range::Above(0.0, 100.0),
        source: "sets the unit of length",
    },
    Parameter {
        key: "quadratic",
        symbol: "g",
        meaning: "strength of the quadratic term, which favours hexagons",
        unit: "1/time",
        default: Literal::Number(0.0),
        range: Range::Closed(-100.0, 100.0),
        source: "Cross & Hohenberg 1993, §V.A",
    },
];

/// The order parameter u; patterns near onset reach values of the order of √r.
const OBSERVABLE: Observable =
    Observable { species: 0, unit: "1", scale: 1.0, thresholds: [0.0, 0.25, 0.5] };

/// The Swift–Hohenberg equation.
///
/// # Examples
///
/// ```
/// use mfn::model::{Kind, Values, analyse};
/// let kind = Kind::SwiftHohenberg;
/// let model = kind.build(&Values::defaults(kind.parameters(None)));
/// let analysis = analyse(&model);
/// let (_, band) = analysis.pattern().expect("r = 0.2 is above the onset");
/// assert!((band.most_unstable.wavenumber - 1.0).abs() < 1e-15); // q₀
/// assert!((band.most_unstable.growth_rate - 0.2).abs() < 1e-15); // r
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SwiftHohenberg {
    /// r, growth rate of the fastest mode, per unit time.
    pub drive: f64,
    /// q₀, wavenumber of the fastest mode, per unit length.
    pub wavenumber: f64,
    /// g, strength of the quadratic term, per unit time.
    pub quadratic: f64,
}

impl SwiftHohenberg {
    /// r − q₀⁴, the growth rate of a homogeneous perturbation of 0.
    fn homogeneous_rate(&self) -> f64 {
        let square = self.wavenumber * self.wavenumber;
        self.drive - square * square
    }
}

impl Entry for SwiftHohenberg {
    const NAME: &'static str = "swift-hohenberg";

    const START: Start = Start { initial: &FROM_NOISE, time_step: 0.025, steps: 8_000 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            drive: values.number("drive"),
            wavenumber: values.number("wavenumber"),
            quadratic: values.number("quadratic"),
        }
    }

    fn observable(&self) -> Observable {
        OBSERVABLE
    }

    from_kinetics!();
}

impl Kinetics<1> for SwiftHohenberg {
    const SPECIES: [Species; 1] = [Species { name: "u", meaning: "order parameter", unit: "1" }];

    const FOURTH_ORDER: bool = true;

    const SIGNED: bool = true;

    #[inline(always)]
    fn rates<R: Real>(&self, [u]: [R; 1]) -> [R; 1] {
        let (linear, g) = (R::from_f64(self.homogeneous_rate()), R::from_f64(self.quadratic));
        [u * (linear + u * (g - u))]
    }

    fn diffusivities(&self) -> [f64; 1] {
        [-2.0 * self.wavenumber * self.wavenumber]
    }

    fn hyperdiffusivities(&self) -> [f64; 1] {
        [1.0]
    }

    fn jacobian(&self, [u]: [f64; 1]) -> [[f64; 1]; 1] {
        [[self.homogeneous_rate() + u * (2.0 * self.quadratic - 3.0 * u)]]
    }

    /// 0, and where g² + 4 (r − q₀⁴) ≥ 0 also u = ½ [g ∓ √(g² + 4 (r − q₀⁴))].
    fn steady_states(&self) -> Vec<[f64; 1]> {
        let mut states = vec![[0.0]];
        let discriminant = self.quadratic * self.quadratic + 4.0 * self.homogeneous_rate();
        if discriminant >= 0.0 {
            let root = discriminant.sqrt();
            let others = [-root, root].map(|root| [0.5 * (self.quadratic + root)]);
            states.extend(others.into_iter().filter(|[u]| *u != 0.0));
        }
        states
    }

    fn resting_state(&self) -> [f64; 1] {
        [0.0]
    }

    /// 1 with the sign of g: the order of a pattern's peaks.
    fn excited_state(&self) -> [f64; 1] {
        [if self.quadratic < 0.0 { -1.0 } else { 1.0 }]
    }

    /// ½ (q₀² u + ∇²u)² − ½ r u² − (g/3) u³ + ¼ u⁴.
    fn energy_density(&self, [u]: [f64; 1], [laplacian]: [f64; 1]) -> Option<f64> {
        let bent = self.wavenumber * self.wavenumber * u + laplacian;
        let local = u * u * (0.25 * u * u - self.quadratic / 3.0 * u - 0.5 * self.drive);
        Some(0.5 * bent * bent + local)
    }
}
