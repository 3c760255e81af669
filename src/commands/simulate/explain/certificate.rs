//! What is known of a run before it: linear theory, the step, memory, time and the box.

use crate::commands::failure::Failure;
use crate::commands::simulate::explain::burst::{self, Estimate};
use mfn::config::Preset;
use mfn::engine::{Initial, Setup, Simulation, largest_step, memory_bytes};
use mfn::model::{Analysis, analyse};
use mfn::verify::Claim;

/// Fewer wavelengths in the box than this let its size choose the pattern.
pub(crate) const FEW_WAVES: f64 = 4.0;

/// All that `--explain` says.
pub(crate) struct Certificate<'a> {
    pub(crate) preset: &'a Preset,
    pub(crate) analysis: Analysis,
    /// The claim about the grid's fastest mode; `None` if no pattern is claimed.
    pub(crate) claim: Option<Claim>,
    /// The largest stable step, where there is one.
    pub(crate) limit: Option<f64>,
    pub(crate) memory_bytes: u128,
    /// Root mean square of the initial deviation from the steady state, as a share of its size.
    pub(crate) initial_deviation: Option<f64>,
    /// What the run is estimated to take; `None` if it does not fit into memory.
    pub(crate) estimate: Option<Estimate>,
}

impl<'a> Certificate<'a> {
    /// Works it out, with a few steps of the run for the estimate.
    pub(crate) fn of(preset: &'a Preset, initial: Initial, fits: bool) -> Result<Self, Failure> {
        let setup = preset.setup(initial, false);
        let mut certificate = Self::of_theory(preset, &setup);
        if fits {
            let mut simulation = Simulation::new(&setup)?;
            certificate.initial_deviation = certificate.deviation(&simulation);
            certificate.estimate = burst::estimate(&mut simulation, preset);
        }
        Ok(certificate)
    }

    /// The same without a step: what follows from the preset and its initial fields alone.
    pub(crate) fn untimed(preset: &'a Preset, initial: Initial) -> Result<Self, Failure> {
        let setup = preset.setup(initial, false);
        let mut certificate = Self::of_theory(preset, &setup);
        certificate.initial_deviation = certificate.deviation(&Simulation::new(&setup)?);
        Ok(certificate)
    }

    /// What follows from the preset alone.
    pub(crate) fn of_theory(preset: &'a Preset, setup: &Setup) -> Self {
        let spacing = preset.grid.spacing();
        Self {
            analysis: analyse(&preset.model),
            claim: Claim::of(setup),
            limit: largest_step(&preset.model, preset.scheme, spacing, preset.stencil),
            memory_bytes: memory_bytes(&preset.model, preset.grid, preset.precision, preset.scheme),
            initial_deviation: None,
            estimate: None,
            preset,
        }
    }

    /// How long the run lasts, in unit time.
    pub(crate) fn duration(&self) -> f64 {
        self.preset.steps as f64 * self.preset.time_step
    }

    /// Cells × steps.
    pub(crate) fn cell_steps(&self) -> u128 {
        self.preset.grid.n_cells() as u128 * u128::from(self.preset.steps)
    }

    /// Wavelengths of the fastest mode along the shortest side.
    pub(crate) fn waves(&self) -> Option<f64> {
        let grid = self.preset.grid;
        let shortest = grid.shape().into_iter().min()?;
        let side = grid.spacing() * shortest as f64;
        let (_, band) = self.analysis.pattern()?;
        Some(side / band.most_unstable.wavelength())
    }

    /// ln(1/a)/λ_m: when a deviation a has grown to the size of the steady state itself.
    pub(crate) fn saturation_time(&self) -> Option<f64> {
        let (_, band) = self.analysis.pattern()?;
        let deviation = self.initial_deviation.filter(|deviation| *deviation > 0.0)?;
        Some((libm::log(1.0 / deviation) / band.most_unstable.growth_rate).max(0.0))
    }

    /// The largest of the coupled species' deviations.
    fn deviation(&self, simulation: &Simulation) -> Option<f64> {
        let (state, _) = self.analysis.pattern()?;
        let state = &state.equilibrium;
        let size = state.state.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
        let size = if size > 0.0 { size } else { 1.0 };
        let species = self.preset.model.species();
        let mut largest: f64 = 0.0;
        for (name, value) in state.species.iter().zip(&state.state) {
            let index = species.iter().position(|known| known.name == *name)?;
            let field = simulation.system().field(index);
            let (rows, cols) = field.shape();
            let mut line = vec![0.0; cols];
            let mut sum = 0.0;
            for row in 0..rows {
                field.copy_row(row, &mut line);
                sum += line.iter().map(|cell| (cell - value) * (cell - value)).sum::<f64>();
            }
            largest = largest.max((sum / (rows * cols) as f64).sqrt() / size);
        }
        Some(largest)
    }

    /// What speaks against the run, in sentences.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let mut warnings = self.warnings_of_theory();
        if self.estimate.is_none() {
            warnings.push("the run does not fit into the memory that is available".to_owned());
        }
        warnings
    }

    /// What linear theory holds against the run.
    pub(crate) fn warnings_of_theory(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if let Some(waves) = self.waves().filter(|waves| *waves < FEW_WAVES) {
            warnings.push(format!(
                "{waves:.1} wavelengths fit into the box: below {FEW_WAVES} its size chooses the \
                 pattern; raise the grid's sides"
            ));
        }
        if self.analysis.pattern().is_some() && self.claim.is_none() {
            warnings.push("no mode of this grid is in the unstable band".to_owned());
        }
        if let Some(time) = self.saturation_time().filter(|time| *time > self.duration()) {
            warnings.push(format!(
                "the run ends at {}, before the pattern saturates at about {time:.3}; raise \
                 time.steps",
                self.duration()
            ));
        }
        warnings
    }
}
