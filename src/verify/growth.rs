//! How fast one mode grows in a run, from a tiny perturbation along its eigenvector.

use crate::engine::{Error, Setup, Simulation};
use crate::model::Equilibrium;
use crate::verify::linear::{calm, places, scale, start, values};
use crate::verify::modes::{Mode, Modes};

/// Amplitude of the perturbation, as a share of the steady state.
///
/// Even orders of the nonlinearity cancel between the two signs, the cubic one leaves 10⁻¹² of the
/// rate; a cell is rounded to 10⁻¹⁰ of the amplitude, and the projection averages that away.
const EPSILON: f64 = 1e-6;

/// Steps that are measured.
const STEPS: u32 = 8;

/// How a mode grew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// The factor by which the mode grew each step (geometric mean).
    pub amplification: f64,
    /// Its logarithm over the step: the growth rate, per unit time.
    pub rate: f64,
}

/// Measures the growth of a mode on the run's own grid, with its boundary, scheme and step.
///
/// Two runs start from the steady state ± ε w φ, with w the eigenvector and φ the mode; half their
/// difference, projected on φ, is the amplitude. `None` if the leading rate of the mode is complex
/// or the projection is lost.
///
/// Cost: 16 steps of the run.
///
/// # Errors
///
/// As [`Simulation::new`] and [`Simulation::advance`].
pub fn growth(setup: &Setup, state: &Equilibrium, mode: Mode) -> Result<Option<Growth>, Error> {
    let Some(vector) = state.linear.leading_mode(mode.symbol) else { return Ok(None) };
    let setup = calm(setup, state);
    let shape = Modes::new(&setup).shape(mode);
    let epsilon = EPSILON * scale(&setup.model, state);
    let perturbed = |sign: f64| {
        start(&setup, state, |species, cell| sign * epsilon * vector[species] * shape[cell])
    };
    let (mut plus, mut minus) = (perturbed(1.0)?, perturbed(-1.0)?);
    // The eigenvector's entry of largest size is 1.
    let largest = vector.iter().position(|entry| entry.abs() >= 1.0).unwrap_or_default();
    let Some((species, _)) = places(&setup.model, state).get(largest).copied() else {
        return Ok(None);
    };
    let before = odd_part(&plus, &minus, species, &shape);
    for _ in 0..STEPS {
        plus.advance()?;
        minus.advance()?;
    }
    let ratio = odd_part(&plus, &minus, species, &shape) / before;
    if !(ratio > 0.0 && ratio.is_finite()) {
        return Ok(None);
    }
    let exponent = libm::log(ratio) / f64::from(STEPS);
    Ok(Some(Growth { amplification: libm::exp(exponent), rate: exponent / setup.time_step }))
}

/// The difference of two runs, projected on a mode.
fn odd_part(plus: &Simulation, minus: &Simulation, species: usize, shape: &[f64]) -> f64 {
    let field = |simulation: &Simulation| values(simulation.system().field(species));
    let (plus, minus) = (field(plus), field(minus));
    plus.iter().zip(&minus).zip(shape).map(|((plus, minus), shape)| (plus - minus) * shape).sum()
}
