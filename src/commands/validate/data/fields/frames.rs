//! All frames of an input, read once, one at a time.

use crate::commands::failure::{Failure, code};
use crate::commands::validate::data::fields::view;
use mfn::features::{Evolution, Stationarity};
use mfn::format::Input;
use mfn::verify::Finding;
use ndarray::Array2;

/// Bounds of values, both of them allowed.
pub(crate) type Bounds = (f64, f64);

/// What was found of the frames.
#[derive(Debug)]
pub(crate) struct Frames {
    pub(crate) count: usize,
    /// The last frame.
    pub(crate) last: Array2<f64>,
    /// Cells that are NaN or infinite, in all frames.
    pub(crate) n_bad: u64,
    first_bad: Option<Cell>,
    n_outside: u64,
    first_outside: Option<Cell>,
    /// Smallest and largest finite value.
    low: f64,
    high: f64,
    evolution: Evolution,
}

/// A cell and its value.
#[derive(Debug, Clone, Copy)]
struct Cell {
    frame: usize,
    row: usize,
    col: usize,
    value: f64,
}

impl Cell {
    fn text(&self) -> String {
        let Self { frame, row, col, value } = self;
        format!("first in frame {frame}, row {row}, column {col}: {value}")
    }
}

impl Frames {
    /// Reads the frames; a cell beyond `bounds` is counted.
    pub(crate) fn read(input: &Input, bounds: Option<Bounds>) -> Result<Self, Failure> {
        let mut frames = Self {
            count: input.n_frames(),
            last: Array2::zeros(input.shape()),
            n_bad: 0,
            first_bad: None,
            n_outside: 0,
            first_outside: None,
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            evolution: Evolution::new(input.shape(), 1.0),
        };
        for index in 0..input.n_frames() {
            let frame = input.frame(index)?;
            frames.take(index, &frame, bounds);
            if input.is_history() {
                let pushed = frames.evolution.push(view(&frame));
                pushed.map_err(|error| Failure::new(code::NUMBERS, error))?;
            }
            frames.last = frame;
        }
        Ok(frames)
    }

    fn take(&mut self, index: usize, frame: &Array2<f64>, bounds: Option<Bounds>) {
        for ((row, col), &value) in frame.indexed_iter() {
            let cell = Cell { frame: index, row, col, value };
            if !value.is_finite() {
                self.n_bad += 1;
                self.first_bad.get_or_insert(cell);
                continue;
            }
            self.low = self.low.min(value);
            self.high = self.high.max(value);
            if bounds.is_some_and(|(low, high)| value < low || value > high) {
                self.n_outside += 1;
                self.first_outside.get_or_insert(cell);
            }
        }
    }

    /// No cell is NaN or infinite.
    pub(crate) fn finite(&self) -> Finding {
        let finding = Finding::at_most(self.n_bad as f64, 0.0).unit("cells");
        match &self.first_bad {
            Some(cell) => finding.note(cell.text()),
            None => finding,
        }
    }

    /// No finite cell is out of bounds.
    pub(crate) fn bounds(&self, (low, high): Bounds) -> Finding {
        let values = format!("values from {} to {}", self.low, self.high);
        let first = self.first_outside.as_ref().map_or_else(String::new, |cell| cell.text() + "; ");
        let wanted =
            if high.is_finite() { format!("{low} to {high}") } else { format!("≥ {low}") };
        let note = format!("{first}{values}, wanted {wanted}");
        Finding::at_most(self.n_outside as f64, 0.0).unit("cells").note(note)
    }

    /// The last frame has two values at least; NaN is no value.
    pub(crate) fn constant(&self) -> Finding {
        let values = || self.last.iter().copied().filter(|value| value.is_finite());
        let (low, high) = (values().reduce(f64::min), values().reduce(f64::max));
        let (first, varies) = (values().next(), low < high);
        let finding = Finding::none(usize::from(!varies)).unit("constant fields");
        match first {
            Some(first) if !varies => finding.note(format!("every cell is {first}")),
            _ => finding,
        }
    }

    /// Whether the history came to rest, as `mfn features` tells it.
    pub(crate) fn stationarity(&self) -> Stationarity {
        self.evolution.stationarity(Stationarity::QUIET, Stationarity::WINDOW)
    }
}
