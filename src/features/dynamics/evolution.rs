//! A run frame by frame: its mean, its variance, and how much it changes.

use crate::features::Error;
use crate::features::PairwiseSum;
use crate::features::dynamics::correlation::autocorrelation_time;
use crate::features::dynamics::stationarity::Stationarity;
use crate::features::moments::Extrema;
use crate::features::rows::for_each_block;
use crate::fractal::Line;
use crate::fractal::Undefined;
use crate::grid::FieldView;

/// How much a field changed, over its cells: from one frame to the next, or over a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Mean of |Δ|, in feature units.
    pub mean: f64,
    /// Largest |Δ|, in feature units.
    pub max: f64,
    /// √⟨Δ²⟩, in feature units.
    pub rms: f64,
}

/// The evolution of a field, taken frame by frame. Memory: one frame and six numbers a frame.
///
/// Values are the field's own times `scale`, the feature unit.
///
/// # Examples
///
/// ```
/// use mfn::features::{Evolution, Stationarity};
/// use mfn::grid::FieldView;
///
/// let mut evolution = Evolution::new((1, 2), 1.0);
/// for top in [1.0, 3.0, 3.0] {
///     let field = ndarray::array![[0.0, top]];
///     evolution.push(FieldView::F64(field.view()))?;
/// }
/// assert_eq!(evolution.variances(), [0.25, 2.25, 2.25]);
/// assert_eq!(evolution.change()?.max, 2.0);
/// assert_eq!(evolution.stationarity(1e-6, 1), Stationarity::Stationary { since: 1 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Evolution {
    pub(crate) shape: (usize, usize),
    pub(crate) scale: f64,
    /// The last frame, in feature units.
    pub(crate) last: Vec<f64>,
    pub(crate) range: [f64; 2],
    pub(crate) means: Vec<f64>,
    pub(crate) variances: Vec<f64>,
    pub(crate) changes: Vec<Change>,
    /// Largest |Δ| as a share of the range of both frames.
    pub(crate) shares: Vec<f64>,
}

impl Evolution {
    /// An empty run of frames of rows × cols cells.
    pub fn new(shape: (usize, usize), scale: f64) -> Self {
        Self {
            shape,
            scale,
            last: Vec::new(),
            range: [0.0; 2],
            means: Vec::new(),
            variances: Vec::new(),
            changes: Vec::new(),
            shares: Vec::new(),
        }
    }

    /// Takes the next frame. Cost: O(cells), two passes.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if the frame does not have the run's shape.
    pub fn push(&mut self, frame: FieldView<'_>) -> Result<(), Error> {
        let (rows, cols) = frame.shape();
        let (expected_rows, expected_cols) = self.shape;
        if (rows, cols) != self.shape {
            return Err(Error::Shape { rows, cols, expected_rows, expected_cols });
        }
        let n = rows * cols;
        let mean_of = |sum: &PairwiseSum| sum.total().unwrap_or(f64::NAN) / n as f64;
        let is_first = self.means.is_empty();
        let (mut extrema, mut sum) = (Extrema::default(), PairwiseSum::new(n));
        let (mut sizes, mut squares) = (PairwiseSum::new(n), PairwiseSum::new(n));
        let (mut max, mut at) = (0.0_f64, 0);
        let mut next = Vec::with_capacity(n);
        for_each_block(frame, self.scale, |block| {
            extrema.push(block);
            sum.push(block);
            next.extend_from_slice(block);
            if !is_first {
                let before = &self.last[at..at + block.len()];
                at += block.len();
                for (value, before) in block.iter_mut().zip(before) {
                    *value = (*value - before).abs();
                }
                max = block.iter().copied().fold(max, f64::max);
                sizes.push(block);
                for value in &mut *block {
                    *value *= *value;
                }
                squares.push(block);
            }
        });
        let range = [extrema.min(), extrema.max()];
        if !is_first {
            let change = Change { mean: mean_of(&sizes), max, rms: mean_of(&squares).sqrt() };
            // A maximum passes NaN over; a mean does not.
            let max = if change.mean.is_nan() { f64::NAN } else { max };
            let [low, high] = [self.range[0].min(range[0]), self.range[1].max(range[1])];
            self.shares.push(if max == 0.0 { 0.0 } else { max / (high - low) });
            self.changes.push(Change { max, ..change });
        }
        let mean = mean_of(&sum);
        self.means.push(mean);
        self.variances.push(variance(&next, mean));
        (self.last, self.range) = (next, range);
        Ok(())
    }

    /// The mean of each frame, in feature units.
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// The population variance of each frame, in feature units squared.
    pub fn variances(&self) -> &[f64] {
        &self.variances
    }

    /// The change from each frame to the next.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The change over the whole run: mean of the means, largest maximum, root of the mean square.
    ///
    /// # Errors
    ///
    /// [`Undefined::TooShort`] for fewer than two frames, [`Undefined::NotFinite`].
    pub fn change(&self) -> Result<Change, Undefined> {
        self.check()?;
        let n = self.changes.len() as f64;
        let mean = self.changes.iter().map(|change| change.mean).sum::<f64>() / n;
        let max = self.changes.iter().map(|change| change.max).fold(0.0, f64::max);
        let square = self.changes.iter().map(|change| change.rms * change.rms).sum::<f64>() / n;
        let rms = square.sqrt();
        if mean.is_finite() && rms.is_finite() {
            Ok(Change { mean, max, rms })
        } else {
            Err(Undefined::NotFinite)
        }
    }

