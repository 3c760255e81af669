//! A run near a homogeneous steady state, and what linear theory predicts of it.

use crate::engine::{Error, Initial, Precision, Setup, Simulation};
use crate::grid::FieldView;
use crate::model::{Equilibrium, Model, SteadyState, Turing, analyse};
use ndarray::Array2;

/// What the certificate of a model claims: a steady state, and the band of modes that grow on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The steady state.
    pub state: SteadyState,
    /// Its band and fastest mode.
    pub band: Turing,
}

impl Prediction {
    /// The claim of linear theory; `None` if no steady state has a band of growing modes.
    pub fn of(model: &Model) -> Option<Self> {
        let analysis = analyse(model);
        let (state, band) = analysis.pattern()?;
        Some(Self { state: state.clone(), band: *band })
    }
}

/// The set-up of a linear stage: double precision, one thread, no noise, the rim at rest.
pub(crate) fn calm(setup: &Setup, state: &Equilibrium) -> Setup {
    let mut rim = setup.rim.clone();
    for (index, value) in places(&setup.model, state) {
        if let Some(slot) = rim.get_mut(index) {
            *slot = value;
        }
    }
    Setup {
        rim,
        precision: Precision::F64,
        initial: Initial::Noise { amplitude: 0.0 },
        noise: 0.0,
        parallel: false,
        ..setup.clone()
    }
}

/// The same on a part of the grid that holds at most so many of these wavelengths a side.
pub(crate) fn cropped(setup: &Setup, wavelength: f64, waves: f64) -> Setup {
    let spacing = setup.grid.spacing();
    // A multiple of 8, which Fourier transforms like; at least 16 cells to speak of a spectrum.
    let most = ((waves * wavelength / spacing / 8.0).ceil() * 8.0).max(16.0) as usize;
    let Setup { grid, .. } = *setup;
    let sides = [grid.layers(), grid.rows(), grid.cols()].map(|cells| cells.min(most));
    // Sides of a grid that exists are at least 1, and so are these.
    let grid = grid.resized(sides[0], sides[1], sides[2]).unwrap_or(grid);
    Setup { grid, ..setup.clone() }
}

/// How far `mfn-v4` is lifted off its steady state a = h = 0, below which v4.1 clips.
///
/// Along (1, 1) it is neutral but for a drift of r c², and its rates change by 2 r c < 10⁻¹⁰.
const LIFT: f64 = 1e-9;

/// How far the state that is perturbed lies above the steady state.
fn lift(model: &Model) -> f64 {
    if matches!(model, Model::MfnV4(_)) { LIFT } else { 0.0 }
}

/// Index of each coupled species in the model, with its value in the state that is perturbed.
pub(crate) fn places(model: &Model, state: &Equilibrium) -> Vec<(usize, f64)> {
    let known = model.species();
    let index = |name: &str| known.iter().position(|species| species.name == name);
    let named = state.species.iter().zip(&state.state);
    named.filter_map(|(name, value)| Some((index(name)?, value + lift(model)))).collect()
}

/// The size that perturbations are measured by: the state's largest value, 1 if that is 0.
pub(crate) fn scale(model: &Model, state: &Equilibrium) -> f64 {
    if lift(model) > 0.0 {
        return lift(model);
    }
    let largest = state.state.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if largest > 0.0 { largest } else { 1.0 }
}

/// A simulation that starts from the steady state plus `deviation(species, cell)`, species counted
/// among the coupled ones and cells in C order.
pub(crate) fn start(
    setup: &Setup,
    state: &Equilibrium,
    deviation: impl Fn(usize, usize) -> f64,
) -> Result<Simulation, Error> {
    let mut simulation = Simulation::new(setup)?;
    let (lines, cols) = (setup.grid.lines(), setup.grid.cols());
    let coupled = places(&setup.model, state);
    let field = |index: usize, rest: FieldView<'_>| {
        let place = coupled.iter().position(|(known, _)| *known == index);
        Array2::from_shape_fn((lines, cols), |(line, col)| match place {
            Some(species) => coupled[species].1 + deviation(species, line * cols + col),
            None => rest.get(line, col),
        })
    };
    let views = simulation.fields().into_iter().enumerate();
    let fields: Vec<Array2<f64>> = views.map(|(index, view)| field(index, view)).collect();
    let words = simulation.system().words();
    let views: Vec<FieldView<'_>> =
        fields.iter().map(|field| FieldView::F64(field.view())).collect();
    simulation.restore(0, &views, &words)?;
    Ok(simulation)
}

/// The values of a field in C order.
pub(crate) fn values(view: FieldView<'_>) -> Vec<f64> {
    let (rows, cols) = view.shape();
    let mut values = vec![0.0; rows * cols];
    for (row, line) in values.chunks_exact_mut(cols).enumerate() {
        view.copy_row(row, line);
    }
    values
}
