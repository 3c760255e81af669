//! What a preset asks for: fields on a grid, or a run without one.
//!
//! `model.kind` decides. The kinds without a grid of species, `membrane` and `ifs`, have sections
//! of their own ([`point_sections`]).

mod ifs;
mod membrane;
mod resolved;
mod tables;

pub use crate::config::plan::ifs::{IfsPlan, Source};
pub use crate::config::plan::membrane::{MembranePlan, Stimulus};
pub use crate::config::plan::resolved::Resolved;
pub use crate::config::plan::tables::{POINT_KINDS, point_sections};

pub(crate) use crate::config::plan::tables::every_section;

use crate::config::Error;
use crate::config::preset::Preset;
use crate::config::written::Written;

/// A checked preset of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// Species on a grid.
    Lattice(Box<Preset>),
    /// The potential of a patch of membrane.
    Membrane(Box<MembranePlan>),
    /// An iterated function system.
    Ifs(Box<IfsPlan>),
}

impl Plan {
    /// Checks what was written, as `model.kind` wants it.
    ///
    /// # Errors
    ///
    /// An [`Error`] that names the key, what was found and what is wanted.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::config::{Plan, Written};
    /// let text = "[model]\nkind = \"ifs\"\nvariant = \"koch\"";
    /// let plan = Plan::check(&Written::from_toml(text, "example")?)?;
    /// assert!(matches!(plan, Plan::Ifs(_)));
    /// # Ok::<(), mfn::config::Error>(())
    /// ```
    pub fn check(written: &Written) -> Result<Self, Error> {
        match written.word("model.kind") {
            Some("membrane") => MembranePlan::check(written).map(Box::new).map(Self::Membrane),
            Some("ifs") => IfsPlan::check(written).map(Box::new).map(Self::Ifs),
            _ => Preset::check(written).map(Box::new).map(Self::Lattice),
        }
    }

    /// Name of the run.
    pub fn name(&self) -> &str {
        match self {
            Self::Lattice(preset) => &preset.name,
            Self::Membrane(plan) => plan.resolved.name(),
            Self::Ifs(plan) => plan.resolved.name(),
        }
    }

    /// The resolved preset, whole: running it again gives the same run.
    pub fn text(&self) -> String {
        match self {
            Self::Lattice(preset) => preset.text(),
            Self::Membrane(plan) => plan.resolved.text(),
            Self::Ifs(plan) => plan.resolved.text(),
        }
    }
}
