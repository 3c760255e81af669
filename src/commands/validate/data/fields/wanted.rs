//! What an input is held against: what the command line says, else what the run's folder says.

use crate::cli::FieldsData;
use crate::commands::failure::{Failure, code};
use crate::commands::features::reading;
use crate::commands::validate::data::fields::frames::Bounds;
use mfn::config::{Preset, Written};
use mfn::engine::Precision;
use mfn::format::{Input, RunFolder};
use mfn::grid::Boundary;
use mfn::model::{FIELD_MAX_V, FIELD_MIN_V, Kind};

/// Values that cannot be negative may be so by rounding, in single precision too.
const ROUNDING: f64 = 1e-6;

/// What the command line says, checked.
#[derive(Debug)]
pub(crate) struct Asked {
    bounds: Option<Bounds>,
    boundary: Option<Boundary>,
    rim: Option<f64>,
    shape: Option<(usize, usize)>,
    dtype: Option<String>,
    /// The species that is taken of a run's folder.
    species: Option<String>,
    pub(crate) stationary: bool,
}

/// What one input is held against.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) bounds: Option<Bounds>,
    /// The boundary, and what it holds, or why that is not known.
    pub(crate) boundary: Option<(Boundary, Result<f64, &'static str>)>,
    pub(crate) shape: Option<(usize, usize)>,
    pub(crate) dtype: Option<String>,
}

impl Asked {
    /// Checks the arguments.
    pub(crate) fn check(arguments: &FieldsData) -> Result<Self, Failure> {
        if let Some(rim) = arguments.rim.filter(|rim| !rim.is_finite()) {
            let message = format!("--rim {rim} is out of range: wanted a finite number");
            return Err(Failure::message(code::USAGE, message));
        }
        Ok(Self {
            bounds: arguments.range.as_deref().map(reading::range).transpose()?,
            boundary: arguments.boundary.as_deref().map(reading::boundary).transpose()?,
            rim: arguments.rim,
            shape: arguments.shape.as_deref().map(shape).transpose()?,
            dtype: arguments.dtype.clone(),
            species: arguments.dataset.clone(),
            stationary: arguments.stationary,
        })
    }

    /// What an input is held against.
    pub(crate) fn of(&self, input: &Input) -> Result<Wanted, Failure> {
        let about = input.about();
        let preset = about.run.as_ref().map(preset).transpose()?;
        let species = preset.as_ref().and_then(|preset| self.species_of(preset));
        let boundary = self.boundary.or(about.boundary);
        let held = preset.as_ref().zip(species).and_then(|(preset, index)| preset.rim.get(index));
        let rim = self.rim.or(held.copied());
        let rim = rim.ok_or("what the boundary holds is not known: say --rim VALUE");
        Ok(Wanted {
            bounds: self.bounds.or_else(|| bounds(preset.as_ref()?, species?)),
            boundary: boundary.map(|boundary| match boundary {
                Boundary::Dirichlet => (boundary, rim),
                _ => (boundary, Ok(0.0)),
            }),
            shape: self.shape.or_else(|| preset.as_ref().map(|p| (p.grid.rows(), p.grid.cols()))),
            dtype: self.dtype.clone().or_else(|| preset.as_ref().map(dtype)),
        })
    }
}

impl Asked {
    /// The species that was asked for, else the one that the run observes.
    fn species_of(&self, preset: &Preset) -> Option<usize> {
        let observed = preset.model.observable().species;
        let Some(name) = &self.species else { return Some(observed) };
        preset.model.species().iter().position(|species| species.name == name)
    }
}

/// `64x48`.
fn shape(text: &str) -> Result<(usize, usize), Failure> {
    let sides = text.split_once(['x', '×']);
    let sides = sides.and_then(|(rows, cols)| Some((rows.parse().ok()?, cols.parse().ok()?)));
    sides.ok_or_else(|| {
        let message = format!("--shape {text} is no shape: wanted ROWSxCOLS, such as 64x48");
        Failure::message(code::USAGE, message)
    })
}

/// The run's resolved preset.
fn preset(run: &RunFolder) -> Result<Preset, Failure> {
    let text = std::fs::read_to_string(&run.preset)
        .map_err(|error| Failure::io("read", &run.preset, error))?;
    let written = Written::from_toml(&text, &run.preset.display().to_string())?;
    Ok(Preset::check(&written)?)
}

/// What the model keeps a species within; noise knows no bounds.
fn bounds(preset: &Preset, species: usize) -> Option<Bounds> {
    let model = &preset.model;
    match model.kind() {
        Kind::MfnV4 if species == model.observable().species => Some((FIELD_MIN_V, FIELD_MAX_V)),
        _ if model.is_signed() || preset.noise > 0.0 => None,
        _ => Some((-ROUNDING, f64::INFINITY)),
    }
}

fn dtype(preset: &Preset) -> String {
    match preset.precision {
        Precision::F32 => "f4".to_owned(),
        Precision::F64 => "f8".to_owned(),
    }
}
