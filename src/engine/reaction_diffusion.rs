//! Kinetics plus diffusion, stepped: the system of every model but `mfn-v4`.

use crate::engine::operator::Operator;
use crate::engine::stepper::Stepper;
use crate::engine::system::{NonFinite, System, check_saved};
use crate::grid::{DoubleBuffer, FieldView, Grid, Padded};
use crate::model::{Kinetics, Real};

/// `N` species that react and diffuse, in precision `R`, carried by a stepper `S`.
#[derive(Debug)]
pub(crate) struct ReactionDiffusion<K, R, S, const N: usize> {
    operator: Operator<K, R, N>,
    stepper: S,
    state: DoubleBuffer<R, N>,
    time_step: R,
    grid: Grid,
}

impl<K, R, S, const N: usize> ReactionDiffusion<K, R, S, N>
where
    K: Kinetics<N>,
    R: Real,
    S: Stepper<R, N>,
{
    pub(crate) fn new(
        operator: Operator<K, R, N>,
        stepper: S,
        initial: [Padded<R>; N],
        grid: Grid,
        time_step: f64,
    ) -> Self {
        let time_step = R::from_f64(time_step);
        Self { operator, stepper, state: DoubleBuffer::new(initial), time_step, grid }
    }

    /// Finds the first value that is not finite, in the order species, row, column.
    fn flaw(&self, step: u64) -> Result<(), NonFinite> {
        for (field, species) in self.state.current().iter().zip(K::SPECIES) {
            let values = field.view();
            let flaw = values.indexed_iter().find(|(_, value)| !value.to_f64().is_finite());
            if let Some(((row, col), value)) = flaw {
                let (species, value) = (species.name, value.to_f64());
                return Err(NonFinite { step, species, row, col, value });
            }
        }
        Ok(())
    }
}

impl<K, R, S, const N: usize> System for ReactionDiffusion<K, R, S, N>
where
    K: Kinetics<N>,
    R: Real,
    S: Stepper<R, N>,
    for<'a> FieldView<'a>: From<&'a Padded<R>>,
{
    fn grid(&self) -> Grid {
        self.grid
    }

    fn field(&self, species: usize) -> FieldView<'_> {
        FieldView::from(&self.state.current()[species])
    }

    fn previous(&self, species: usize) -> Option<FieldView<'_>> {
        Some(FieldView::from(&self.state.other()[species]))
    }

    fn advance(&mut self, step: u64) -> Result<(), NonFinite> {
        if self.stepper.step(&self.operator, &mut self.state, self.time_step) {
            Ok(())
        } else {
            self.flaw(step)
        }
    }

    fn restore(
        &mut self,
        fields: &[FieldView<'_>],
        words: &[u64],
    ) -> Result<(), crate::engine::Error> {
        check_saved((N, 0), self.grid, fields, words)?;
        for (field, saved) in self.state.current_mut().iter_mut().zip(fields) {
            *field = Padded::from_fn(self.grid, |row, col| R::from_f64(saved.get(row, col)));
        }
        Ok(())
    }
}
