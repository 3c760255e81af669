//! Which wavelength emerges from noise while the equations are still linear.

use crate::engine::{Error, Setup, Simulation};
use crate::features::Spectrum;
use crate::grid::FieldView;
use crate::model::Equilibrium;
use crate::rng::{Purpose, Stream};
use crate::verify::linear::{Prediction, calm, cropped, places, scale, start, values};
use crate::verify::modes::Modes;
use std::f64::consts::TAU;

/// Amplitude of the noise, as a share of the steady state: far above rounding, and after
/// [`MOST_GROWTH`] still small.
const NOISE: f64 = 1e-10;

/// The largest growth exponent of a linear stage: e¹⁷ × 10⁻¹⁰ is 0.2 % of the steady state.
const MOST_GROWTH: f64 = 17.0;

/// The least, so that the noise's own spectrum is forgotten.
const LEAST_GROWTH: f64 = 4.0;

/// The fastest modes shall stand out from those two bins away by this exponent.
const CONTRAST: f64 = 2.5;

/// Wavelengths a side that the grid is cropped to.
const WAVES: f64 = 16.0;

/// The wave that dominates the linear stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Wavelength {
    /// Its length, in unit length.
    pub wavelength: f64,
    /// Its distance from the predicted one, in bins of the spectrum.
    pub bins: f64,
    /// Steps taken.
    pub steps: u64,
    /// Sides of the grid, cropped to 16 wavelengths.
    pub cells: Vec<usize>,
    /// Wavenumber and power of each bin of the spectrum but the first.
    pub spectrum: Vec<(f64, f64)>,
}

/// Measures the wavelength that grows out of small white noise, on a grid of at most 16 predicted
/// wavelengths a side; the bins of that grid's spectrum are the resolution. `None` if the field has
/// no wave.
///
/// # Errors
///
/// As [`Simulation::new`] and [`Simulation::advance`].
pub fn wavelength(setup: &Setup, prediction: &Prediction) -> Result<Option<Wavelength>, Error> {
    let (state, band) = (&prediction.state.equilibrium, &prediction.band);
    let fastest = band.most_unstable;
    let setup = cropped(&calm(setup, state), fastest.wavelength(), WAVES);
    let grid = setup.grid;
    let bin_width = TAU / (grid.longest_side() as f64 * grid.spacing());
    let exponent = exponent(&setup, prediction, 1.5 * bin_width);
    let steps = (exponent / (fastest.growth_rate * setup.time_step)).ceil() as u64;
    let mut simulation = from_noise(&setup, state)?;
    for _ in 0..steps {
        simulation.advance()?;
    }
    let Some(place) = places(&setup.model, state).first().copied() else { return Ok(None) };
    let rest = scale(&setup.model, state);
    let found = deviation(&simulation, place, rest);
    // The deviation in units of itself: a spectrum takes ranges far below the values for flat.
    let field = ndarray::Array2::from_shape_vec((grid.lines(), grid.cols()), found).ok();
    let field = field.as_ref().map(|field| FieldView::F64(field.view()));
    let spectrum =
        field.and_then(|field| Spectrum::of_volume(field, grid.layers(), grid.spacing()));
    let band = (band.band.0.sqrt() / bin_width, band.band.1.sqrt() / bin_width);
    let Some(spectrum) = spectrum else { return Ok(None) };
    let Some(bin) = peak(&spectrum, band) else { return Ok(None) };
    let powers = spectrum.power().into_iter().enumerate().skip(1);
    Ok(Some(Wavelength {
        wavelength: TAU / (bin * bin_width),
        bins: bin - fastest.wavenumber / bin_width,
        steps,
        cells: grid.shape(),
        spectrum: powers.map(|(bin, power)| (bin as f64 * bin_width, power)).collect(),
    }))
}

/// Cells times steps of [`wavelength`], roughly: what its cost is proportional to.
pub(crate) fn n_updates(setup: &Setup, prediction: &Prediction) -> f64 {
    let fastest = prediction.band.most_unstable;
    let setup = cropped(setup, fastest.wavelength(), WAVES);
    let steps = MOST_GROWTH / (fastest.growth_rate * setup.time_step);
    steps * setup.grid.n_cells() as f64
}

/// The strongest place of the spectrum inside the band, in bins: of growing oscillations of the
/// whole field, which may outgrow the band, the spectrum's first bins may keep a trace.
fn peak(spectrum: &Spectrum, band: (f64, f64)) -> Option<f64> {
    let power = spectrum.power();
    let first = (band.0.floor() as usize).max(1);
    let last = (band.1.ceil() as usize + 1).min(power.len().checked_sub(1)?);
    let bin =
        (first..=last).fold(first, |best, bin| if power[bin] > power[best] { bin } else { best });
    let around = bin.saturating_sub(1).max(1)..=(bin + 1).min(power.len() - 1);
    let (mut total, mut weighted) = (0.0, 0.0);
    for bin in around {
        total += power[bin];
        weighted += power[bin] * bin as f64;
    }
    (total > 0.0).then_some(weighted / total)
}

/// The growth exponent after which modes farther than `apart` from the fastest are outgrown.
fn exponent(setup: &Setup, prediction: &Prediction, apart: f64) -> f64 {
    let fastest = prediction.band.most_unstable;
    let linear = &prediction.state.equilibrium.linear;
    let (low, high) = prediction.band.band;
    let others = Modes::new(setup).fastest_of(linear, |mode| {
        let in_band = mode.symbol > low && mode.symbol < high;
        in_band && (mode.wavenumber - fastest.wavenumber).abs() > apart
    });
    let gap = others.map_or(fastest.growth_rate, |(_, rate)| fastest.growth_rate - rate.re);
    (CONTRAST * fastest.growth_rate / gap.max(0.0)).clamp(LEAST_GROWTH, MOST_GROWTH)
}

/// A run that starts from the steady state plus white noise on every coupled species.
pub(crate) fn from_noise(setup: &Setup, state: &Equilibrium) -> Result<Simulation, Error> {
    let noise = Stream::new(setup.seed, 0, Purpose::InitialNoise);
    let amplitude = NOISE * scale(&setup.model, state);
    start(setup, state, |species, cell| {
        amplitude * (2.0 * noise.uniform(species as u64, cell as u32) - 1.0)
    })
}

/// How far a species is from its steady value, in units of the noise.
pub(crate) fn deviation(simulation: &Simulation, place: (usize, f64), rest: f64) -> Vec<f64> {
    let (species, value) = place;
    let mut field = values(simulation.system().field(species));
    for cell in &mut field {
        *cell = (*cell - value) / (NOISE * rest);
    }
    field
}
