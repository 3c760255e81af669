//! Ordinal patterns of 2 × 2 cells: permutation entropy and statistical complexity.

use crate::features::Surface;
use crate::features::cells::Cells;
use crate::features::pattern::histogram::shannon;
use crate::fractal::Undefined;
use crate::grid::FieldView;

/// Orders of four values.
const PATTERNS: usize = 24;

/// How the orders of the values in all windows of 2 × 2 cells are distributed.
///
/// The cells of a window are ranked; of equal values the first in C order is the lower.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ordinal {
    /// H = −Σ p ln p / ln 24 over the 24 orders, in [0, 1]: 1 for white noise, 0 for a ramp.
    pub entropy: f64,
    /// C = H D/D_max, D the Jensen–Shannon divergence of p and the uniform distribution: 0 both for
    /// order and for noise.
    pub complexity: f64,
}

impl Ordinal {
    /// The patterns of `field`: of (rows − 1)(cols − 1) windows on the plane, rows × cols on the
    /// torus. A constant field has (0, 0). Cost: O(cells).
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::NotFinite`], [`Undefined::TooSmall`] for a side of one
    /// cell.
    ///
    /// # Reference
    ///
    /// H. V. Ribeiro et al., *PLoS ONE* 7 (2012) e40689, eqs. 1–4.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::{Ordinal, Surface};
    /// use mfn::grid::FieldView;
    ///
    /// let ramp = ndarray::array![[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]];
    /// let found = Ordinal::of(FieldView::F64(ramp.view()), Surface::Plane)?;
    /// assert_eq!((found.entropy, found.complexity), (0.0, 0.0));
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(field: FieldView<'_>, surface: Surface) -> Result<Self, Undefined> {
        let cells = Cells::of(field)?;
        let shorter = cells.rows.min(cells.cols);
        if shorter < 2 {
            return Err(Undefined::TooSmall { found: shorter, wanted: 2 });
        }
        let lines: Vec<&[f64]> = cells.lines().collect();
        let mut counts = [0; 64];
        for (above, below) in lines.iter().zip(lines.iter().skip(1)) {
            count_row(above, below, surface, &mut counts);
        }
        if let (Surface::Torus, Some(first), Some(last)) = (surface, lines.first(), lines.last()) {
            count_row(last, first, surface, &mut counts);
        }
        Ok(Self::from_counts(&counts))
    }

    /// From the counts of the codes, of which 24 occur.
    fn from_counts(counts: &[u64; 64]) -> Self {
        let n = PATTERNS as f64;
        let total: u64 = counts.iter().sum();
        let entropy = shannon(counts);
        // The entropy of the mean of p and the uniform distribution; codes that never occur, among
        // them those of no order, have half of the uniform share each until 24 are counted.
        let mut mixed = 0.0;
        let mut seen = 0;
        for count in counts.iter().filter(|count| **count > 0) {
            let share = 0.5 * (*count as f64 / total as f64 + 1.0 / n);
            mixed -= share * libm::log(share);
            seen += 1;
        }
        mixed += (n - f64::from(seen)) * (0.5 / n) * libm::log(2.0 * n);
        let divergence = mixed - 0.5 * entropy - 0.5 * libm::log(n);
        let largest =
            -0.5 * ((n + 1.0) / n * libm::log(n + 1.0) - 2.0 * libm::log(2.0 * n) + libm::log(n));
        let entropy = (entropy / libm::log(n)).clamp(0.0, 1.0);
        Self { entropy, complexity: (divergence / largest).max(0.0) * entropy }
    }
}

/// Counts the windows of two rows.
fn count_row(above: &[f64], below: &[f64], surface: Surface, counts: &mut [u64; 64]) {
    let mut count = |code: usize| counts[code % 64] += 1;
    for (upper, lower) in above.windows(2).zip(below.windows(2)) {
        count(code([upper[0], upper[1], lower[0], lower[1]]));
    }
    let ends = (above.first(), above.last(), below.first(), below.last());
    if let (Surface::Torus, (Some(a), Some(b), Some(c), Some(d))) = (surface, ends) {
        count(code([*b, *a, *d, *c]));
    }
}

/// The order of four values: the outcomes of their six comparisons.
fn code([a, b, c, d]: [f64; 4]) -> usize {
    let bit = |is_ordered: bool, place: u32| usize::from(is_ordered) << place;
    let first = bit(a <= b, 0) | bit(a <= c, 1) | bit(a <= d, 2);
    first | bit(b <= c, 3) | bit(b <= d, 4) | bit(c <= d, 5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::fixture;
    use crate::rng::Generator;
    use ndarray::Array2;

    fn of(field: &Array2<f64>, surface: Surface) -> Result<Ordinal, Undefined> {
        Ordinal::of(FieldView::F64(field.view()), surface)
    }

    #[test]
    fn values_are_those_of_ordpy() {
        // ordpy 1.2.3, complexity_entropy(field, dx=2, dy=2).
        let found = of(&fixture::field(), Surface::Plane).unwrap();
        assert!((found.entropy - 0.9176109438403384).abs() < 1e-12, "{found:?}");
        assert!((found.complexity - 0.11451877191870352).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn white_noise_has_all_orders_and_no_complexity() {
        let mut rng = Generator::from_seed(6);
        let noise = Array2::from_shape_simple_fn((200, 300), || rng.random());
        for surface in Surface::ALL {
            let found = of(&noise, surface).unwrap();
            assert!(found.entropy > 0.999 && found.complexity < 0.002, "{found:?}");
        }
    }

    #[test]
    fn constant_fields_and_ramps_have_one_order() {
        let ramp = Array2::from_shape_fn((5, 9), |(row, col)| (3 * row) as f64 - col as f64);
        for field in [Array2::from_elem((4, 4), 1.0), ramp] {
            let found = of(&field, Surface::Plane).unwrap();
            assert_eq!((found.entropy, found.complexity), (0.0, 0.0));
        }
    }

    #[test]
    fn orders_are_24() {
        let mut codes: Vec<usize> = (0..256)
            .map(|i| [i & 3, i >> 2 & 3, i >> 4 & 3, i >> 6].map(f64::from))
            .map(code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), PATTERNS);
    }

    #[test]
    fn what_has_no_window_says_why() {
        let small = Undefined::TooSmall { found: 1, wanted: 2 };
        assert_eq!(of(&Array2::zeros((1, 9)), Surface::Plane), Err(small));
        assert_eq!(of(&Array2::zeros((0, 9)), Surface::Torus), Err(Undefined::NoCells));
        assert_eq!(
            of(&ndarray::array![[0.0, f64::NAN]], Surface::Torus),
            Err(Undefined::NotFinite)
        );
    }
}
