//! The trend of the energy: `E_trend`.
//!
//! With E(t) = Σ x² over the cells of frame t, the least-squares slope over t = 0 … T−1 is
//! Σ (t − t̄)(E(t) − E(0)) / Σ (t − t̄)², t̄ = (T − 1)/2, Σ (t − t̄)² = T(T² − 1)/12.
//!
//! T is known from the start, so t − t̄ is exact and one sum is enough. The shift by E(0) removes
//! the large part that all energies share, and makes the trend of a constant history 0.

/// The running slope.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trend {
    n_frames: usize,
    first: f64,
    sum: f64,
    /// What `sum` lost to rounding (Neumaier, *ZAMM* 54 (1974) 39).
    lost: f64,
}

impl Trend {
    pub(crate) fn new(n_frames: usize) -> Self {
        Self { n_frames, first: 0.0, sum: 0.0, lost: 0.0 }
    }

    /// Adds the energy of frame `frame`, in feature units squared.
    pub(crate) fn push(&mut self, frame: usize, energy: f64) {
        if frame == 0 {
            self.first = energy;
        }
        let centred = frame as f64 - (self.n_frames as f64 - 1.0) / 2.0;
        let term = centred * (energy - self.first);
        let sum = self.sum + term;
        self.lost += if self.sum.abs() >= term.abs() {
            (self.sum - sum) + term
        } else {
            (term - sum) + self.sum
        };
        self.sum = sum;
    }

    /// The slope in feature units squared per frame; 0 for fewer than two frames.
    pub(crate) fn slope(&self) -> f64 {
        if self.n_frames < 2 {
            return 0.0;
        }
        let n = self.n_frames as f64;
        (self.sum + self.lost) / (n * (n * n - 1.0) / 12.0)
    }

    pub(crate) fn words(&self) -> [u64; 3] {
        [self.first, self.sum, self.lost].map(f64::to_bits)
    }

    pub(crate) fn from_words(n_frames: usize, words: [u64; 3]) -> Self {
        let [first, sum, lost] = words.map(f64::from_bits);
        Self { n_frames, first, sum, lost }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slope(energies: &[f64]) -> f64 {
        let mut trend = Trend::new(energies.len());
        for (frame, energy) in energies.iter().enumerate() {
            trend.push(frame, *energy);
        }
        trend.slope()
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "these sums are exact")]
    fn slope_of_a_line_is_its_slope() {
        assert_eq!(slope(&[]), 0.0);
        assert_eq!(slope(&[3.0]), 0.0);
        assert_eq!(slope(&[1.1; 30]), 0.0);
        assert_eq!(slope(&[5.0, 3.0]), -2.0);
        assert_eq!(slope(&[1.0, 2.0, 6.0]), 2.5);
        let line: Vec<f64> = (0..1000).map(|t| 1e9 + 0.25 * f64::from(t)).collect();
        assert_eq!(slope(&line), 0.25);
    }
}
