//! The entropy of the distribution of a field's values.

use crate::features::cells::Cells;
use crate::features::shape::histogram;
use crate::fractal::Undefined;
use crate::grid::FieldView;

/// The entropy −Σ p ln p / ln B of the histogram of a field, in [0, 1].
///
/// B bins of equal width from the smallest to the largest value: 1 for values spread evenly, near 0
/// if all but a few cells have one value, 0 for a constant field.
///
/// # Errors
///
/// [`Undefined::NoCells`], [`Undefined::NotFinite`], [`Undefined::TooFewScales`] for fewer than two
/// bins.
///
/// # Reference
///
/// C. E. Shannon, *Bell Syst. Tech. J.* 27 (1948) 379.
///
/// # Examples
///
/// ```
/// use mfn::features::histogram_entropy;
/// use mfn::grid::FieldView;
///
/// let halves = ndarray::array![[0.0, 1.0], [1.0, 0.0]];
/// let entropy = histogram_entropy(FieldView::F64(halves.view()), 4)?;
/// assert!((entropy - 0.5).abs() < 1e-15);
/// # Ok::<(), mfn::fractal::Undefined>(())
/// ```
pub fn histogram_entropy(field: FieldView<'_>, bins: usize) -> Result<f64, Undefined> {
    let cells = Cells::of(field)?;
    if bins < 2 {
        return Err(Undefined::TooFewScales { found: bins, wanted: 2 });
    }
    let (low, high) = cells.range();
    if low >= high {
        return Ok(0.0);
    }
    let counts = histogram(&cells, bins);
    Ok((shannon(&counts) / libm::log(bins as f64)).clamp(0.0, 1.0))
}

/// −Σ p ln p of the shares of some counts, in nats.
pub(crate) fn shannon(counts: &[u64]) -> f64 {
    let total: u64 = counts.iter().sum();
    let mut entropy = 0.0;
    for count in counts.iter().filter(|count| **count > 0) {
        let share = *count as f64 / total as f64;
        entropy -= share * libm::log(share);
    }
    entropy
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn of(field: &Array2<f64>, bins: usize) -> Result<f64, Undefined> {
        histogram_entropy(FieldView::F64(field.view()), bins)
    }

    #[test]
    fn even_spread_has_1_and_one_value_0() {
        let even = Array2::from_shape_fn((16, 16), |(row, col)| (16 * row + col) as f64);
        let near = |found: Result<f64, Undefined>, wanted: f64| {
            assert!((found.unwrap() - wanted).abs() < 1e-12);
        };
        near(of(&even, 64), 1.0);
        near(of(&(even * 1e305), 64), 1.0);
        near(of(&Array2::from_elem((3, 1), 7.0), 64), 0.0);
        near(of(&ndarray::array![[0.0, 5e-324, 0.0, 5e-324]], 2), 1.0);
    }

    #[test]
    fn what_has_no_histogram_says_why() {
        assert_eq!(of(&Array2::zeros((0, 2)), 64), Err(Undefined::NoCells));
        assert_eq!(of(&ndarray::array![[f64::INFINITY]], 64), Err(Undefined::NotFinite));
        let few = Undefined::TooFewScales { found: 1, wanted: 2 };
        assert_eq!(of(&ndarray::array![[0.0, 1.0]], 1), Err(few));
    }
}
