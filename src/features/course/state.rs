//! A course as words, for a checkpoint.

use crate::features::Error;
use crate::features::course::Course;
use crate::features::course::Row;

/// The words of a row beside its means: step, time and five numbers that may be missing.
const FIXED: usize = 7;

impl Course {
    /// Rows and last frame as words: the number of rows, the rows, the cells. Numbers are stored
    /// as their bits, one that is missing as those of NaN. [`Course::restore`] is the inverse.
    pub fn state_words(&self) -> Vec<u64> {
        let mut words = vec![self.rows.len() as u64];
        for row in &self.rows {
            let missing = |value: Option<f64>| value.unwrap_or(f64::NAN).to_bits();
            words.extend([row.step, row.time.to_bits()]);
            let spread = [row.amplitude, row.standard_deviation];
            words.extend(spread.map(missing));
            words.extend([row.wavelength, row.energy, row.rate_of_change].map(missing));
            words.extend(row.means.iter().map(|mean| mean.to_bits()));
        }
        words.extend(self.last.iter().map(|value| value.to_bits()));
        words
    }

    /// The same run with the state of `words`.
    ///
    /// # Errors
    ///
    /// [`Error::Course`] if this run has no such state.
    pub fn restore(self, words: &[u64]) -> Result<Self, Error> {
        let (rows, cols) = self.shape;
        let error = Error::Course { rows, cols, n_species: self.n_species };
        self.with_words(words).ok_or(error)
    }

    fn with_words(mut self, words: &[u64]) -> Option<Self> {
        let (n_rows, words) = words.split_first()?;
        let n_rows = usize::try_from(*n_rows).ok()?;
        let n_means = if self.quantities.mean { self.n_species } else { 0 };
        let length = FIXED + n_means;
        let n_cells = if n_rows == 0 { 0 } else { self.shape.0 * self.shape.1 };
        let end = n_rows.checked_mul(length)?;
        let (rows, cells) = words.split_at_checked(end)?;
        if cells.len() != n_cells {
            return None;
        }
        self.rows = rows.chunks_exact(length).filter_map(row).collect();
        self.last = cells.iter().map(|word| f64::from_bits(*word)).collect();
        Some(self)
    }
}

fn row(words: &[u64]) -> Option<Row> {
    let (fixed, means) = words.split_first_chunk::<FIXED>()?;
    let [step, time, numbers @ ..] = *fixed;
    let number = |word| Some(f64::from_bits(word)).filter(|value| !value.is_nan());
    let [amplitude, standard_deviation, wavelength, energy, rate_of_change] = numbers.map(number);
    let means = means.iter().map(|word| f64::from_bits(*word)).collect();
    Some(Row {
        step,
        time: f64::from_bits(time),
        means,
        amplitude,
        standard_deviation,
        wavelength,
        energy,
        rate_of_change,
    })
}
