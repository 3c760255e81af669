//! A preset with a section `[sweep]`: the list of its runs, each of which is a preset.

mod axes;
mod settings;
mod text;

pub use crate::config::sweep::settings::{
    DatasetSettings, FIELD_FORMATS, SCHEMAS, dataset_section,
};

use crate::config::Error;
use crate::config::check::seed;
use crate::config::plan::POINT_KINDS;
use crate::config::preset::Preset;
use crate::config::sweep::axes::definition;
use crate::config::written::Written;
use crate::dataset::{Run, Sweep};

/// A checked sweep. Its runs are checked one by one, as they are asked for.
///
/// # Examples
///
/// ```
/// use mfn::config::{SweepPreset, Written};
/// let text = "[model]\nkind = \"gray-scott\"\n[sweep.product]\n\"model.feed\" = [0.03, 0.04]";
/// let sweep = SweepPreset::check(&Written::from_toml(text, "example")?)?;
/// assert_eq!(sweep.sweep.n_runs(), 2);
/// let second = sweep.preset(&sweep.sweep.run(1))?;
/// assert_eq!(second.parameters().map(|values| values.number("feed")), Some(0.04));
/// # Ok::<(), mfn::config::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SweepPreset {
    /// Name of the data set.
    pub name: String,
    /// The preset's seed.
    pub seed: u128,
    /// The runs.
    pub sweep: Sweep,
    /// What is kept of them.
    pub dataset: DatasetSettings,
    base: Written,
    text: String,
}

impl SweepPreset {
    /// Checks the sections `[sweep]` and `[dataset]`, and the first run.
    ///
    /// # Errors
    ///
    /// An [`Error`] that names the key, what was found and what is wanted.
    pub fn check(written: &Written) -> Result<Self, Error> {
        if let Some(kind) = written.word("model.kind").filter(|kind| POINT_KINDS.contains(kind)) {
            return Err(Error::Conflict {
                first: format!("model.kind = \"{kind}\""),
                second: "[sweep]".to_owned(),
                reason: "a data set is of fields on a grid",
            });
        }
        let dataset = DatasetSettings::check(written)?;
        let base = written.of_one_run();
        let seed = written.get("seed").map_or(Ok(42), seed)?;
        let sweep = Sweep::new(definition(written, seed)?)?;
        let text = text::render(written, &dataset);
        let mut checked = Self { name: String::new(), seed, sweep, dataset, base, text };
        let first = checked.preset(&checked.sweep.run(0))?.name;
        // The name of the data set, even where an axis gives each run its own.
        checked.name =
            written.word("name").filter(|name| !name.is_empty()).map_or(first, Into::into);
        Ok(checked)
    }

    /// The preset of a run.
    ///
    /// # Errors
    ///
    /// As [`Preset::check`], for the values of this run.
    pub fn preset(&self, run: &Run) -> Result<Preset, Error> {
        let mut written = self.base.clone();
        for (key, value) in &run.settings {
            written.set(key, value.clone());
        }
        written.set("seed", toml::Value::String(run.seed.to_string()));
        Preset::check(&written)
    }

    /// The whole as text: making the data set from it again gives the same bytes.
    pub fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests;
