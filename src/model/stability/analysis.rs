//! What linear theory says about a model before it is run.

use crate::model::Model;
use crate::model::stability::{Equilibrium, Linearisation, Turing};

/// A homogeneous steady state and what linear theory says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SteadyState {
    /// The state and its linearised equations.
    pub equilibrium: Equilibrium,
    /// Stable, unstable, or unstable at finite wavenumber.
    pub steadiness: Steadiness,
}

/// How a homogeneous steady state answers to small perturbations.
///
/// Types after M. C. Cross and P. C. Hohenberg, *Rev. Mod. Phys.* 65 (1993) 851, §IV.A.
#[derive(Debug, Clone, PartialEq)]
pub enum Steadiness {
    /// All modes decay.
    Stable,
    /// Neither grows nor decays at k = 0, and no mode grows.
    Marginal,
    /// Growth is monotonic and fastest at k = 0.
    Unstable,
    /// Hopf (type III_o): homogeneous perturbations grow in oscillations of this angular
    /// frequency, per unit time.
    Hopf(f64),
    /// Turing (type I_s): homogeneous perturbations decay, but modes of a band grow.
    Turing(Turing),
    /// Turing–Hopf: a growing homogeneous oscillation of this angular frequency beside a band of
    /// growing standing modes.
    TuringHopf(f64, Turing),
    /// Long-wave (type II_s, as in spinodal decomposition): the band reaches down to k = 0, where
    /// growth is 0 or at least not the fastest.
    LongWave(Turing),
}

impl Steadiness {
    /// The band of growing modes at finite wavenumber, if there is one.
    pub fn band(&self) -> Option<&Turing> {
        match self {
            Self::Turing(band) | Self::TuringHopf(_, band) | Self::LongWave(band) => Some(band),
            Self::Stable | Self::Marginal | Self::Unstable | Self::Hopf(_) => None,
        }
    }

    /// Its name, as certificates and tables print it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Marginal => "marginal",
            Self::Unstable => "unstable",
            Self::Hopf(_) => "Hopf",
            Self::Turing(_) => "Turing",
            Self::TuringHopf(..) => "Turing–Hopf",
            Self::LongWave(_) => "long-wave",
        }
    }
}

/// Steady states and the verdict on patterns.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Every homogeneous steady state.
    pub states: Vec<SteadyState>,
}

impl Analysis {
    /// The first state that is unstable at finite wavenumber, with its band.
    pub fn pattern(&self) -> Option<(&SteadyState, &Turing)> {
        self.states.iter().find_map(|state| Some((state, state.steadiness.band()?)))
    }
}

/// Analyses the steady states of a model.
///
/// # Examples
///
/// ```
/// use mfn::model::{Kind, Values, analyse};
/// let kind = Kind::MfnV4;
/// let model = kind.build(&Values::defaults(kind.parameters(None)));
/// assert!(analyse(&model).pattern().is_none()); // v4.1's defaults form no pattern
/// ```
pub fn analyse(model: &Model) -> Analysis {
    let state = |equilibrium: Equilibrium| {
        let steadiness = steadiness(&equilibrium.linear);
        SteadyState { equilibrium, steadiness }
    };
    Analysis { states: model.equilibria().into_iter().map(state).collect() }
}

fn steadiness(linear: &Linearisation) -> Steadiness {
    let (leading, band) = (linear.leading(0.0), linear.band());
    let oscillates = leading.im != 0.0;
    match band {
        Some(band) if leading.re < 0.0 => Steadiness::Turing(band),
        // Of two rates that are 0 and negative, the band decides: v4.1's kinetics.
        Some(band) if leading.re == 0.0 && linear.growth_rates(0.0).len() > 1 => {
            Steadiness::Turing(band)
        }
        Some(band) if oscillates => Steadiness::TuringHopf(leading.im, band),
        Some(band) if band.most_unstable.growth_rate > leading.re => Steadiness::LongWave(band),
        _ if leading.re < 0.0 => Steadiness::Stable,
        _ if leading.re == 0.0 => Steadiness::Marginal,
        _ if oscillates => Steadiness::Hopf(leading.im),
        _ => Steadiness::Unstable,
    }
}
