//! Cahn–Hilliard: a mixture that separates into two phases and keeps its mass.
//!
//! ∂u/∂t = M ∇²μ,  μ = u³ − u − κ ∇²u
//!
//! Written as D∇²u − K∇⁴u + ∇²φ(u): D = 2 M, K = M κ, φ = M (u³ − 3 u). D holds what u³ − u becomes
//! in the phases ±1, so that φ is flat there, and a scheme that takes D and K exactly is left with
//! little. The flow lowers E = ∫ ¼ (1 − u²)² + ½ κ |∇u|² at the rate M ∫ |∇μ|².
//!
//! Parameters: the table below. Reference: J. W. Cahn and J. E. Hilliard, *J. Chem. Phys.* 28
//! (1958) 258; J. W. Cahn, *Acta Metall.* 9 (1961) 795, eq. (18).

use crate::model::entry::{Entry, FROM_NOISE, Start, from_kinetics};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::table::{Literal, Parameter, Range, Values};

/// Symbol, meaning, unit, default, range and source of each parameter.
const PARAMETERS: [Parameter; 3] = [
    Parameter {
        key: "mobility",
        symbol: "M",
        meaning: "mobility",
        unit: "length²/time",
        default: Literal::Number(1.0),
        range: Range::Above(0.0, 1e6),
        source: "sets the unit of time",
    },
    Parameter {
        key: "gradient_energy",
        symbol: "κ",
        meaning: "gradient energy; an interface is tanh(x/√(2κ))",
        unit: "length²",
        default: Literal::Number(1.0),
        range: Range::Above(0.0, 1e6),
        source: "sets the unit of length; Cahn & Hilliard 1958",
    },
    Parameter {
        key: "mean",
        symbol: "c",
        meaning: "mean of u, that a run starts around and keeps; it separates by itself if 3c² < 1",
        unit: "1",
        default: Literal::Number(0.0),
        range: Range::Closed(-1.0, 1.0),
        source: "Cahn 1961: the spinodal at c = ±1/√3",
    },
];

/// The difference of concentrations u, between its phases −1 and 1.
const OBSERVABLE: Observable =
    Observable { species: 0, unit: "1", scale: 1.0, thresholds: [-0.5, 0.0, 0.5] };

/// The Cahn–Hilliard equation.
///
/// # Examples
///
/// The fastest mode of a mixture of equal parts has k² = 1/(2κ) and grows at M/(4κ):
///
/// ```
/// use mfn::model::{CahnHilliard, Model, analyse};
/// let model = CahnHilliard { mobility: 1.0, gradient_energy: 2.0, mean: 0.0 };
/// let analysis = analyse(&Model::CahnHilliard(model));
/// let (_, band) = analysis.pattern().expect("inside the spinodal");
/// assert_eq!((band.most_unstable.wavenumber, band.most_unstable.growth_rate), (0.5, 0.125));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CahnHilliard {
    /// M, in unit length² per unit time.
    pub mobility: f64,
    /// κ, in unit length².
    pub gradient_energy: f64,
    /// c, the mean of u.
    pub mean: f64,
}

impl Entry for CahnHilliard {
    const NAME: &'static str = "cahn-hilliard";

    const START: Start = Start { initial: &FROM_NOISE, time_step: 0.02, steps: 10_000 };

    fn parameters(_variant: Option<&str>) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn from_values(values: &Values) -> Self {
        Self {
            mobility: values.number("mobility"),
            gradient_energy: values.number("gradient_energy"),
            mean: values.number("mean"),
        }
    }

    fn observable(&self) -> Observable {
        OBSERVABLE
    }

    from_kinetics!();
}

impl Kinetics<1> for CahnHilliard {
    const SPECIES: [Species; 1] =
        [Species { name: "u", meaning: "difference of concentrations", unit: "1" }];

    const FOURTH_ORDER: bool = true;

    const SIGNED: bool = true;

    #[inline(always)]
    fn rates<R: Real>(&self, _state: [R; 1]) -> [R; 1] {
        [R::default()]
    }

    fn diffusivities(&self) -> [f64; 1] {
        [2.0 * self.mobility]
    }

    fn hyperdiffusivities(&self) -> [f64; 1] {
        [self.mobility * self.gradient_energy]
    }

    #[inline(always)]
    fn potential<R: Real>(&self, [u]: [R; 1]) -> [R; 1] {
        [R::from_f64(self.mobility) * u * (u * u - R::from_f64(3.0))]
    }

    fn potential_slope(&self, [u]: [f64; 1]) -> [f64; 1] {
        [self.mobility * (3.0 * u * u - 3.0)]
    }

    fn jacobian(&self, _state: [f64; 1]) -> [[f64; 1]; 1] {
        [[0.0]]
    }

    /// Every homogeneous state is steady; the one of this mean.
    fn steady_states(&self) -> Vec<[f64; 1]> {
        vec![[self.mean]]
    }

    fn resting_state(&self) -> [f64; 1] {
        [self.mean]
    }

    /// The phase on the far side of 0.
    fn excited_state(&self) -> [f64; 1] {
        [if self.mean > 0.0 { -1.0 } else { 1.0 }]
    }

    /// ¼ (1 − u²)² − ½ κ u ∇²u.
    fn energy_density(&self, [u]: [f64; 1], [laplacian]: [f64; 1]) -> Option<f64> {
        let well = 1.0 - u * u;
        Some(0.25 * well * well - 0.5 * self.gradient_energy * u * laplacian)
    }
}
