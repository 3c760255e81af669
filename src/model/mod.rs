//! The catalogue of kinetics: equations, parameters, steady states and linear stability.
//!
//! A new model is one file here, one variant of [`Kind`] and one match arm in each function of
//! this file. No code in this room loops over cells.

mod analysis;
mod gray_scott;
mod kinetics;
mod linear;
mod mfn_v4;
mod parameter;
mod real;
mod schnakenberg;
mod values;

pub use crate::model::analysis::{Analysis, Steadiness, SteadyState, analyse};
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

/// The name of a model, as written in `model.kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// MFN v4.1's lattice model, bit for bit.
    MfnV4,
    /// Gray–Scott.
    GrayScott,
    /// Schnakenberg.
    Schnakenberg,
}

impl Kind {
    /// Every model, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::MfnV4, Self::GrayScott, Self::Schnakenberg];

    /// The name used in presets.
    pub fn name(self) -> &'static str {
        match self {
            Self::MfnV4 => "mfn-v4",
            Self::GrayScott => "gray-scott",
            Self::Schnakenberg => "schnakenberg",
        }
    }

    /// The model of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The table of the model's parameters; `variant` matters to models that have variants.
    pub fn parameters(self, variant: Option<&str>) -> &'static [Parameter] {
        match self {
            Self::MfnV4 if variant == Some("legacy") => &mfn_v4::LEGACY_PARAMETERS,
            Self::MfnV4 => &mfn_v4::ENGINE_PARAMETERS,
            Self::GrayScott => &gray_scott::PARAMETERS,
            Self::Schnakenberg => &schnakenberg::PARAMETERS,
        }
    }

    /// Builds the model from values that were checked against [`Kind::parameters`].
    pub fn build(self, values: &Values) -> Model {
        match self {
            Self::MfnV4 => Model::MfnV4(MfnV4::from_values(values)),
            Self::GrayScott => Model::GrayScott(GrayScott::from_values(values)),
            Self::Schnakenberg => Model::Schnakenberg(Schnakenberg::from_values(values)),
        }
    }
}

/// A model with its parameters.
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// MFN v4.1's lattice model.
    MfnV4(MfnV4),
    /// Gray–Scott.
    GrayScott(GrayScott),
    /// Schnakenberg.
    Schnakenberg(Schnakenberg),
}

impl Model {
    /// The model's name.
    pub fn kind(&self) -> Kind {
        match self {
            Self::MfnV4(_) => Kind::MfnV4,
            Self::GrayScott(_) => Kind::GrayScott,
            Self::Schnakenberg(_) => Kind::Schnakenberg,
        }
    }

    /// The species, in the order in which fields are stored.
    pub fn species(&self) -> &'static [Species] {
        match self {
            Self::MfnV4(_) => &mfn_v4::SPECIES,
            Self::GrayScott(_) => &GrayScott::SPECIES,
            Self::Schnakenberg(_) => &Schnakenberg::SPECIES,
        }
    }

    /// Which species is observed, and how it is shown and measured.
    pub fn observable(&self) -> Observable {
        match self {
            Self::MfnV4(_) => mfn_v4::OBSERVABLE,
            Self::GrayScott(_) => gray_scott::OBSERVABLE,
            Self::Schnakenberg(model) => model.observable(),
        }
    }

    /// The state a homogeneous medium rests in, one value a species.
    pub fn resting_state(&self) -> Vec<f64> {
        match self {
            Self::MfnV4(_) => mfn_v4::RESTING_STATE.to_vec(),
            Self::GrayScott(model) => model.resting_state().to_vec(),
            Self::Schnakenberg(model) => model.resting_state().to_vec(),
        }
    }

    /// The state inside an initial spot, one value a species.
    pub fn excited_state(&self) -> Vec<f64> {
        match self {
            Self::MfnV4(_) => mfn_v4::EXCITED_STATE.to_vec(),
            Self::GrayScott(model) => model.excited_state().to_vec(),
            Self::Schnakenberg(model) => model.excited_state().to_vec(),
        }
    }

    /// Diffusivities, one a species, in unit length² per unit time.
    pub fn diffusivities(&self) -> Vec<f64> {
        match self {
            Self::MfnV4(model) => vec![model.alpha, model.d_activator, model.d_inhibitor],
            Self::GrayScott(model) => model.diffusivities().to_vec(),
            Self::Schnakenberg(model) => model.diffusivities().to_vec(),
        }
    }

    /// Homogeneous steady states of the two coupled species, with their linearisations.
    pub fn linearisations(&self) -> Vec<([f64; 2], Linearisation)> {
        match self {
            Self::MfnV4(model) => linearise(&model.turing()),
            Self::GrayScott(model) => linearise(model),
            Self::Schnakenberg(model) => linearise(model),
        }
    }

    /// Whether values outside the table's diffusivity limit run all the same (v4.1's `legacy`).
    pub fn ignores_stability(&self) -> bool {
        matches!(self, Self::MfnV4(model) if model.variant == Variant::Legacy)
    }
}

fn linearise<K: Kinetics<2>>(model: &K) -> Vec<([f64; 2], Linearisation)> {
    let diffusivity = model.diffusivities();
    let linear = |state| Linearisation { jacobian: model.jacobian(state), diffusivity };
    model.steady_states().into_iter().map(|state| (state, linear(state))).collect()
}

#[cfg(test)]
mod tests;
