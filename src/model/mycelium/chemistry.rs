//! Which kinetics drives the potential: an enum at the edge, one of its own types within.

use crate::model::entry::{Entry, Unfit};
use crate::model::kinetics::{
    Brusselator, GiererMeinhardt, Kinetics, LengyelEpstein, Schnakenberg,
};
use crate::model::mycelium::coupled;
use crate::model::stability::{Equilibrium, equilibria};
use crate::model::table::{Parameter, Values};

/// Evaluates an expression with the kinetics of a [`Chemistry`] under its own type.
macro_rules! with_chemistry {
    ($chemistry:expr, $kinetics:ident => $body:expr) => {
        match $chemistry {
            crate::model::Chemistry::GiererMeinhardt($kinetics) => $body,
            crate::model::Chemistry::Schnakenberg($kinetics) => $body,
            crate::model::Chemistry::Brusselator($kinetics) => $body,
            crate::model::Chemistry::LengyelEpstein($kinetics) => $body,
        }
    };
}
pub(crate) use with_chemistry;

/// Activator and inhibitor: any kinetics with a Turing instability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Chemistry {
    /// Gierer–Meinhardt.
    GiererMeinhardt(GiererMeinhardt),
    /// Schnakenberg; the substrate stands for the inhibitor.
    Schnakenberg(Schnakenberg),
    /// Brusselator; the substrate stands for the inhibitor.
    Brusselator(Brusselator),
    /// Lengyel–Epstein.
    LengyelEpstein(LengyelEpstein),
}

impl Chemistry {
    /// Names as written in `model.variant`; the first is the default.
    pub const NAMES: [&'static str; 4] =
        [GiererMeinhardt::NAME, Schnakenberg::NAME, Brusselator::NAME, LengyelEpstein::NAME];

    /// The table of a chemistry; that of the default for a name that is none.
    pub(crate) fn parameters(name: &str) -> &'static [Parameter] {
        match name {
            Schnakenberg::NAME => Schnakenberg::parameters(None),
            Brusselator::NAME => Brusselator::parameters(None),
            LengyelEpstein::NAME => LengyelEpstein::parameters(None),
            _ => GiererMeinhardt::parameters(None),
        }
    }

    pub(crate) fn from_values(values: &Values) -> Self {
        match values.word("variant") {
            Schnakenberg::NAME => Self::Schnakenberg(Entry::from_values(values)),
            Brusselator::NAME => Self::Brusselator(Entry::from_values(values)),
            LengyelEpstein::NAME => Self::LengyelEpstein(Entry::from_values(values)),
            _ => Self::GiererMeinhardt(Entry::from_values(values)),
        }
    }

    /// Activator and inhibitor at the steady state.
    pub fn steady_state(&self) -> [f64; 2] {
        with_chemistry!(self, k => Kinetics::resting_state(k))
    }

    /// The equilibria, under the names that the species have here.
    pub(crate) fn equilibria(&self) -> Vec<Equilibrium> {
        let mut states = with_chemistry!(self, k => equilibria(k));
        for state in &mut states {
            state.species = coupled::SPECIES[1..3].iter().map(|species| species.name).collect();
        }
        states
    }

    pub(crate) fn check(&self) -> Result<(), Unfit> {
        with_chemistry!(self, k => Entry::check(k))
    }
}
