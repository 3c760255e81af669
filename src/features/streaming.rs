//! The features of a run, accumulated frame by frame without keeping the history.

use crate::features::Error;
use crate::features::Features;
use crate::features::PairwiseSum;
use crate::features::Settings;
use crate::features::parts::Parts;
use crate::features::rows::{for_each_block, for_each_pair};
use crate::features::temporal::{Change, Stability, Trend};
use crate::grid::FieldView;

/// Accumulates the temporal features of a run of known length and adds the static ones at its end.
///
/// Frame t is the state after step t + 1, as in MFN v4.1's history, which does not hold the
/// initial field. The values are those of the whole history, bit for bit. Memory: the previous
/// frame as f64, a few blocks of about a thousand cells, O(log(frames · cells)) partial sums.
///
/// # Examples
///
/// ```
/// use mfn::features::{Settings, Streaming};
/// use mfn::grid::FieldView;
///
/// let frames = [ndarray::array![[-0.07, -0.07]], ndarray::array![[-0.07, -0.05]]];
/// let mut streaming = Streaming::new(Settings::default(), 1, 2, 2);
/// for frame in &frames {
///     streaming.push(FieldView::F64(frame.view()))?;
/// }
/// let features = streaming.finish(FieldView::F64(frames[1].view()))?;
/// assert_eq!(features.get("f_active"), Some(0.5));
/// assert_eq!(features.get("dV_max"), Some(20.0));
/// # Ok::<(), mfn::features::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Streaming {
    settings: Settings,
    rows: usize,
    cols: usize,
    n_frames: usize,
    frames: usize,
    /// The frame before, in feature units; empty before the first.
    previous: Vec<f64>,
    change: Change,
    stability: Stability,
    trend: Trend,
}

/// The temporal features; all 0 for fewer than two frames.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Temporal {
    pub(crate) change_mean: f64,
    pub(crate) change_max: f64,
    pub(crate) stable_step: f64,
    pub(crate) energy_trend: f64,
}

impl Streaming {
    /// An accumulator for `n_frames` frames of `rows` × `cols` cells.
    pub fn new(settings: Settings, rows: usize, cols: usize, n_frames: usize) -> Self {
        Self {
            settings,
            rows,
            cols,
            n_frames,
            frames: 0,
            previous: Vec::new(),
            change: Change::new(n_frames, rows.saturating_mul(cols)),
            stability: Stability::new(settings.stability_threshold, settings.stability_window),
            trend: Trend::new(n_frames),
        }
    }

    /// Takes the next frame. O(cells), two passes over the frame.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if the frame is not rows × cols, [`Error::Frames`] if there have been
    /// `n_frames` already.
    pub fn push(&mut self, frame: FieldView<'_>) -> Result<(), Error> {
        self.check_next(frame)?;
        if self.frames == 0 {
            self.previous.reserve_exact(self.rows * self.cols);
            let scale = self.settings.scale;
            for_each_block(frame, scale, |block| self.previous.extend_from_slice(block));
            self.push_first(frame);
        } else if self.previous.is_empty() {
            return Err(self.no_such_state());
        } else {
            self.push_next(frame);
        }
        self.frames += 1;
        Ok(())
    }

    /// Takes the next frame where the caller still has the one before, which is then not kept: a
    /// stepper with two buffers needs no third. `previous` is not looked at for the first frame.
    ///
    /// # Errors
    ///
    /// As [`Streaming::push`].
    pub fn push_after(
        &mut self,
        previous: FieldView<'_>,
        frame: FieldView<'_>,
    ) -> Result<(), Error> {
        self.check_next(frame)?;
        self.check_shape(previous)?;
        if self.frames == 0 {
            self.push_first(frame);
        } else {
            self.push_pair(previous, frame);
        }
        self.frames += 1;
        Ok(())
    }

    /// The features of the run. `last` is the last frame pushed, in the field's own unit.
    ///
    /// Fewer than two frames have no temporal features: they are 0, `T_stable` too.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if `last` is not rows × cols, [`Error::Frames`] if not all `n_frames`
    /// were pushed: the sums are laid out for that many, so a run that stops early is to be
    /// started with the number of frames it will have.
    pub fn finish(self, last: FieldView<'_>) -> Result<Features, Error> {
        self.check_shape(last)?;
        if self.frames != self.n_frames {
            return Err(Error::Frames { found: self.frames, expected: self.n_frames });
        }
        Ok(Features::from_parts(&Parts::of(last, &self.settings, self.temporal())))
    }

    /// Frames taken up to now.
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// The frame before in feature units, rows × cols in C order; empty before the first.
    pub fn previous_frame(&self) -> &[f64] {
        &self.previous
    }

    /// Everything but the previous frame, as words; doubles are their bits.
    ///
    /// Frames taken, 2 words of stability, 3 of the trend, then those of the changes. With
    /// [`Streaming::previous_frame`] they are what a checkpoint stores.
    pub fn state_words(&self) -> Vec<u64> {
        let mut words = vec![self.frames as u64];
        words.extend(self.stability.words());
        words.extend(self.trend.words());
        words.extend(self.change.words());
        words
    }

    /// A fresh accumulator, put into the state of `words` and `previous_frame`; the latter is
    /// empty if the frames come by [`Streaming::push_after`].
    ///
    /// A run resumed so ends with the bits of an uninterrupted one.
    ///
    /// # Errors
    ///
    /// [`Error::State`] if an accumulator of these settings cannot be in that state.
    pub fn restore(self, words: &[u64], previous_frame: &[f64]) -> Result<Self, Error> {
        let error = self.no_such_state();
        self.with_state(words, previous_frame).ok_or(error)
    }

    fn no_such_state(&self) -> Error {
        Error::State { rows: self.rows, cols: self.cols, n_frames: self.n_frames }
    }