    /// The least-squares line through the variances: its slope is the trend of the centred energy,
    /// in feature units squared per frame.
    ///
    /// The energy ⟨x²⟩ of a field far from 0 is its squared mean; the variance is what the pattern
    /// has.
    ///
    /// # Errors
    ///
    /// As [`Evolution::change`].
    pub fn variance_trend(&self) -> Result<Line, Undefined> {
        self.check()?;
        let points: Vec<(f64, f64)> =
            self.variances.iter().enumerate().map(|(t, variance)| (t as f64, *variance)).collect();
        let line = Line::fit(&points).ok_or(Undefined::NotFinite)?;
        let is_finite = line.slope.is_finite() && line.intercept.is_finite();
        if is_finite { Ok(line) } else { Err(Undefined::NotFinite) }
    }

    /// Whether the run came to rest: see [`Stationarity::of`].
    pub fn stationarity(&self, bound: f64, window: usize) -> Stationarity {
        Stationarity::of(&self.shares, bound, window)
    }

    /// The autocorrelation time of the frames' means, in frames.
    ///
    /// # Errors
    ///
    /// As [`autocorrelation_time`].
    pub fn mean_time(&self) -> Result<f64, Undefined> {
        autocorrelation_time(&self.means)
    }

    /// The autocorrelation time of the frames' variances, in frames.
    ///
    /// # Errors
    ///
    /// As [`autocorrelation_time`].
    pub fn variance_time(&self) -> Result<f64, Undefined> {
        autocorrelation_time(&self.variances)
    }

    fn check(&self) -> Result<(), Undefined> {
        let found = self.means.len();
        if self.shape.0 == 0 || self.shape.1 == 0 {
            return Err(Undefined::NoCells);
        }
        if found < 2 {
            return Err(Undefined::TooShort { found, wanted: 2 });
        }
        if self.means.iter().chain(&self.variances).all(|value| value.is_finite()) {
            Ok(())
        } else {
            Err(Undefined::NotFinite)
        }
    }
}

/// The mean squared deviation from `mean`, by a pairwise sum.
fn variance(values: &[f64], mean: f64) -> f64 {
    let mut squares = PairwiseSum::new(values.len());
    let mut scratch = [0.0; 128];
    for chunk in values.chunks(scratch.len()) {
        for (slot, value) in scratch.iter_mut().zip(chunk) {
            *slot = (value - mean) * (value - mean);
        }
        squares.push(&scratch[..chunk.len()]);
    }
    squares.total().unwrap_or(f64::NAN) / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn evolution(frames: &[Array2<f64>]) -> Evolution {
        let mut evolution = Evolution::new(frames[0].dim(), 10.0);
        for frame in frames {
            evolution.push(FieldView::F64(frame.view())).unwrap();
        }
        evolution
    }

    #[test]
    fn changes_are_those_of_the_definition() {
        let found = evolution(&[
            ndarray::array![[0.0, 1.0]],
            ndarray::array![[0.3, 0.6]],
            ndarray::array![[0.3, 0.6]],
        ]);
        let close = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-12, "{found}");
        let first = found.changes()[0];
        close(first.mean, 3.5);
        close(first.max, 4.0);
        close(first.rms, 12.5_f64.sqrt());
        let all = found.change().unwrap();
        close(all.mean, 1.75);
        close(all.rms, 6.25_f64.sqrt());
        assert_eq!(found.stationarity(1e-9, 1), Stationarity::Stationary { since: 1 });
        assert_eq!(found.stationarity(0.5, 1), Stationarity::Stationary { since: 0 });
    }

    #[test]
    fn trend_of_the_variance_does_not_see_the_mean() {
        // The mean runs away, the pattern grows by 1 a frame in variance (2² feature units: 0.04).
        let frames: Vec<Array2<f64>> = (0..9)
            .map(|t| {
                let (mean, half) = (1e4 * f64::from(t), f64::from(t).sqrt());
                ndarray::array![[mean - half, mean + half]]
            })
            .collect();
        let line = evolution(&frames).variance_trend().unwrap();
        assert!((line.slope / 100.0 - 1.0).abs() < 1e-6, "{line:?}");
        assert!(line.r_squared > 1.0 - 1e-9);
    }

    #[test]
    fn uniform_drift_is_not_rest() {
        let frames: Vec<Array2<f64>> =
            (0..5).map(|t| Array2::from_elem((3, 3), 1e-3 * f64::from(t))).collect();
        assert_eq!(evolution(&frames).stationarity(1e-3, 1), Stationarity::Evolving);
        let still = vec![Array2::from_elem((2, 2), 5.0); 4];
        assert_eq!(evolution(&still).stationarity(1e-3, 1), Stationarity::Frozen);
        assert_eq!(evolution(&still).mean_time(), Err(Undefined::Constant));
    }

    #[test]
    fn what_has_no_evolution_says_why() {
        let one = evolution(&[ndarray::array![[1.0]]]);
        let short = Undefined::TooShort { found: 1, wanted: 2 };
        assert_eq!((one.change(), one.variance_trend()), (Err(short), Err(short)));
        let hole = evolution(&[ndarray::array![[1.0]], ndarray::array![[f64::NAN]]]);
        let lost = Undefined::NotFinite;
        assert_eq!((hole.change(), hole.variance_trend()), (Err(lost), Err(lost)));
        assert_eq!(hole.stationarity(1.0, 1), Stationarity::Evolving);
        let nothing = evolution(&[Array2::zeros((0, 2)), Array2::zeros((0, 2))]);
        assert_eq!(nothing.change(), Err(Undefined::NoCells));
        let mut other = Evolution::new((1, 1), 1.0);
        let wrong = ndarray::array![[1.0, 2.0]];
        assert!(matches!(other.push(FieldView::F64(wrong.view())), Err(Error::Shape { .. })));
    }
}
