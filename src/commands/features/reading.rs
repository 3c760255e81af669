//! How the values of an input are read: scale, unit, thresholds, rim.

use crate::cli::Features;
use crate::commands::failure::{Failure, code};
use mfn::config::{Preset, Written};
use mfn::features::{ExtendedSettings, Settings, Threshold};
use mfn::format::{About, RunFolder};
use mfn::grid::Boundary;

/// Factor from V to mV: arrays without a word of their own are taken for MFN v4.1's.
const MILLIVOLTS: f64 = 1000.0;

/// What holds for every input.
#[derive(Debug)]
pub(crate) struct Reading {
    boundary: Option<Boundary>,
    spacing: Option<f64>,
    scale: Option<f64>,
    unit: Option<String>,
    /// What black and white of a picture mean.
    range: Option<(f64, f64)>,
    rule: Rule,
    assignments: Vec<String>,
}

/// The threshold of the extended set; a number is in the features' unit.
#[derive(Debug, Clone, Copy)]
enum Rule {
    Otsu,
    Quantile(f64),
    Number(f64),
}

/// How one input is read.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    pub(crate) v4: Settings,
    pub(crate) extended: ExtendedSettings,
    pub(crate) unit: String,
    /// What a picture's luminances become: low + (high − low) × luminance.
    pub(crate) range: Option<(f64, f64)>,
}

fn usage(message: String) -> Failure {
    Failure::message(code::USAGE, message)
}

impl Reading {
    /// Checks the arguments that concern values.
    pub(crate) fn check(arguments: &Features) -> Result<Self, Failure> {
        let positive = |flag: &str, value: Option<f64>| match value {
            Some(value) if !(value.is_finite() && value > 0.0) => Err(usage(format!(
                "--{flag} {value} is out of range: wanted a finite number above 0"
            ))),
            value => Ok(value),
        };
        let boundary = arguments.boundary.as_deref().map(boundary).transpose()?;
        if let Some(odd) = arguments.set.iter().find(|set| !set.starts_with("features.")) {
            return Err(usage(format!("--set {odd} is no setting of features")).with_hint(
                "keys are features.connectivity, features.threshold_low_mv, …: docs/presets.md",
            ));
        }
        let reading = Self {
            boundary,
            spacing: positive("spacing", arguments.spacing)?,
            scale: positive("scale", arguments.scale)?,
            unit: arguments.unit.clone(),
            range: arguments.range.as_deref().map(range).transpose()?,
            rule: rule(&arguments.threshold)?,
            assignments: arguments.set.clone(),
        };
        // What is wrong with the settings is said once, before any file is opened.
        reading.of(&About::default())?;
        Ok(reading)
    }

    /// How an input is read of which this is known.
    pub(crate) fn of(&self, about: &About) -> Result<Reader, Failure> {
        let preset = match &about.run {
            Some(run) => self.run_preset(run)?,
            None => self.bare_preset(about)?,
        };
        let observable = preset.model.observable();
        let bare = about.run.is_none();
        let is_image = about.is_image;
        let usual = if is_image {
            1.0
        } else if bare {
            MILLIVOLTS
        } else {
            observable.scale
        };
        let scale = self.scale.unwrap_or(usual);
        let unit = if is_image {
            "1"
        } else if bare {
            "mV"
        } else {
            observable.unit
        };
        // A bare array with another scale is no longer in mV, whatever it is.
        let unit = if bare && self.scale.is_some() && !is_image { "1" } else { unit };
        let features = preset.features.ok_or_else(|| {
            usage("features.enabled = false leaves nothing to measure".to_owned())
        })?;
        let v4 = Settings { scale, ..features };
        let extended = ExtendedSettings {
            scale,
            boundary: self.boundary.or(about.boundary).unwrap_or(Boundary::Neumann),
            spacing: self.spacing.or(about.spacing).unwrap_or(1.0),
            threshold: self.threshold(scale),
            connectivity: v4.connectivity,
            ..ExtendedSettings::default()
        };
        let unit = self.unit.clone().unwrap_or_else(|| unit.to_owned());
        Ok(Reader { v4, extended, unit, range: self.range.filter(|_| is_image) })
    }

    /// The run's own settings, changed by `--set`.
    fn run_preset(&self, run: &RunFolder) -> Result<Preset, Failure> {
        let text = std::fs::read_to_string(&run.preset).map_err(|error| {
            let context = format!("cannot read {}", run.preset.display());
            Failure::new(code::FILE, anyhow::Error::new(error).context(context))
        })?;
        self.preset(&text, &run.preset.display().to_string())
    }

    /// Settings for arrays that say nothing: v4.1's; thresholds without a bound for what is not in
    /// mV, by default a quarter, a half and three quarters of a picture's range.
    fn bare_preset(&self, about: &About) -> Result<Preset, Failure> {
        let millivolts = !about.is_image
            && self.scale.is_none_or(|scale| scale.to_bits() == MILLIVOLTS.to_bits());
        if millivolts {
            return self.preset("[model]\nkind = \"mfn-v4\"", "the settings");
        }
        let (low, high) = self.range.filter(|_| about.is_image).unwrap_or((0.0, 1.0));
        let [first, second, third] = [0.25, 0.5, 0.75].map(|share| low + share * (high - low));
        let text = format!(
            "[model]\nkind = \"gray-scott\"\n[features]\nthreshold_low_mv = {first:?}\n\
             threshold_med_mv = {second:?}\nthreshold_high_mv = {third:?}"
        );
        self.preset(&text, "the settings")
    }

    fn preset(&self, text: &str, origin: &str) -> Result<Preset, Failure> {
        let mut written = Written::from_toml(text, origin)?;
        for assignment in &self.assignments {
            written.apply_assignment(assignment)?;
        }
        Ok(Preset::check(&written)?)
    }

    fn threshold(&self, scale: f64) -> Threshold {
        match self.rule {
            Rule::Otsu => Threshold::Otsu { bins: 256 },
            Rule::Quantile(p) => Threshold::Quantile(p),
            Rule::Number(number) => Threshold::Fixed(number / scale),
        }
    }
}

pub(crate) fn boundary(name: &str) -> Result<Boundary, Failure> {
    Boundary::from_name(name).ok_or_else(|| {
        let names = Boundary::ALL.map(Boundary::name).join(", ");
        usage(format!("--boundary {name} is unknown: wanted one of {names}"))
    })
}

fn rule(text: &str) -> Result<Rule, Failure> {
    if text == "otsu" {
        return Ok(Rule::Otsu);
    }
    let wanted = || {
        usage(format!(
            "--threshold {text} is no rule: wanted otsu, a quantile such as q0.9, or a number"
        ))
    };
    let number = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
    if let Some(quantile) = text.strip_prefix('q') {
        let p = number(quantile).filter(|p| (0.0..=1.0).contains(p)).ok_or_else(wanted)?;
        return Ok(Rule::Quantile(p));
    }
    Ok(Rule::Number(number(text).ok_or_else(wanted)?))
}

pub(crate) fn range(text: &str) -> Result<(f64, f64), Failure> {
    let wanted = || {
        usage(format!(
            "--range {text} is no range: wanted LOW:HIGH, two finite numbers, low below high"
        ))
    };
    let (low, high) = text.split_once(':').ok_or_else(wanted)?;
    let number = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
    let (low, high) = (number(low).ok_or_else(wanted)?, number(high).ok_or_else(wanted)?);
    if low < high { Ok((low, high)) } else { Err(wanted()) }
}
