//! A thin torus whose longest wave has any wanted wavenumber: one mode of a run, by itself.

use crate::engine::{Scheme, Setup, largest_step};
use crate::grid::{Boundary, Grid, Stencil};
use crate::model::{Equilibrium, Model};
use crate::verify::check::{Obstacle, Subject};
use crate::verify::growth::growth;
use crate::verify::modes::{Mode, Modes};
use crate::verify::suites::base::stretched;
use std::f64::consts::{PI, TAU};

/// Rows of the torus; the wave runs along the columns.
const ROWS: usize = 4;

/// Cells a wavelength: no fewer, so that the wave is one, and no more than are of use.
const CELLS: (f64, f64) = (6.0, 48.0);

/// The share of the largest stable step that is taken.
const STABLE: f64 = 0.9;

/// A run of one wave.
#[derive(Debug, Clone)]
pub(crate) struct Thin {
    setup: Setup,
    mode: Mode,
}

impl Thin {
    /// The model with the stepper, stencil and about the spacing of a run, on a torus whose longest
    /// wave has exactly k̂² = `q` in the run's discretisation.
    pub(crate) fn new(run: &Setup, model: &Model, q: f64) -> Result<Self, Obstacle> {
        let k = q.sqrt();
        let cells = (TAU / (k * run.grid.spacing())).floor().clamp(CELLS.0, CELLS.1);
        let spacing = match run.scheme {
            Scheme::Etdrk4 => TAU / (cells * k),
            _ => 2.0 * (PI / cells).sin() / k,
        };
        let stencil = if run.grid.is_volume() { Stencil::of(2)[0] } else { run.stencil };
        let limit = largest_step(model, run.scheme, spacing, stencil);
        let setup = Setup {
            model: model.clone(),
            grid: Grid::new(ROWS, cells as usize, spacing)?,
            boundary: Boundary::Periodic,
            stencil,
            time_step: limit.map_or(run.time_step, |limit| run.time_step.min(STABLE * limit)),
            ..run.clone()
        };
        let mode = Modes::new(&setup).mode([0, 0, 1]);
        Ok(Self { setup, mode })
    }

    /// How fast the wave grows on a steady state, by stepping: the logarithm of its amplification.
    ///
    /// The twin's spacing is 1 % too long.
    pub(crate) fn rate(&self, state: &Equilibrium, subject: Subject) -> Result<f64, Obstacle> {
        Ok(self.growth(state, subject)?.ln() / self.setup.time_step)
    }

    /// The same by what a step of Euler's method makes of it, (amplification − 1)/Δt.
    pub(crate) fn euler_rate(&self, state: &Equilibrium) -> Result<f64, Obstacle> {
        Ok((self.growth(state, Subject::Ours)? - 1.0) / self.setup.time_step)
    }

    fn growth(&self, state: &Equilibrium, subject: Subject) -> Result<f64, Obstacle> {
        let setup = stretched(self.setup.clone(), subject.pick(1.0, 1.01));
        let found = growth(&setup, state, self.mode)?;
        let none = || Obstacle::Broke(format!("no growth rate at k² = {}", self.mode.symbol));
        found.map(|growth| growth.amplification).ok_or_else(none)
    }
}
