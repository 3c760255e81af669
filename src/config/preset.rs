//! A checked preset: everything a run needs, and nothing that could still be wrong by itself.

use crate::config::Error;
use crate::config::assembly::{assemble, check_section, model_kind, refuse_unknown, section};
use crate::config::check::seed;
use crate::config::initial::InitialPlan;
use crate::config::output::{Observe, Output};
use crate::config::tables::{Choices, sections};
use crate::config::written::Written;
use crate::engine::{Initial, Precision, Scheme, Setup};
use crate::features::Settings;
use crate::grid::{Boundary, Grid, Stencil};
use crate::model::{Model, Value, Values};

/// A checked preset.
#[derive(Debug, Clone, PartialEq)]
pub struct Preset {
    /// Name of the run.
    pub name: String,
    /// Seed of every random stream.
    pub seed: u128,
    /// The grid.
    pub grid: Grid,
    /// The boundary of every side.
    pub boundary: Boundary,
    /// What a Dirichlet boundary holds, one value a species.
    pub rim: Vec<f64>,
    /// Kinetics and parameters.
    pub model: Model,
    /// How the fields start.
    pub initial: InitialPlan,
    /// Which neighbours the Laplacian sees.
    pub stencil: Stencil,
    /// Length of a step, in unit time.
    pub time_step: f64,
    /// Number of steps.
    pub steps: u64,
    /// A frame is saved every so many steps; 0 saves none.
    pub save_every: u64,
    /// The scheme in time.
    pub scheme: Scheme,
    /// Largest relative error of an adaptive step.
    pub tolerance: f64,
    /// Strength of the noise of a noisy scheme.
    pub noise: f64,
    /// Precision of fields and arithmetic.
    pub precision: Precision,
    /// Settings of the features; `None` if they are off.
    pub features: Option<Settings>,
    /// The layer that features describe and pictures show; 0 in a plane.
    pub layer: usize,
    /// What is observed; `None` if nothing is.
    pub observe: Option<Observe>,
    /// What is written.
    pub output: Output,
    /// Every section with every value, for the resolved text.
    pub(crate) sections: Vec<(&'static str, Values)>,
}

impl Preset {
    /// Checks what was written.
    ///
    /// # Errors
    ///
    /// An [`Error`] that names the key, what was found and what is wanted.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::config::{Preset, Written};
    /// let text = "[model]\nkind = \"gray-scott\"\nfeed = 0.03";
    /// let preset = Preset::check(&Written::from_toml(text, "example")?)?;
    /// assert_eq!(preset.model.kind().name(), "gray-scott");
    /// # Ok::<(), mfn::config::Error>(())
    /// ```
    pub fn check(written: &Written) -> Result<Self, Error> {
        let kind = model_kind(written)?;
        let choices = Choices {
            variant: written.word("model.variant"),
            initial: written.word("initial.kind"),
            stepper: written.word("time.stepper"),
            volume: written.get("grid.layers").and_then(toml::Value::as_integer) > Some(1),
        };
        let tables = sections(kind, choices);
        refuse_unknown(written, &tables)?;
        let mut checked = Vec::with_capacity(tables.len());
        for section in &tables {
            checked.push((section.name, check_section(written, section)?));
        }
        let seed = written.get("seed").map_or(Ok(42), seed)?;
        assemble(kind, seed, checked)
    }

    /// The engine's set-up; `initial` is read by the caller where the plan is a file.
    pub fn setup(&self, initial: Initial, parallel: bool) -> Setup {
        Setup {
            model: self.model.clone(),
            grid: self.grid,
            boundary: self.boundary,
            rim: self.rim.clone(),
            stencil: self.stencil,
            time_step: self.time_step,
            scheme: self.scheme,
            tolerance: self.tolerance,
            noise: self.noise,
            precision: self.precision,
            initial,
            seed: self.seed,
            parallel,
        }
    }

    /// The model's parameters by key, from which [`crate::model::Kind::build`] made the model.
    pub fn parameters(&self) -> Option<&Values> {
        section(&self.sections, "model")
    }

    /// Number of frames that the run saves.
    pub fn n_frames(&self) -> u64 {
        self.steps.checked_div(self.save_every).unwrap_or_default()
    }

    /// Records the SHA-256 of the initial file, so that it is part of what determines the run.
    pub fn record_initial_file(&mut self, sha256: &str) {
        for (name, values) in &mut self.sections {
            if *name == "initial" {
                values.set("sha256", Value::Word(sha256.to_owned()));
            }
        }
    }
}
