//! A discrete-time system: fields that advance by one step at a time.

use crate::grid::{FieldView, Grid};
use std::fmt;

/// The precision that a run is computed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// Single precision.
    F32,
    /// Double precision.
    #[default]
    F64,
}

impl Precision {
    /// The name used in presets.
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }

    /// Bytes a value.
    pub fn bytes(self) -> usize {
        match self {
            Self::F32 => 4,
            Self::F64 => 8,
        }
    }
}

/// A value became NaN or infinite.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{species} became {value} in cell {cell} at step {step}")]
pub struct NonFinite {
    /// The step, counted from 1, after which the value was found.
    pub step: u64,
    /// Name of the species.
    pub species: &'static str,
    /// The first such cell.
    pub cell: Cell,
    /// The value found.
    pub value: f64,
}

/// A cell of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Its layer; `None` in a plane.
    pub layer: Option<usize>,
    /// Its row.
    pub row: usize,
    /// Its column.
    pub col: usize,
}

impl Cell {
    /// The cell in that column of a line.
    pub fn of(grid: Grid, line: usize, col: usize) -> Self {
        let layer = grid.is_volume().then(|| line / grid.rows());
        Self { layer, row: line % grid.rows(), col }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { layer, row, col } = self;
        match layer {
            Some(layer) => write!(formatter, "({layer}, {row}, {col})"),
            None => write!(formatter, "({row}, {col})"),
        }
    }
}

/// The error of an adaptive step stayed above the tolerance.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "time.tolerance cannot be met at step {step}: the error is above it even with an inner step of \
     {smallest:e}"
)]
pub struct ToleranceNotMet {
    /// The step, counted from 1.
    pub step: u64,
    /// The smallest inner step tried, in unit time.
    pub smallest: f64,
}

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StepError {
    /// A value became NaN or infinite.
    #[error(transparent)]
    NonFinite(#[from] NonFinite),
    /// The tolerance of an adaptive step cannot be met.
    #[error(transparent)]
    Tolerance(#[from] ToleranceNotMet),
}

/// Fields in time. What a stepper, the run loop, a live stream or a test drives.
pub trait System: Send {
    /// The grid of every field.
    fn grid(&self) -> Grid;

    /// The current field of a species, in the order of the model's species: lines × cols.
    fn field(&self, species: usize) -> FieldView<'_>;

    /// The field of a species as it was before the last step, if the system still has it.
    fn previous(&self, _species: usize) -> Option<FieldView<'_>> {
        None
    }

    /// Takes step number `step` (counted from 1). Allocates nothing.
    ///
    /// # Errors
    ///
    /// [`StepError`] if a value became NaN or infinite, the fields then hold that state; or if a
    /// tolerance cannot be met.
    fn advance(&mut self, step: u64) -> Result<(), StepError>;

    /// Events counted so far, by name, in a fixed order.
    fn counters(&self) -> Vec<(&'static str, u64)> {
        Vec::new()
    }

    /// State beyond the fields (generators, counters), as words that [`System::restore`] takes.
    fn words(&self) -> Vec<u64> {
        Vec::new()
    }

    /// Takes over a saved state: one field a species and the words.
    ///
    /// # Errors
    ///
    /// [`crate::engine::Error::Saved`] if number or shape differ.
    fn restore(
        &mut self,
        fields: &[FieldView<'_>],
        words: &[u64],
    ) -> Result<(), crate::engine::Error>;
}

/// Checks that a saved state has `n_species` fields of the grid's shape and `n_words` words.
pub(crate) fn check_saved(
    (n_species, n_words): (usize, usize),
    grid: Grid,
    fields: &[FieldView<'_>],
    words: &[u64],
) -> Result<(), crate::engine::Error> {
    let differs = |what, found, wanted| crate::engine::Error::Saved { what, found, wanted };
    if fields.len() != n_species {
        return Err(differs("fields", fields.len(), n_species));
    }
    if words.len() != n_words {
        return Err(differs("words", words.len(), n_words));
    }
    for field in fields {
        let (lines, cols) = field.shape();
        if lines != grid.lines() {
            let what = if grid.is_volume() { "rows in all layers" } else { "rows" };
            return Err(differs(what, lines, grid.lines()));
        }
        if cols != grid.cols() {
            return Err(differs("columns", cols, grid.cols()));
        }
    }
    Ok(())
}
