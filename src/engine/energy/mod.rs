//! The free energy of a state, for models that have one.

mod laplacian;

use crate::engine::simulation::Setup;
use crate::grid::FieldView;
use crate::model::Model;
use ndarray::Array2;

pub use crate::engine::energy::laplacian::Laplacian;

/// E = a Σ e(s, ∇²s) over all cells of size a, e being [`Model::energy_density`].
///
/// With the run's own Laplacian the semi-discrete equation is a gradient flow of this very sum, so
/// that E falls in every run whose step is short enough: summation by parts is exact on a torus,
/// with zero flux, and with a rim held at 0. With a rim held at another value the fields exchange
/// energy with it.
///
/// # Examples
///
/// ```
/// use mfn::config::{BuiltIn, InitialPlan, Preset, Written};
/// use mfn::engine::{Energy, Simulation};
/// let known = BuiltIn::find("allen-cahn-domains").ok_or("it is built in")?;
/// let preset = Preset::check(&Written::from_toml(known.text, known.name)?)?;
/// let InitialPlan::Ready(initial) = preset.initial.clone() else { return Ok(()) };
/// let setup = preset.setup(initial, false);
/// let mut energy = Energy::new(&setup).ok_or("Allen–Cahn has one")?;
/// let mut simulation = Simulation::new(&setup)?;
/// let before = energy.of(&simulation.fields());
/// simulation.advance()?;
/// assert!(energy.of(&simulation.fields()) < before);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Energy {
    model: Model,
    laplacian: Laplacian,
    rim: Vec<f64>,
    /// a: h² in a plane, h³ in a volume.
    cell_size: f64,
}

impl Energy {
    /// The energy of this set-up; `None` if its model has none.
    pub fn new(setup: &Setup) -> Option<Self> {
        let model = setup.model.clone();
        has_energy(&model).then(|| Self {
            model,
            laplacian: Laplacian::new(setup),
            rim: setup.rim.clone(),
            cell_size: setup.grid.cell_size(),
        })
    }

    /// E of a state, one field a species: sums of rows, added from the first to the last.
    pub fn of(&mut self, fields: &[FieldView<'_>]) -> f64 {
        let rims = self.rim.iter().copied().chain(std::iter::repeat(0.0));
        let laplacians: Vec<Array2<f64>> =
            fields.iter().zip(rims).map(|(field, rim)| self.laplacian.of(field, rim)).collect();
        let (rows, cols) = fields.first().map_or((0, 0), FieldView::shape);
        let (mut state, mut curved) = (vec![0.0; fields.len()], vec![0.0; fields.len()]);
        let mut density = |row: usize, col: usize| {
            for (species, (field, laplacian)) in fields.iter().zip(&laplacians).enumerate() {
                (state[species], curved[species]) = (field.get(row, col), laplacian[(row, col)]);
            }
            self.model.energy_density(&state, &curved).unwrap_or(f64::NAN)
        };
        let line = |row: usize| (0..cols).map(|col| density(row, col)).sum::<f64>();
        self.cell_size * (0..rows).map(line).sum::<f64>()
    }
}

/// Whether a model has a free energy.
fn has_energy(model: &Model) -> bool {
    let rest = model.resting_state();
    model.energy_density(&rest, &vec![0.0; rest.len()]).is_some()
}
