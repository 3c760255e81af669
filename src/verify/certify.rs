//! The linear stage of a preset against its certificate: one row of the table of all presets.

use crate::engine::{Error, Scheme, Setup};
use crate::model::{Kind, Values, analyse};
use crate::verify::growth::{Growth, growth};
use crate::verify::linear::Prediction;
use crate::verify::modes::{Mode, Modes};
use crate::verify::onset::{BelowOnset, Onset, below_onset, onset};
use crate::verify::wavelength::{Wavelength, wavelength};

/// The share of the predicted growth rate that a measured one may be off.
pub const GROWTH_TOLERANCE: f64 = 0.01;

/// What a step of Euler's method may be off 1 + λΔt.
pub const EULER_TOLERANCE: f64 = 1e-10;

/// A run whose linear stage is measured.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// The run.
    pub setup: Setup,
    /// The model's parameters by key, from which its neighbours below onset are built.
    pub values: Values,
}

/// A case with what is claimed of it.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// No pattern is claimed: the reason.
    NoPattern(String),
    /// A pattern is claimed and was measured.
    Measured(Box<Measurement>),
}

/// The claim about the fastest mode of the run's grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The steady state and its band.
    pub prediction: Prediction,
    /// The grid's fastest mode.
    pub mode: Mode,
    /// Its growth rate by the dispersion relation of the discretised equation, per unit time.
    pub rate: f64,
}

impl Claim {
    /// The claim of linear theory about a run; `None` if it claims no pattern.
    pub fn of(setup: &Setup) -> Option<Self> {
        if setup.model.kind() == Kind::MfnV4 {
            return None;
        }
        let prediction = Prediction::of(&setup.model)?;
        let linear = &prediction.state.equilibrium.linear;
        let (low, high) = prediction.band.band;
        let in_band = |mode: &Mode| mode.symbol > low && mode.symbol < high;
        let (mode, rate) = Modes::new(setup).fastest_of(linear, in_band)?;
        Some(Self { prediction, mode, rate: rate.re })
    }
}

/// What was measured of a claim.
#[derive(Debug, Clone)]
pub struct Measurement {
    /// The claim.
    pub claim: Claim,
    /// How fast the grid's fastest mode grew.
    pub growth: Option<Growth>,
    /// |amplification − (1 + λΔt)|, of runs by Euler's method.
    pub euler_error: Option<f64>,
    /// What emerged from noise.
    pub wavelength: Option<Wavelength>,
    /// The neighbour below onset, and what happened there.
    pub onset: Option<(Onset, Option<BelowOnset>)>,
    /// Each thing that does not agree, in a sentence; none if all does.
    pub flaws: Vec<String>,
}

impl Measurement {
    /// The measured growth rate relative to the one of the dispersion relation, less 1.
    pub fn growth_deviation(&self) -> Option<f64> {
        self.growth.map(|growth| growth.rate / self.claim.rate - 1.0)
    }

    /// Whether all that was measured agrees.
    pub fn passes(&self) -> bool {
        self.flaws.is_empty()
    }
}

/// Holds the linear stage of a case against linear theory.
///
/// # Errors
///
/// As [`crate::engine::Simulation::new`] and [`crate::engine::Simulation::advance`].
pub fn certify(case: &Case) -> Result<Outcome, Error> {
    match Claim::of(&case.setup) {
        Some(claim) => measure(case, claim).map(Box::new).map(Outcome::Measured),
        None => Ok(Outcome::NoPattern(reason(&case.setup))),
    }
}

/// Why a run claims no pattern.
fn reason(setup: &Setup) -> String {
    if Prediction::of(&setup.model).is_some() {
        if setup.model.kind() == Kind::MfnV4 {
            return "a band of growing modes, but v4.1 clips both species at 0, their steady state: \
                    no small wave can stand there"
                .to_owned();
        }
        return "no mode of the grid is in the unstable band".to_owned();
    }
    let states = analyse(&setup.model).states;
    let names: Vec<&str> = states.iter().map(|state| state.steadiness.name()).collect();
    match names.as_slice() {
        [] => "no steady state".to_owned(),
        names => format!("no band of growing modes; steady states: {}", names.join(", ")),
    }
}

/// Measures a claim, whoever made it.
///
/// # Errors
///
/// As [`certify`].
pub fn measure(case: &Case, claim: Claim) -> Result<Measurement, Error> {
    let Case { setup, values, .. } = case;
    let state = &claim.prediction.state.equilibrium;
    let growth = growth(setup, state, claim.mode)?;
    let is_euler = matches!(setup.scheme, Scheme::Euler | Scheme::EulerMaruyama);
    let wanted = 1.0 + claim.rate * setup.time_step;
    let error = growth.map(|growth| (growth.amplification - wanted).abs());
    let wavelength = wavelength(setup, &claim.prediction)?;
    let onset = match onset(setup, values, &claim.prediction) {
        Some(onset) => {
            let below = below_onset(setup, &claim.prediction, &onset)?;
            Some((onset, below))
        }
        None => None,
    };
    let euler_error = error.filter(|_| is_euler);
    let mut measured =
        Measurement { claim, growth, euler_error, wavelength, onset, flaws: Vec::new() };
    measured.flaws = flaws(&measured);
    Ok(measured)
}

/// What does not agree.
fn flaws(measured: &Measurement) -> Vec<String> {
    let mut flaws = Vec::new();
    match measured.growth_deviation() {
        None => flaws.push("no growth rate could be measured".to_owned()),
        Some(off) if off.abs() > GROWTH_TOLERANCE => {
            flaws.push(format!("the growth rate is off by {:.2} %", 100.0 * off));
        }
        Some(_) => {}
    }
    if let Some(error) = measured.euler_error.filter(|error| *error > EULER_TOLERANCE) {
        flaws.push(format!("a step of Euler's method is off 1 + λΔt by {error:.1e}"));
    }
    match &measured.wavelength {
        None => flaws.push("no wavelength emerged".to_owned()),
        Some(found) if found.bins.abs() > 1.0 => {
            flaws.push(format!("the wavelength is off by {:.2} bins", found.bins));
        }
        Some(_) => {}
    }
    match &measured.onset {
        None => flaws.push("no parameter alone leads below onset".to_owned()),
        Some((_, Some(below))) if below.is_quiet() => {}
        Some((onset, _)) => {
            flaws.push(format!("below onset, at {} = {}, something grows", onset.key, onset.value));
        }
    }
    flaws
}
