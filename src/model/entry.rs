//! What the catalogue asks of a model, and how it is asked by name.

use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::linear::Linearisation;
use crate::model::parameter::Parameter;
use crate::model::values::Values;

/// How a preset of this model starts when it does not say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    /// Kinds of initial condition that make sense; the first is the default.
    pub initial: &'static [&'static str],
    /// Time step, in unit time.
    pub time_step: f64,
    /// Number of steps.
    pub steps: i64,
}

/// A model of the catalogue.
pub(crate) trait Entry: Sized {
    /// Its name in `model.kind`.
    const NAME: &'static str;

    /// How its presets start when they do not say.
    const START: Start;

    /// The table of its parameters; `variant` matters to models that have variants.
    fn parameters(variant: Option<&str>) -> &'static [Parameter];

    /// The model with these values, which were checked against the table.
    fn from_values(values: &Values) -> Self;

    /// The species, in the order in which fields are stored.
    fn species(&self) -> &'static [Species];

    /// Which species is observed, and how it is shown and measured.
    fn observable(&self) -> Observable;

    /// The state a homogeneous medium rests in.
    fn resting_state(&self) -> Vec<f64>;

    /// The state inside an initial spot.
    fn excited_state(&self) -> Vec<f64>;

    /// Diffusivities, in unit length² per unit time.
    fn diffusivities(&self) -> Vec<f64>;

    /// Homogeneous steady states of the two coupled species, with their linearisations.
    fn linearisations(&self) -> Vec<([f64; 2], Linearisation)>;
}

/// The steady states of a two-species kinetics with their linearisations.
pub(crate) fn linearise<K: Kinetics<2>>(model: &K) -> Vec<([f64; 2], Linearisation)> {
    let diffusivity = model.diffusivities();
    let linear = |state| Linearisation { jacobian: model.jacobian(state), diffusivity };
    model.steady_states().into_iter().map(|state| (state, linear(state))).collect()
}

/// The methods of an [`Entry`] that a two-species [`Kinetics`] answers by itself.
macro_rules! from_kinetics {
    () => {
        fn species(&self) -> &'static [Species] {
            &Self::SPECIES
        }

        fn resting_state(&self) -> Vec<f64> {
            Kinetics::resting_state(self).to_vec()
        }

        fn excited_state(&self) -> Vec<f64> {
            Kinetics::excited_state(self).to_vec()
        }

        fn diffusivities(&self) -> Vec<f64> {
            Kinetics::diffusivities(self).to_vec()
        }

        fn linearisations(&self) -> Vec<([f64; 2], Linearisation)> {
            linearise(self)
        }
    };
}
pub(crate) use from_kinetics;

/// Writes [`Kind`](crate::model::Kind) and [`Model`](crate::model::Model): a line a model.
macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// The name of a model, as written in `model.kind`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $name,)+
        }

        /// A model with its parameters.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Model {
            $($(#[$doc])* $name($name),)+
        }

        impl Kind {
            /// Names as written in presets, in the order of the documentation.
            pub const NAMES: [&'static str; [$(<$name as Entry>::NAME),+].len()] =
                [$(<$name as Entry>::NAME),+];

            /// Every model, in the same order.
            pub const ALL: [Self; Self::NAMES.len()] = [$(Self::$name),+];

            /// How presets of this model start when they do not say.
            pub fn start(self) -> Start {
                match self { $(Self::$name => <$name as Entry>::START,)+ }
            }

            /// The table of the model's parameters; `variant` matters to models that have
            /// variants.
            pub fn parameters(self, variant: Option<&str>) -> &'static [Parameter] {
                match self { $(Self::$name => <$name as Entry>::parameters(variant),)+ }
            }

            /// Builds the model from values that were checked against [`Kind::parameters`].
            pub fn build(self, values: &Values) -> Model {
                match self { $(Self::$name => Model::$name(Entry::from_values(values)),)+ }
            }
        }

        impl Model {
            /// The model's name.
            pub fn kind(&self) -> Kind {
                match self { $(Self::$name(_) => Kind::$name,)+ }
            }

            /// The species, in the order in which fields are stored.
            pub fn species(&self) -> &'static [Species] {
                match self { $(Self::$name(model) => Entry::species(model),)+ }
            }

            /// Which species is observed, and how it is shown and measured.
            pub fn observable(&self) -> Observable {
                match self { $(Self::$name(model) => Entry::observable(model),)+ }
            }

            /// The state a homogeneous medium rests in, one value a species.
            pub fn resting_state(&self) -> Vec<f64> {
                match self { $(Self::$name(model) => Entry::resting_state(model),)+ }
            }

            /// The state inside an initial spot, one value a species.
            pub fn excited_state(&self) -> Vec<f64> {
                match self { $(Self::$name(model) => Entry::excited_state(model),)+ }
            }

            /// Diffusivities, one a species, in unit length² per unit time.
            pub fn diffusivities(&self) -> Vec<f64> {
                match self { $(Self::$name(model) => Entry::diffusivities(model),)+ }
            }

            /// Homogeneous steady states of the two coupled species, with their linearisations.
            pub fn linearisations(&self) -> Vec<([f64; 2], Linearisation)> {
                match self { $(Self::$name(model) => Entry::linearisations(model),)+ }
            }
        }
    };
}
pub(crate) use catalogue;
