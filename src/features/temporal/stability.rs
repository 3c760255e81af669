//! When the run becomes stable: `T_stable`.
//!
//! With `s_t` the population standard deviation over the cells of `|x_(t+1) − x_t|`, t = 0 … T−2,
//! the run is stable at frame t − w + 2 for the first t that ends w frames in a row with
//! `s_t` < threshold; that is the frame after the first quiet change. If there is none, it is T.

/// The search for the first quiet stretch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stability {
    threshold: f64,
    window: usize,
    /// Quiet changes in a row, up to now.
    quiet: usize,
    stable_at: Option<usize>,
}

impl Stability {
    /// A window of 0 counts as 1: without a quiet change nothing is known to be stable.
    pub(crate) fn new(threshold: f64, window: usize) -> Self {
        Self { threshold, window: window.max(1), quiet: 0, stable_at: None }
    }

    /// Whether another spread can change the answer for a run of `n_frames`.
    pub(crate) fn is_open(&self, n_frames: usize) -> bool {
        self.stable_at.is_none() && n_frames > self.window
    }

    /// Takes the spread of change `t`, in feature units.
    pub(crate) fn push(&mut self, t: usize, spread: f64) {
        self.quiet = if spread < self.threshold { self.quiet + 1 } else { 0 };
        if self.stable_at.is_none() && self.quiet == self.window {
            self.stable_at = Some(t + 2 - self.window);
        }
    }

    /// The first stable frame; `n_frames` if there is none.
    pub(crate) fn step(&self, n_frames: usize) -> usize {
        self.stable_at.unwrap_or(n_frames)
    }

    pub(crate) fn words(&self) -> [u64; 2] {
        // A stable frame is at least 1, so 0 is free for "none".
        [self.quiet as u64, self.stable_at.unwrap_or(0) as u64]
    }

    /// The search with the state of `words`; `None` if they do not fit this machine's words.
    pub(crate) fn with_words(self, [quiet, stable_at]: [u64; 2]) -> Option<Self> {
        let stable_at = usize::try_from(stable_at).ok()?;
        let stable_at = (stable_at > 0).then_some(stable_at);
        let quiet = usize::try_from(quiet).ok().filter(|quiet| *quiet <= self.window)?;
        Some(Self { quiet, stable_at, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(spreads: &[f64], window: usize, expected: usize) {
        let mut stability = Stability::new(0.5, window);
        for (t, spread) in spreads.iter().enumerate() {
            stability.push(t, *spread);
        }
        assert_eq!(stability.step(spreads.len() + 1), expected, "{spreads:?}, window {window}");
    }

    #[test]
    fn stable_frame_follows_the_first_quiet_change() {
        check(&[], 10, 1);
        check(&[0.0, 0.0, 0.0], 3, 1);
        check(&[1.0, 0.0, 0.0], 2, 2);
        check(&[0.0, 1.0, 0.0, 0.0], 2, 3);
        check(&[0.0, 0.5, 0.0], 2, 4);
        check(&[0.0, f64::NAN, 0.0], 2, 4);
        check(&[1.0, 0.0], 0, 2);
    }
}
