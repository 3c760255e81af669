//! The catalogue of kinetics: equations, parameters, steady states and linear stability.
//!
//! A new model is one file here, one line in the catalogue below and one match arm in the engine.
//! No code in this room loops over cells.

mod entry;
mod equations;
mod kinetics;
mod mfn_v4;
mod mycelium;
mod real;
mod stability;
mod table;

use crate::model::entry::Entry;

pub(crate) use crate::model::entry::FROM_NOISE;
pub use crate::model::entry::{Start, Unfit};
pub use crate::model::kinetics::{
    AllenCahn, Brusselator, CahnHilliard, FisherKpp, FitzHughNagumo, FitzHughNagumoExcitable,
    GiererMeinhardt, GrayScott, Kinetics, LengyelEpstein, Observable, Schnakenberg, Species,
    SwiftHohenberg,
};
pub use crate::model::mfn_v4::{
    FIELD_MAX_V, FIELD_MIN_V, MfnV4, REST_SD_V, REST_V, SPIKE_MEAN_V, SPIKE_SD_V,
    TURING_INCREMENT_V, Variant,
};
pub use crate::model::mycelium::{
    Chemistry, Coupled, GrowthEvents, MembraneNoise, Mycelium, Potential,
};
pub use crate::model::real::Real;
pub use crate::model::stability::{
    Analysis, Complex, Equilibrium, Linearisation, MostUnstable, OneField, Steadiness, SteadyState,
    Turing, TwoSpecies, analyse,
};
pub use crate::model::table::{Literal, Parameter, Range, Value, Values};

entry::catalogue! {
    /// MFN v4.1's lattice model, bit for bit.
    MfnV4,
    /// A membrane potential driven by a chemistry, with noise and growth events.
    Mycelium,
    /// Gray–Scott.
    GrayScott,
    /// Schnakenberg.
    Schnakenberg,
    /// Gierer–Meinhardt.
    GiererMeinhardt,
    /// Brusselator.
    Brusselator,
    /// FitzHugh–Nagumo in the form of PDEBench.
    FitzHughNagumo,
    /// FitzHugh–Nagumo as an excitable medium.
    FitzHughNagumoExcitable,
    /// Lengyel–Epstein.
    LengyelEpstein,
    /// Swift–Hohenberg.
    SwiftHohenberg,
    /// Allen–Cahn.
    AllenCahn,
    /// Cahn–Hilliard.
    CahnHilliard,
    /// Fisher–KPP.
    FisherKpp,
}

impl Kind {
    /// The name used in presets.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The model of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests;