    fn with_state(self, words: &[u64], previous_frame: &[f64]) -> Option<Self> {
        let [frames, quiet, stable_at, first, sum, lost, change @ ..] = words else {
            return None;
        };
        let frames = usize::try_from(*frames).ok().filter(|frames| *frames <= self.n_frames)?;
        let n_cells = if frames == 0 { 0 } else { self.rows * self.cols };
        // The changes count their own values: one frame less than the frames taken.
        let changes = frames.saturating_sub(1).saturating_mul(n_cells) as u64;
        let fits = previous_frame.is_empty() || previous_frame.len() == n_cells;
        if !fits || change.get(1) != Some(&changes) {
            return None;
        }
        Some(Self {
            frames,
            previous: previous_frame.to_vec(),
            change: self.change.with_words(change)?,
            stability: self.stability.with_words([*quiet, *stable_at])?,
            trend: Trend::from_words(self.n_frames, [*first, *sum, *lost]),
            ..self
        })
    }

    fn check_shape(&self, frame: FieldView<'_>) -> Result<(), Error> {
        let (rows, cols) = frame.shape();
        if (rows, cols) == (self.rows, self.cols) {
            return Ok(());
        }
        let (expected_rows, expected_cols) = (self.rows, self.cols);
        Err(Error::Shape { rows, cols, expected_rows, expected_cols })
    }

    /// Another frame of the run's shape is still expected.
    fn check_next(&self, frame: FieldView<'_>) -> Result<(), Error> {
        self.check_shape(frame)?;
        if self.frames < self.n_frames {
            return Ok(());
        }
        Err(Error::Frames { found: self.frames.saturating_add(1), expected: self.n_frames })
    }

    fn push_first(&mut self, frame: FieldView<'_>) {
        let mut energy = PairwiseSum::new(self.rows * self.cols);
        for_each_block(frame, self.settings.scale, |block| {
            square(block);
            energy.push(block);
        });
        self.trend.push(0, energy.total().unwrap_or(f64::NAN));
    }

    fn push_next(&mut self, frame: FieldView<'_>) {
        let new_sum = || PairwiseSum::new(self.rows * self.cols);
        let (mut energy, mut sum) = (new_sum(), new_sum());
        let mut before = self.previous.as_slice();
        let mut changes = Vec::new();
        for_each_block(frame, self.settings.scale, |block| {
            let (now, rest) = before.split_at(block.len());
            before = rest;
            changes.clear();
            changes.extend(block.iter().zip(now).map(|(value, before)| (value - before).abs()));
            self.change.push(&changes);
            sum.push(&changes);
            square(block);
            energy.push(block);
        });
        self.trend.push(self.frames, energy.total().unwrap_or(f64::NAN));
        let sum = sum.total().unwrap_or(f64::NAN);
        self.replace_previous(frame, sum / self.previous.len() as f64);
    }

    /// As `push_next`, with the previous frame read from where the caller keeps it.
    fn push_pair(&mut self, previous: FieldView<'_>, frame: FieldView<'_>) {
        let (n_cells, scale) = (self.rows * self.cols, self.settings.scale);
        let (mut energy, mut sum) = (PairwiseSum::new(n_cells), PairwiseSum::new(n_cells));
        let mut changes = Vec::new();
        for_each_pair(frame, previous, scale, |block, before| {
            changes.clear();
            changes.extend(block.iter().zip(before).map(|(value, before)| (value - before).abs()));
            self.change.push(&changes);
            sum.push(&changes);
            square(block);
            energy.push(block);
        });
        self.trend.push(self.frames, energy.total().unwrap_or(f64::NAN));
        if !self.stability.is_open(self.n_frames) {
            return;
        }
        let mean = sum.total().unwrap_or(f64::NAN) / n_cells as f64;
        let mut squares = PairwiseSum::new(n_cells);
        for_each_pair(frame, previous, scale, |block, before| {
            for (value, before) in block.iter_mut().zip(before) {
                let deviation = (*value - before).abs() - mean;
                *value = deviation * deviation;
            }
            squares.push(block);
        });
        let variance = squares.total().unwrap_or(f64::NAN) / n_cells as f64;
        self.stability.push(self.frames - 1, variance.sqrt());
    }

    /// Makes `frame` the previous one; on the way, takes the spread of the changes about `mean`.
    ///
    /// The changes are computed a second time: that is cheaper than a frame of memory.
    fn replace_previous(&mut self, frame: FieldView<'_>, mean: f64) {
        let n_cells = self.previous.len();
        let is_open = self.stability.is_open(self.n_frames);
        let mut squares = PairwiseSum::new(n_cells);
        let mut previous = self.previous.as_mut_slice();
        for_each_block(frame, self.settings.scale, |block| {
            let (before, rest) = std::mem::take(&mut previous).split_at_mut(block.len());
            previous = rest;
            if is_open {
                for (value, before) in block.iter_mut().zip(before) {
                    let deviation = (*value - *before).abs() - mean;
                    *before = *value;
                    *value = deviation * deviation;
                }
                squares.push(block);
            } else {
                before.copy_from_slice(block);
            }
        });
        if is_open {
            let variance = squares.total().unwrap_or(f64::NAN) / n_cells as f64;
            self.stability.push(self.frames - 1, variance.sqrt());
        }
    }

    fn temporal(&self) -> Temporal {
        if self.n_frames < 2 {
            return Temporal::default();
        }
        Temporal {
            change_mean: self.change.mean(),
            change_max: self.change.max(),
            stable_step: self.stability.step(self.n_frames) as f64,
            energy_trend: self.trend.slope(),
        }
    }
}

fn square(block: &mut [f64]) {
    for value in block {
        *value *= *value;
    }
}
