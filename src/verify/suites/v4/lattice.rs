//! Runs of v4.1's `simulate_mycelium_field` and of its engine, and what is read off them.

use crate::engine::{Initial, Setup, Simulation};
use crate::features::Threshold;
use crate::fractal::{BoxSizes, Mask, box_count};
use crate::grid::{FieldView, Grid};
use crate::model::{FIELD_MAX_V, FIELD_MIN_V, MfnV4, Model, Variant};
use crate::verify::check::Obstacle;
use crate::verify::linear::values;
use crate::verify::suites::base::{larger, setup};
use ndarray::Array2;

/// Volts to millivolts.
pub(crate) const MILLI: f64 = 1e3;

/// v4.1's model with the defaults of its function.
pub(crate) const LEGACY: MfnV4 = MfnV4 {
    variant: Variant::Legacy,
    alpha: 0.18,
    d_activator: 0.1,
    d_inhibitor: 0.05,
    r_activator: 0.01,
    r_inhibitor: 0.02,
    turing_enabled: true,
    turing_threshold: 0.75,
    spike_probability: 0.25,
    quantum_jitter: false,
    jitter_var: 0.0005,
};

/// A run: side of the square grid, steps, seed of the generator.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lattice {
    pub(crate) model: MfnV4,
    pub(crate) side: usize,
    pub(crate) steps: u64,
    pub(crate) seed: u128,
}

/// What a run ends with.
#[derive(Debug, Clone)]
pub(crate) struct End {
    /// The potential, in V.
    pub(crate) field: Array2<f64>,
    /// Growth events.
    pub(crate) events: u64,
    /// Cells that were activated, summed over the steps.
    pub(crate) activations: u64,
}

impl Lattice {
    pub(crate) fn new(model: MfnV4, (side, steps, seed): (usize, u64, u128)) -> Self {
        Self { model, side, steps, seed }
    }

    fn setup(&self) -> Result<Setup, Obstacle> {
        let grid = Grid::new(self.side, self.side, 1.0)?;
        let base = setup(Model::MfnV4(self.model), grid, 1.0);
        Ok(Setup { rim: vec![0.0; 3], initial: Initial::V4, seed: self.seed, ..base })
    }

    /// Steps to the end.
    pub(crate) fn run(&self) -> Result<End, Obstacle> {
        let mut simulation = Simulation::new(&self.setup()?)?;
        for _ in 0..self.steps {
            simulation.advance()?;
        }
        let counters = simulation.system().counters();
        let count = |name: &str| {
            let found = counters.iter().find(|(known, _)| *known == name);
            found.map(|(_, count)| *count).unwrap_or_default()
        };
        let cells = values(simulation.system().field(0));
        let field = Array2::from_shape_vec((self.side, self.side), cells);
        Ok(End {
            field: field.map_err(Obstacle::broke)?,
            events: count("growth_events"),
            activations: count("turing_activations"),
        })
    }
}

impl End {
    /// Smallest and largest potential, in mV.
    pub(crate) fn range(&self) -> (f64, f64) {
        let cells = self.field.iter();
        let (low, high) = cells.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), cell| {
            (low.min(*cell), high.max(*cell))
        });
        (MILLI * low, MILLI * high)
    }

    /// Population standard deviation over cells, in mV.
    pub(crate) fn deviation(&self) -> f64 {
        MILLI * variance(&self.field).sqrt()
    }

    /// Cells that are no number or outside v4.1's clamp by more than 0.1 mV.
    pub(crate) fn outside(&self) -> usize {
        outside(&self.field)
    }

    /// v4.1's box-counting dimension of the cells above the median, 0 if there is none.
    pub(crate) fn dimension(&self) -> Result<f64, Obstacle> {
        dimension(&self.field)
    }
}

/// Population variance over cells.
pub(crate) fn variance(field: &Array2<f64>) -> f64 {
    let n = field.len() as f64;
    let mean = field.sum() / n;
    field.iter().map(|cell| (cell - mean).powi(2)).sum::<f64>() / n
}

/// Cells that are no number or outside v4.1's clamp by more than 0.1 mV.
pub(crate) fn outside(field: &Array2<f64>) -> usize {
    let range = FIELD_MIN_V - 1e-4..=FIELD_MAX_V + 1e-4;
    field.iter().filter(|cell| !range.contains(*cell)).count()
}

/// v4.1's box-counting dimension of the cells above the median.
pub(crate) fn dimension(field: &Array2<f64>) -> Result<f64, Obstacle> {
    let median = Threshold::Quantile(0.5).of(FieldView::F64(field.view()));
    Ok(above(field, median.map_err(Obstacle::broke)?, BoxSizes::default()))
}

/// v4.1's box-counting dimension of the cells above a threshold, 0 if there is none.
pub(crate) fn above(field: &Array2<f64>, threshold: f64, sizes: BoxSizes) -> f64 {
    let mask = Mask::Above { field: FieldView::F64(field.view()), threshold };
    box_count(mask, sizes).fit().map_or(0.0, |line| line.slope)
}

/// Largest difference of two fields, in mV; NaN if any difference is.
pub(crate) fn apart(one: &End, other: &End) -> f64 {
    let differences = one.field.iter().zip(&other.field).map(|(a, b)| (a - b).abs());
    MILLI * differences.fold(0.0, larger)
}

/// Mean and population standard deviation.
pub(crate) fn spread(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
    (mean, square.sqrt())
}
