//! What the catalogue asks of a model, and how it is asked by name.

use crate::model::kinetics::{Observable, Species};
use crate::model::stability::Equilibrium;
use crate::model::table::{Parameter, Values};

/// Every kind of initial condition, for models that start from noise.
pub(crate) const FROM_NOISE: [&str; 8] =
    ["noise", "spots", "seed", "stripes", "fourier", "clusters", "text", "file"];

/// Every kind of initial condition, for models whose resting state is stable: noise dies out.
pub(crate) const FROM_SPOTS: [&str; 8] =
    ["spots", "noise", "seed", "stripes", "fourier", "clusters", "text", "file"];

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

    /// Coefficients of −∇⁴, in unit length⁴ per unit time.
    fn hyperdiffusivities(&self) -> Vec<f64> {
        vec![0.0; self.species().len()]
    }

    /// Whether the fields may be negative.
    fn is_signed(&self) -> bool {
        false
    }

    /// Rates of decay, per unit time, of species that [`Entry::equilibria`] leave out because they
    /// only follow the others; 0 for the others.
    fn leaks(&self) -> Vec<f64> {
        vec![0.0; self.species().len()]
    }

    /// Homogeneous steady states of the coupled species, linearised.
    fn equilibria(&self) -> Vec<Equilibrium>;

    /// Density of a free energy that the equation never raises; `None` if it has none.
    fn energy_density(&self, _state: &[f64], _laplacian: &[f64]) -> Option<f64> {
        None
    }

    /// Whether the parameters go together.
    ///
    /// # Errors
    ///
    /// [`Unfit`] for values that are fine one by one, but leave the model without a steady state.
    fn check(&self) -> Result<(), Unfit> {
        Ok(())
    }
}

/// Values of a model's parameters that do not go together.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{first} does not go with {second}: {reason}")]
pub struct Unfit {
    /// The first, as `key = value`.
    pub first: String,
    /// The second.
    pub second: String,
    /// Why, and the way out.
    pub reason: &'static str,
}

/// The methods of an [`Entry`] that a [`Kinetics`](crate::model::Kinetics) answers by itself.
macro_rules! from_kinetics {
    () => {
        fn species(&self) -> &'static [crate::model::kinetics::Species] {
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

        fn hyperdiffusivities(&self) -> Vec<f64> {
            Kinetics::hyperdiffusivities(self).to_vec()
        }

        fn is_signed(&self) -> bool {
            Self::SIGNED
        }

        fn equilibria(&self) -> Vec<crate::model::stability::Equilibrium> {
            crate::model::stability::equilibria(self)
        }

        fn energy_density(&self, state: &[f64], laplacian: &[f64]) -> Option<f64> {
            let (state, laplacian) = (state.try_into().ok()?, laplacian.try_into().ok()?);
            Kinetics::energy_density(self, state, laplacian)
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

            /// Coefficients of −∇⁴, one a species, in unit length⁴ per unit time.
            pub fn hyperdiffusivities(&self) -> Vec<f64> {
                match self { $(Self::$name(model) => Entry::hyperdiffusivities(model),)+ }
            }

            /// Whether the fields may be negative, so that noise around rest goes both ways.
            pub fn is_signed(&self) -> bool {
                match self { $(Self::$name(model) => Entry::is_signed(model),)+ }
            }

            /// Rates of decay, per unit time, of species that only follow the coupled ones; 0 for
            /// the others.
            pub fn leaks(&self) -> Vec<f64> {
                match self { $(Self::$name(model) => Entry::leaks(model),)+ }
            }

            /// Homogeneous steady states of the coupled species, linearised.
            pub fn equilibria(&self) -> Vec<Equilibrium> {
                match self { $(Self::$name(model) => Entry::equilibria(model),)+ }
            }

            /// Density of the free energy that the equation never raises, of a state and its
            /// Laplacian, per unit area; `None` if the model has none.
            pub fn energy_density(&self, state: &[f64], laplacian: &[f64]) -> Option<f64> {
                match self { $(Self::$name(model) => {
                    Entry::energy_density(model, state, laplacian)
                })+ }
            }

            /// Whether the parameters go together.
            ///
            /// # Errors
            ///
            /// [`Unfit`] for values that are fine one by one, but not together.
            pub fn check(&self) -> Result<(), Unfit> {
                match self { $(Self::$name(model) => Entry::check(model),)+ }
            }
        }
    };
}
pub(crate) use catalogue;
