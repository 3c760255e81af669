//! The catalogue of kinetics: equations, parameters, steady states and linear stability.
//!
//! A new model is one file here, one line in the catalogue below and one match arm in the engine.
//! No code in this room loops over cells.

mod analysis;
mod entry;
mod gray_scott;
mod kinetics;
mod linear;
mod mfn_v4;
mod parameter;
mod real;
mod schnakenberg;
mod values;

use crate::model::entry::Entry;

pub use crate::model::analysis::{Analysis, Steadiness, SteadyState, analyse};
pub use crate::model::entry::Start;
pub use crate::model::gray_scott::GrayScott;
pub use crate::model::kinetics::{Kinetics, Observable, Species};
pub use crate::model::linear::{Complex, Linearisation, MostUnstable, Turing};
pub use crate::model::mfn_v4::{
    FIELD_MAX_V, FIELD_MIN_V, MfnV4, REST_SD_V, REST_V, SPIKE_MEAN_V, SPIKE_SD_V,
    TURING_INCREMENT_V, Variant,
};
pub use crate::model::parameter::{Literal, Parameter, Range};
pub use crate::model::real::Real;
pub use crate::model::schnakenberg::Schnakenberg;
pub use crate::model::values::{Value, Values};

entry::catalogue! {
    /// MFN v4.1's lattice model, bit for bit.
    MfnV4,
    /// Gray–Scott.
    GrayScott,
    /// Schnakenberg.
    Schnakenberg,
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
