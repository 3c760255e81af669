//! From a checked set-up to a simulation that can be stepped, paused, saved and resumed.

use crate::engine::Error;
use crate::engine::initial::Initial;
use crate::engine::mfn_v4::MfnV4System;
use crate::engine::operator::Operator;
use crate::engine::reaction_diffusion::ReactionDiffusion;
use crate::engine::stepper::{Euler, Scheme, Stepper};
use crate::engine::system::{NonFinite, Precision, System};
use crate::grid::{Boundary, FieldView, Grid, Padded};
use crate::model::{Kinetics, Model, Real};

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
    /// Length of a step, in unit time.
    pub time_step: f64,
    /// The scheme in time.
    pub scheme: Scheme,
    /// Precision of fields and arithmetic.
    pub precision: Precision,
    /// How the fields start.
    pub initial: Initial,
    /// Seed of every random stream.
    pub seed: u128,
    /// Whether large grids are swept by all threads of the current pool; no bit depends on it.
    pub parallel: bool,
}

/// Bytes that stepping needs: every species twice.
pub fn memory_bytes(model: &Model, grid: Grid, precision: Precision) -> u128 {
    let cells = grid.rows() as u128 * grid.cols() as u128;
    2 * model.species().len() as u128 * cells * precision.bytes() as u128
}

/// A system with its clock. Stepping can stop after any step and go on later.
///
/// # Examples
///
/// Driven from outside, step by step:
///
/// ```
/// use mfn::engine::{Initial, Precision, Scheme, Setup, Simulation};
/// use mfn::grid::{Boundary, Grid};
/// use mfn::model::{Kind, Values};
/// let kind = Kind::GrayScott;
/// let setup = Setup {
///     model: kind.build(&Values::defaults(kind.parameters(None))),
///     grid: Grid::new(32, 32, 1.0)?,
///     boundary: Boundary::Periodic,
///     rim: vec![1.0, 0.0],
///     time_step: 1.0,
///     scheme: Scheme::Euler,
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
    /// [`Error::DoubleOnly`] for `mfn-v4` in f32, [`Error::Grid`] or [`Error::NoSpecies`] for an
    /// initial field that does not fit.
    pub fn new(setup: &Setup) -> Result<Self, Error> {
        let system: Box<dyn System> = match &setup.model {
            Model::MfnV4(model) => mfn_v4(setup, *model)?,
            Model::GrayScott(model) => reaction_diffusion(setup, *model)?,
            Model::Schnakenberg(model) => reaction_diffusion(setup, *model)?,
        };
        let n_species = setup.model.species().len();
        Ok(Self { system, n_species, step: 0, time_step: setup.time_step })
    }

    /// Takes one step. Allocates nothing.
    ///
    /// # Errors
    ///
    /// [`NonFinite`] if a value became NaN or infinite.
    pub fn advance(&mut self) -> Result<(), NonFinite> {
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

fn mfn_v4(setup: &Setup, model: crate::model::MfnV4) -> Result<Box<dyn System>, Error> {
    if setup.precision != Precision::F64 {
        return Err(Error::DoubleOnly { model: "mfn-v4" });
    }
    let place = (setup.boundary, first(&setup.rim));
    let mut system = MfnV4System::new(model, setup.grid, place, setup.seed, setup.parallel);
    if setup.initial != Initial::V4 {
        for (species, field) in initial_fields(setup)?.into_iter().enumerate() {
            system.replace(species, field);
        }
    }
    Ok(Box::new(system))
}

fn reaction_diffusion<K, const N: usize>(setup: &Setup, model: K) -> Result<Box<dyn System>, Error>
where
    K: Kinetics<N> + 'static,
{
    match setup.precision {
        Precision::F32 => in_precision::<K, f32, N>(setup, model),
        Precision::F64 => in_precision::<K, f64, N>(setup, model),
    }
}

fn in_precision<K, R, const N: usize>(setup: &Setup, model: K) -> Result<Box<dyn System>, Error>
where
    K: Kinetics<N> + 'static,
    R: Real,
    for<'a> FieldView<'a>: From<&'a Padded<R>>,
{
    match setup.scheme {
        Scheme::Euler => stepped::<K, R, Euler, N>(setup, model, Euler),
    }
}

fn stepped<K, R, S, const N: usize>(
    setup: &Setup,
    model: K,
    stepper: S,
) -> Result<Box<dyn System>, Error>
where
    K: Kinetics<N> + 'static,
    R: Real,
    S: Stepper<R, N> + 'static,
    for<'a> FieldView<'a>: From<&'a Padded<R>>,
{
    let mut fields = initial_fields(setup)?.into_iter();
    // One field a species; the fallback only tells the compiler so.
    let rest = || Padded::from_fn(setup.grid, |_, _| R::default());
    let initial = std::array::from_fn(|_| fields.next().unwrap_or_else(rest));
    let rim = first(&setup.rim);
    let operator = Operator::new(model, setup.grid, setup.boundary, rim, setup.parallel);
    let system = ReactionDiffusion::new(operator, stepper, initial, setup.grid, setup.time_step);
    Ok(Box::new(system))
}

fn initial_fields<R: Real>(setup: &Setup) -> Result<Vec<Padded<R>>, Error> {
    setup.initial.fields(&setup.model, setup.grid, setup.boundary, setup.seed)
}

/// The first `N` values; 0 where there are fewer.
fn first<const N: usize>(values: &[f64]) -> [f64; N] {
    std::array::from_fn(|index| values.get(index).copied().unwrap_or_default())
}
