//! An evolution as words, for a checkpoint.

use crate::features::Error;
use crate::features::dynamics::evolution::{Change, Evolution};

/// Words of a frame: mean, variance, and the change to it with its share of the range.
const OF_FRAME: usize = 6;

impl Evolution {
    /// The frames, and the last one's range and cells, as words: the number of frames, six words a
    /// frame (those of a change are 0 in the first), range, cells. Numbers are stored as their
    /// bits. [`Evolution::restore`] is the inverse.
    pub fn state_words(&self) -> Vec<u64> {
        let nothing = (Change { mean: 0.0, max: 0.0, rms: 0.0 }, 0.0);
        let changes = self.changes.iter().copied().zip(self.shares.iter().copied());
        let mut words = vec![self.means.len() as u64];
        let frames = self.means.iter().zip(&self.variances);
        for ((mean, variance), (change, share)) in
            frames.zip(std::iter::once(nothing).chain(changes))
        {
            let Change { mean: mean_change, max, rms } = change;
            words.extend([*mean, *variance, mean_change, max, rms, share].map(f64::to_bits));
        }
        words.extend(self.range.iter().chain(&self.last).map(|value| value.to_bits()));
        words
    }

    /// The same run with the state of `words`; it goes on with the bits of an uninterrupted one.
    ///
    /// # Errors
    ///
    /// [`Error::Evolution`] if this run has no such state.
    pub fn restore(self, words: &[u64]) -> Result<Self, Error> {
        let (rows, cols) = self.shape;
        self.with_words(words).ok_or(Error::Evolution { rows, cols })
    }

    fn with_words(self, words: &[u64]) -> Option<Self> {
        let (n_frames, words) = words.split_first()?;
        let n_frames = usize::try_from(*n_frames).ok()?;
        let (frames, rest) = words.split_at_checked(n_frames.checked_mul(OF_FRAME)?)?;
        let (range, cells) = rest.split_first_chunk::<2>()?;
        let n_cells = if n_frames == 0 { 0 } else { self.shape.0 * self.shape.1 };
        if cells.len() != n_cells {
            return None;
        }
        let mut found = Self::new(self.shape, self.scale);
        for (index, frame) in frames.as_chunks::<OF_FRAME>().0.iter().enumerate() {
            let [mean, variance, mean_change, max, rms, share] = frame.map(f64::from_bits);
            found.means.push(mean);
            found.variances.push(variance);
            if index > 0 {
                found.changes.push(Change { mean: mean_change, max, rms });
                found.shares.push(share);
            }
        }
        found.range = range.map(f64::from_bits);
        found.last = cells.iter().map(|word| f64::from_bits(*word)).collect();
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::FieldView;
    use ndarray::Array2;

    fn push(evolution: &mut Evolution, time: usize) {
        let value = |(row, col)| ((1 + row + 2 * col) as f64 * 0.37 * time as f64).sin();
        let frame = Array2::from_shape_fn((3, 4), value);
        evolution.push(FieldView::F64(frame.view())).unwrap();
    }

    #[test]
    fn evolution_restored_anywhere_goes_on_the_same() {
        for cut in 0..5 {
            let new = || Evolution::new((3, 4), 10.0);
            let (mut whole, mut first) = (new(), new());
            (0..5).for_each(|time| push(&mut whole, time));
            (0..cut).for_each(|time| push(&mut first, time));
            let mut second = new().restore(&first.state_words()).unwrap();
            assert_eq!(second, first);
            (cut..5).for_each(|time| push(&mut second, time));
            assert_eq!(second, whole, "cut at {cut}");
        }
    }

    #[test]
    fn words_of_another_run_are_refused() {
        let mut evolution = Evolution::new((3, 4), 1.0);
        push(&mut evolution, 1);
        let words = evolution.state_words();
        let longer: Vec<u64> = words.iter().copied().chain([0]).collect();
        for wrong in [&[][..], &[u64::MAX, 0, 0], &[1], &words[..words.len() - 1], &longer] {
            let error = Evolution::new((3, 4), 1.0).restore(wrong).unwrap_err();
            assert_eq!(error, Error::Evolution { rows: 3, cols: 4 });
        }
        let error = Evolution::new((4, 4), 1.0).restore(&words).unwrap_err();
        assert_eq!(error, Error::Evolution { rows: 4, cols: 4 });
    }
}
