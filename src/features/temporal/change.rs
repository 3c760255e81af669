//! How much the field changes from frame to frame: `dV_mean`, `dV_max`.
//!
//! With d the T − 1 frames of `|x_(t+1) − x_t|`: `dV_mean` is the mean over all frames and cells
//! (one pairwise sum), `dV_max` the maximum.

use crate::features::PairwiseSum;

/// Comparisons done side by side, so that they become vector instructions.
const LANES: usize = 8;

/// The changes of a whole run.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    len: usize,
    sum: PairwiseSum,
    max: f64,
}

impl Change {
    /// For `n_frames` of `n_cells` cells.
    pub(crate) fn new(n_frames: usize, n_cells: usize) -> Self {
        // A saturated length belongs to a run that no machine can finish.
        let len = n_frames.saturating_sub(1).saturating_mul(n_cells);
        Self { len, sum: PairwiseSum::new(len), max: 0.0 }
    }

    /// Adds the next changes, in feature units.
    pub(crate) fn push(&mut self, changes: &[f64]) {
        self.sum.push(changes);
        self.max = self.max.max(largest(changes));
    }

    /// Mean change, in feature units per frame; 0 for fewer than two frames.
    pub(crate) fn mean(&self) -> f64 {
        if self.len == 0 {
            return 0.0;
        }
        self.sum.total().unwrap_or(f64::NAN) / self.len as f64
    }

    /// Largest change, in feature units per frame; 0 for fewer than two frames.
    pub(crate) fn max(&self) -> f64 {
        // Changes are not negative, so their sum is NaN exactly if one of them is; the maximum
        // passes NaN over.
        if self.sum.total().is_some_and(f64::is_nan) { f64::NAN } else { self.max }
    }

    /// The maximum, then the words of the sum.
    pub(crate) fn words(&self) -> Vec<u64> {
        std::iter::once(self.max.to_bits()).chain(self.sum.state_words()).collect()
    }

    /// The same run with the state of `words`; `None` if it has no such state.
    pub(crate) fn with_words(self, words: &[u64]) -> Option<Self> {
        let (max, words) = words.split_first()?;
        let sum = PairwiseSum::restore(self.len, words)?;
        Some(Self { sum, max: f64::from_bits(*max), ..self })
    }
}

/// The largest of values that are not negative; NaN is passed over.
fn largest(values: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (chunks, tail) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = if *value > *lane { *value } else { *lane };
        }
    }
    lanes.iter().chain(tail).copied().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maximum_and_mean_are_over_the_whole_run() {
        let mut change = Change::new(3, 2);
        for frame in [[1.0, 5.0], [2.0, 4.0]] {
            change.push(&frame);
        }
        assert_eq!((change.mean(), change.max()), (3.0, 5.0));
    }

    #[test]
    fn single_frame_does_not_change() {
        let change = Change::new(1, 100);
        assert_eq!((change.mean(), change.max()), (0.0, 0.0));
    }

    #[test]
    fn nan_stays() {
        let mut change = Change::new(3, 1);
        for value in [f64::NAN, 1.0] {
            change.push(&[value]);
        }
        assert!(change.max().is_nan());
    }
}
