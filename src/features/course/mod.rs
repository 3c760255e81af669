//! The course of a run: one row of numbers for each observed frame.

mod energy;
mod level;
mod state;

use crate::features::course::level::Level;
use crate::features::course::level::largest_change;
use crate::features::course::level::mean;
use crate::features::rows::for_each_block;
use crate::features::spectrum::Spectrum;
use crate::grid::FieldView;

pub use crate::features::course::energy::EnergyRises;

/// Which numbers a row has beside step, time and rate of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a flag a quantity")]
pub struct Quantities {
    /// The mean of every species.
    pub mean: bool,
    /// Half the range of the observable, and its standard deviation.
    pub amplitude: bool,
    /// The wavelength that dominates the observable.
    pub wavelength: bool,
    /// The free energy, for a model that has one.
    pub energy: bool,
}

/// What was found in one frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Steps taken.
    pub step: u64,
    /// Time passed, in unit time.
    pub time: f64,
    /// Mean of every species, in its own unit; empty if not asked for.
    pub means: Vec<f64>,
    /// Half the difference of the observable's extremes, in feature units.
    pub amplitude: Option<f64>,
    /// Population standard deviation of the observable, in feature units.
    pub standard_deviation: Option<f64>,
    /// The wavelength of [`crate::features::Dominant`], in unit length; none if the observable is
    /// constant.
    pub wavelength: Option<f64>,
    /// The free energy of the whole grid, in the model's unit.
    pub energy: Option<f64>,
    /// Largest |Δs| / Δt since the row before, as a share of the range of both frames, in 1 / unit
    /// time; none in the first row.
    pub rate_of_change: Option<f64>,
}

/// A run's rows so far, and the one frame that the next rate of change is measured against.
///
/// # Examples
///
/// ```
/// use mfn::features::{Course, Quantities};
/// use mfn::grid::FieldView;
///
/// let all = Quantities { mean: true, amplitude: true, wavelength: true, energy: false };
/// let mut course = Course::new(all, (2, 2), (1, 0), 1.0, 1.0);
/// for (step, top) in [(0, 1.0), (10, 2.0), (20, 2.0), (30, 2.0)] {
///     let field = ndarray::array![[0.0, top], [0.0, top]];
///     course.push(step, 0.1 * step as f64, &[FieldView::F64(field.view())], None)?;
/// }
/// assert_eq!(course.rows()[1].means, [1.0]);
/// assert_eq!(course.rows()[1].rate_of_change, Some(0.5));
/// assert_eq!(course.stationary_since(1e-6).map(|row| row.step), Some(20));
/// assert_eq!(course.drifts(), [1.0]);
/// # Ok::<(), mfn::features::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    quantities: Quantities,
    /// Lines and columns.
    shape: (usize, usize),
    layers: usize,
    n_species: usize,
    observable: usize,
    /// From the observable's stored values to feature units.
    scale: f64,
    /// Between neighbouring cells, in unit length.
    spacing: f64,
    rows: Vec<Row>,
    /// The observable in the last row's frame, in feature units.
    last: Vec<f64>,
}

impl Course {
    /// The empty course of a run.
    ///
    /// `shape` is rows × cols, the rows of all layers of a volume; of the `n_species` fields of a
    /// frame number `observable` is looked at closely, in feature units: its stored values times
    /// `scale`.
    pub fn new(
        quantities: Quantities,
        shape: (usize, usize),
        (n_species, observable): (usize, usize),
        scale: f64,
        spacing: f64,
    ) -> Self {
        let (layers, rows, last) = (1, Vec::new(), Vec::new());
        Self { quantities, shape, layers, n_species, observable, scale, spacing, rows, last }
    }

    /// The same for a volume of so many layers: its wavelength is found in three dimensions.
    #[must_use]
    pub fn with_layers(self, layers: usize) -> Self {
        Self { layers, ..self }
    }

    /// Adds the row of a frame: one field a species, and the free energy, which the caller knows
    /// if it is asked for.
    ///
    /// # Errors
    ///
    /// [`crate::features::Error::Shape`] if a field does not have the run's shape.
    pub fn push(
        &mut self,
        step: u64,
        time: f64,
        fields: &[FieldView<'_>],
        energy: Option<f64>,
    ) -> Result<(), crate::features::Error> {
        let (expected_rows, expected_cols) = self.shape;
        let odd = fields.iter().map(FieldView::shape).find(|&shape| shape != self.shape);
        if let Some((rows, cols)) = odd {
            let error = crate::features::Error::Shape { rows, cols, expected_rows, expected_cols };
            return Err(error);
        }
        let Some(field) = fields.get(self.observable) else { return Ok(()) };
        let Quantities { mean: with_means, amplitude, wavelength, energy: with_energy } =
            self.quantities;
        let level = Level::of(*field, self.scale);
        let row = Row {
            step,
            time,
            means: if with_means { fields.iter().map(|s| mean(*s)).collect() } else { Vec::new() },
            amplitude: amplitude.then(|| level.half_range()),
            standard_deviation: amplitude.then_some(level.standard_deviation),
            wavelength: wavelength.then(|| self.wavelength(*field)).flatten(),
            energy: energy.filter(|_| with_energy),
            rate_of_change: self.rate_of_change(*field, level, time),
        };
        self.rows.push(row);
        self.last.clear();
        let last = &mut self.last;
        for_each_block(*field, self.scale, |block| last.extend_from_slice(block));
        Ok(())
    }

    /// The rows, in the order of time.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The first row after which every frame is quiet: its rate of change is below `bound`.
    ///
    /// `None` if the last frame is not quiet, or no rate was measured.
    pub fn stationary_since(&self, bound: f64) -> Option<&Row> {
        let is_quiet = |row: &&Row| row.rate_of_change.is_some_and(|rate| rate < bound);
        self.rows.iter().rev().take_while(is_quiet).last()
    }

    /// For each species the largest distance of its mean from that of the first row, as a share of
    /// the latter (itself, where that is 0).
    pub fn drifts(&self) -> Vec<f64> {
        let Some(first) = self.rows.first() else { return Vec::new() };
        let drift = |(species, start): (usize, &f64)| {
            let distance =
                |row: &Row| row.means.get(species).map_or(0.0, |mean| (mean - start).abs());
            let largest = self.rows.iter().map(distance).fold(0.0, f64::max);
            if *start == 0.0 { largest } else { largest / start.abs() }
        };
        first.means.iter().enumerate().map(drift).collect()
    }

    fn wavelength(&self, field: FieldView<'_>) -> Option<f64> {
        let dominant = Spectrum::of_volume(field, self.layers, self.spacing)?.dominant()?;
        Some(dominant.wavelength)
    }

    fn rate_of_change(&self, field: FieldView<'_>, level: Level, time: f64) -> Option<f64> {
        let elapsed = time - self.rows.last()?.time;
        let (change, before) = largest_change(field, self.scale, &self.last);
        // Of both frames, so that a uniform field that drifts has a rate, and a still one 0.
        let range = level.max.max(before.1) - level.min.min(before.0);
        Some(if change == 0.0 { 0.0 } else { change / range / elapsed })
    }
}

#[cfg(test)]
mod tests;
