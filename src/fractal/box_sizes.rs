//! Which box sizes are counted: geometric spacing, truncated to whole cells.

use std::hint::black_box;

/// More sizes than this are never spaced; MFN v4.1 takes at most 20.
const MOST_SCALES: usize = 4096;

/// A range of box sizes, geometrically spaced.
///
/// | field | meaning | unit | default |
/// |---|---|---|---|
/// | `min` | side of the smallest box | cells | 2 |
/// | `max` | side of the largest box; `None` chooses by the grid | cells | `None` |
/// | `n_scales` | how many sizes are spaced | – | 5 |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoxSizes {
    /// Side of the smallest box, in cells; a box of side 0 holds nothing, so 0 gives no sizes.
    pub min: usize,
    /// Side of the largest box, in cells; `None` is min(min · 2^(n−1), ⌊side/2⌋).
    pub max: Option<usize>,
    /// How many sizes are spaced before truncation; at most 4096 are.
    pub n_scales: usize,
}

impl Default for BoxSizes {
    fn default() -> Self {
        Self { min: 2, max: None, n_scales: 5 }
    }
}

impl BoxSizes {
    /// The largest size for a grid of shorter side `side`, in cells.
    ///
    /// `max` if given; else min(min · 2^(n−1), ⌊side/2⌋), where a side below 4 is not halved.
    /// Never below `min`.
    pub fn largest(&self, side: usize) -> usize {
        let half = if side >= 4 { side / 2 } else { side };
        let doublings = u32::try_from(self.n_scales.saturating_sub(1)).unwrap_or(u32::MAX);
        let doubled = self.min.saturating_mul(2usize.saturating_pow(doublings));
        self.max.unwrap_or(doubled.min(half)).max(self.min)
    }

    /// The sizes for a grid of shorter side `side`: whole cells, ascending, each once.
    ///
    /// With l₀ = log₁₀ min, l₁ = log₁₀ max and δ = (l₁ − l₀)/(n − 1), size i is
    /// ⌊10^(i·δ + l₀)⌋; the first is `min` and the last `max` exactly. Truncation after rounding
    /// makes 7 of 8 (10^… = 7.999999999999999), as in MFN v4.1: 64 cells and five scales give
    /// 2, 4, 7, 16, 32.
    ///
    /// # Reference
    ///
    /// MFN v4.1, `analytics`; `numpy.geomspace`.
    ///
    /// # Examples
    ///
    /// ```
    /// let sizes = mfn::fractal::BoxSizes::default();
    /// assert_eq!(sizes.sizes(64), [2, 4, 7, 16, 32]);
    /// ```
    pub fn sizes(&self, side: usize) -> Vec<usize> {
        if self.min == 0 || self.n_scales == 0 {
            return Vec::new();
        }
        let (min, max) = (self.min, self.largest(side));
        let last = self.n_scales.min(MOST_SCALES) - 1;
        let (log_min, log_max) = ((min as f64).log10(), (max as f64).log10());
        let step = (log_max - log_min) / last as f64;
        let mut sizes: Vec<usize> = (0..=last)
            .map(|index| match index {
                0 => min,
                _ if index == last => max,
                _ => power_of_ten(index as f64 * step + log_min) as usize,
            })
            .collect();
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }
}

/// 10^`exponent` by the C library's `pow`.
fn power_of_ten(exponent: f64) -> f64 {
    // An optimiser may turn a visible base of 10 into `exp10`, whose last bit often differs, and
    // with it a truncated size. rustc 1.95 does not; this keeps others from it.
    black_box(10.0_f64).powf(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(side: usize, min: usize, max: Option<usize>, n_scales: usize, expected: &[usize]) {
        let sizes = BoxSizes { min, max, n_scales };
        assert_eq!(sizes.sizes(side), expected, "{side} {sizes:?}");
    }

    #[test]
    fn sizes_are_truncated_and_unique() {
        check(32, 2, None, 5, &[2, 3, 5, 9, 16]);
        check(64, 2, None, 5, &[2, 4, 7, 16, 32]);
        check(64, 2, None, 8, &[2, 4, 6, 9, 14, 21, 32]);
        check(16, 2, None, 5, &[2, 3, 5, 8]);
        check(10, 2, None, 5, &[2, 3, 5]);
        check(4, 2, None, 5, &[2]);
    }

    #[test]
    fn any_request_gives_a_list() {
        check(64, 0, None, 5, &[]);
        check(64, 2, None, 0, &[]);
        check(64, 3, None, 1, &[3]);
        check(0, 5, None, 3, &[5]);
        check(64, 9, Some(3), 3, &[9]);
        check(64, 2, Some(1000), 2, &[2, 1000]);
        assert_eq!(BoxSizes { min: 1, max: None, n_scales: usize::MAX }.sizes(8), [1, 2, 3, 4]);
        let huge = BoxSizes { min: usize::MAX, max: None, n_scales: 3 };
        assert_eq!(huge.sizes(8).last(), Some(&usize::MAX));
    }
}
