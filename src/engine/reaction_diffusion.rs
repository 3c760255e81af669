//! Kinetics plus transport, stepped and forced: the system of every model but `mfn-v4`.

use crate::engine::forcing::Forcing;
use crate::engine::operator::{Fields, RightHandSide};
use crate::engine::steppers::{Outcome, Stepper};
use crate::engine::system::{Cell, NonFinite, StepError, System, ToleranceNotMet, check_saved};
use crate::grid::{DoubleBuffer, FieldView, Grid, Padded};
use crate::model::{Real, Species};

/// `N` fields in precision `R`: an equation, a stepper, and what acts after each step.
pub(crate) struct ReactionDiffusion<R: Real, const N: usize> {
    pub(crate) equation: Box<dyn RightHandSide<R, N>>,
    pub(crate) stepper: Box<dyn Stepper<R, N>>,
    pub(crate) forcings: Vec<Box<dyn Forcing<R, N>>>,
    pub(crate) state: DoubleBuffer<R, N>,
    pub(crate) species: &'static [Species],
    pub(crate) time_step: f64,
    pub(crate) grid: Grid,
}

impl<R: Real, const N: usize> ReactionDiffusion<R, N> {
    /// The first value that is not finite, in the order species, row, column.
    fn flaw(&self, step: u64) -> Result<(), StepError> {
        for (field, species) in self.state.current().iter().zip(self.species) {
            let values = field.view();
            let flaw = values.indexed_iter().find(|(_, value)| !value.to_f64().is_finite());
            if let Some(((line, col), value)) = flaw {
                let (species, value) = (species.name, value.to_f64());
                let cell = Cell::of(self.grid, line, col);
                return Err(NonFinite { step, species, cell, value }.into());
            }
        }
        Ok(())
    }
}

impl<R: Real, const N: usize> System for ReactionDiffusion<R, N>
where
    for<'a> FieldView<'a>: From<&'a Padded<R>>,
{
    fn grid(&self) -> Grid {
        self.grid
    }

    fn field(&self, species: usize) -> FieldView<'_> {
        FieldView::from(&self.state.current()[species])
    }

    fn previous(&self, species: usize) -> Option<FieldView<'_>> {
        let kept = self.stepper.keeps_previous();
        kept.then(|| FieldView::from(&self.state.other()[species]))
    }

    fn advance(&mut self, step: u64) -> Result<(), StepError> {
        let time_step = R::from_f64(self.time_step);
        match self.stepper.step(self.equation.as_mut(), &mut self.state, time_step) {
            Outcome::Finite => {}
            Outcome::NotFinite => return self.flaw(step),
            Outcome::Refused { smallest } => return Err(ToleranceNotMet { step, smallest }.into()),
        }
        for forcing in &mut self.forcings {
            forcing.apply(step, self.state.current_mut());
        }
        Ok(())
    }

    fn counters(&self) -> Vec<(&'static str, u64)> {
        self.forcings.iter().flat_map(|forcing| forcing.counters()).collect()
    }

    fn words(&self) -> Vec<u64> {
        let forcings = self.forcings.iter().flat_map(|forcing| forcing.words());
        self.stepper.words().into_iter().chain(forcings).collect()
    }

    fn restore(
        &mut self,
        fields: &[FieldView<'_>],
        words: &[u64],
    ) -> Result<(), crate::engine::Error> {
        // A state from elsewhere comes without words: the stepper starts afresh.
        let n_words = if words.is_empty() { 0 } else { self.words().len() };
        check_saved((N, n_words), self.grid, fields, words)?;
        let state: &mut Fields<R, N> = self.state.current_mut();
        for (field, saved) in state.iter_mut().zip(fields) {
            *field = Padded::from_fn(self.grid, |line, col| R::from_f64(saved.get(line, col)));
        }
        if words.is_empty() {
            return Ok(());
        }
        let (own, mut rest) = words.split_at(self.stepper.words().len());
        self.stepper.restore(own);
        for forcing in &mut self.forcings {
            let (own, others) = rest.split_at(forcing.words().len());
            forcing.restore(own);
            rest = others;
        }
        Ok(())
    }
}
