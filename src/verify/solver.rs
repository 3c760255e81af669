//! The engine as something that a check looks at: ours, or one with a fault.

use crate::engine::{Setup, Simulation};
use crate::grid::FieldView;
use crate::model::Kinetics;
use crate::verify::check::{Obstacle, Subject};
use ndarray::Array2;

/// A run's fields, lines of a grid down and columns across.
pub(crate) type Fields = Vec<Array2<f64>>;

/// A solver: it may take a set-up for another than the one that it was given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Solver {
    tamper: fn(Setup) -> Setup,
}

impl Solver {
    /// Ours.
    pub(crate) const OURS: Self = Self { tamper: |setup| setup };

    /// Ours, or one that tampers with the set-up.
    pub(crate) fn of(subject: Subject, tamper: fn(Setup) -> Setup) -> Self {
        subject.pick(Self::OURS, Self { tamper })
    }

    /// The fields after so many steps.
    pub(crate) fn evolve(
        self,
        setup: &Setup,
        start: &[Array2<f64>],
        steps: u64,
    ) -> Result<Fields, Obstacle> {
        let mut simulation = self.start(setup, start)?;
        advance(&mut simulation, steps)?;
        Ok(fields(&simulation))
    }

    /// A simulation from these fields.
    pub(crate) fn start(
        self,
        setup: &Setup,
        start: &[Array2<f64>],
    ) -> Result<Simulation, Obstacle> {
        let simulation = Simulation::new(&(self.tamper)(setup.clone()))?;
        from(simulation, start)
    }

    /// The fields after so many steps of kinetics that no model has.
    pub(crate) fn evolve_kinetics<K: Kinetics<N> + 'static, const N: usize>(
        self,
        (setup, kinetics): (&Setup, K),
        start: &[Array2<f64>],
        steps: u64,
    ) -> Result<Fields, Obstacle> {
        let setup = (self.tamper)(setup.clone());
        let mut simulation = from(Simulation::with_kinetics(&setup, kinetics)?, start)?;
        advance(&mut simulation, steps)?;
        Ok(fields(&simulation))
    }
}

fn from(mut simulation: Simulation, start: &[Array2<f64>]) -> Result<Simulation, Obstacle> {
    let views: Vec<FieldView<'_>> = start.iter().map(|f| FieldView::F64(f.view())).collect();
    let words = simulation.system().words();
    simulation.restore(0, &views, &words)?;
    Ok(simulation)
}

/// Steps on.
pub(crate) fn advance(simulation: &mut Simulation, steps: u64) -> Result<(), Obstacle> {
    for _ in 0..steps {
        simulation.advance()?;
    }
    Ok(())
}

/// The fields of all species.
pub(crate) fn fields(simulation: &Simulation) -> Fields {
    let read = |view: FieldView<'_>| {
        Array2::from_shape_fn(view.shape(), |(line, col)| view.get(line, col))
    };
    simulation.fields().into_iter().map(read).collect()
}
