//! Preset files: what is written, checked against one table of bounds, becomes a [`Preset`].
//!
//! Precedence: built-in default < preset < `MFN_*` environment < `--set key=value` < flag.

mod assembly;
mod builtin;
mod check;
mod federate;
mod initial;
mod output;
mod plan;
mod preset;
mod suggest;
mod sweep;
mod tables;
mod text;
mod written;

pub use crate::config::builtin::{
    BUILT_IN, BUILT_IN_FEDERATE, BUILT_IN_POINTS, BUILT_IN_SWEEPS, BuiltIn,
};
pub use crate::config::federate::{
    FederateData, FederatePlan, GridAttack, GridRule, federate_sections,
};
pub use crate::config::initial::{InitialFile, InitialPlan, InitialText};
pub use crate::config::output::{Observe, Output};
pub use crate::config::plan::{
    IfsPlan, MembranePlan, POINT_KINDS, Plan, Resolved, Source, Stimulus, point_sections,
};
pub use crate::config::preset::Preset;
pub use crate::config::suggest::nearest;
pub use crate::config::sweep::{
    DatasetSettings, FIELD_FORMATS, SCHEMAS, SweepPreset, dataset_section,
};
pub use crate::config::tables::{
    COLOR_MAPS, Choices, FORMATS, PLOTS, QUANTITIES, Section, VOLUME_PLOTS, sections,
};
pub use crate::config::written::Written;

/// What can be wrong with a preset.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not TOML.
    #[error("{origin} is not TOML: {message}")]
    Syntax {
        /// The file, or where the text came from.
        origin: String,
        /// What the parser says, with line and column.
        message: String,
    },
    /// A key that means nothing here.
    #[error("unknown key {key}{}", suggestion(.nearest.as_deref()))]
    UnknownKey {
        /// The key as written.
        key: String,
        /// The nearest known key.
        nearest: Option<String>,
    },
    /// A word that is none of the known ones.
    #[error("{key} = \"{found}\" is unknown{}; wanted {wanted}", suggestion(.nearest.as_deref()))]
    UnknownWord {
        /// The key.
        key: String,
        /// The word found.
        found: String,
        /// What is accepted.
        wanted: String,
        /// The nearest accepted word.
        nearest: Option<String>,
    },
    /// A key that has no default is not there.
    #[error("{key} is missing: wanted {wanted}")]
    Missing {
        /// The key.
        key: String,
        /// What is accepted.
        wanted: String,
    },
    /// A value of the wrong type.
    #[error("{key} = {found} is {kind}: wanted {wanted}{}", unit_text(.unit))]
    WrongType {
        /// The key.
        key: String,
        /// The value as written.
        found: String,
        /// Its type.
        kind: &'static str,
        /// What is accepted.
        wanted: String,
        /// Unit.
        unit: &'static str,
    },
    /// A value outside its range, or not finite.
    #[error("{key} = {found} is out of range: wanted {wanted}{}", unit_text(.unit))]
    OutOfRange {
        /// The key.
        key: String,
        /// The value as written.
        found: String,
        /// What is accepted.
        wanted: String,
        /// Unit.
        unit: &'static str,
    },
    /// A `--set` that is not `key=value`.
    #[error("--set {found} is not of the form key.path=value")]
    NotAnAssignment {
        /// The argument.
        found: String,
    },
    /// An item of a list that cannot be used.
    #[error("{key} has \"{found}\": {reason}")]
    Item {
        /// The key of the list.
        key: &'static str,
        /// The item as written.
        found: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Two values that do not go together.
    #[error("{first} does not go with {second}: {reason}")]
    Conflict {
        /// The first, as `key = value`.
        first: String,
        /// The second.
        second: String,
        /// Why.
        reason: &'static str,
    },
    /// Parameters of a model that do not go together.
    #[error(transparent)]
    Unfit(#[from] crate::model::Unfit),
    /// Axes of a sweep that make no list of runs.
    #[error(transparent)]
    Sweep(#[from] crate::dataset::Error),
    /// A time step above the stability limit.
    #[error(
        "time.step = {step} is unstable with {scheme}: at most {} for D_max = {diffusivity}{}, \
         h = {spacing}",
        floor_to_six_digits(*.limit),
        fourth_order(*.hyperdiffusivity)
    )]
    Unstable {
        /// The step asked for.
        step: f64,
        /// The largest stable one.
        limit: f64,
        /// The scheme.
        scheme: &'static str,
        /// The largest diffusivity.
        diffusivity: f64,
        /// The largest coefficient of −∇⁴; 0 for an equation of second order.
        hyperdiffusivity: f64,
        /// The spacing.
        spacing: f64,
    },
}

impl Error {
    /// The way out, where there is one to name.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unstable { limit, .. } => {
                let limit = floor_to_six_digits(*limit);
                Some(format!(
                    "lower time.step to {limit} or below, raise grid.spacing, or take another \
                     time.stepper (rk4 reaches farthest)"
                ))
            }
            Self::UnknownKey { key, .. } if !key.contains('.') => {
                Some("keys live in sections: grid.rows, model.kind, time.steps, …".to_owned())
            }
            Self::NotAnAssignment { .. } => Some("for instance --set time.steps=500".to_owned()),
            Self::OutOfRange { key, .. } | Self::WrongType { key, .. } if key == "seed" => {
                Some("quote a seed above 2^63: seed = \"9223372036854775819\"".to_owned())
            }
            _ => None,
        }
    }
}

fn fourth_order(hyperdiffusivity: f64) -> String {
    if hyperdiffusivity == 0.0 { String::new() } else { format!(", K_max = {hyperdiffusivity}") }
}

/// A limit as it is printed: six digits, never more than the limit itself.
fn floor_to_six_digits(limit: f64) -> f64 {
    let power = 10.0_f64.powi(5 - limit.log10().floor() as i32);
    (limit * power).floor() / power
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map(|word| format!("; did you mean {word}?")).unwrap_or_default()
}

fn unit_text(unit: &str) -> String {
    match unit {
        "" | "1" => String::new(),
        unit => format!(" ({unit})"),
    }
}

#[cfg(test)]
mod tests;
