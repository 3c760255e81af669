//! From a checked set-up to a simulation that can be stepped, paused, saved and resumed.

use crate::engine::Error;
use crate::engine::assembly::{of_kinetics, system};
use crate::engine::initial::Initial;
use crate::engine::steppers::Scheme;
use crate::engine::system::{Precision, StepError, System};
use crate::grid::{Boundary, FieldView, Grid, Stencil};
use crate::model::{Kinetics, Model};

/// All that determines a run's numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    /// Kinetics and parameters.
    pub model: Model,
    /// The grid.
    pub grid: Grid,
    /// The boundary of every side.
    pub boundary: Boundary,
    /// What a Dirichlet boundary holds, one value a species.
    pub rim: Vec<f64>,
    /// Which neighbours the Laplacian sees.
    pub stencil: Stencil,
    /// Length of a step, in unit time.
    pub time_step: f64,
    /// The scheme in time.
    pub scheme: Scheme,
    /// Largest relative error of a step; [`Scheme::Adaptive`] alone asks for it.
    pub tolerance: f64,
    /// Strength σ of the noise; [`Scheme::EulerMaruyama`] alone asks for it.
    pub noise: f64,
    /// Precision of fields and arithmetic.
    pub precision: Precision,
    /// How the fields start.
    pub initial: Initial,
    /// Seed of every random stream.
    pub seed: u128,
    /// Whether large grids are swept by all threads of the current pool; no bit depends on it.
    pub parallel: bool,
}

/// Bytes that stepping needs: every species twice, and what the scheme keeps beside them.
pub fn memory_bytes(model: &Model, grid: Grid, precision: Precision, scheme: Scheme) -> u128 {
    let values = model.species().len() as u128 * grid.n_cells() as u128;
    let (fields, doubles) = scheme.fields();
    let flux = u128::from(model.hyperdiffusivities().iter().any(|k| *k != 0.0));
    values * ((fields + flux) * precision.bytes() as u128 + 8 * doubles)
}

/// A system with its clock. Stepping can stop after any step and go on later.
///
/// # Examples
///
/// Driven from outside, step by step:
///
/// ```
/// use mfn::engine::{Initial, Precision, Scheme, Setup, Simulation};
/// use mfn::grid::{Boundary, Grid, Stencil};
/// use mfn::model::{Kind, Values};
/// let kind = Kind::GrayScott;
/// let setup = Setup {
///     model: kind.build(&Values::defaults(kind.parameters(None))),
///     grid: Grid::new(32, 32, 1.0)?,
///     boundary: Boundary::Periodic,
///     rim: vec![1.0, 0.0],
///     stencil: Stencil::FivePoint,
///     time_step: 1.0,
///     scheme: Scheme::Euler,
///     tolerance: 1e-6,
///     noise: 0.0,
///     precision: Precision::F64,
///     initial: Initial::Noise { amplitude: 0.01 },
///     seed: 42,
///     parallel: false,
/// };
/// let mut simulation = Simulation::new(&setup)?;
/// for _ in 0..10 {
///     simulation.advance()?;
/// }
/// assert_eq!(simulation.step(), 10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Simulation {
    system: Box<dyn System>,
    n_species: usize,
    step: u64,
    time_step: f64,
}

impl Simulation {
    /// Allocates the fields and fills in the initial condition.
    ///
    /// # Errors
    ///
    /// [`Error::DoubleOnly`] for `mfn-v4` in f32, [`Error::Scheme`] for a scheme that cannot solve
    /// the equation, [`Error::Grid`] or [`Error::NoSpecies`] for an initial field that does not
    /// fit.
    pub fn new(setup: &Setup) -> Result<Self, Error> {
        let system = system(setup)?;
        let n_species = setup.model.species().len();
        Ok(Self { system, n_species, step: 0, time_step: setup.time_step })
    }

    /// The same with kinetics of your own instead of the set-up's model: its grid, boundary,
    /// stencil, scheme and step, without noise. The fields start at the kinetics' resting state;
    /// [`Simulation::restore`] gives them others.
    ///
    /// # Errors
    ///
    /// [`Error::Scheme`] or [`Error::Stencil`] for a scheme or stencil that does not fit.
    pub fn with_kinetics<K, const N: usize>(setup: &Setup, kinetics: K) -> Result<Self, Error>
    where
        K: Kinetics<N> + 'static,
    {
        let system = of_kinetics(setup, kinetics)?;
        Ok(Self { system, n_species: N, step: 0, time_step: setup.time_step })
    }

    /// Takes one step. Allocates nothing.
    ///
    /// # Errors
    ///
    /// [`StepError`] if a value became NaN or infinite, or a tolerance cannot be met.
    pub fn advance(&mut self) -> Result<(), StepError> {
        self.step += 1;
        self.system.advance(self.step)
    }

    /// Steps taken so far.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Time passed, in unit time: steps × step length.
    pub fn time(&self) -> f64 {
        self.step as f64 * self.time_step
    }

    /// The fields.
    pub fn system(&self) -> &dyn System {
        self.system.as_ref()
    }

    /// The current field of every species.
    pub fn fields(&self) -> Vec<FieldView<'_>> {
        (0..self.n_species).map(|species| self.system.field(species)).collect()
    }

    /// Goes on from a saved state: the step, one field a species, and [`System::words`].
    ///
    /// # Errors
    ///
    /// [`Error::Saved`] if the state is not one of this simulation.
    pub fn restore(
        &mut self,
        step: u64,
        fields: &[FieldView<'_>],
        words: &[u64],
    ) -> Result<(), Error> {
        self.system.restore(fields, words)?;
        self.step = step;
        Ok(())
    }
}
