//! The value above which a cell is active: fixed, a quantile, or Otsu's.

use crate::features::cells::Cells;
use crate::fractal::Undefined;
use crate::grid::FieldView;

/// How the threshold of a mask is chosen. Cells above it (strictly) are active.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Threshold {
    /// This value, in the field's own unit.
    Fixed(f64),
    /// The p-quantile of the cells, p in [0, 1]: with x₀ ≤ … ≤ xₙ₋₁ and h = p (n − 1) it is
    /// x_⌊h⌋ + (h − ⌊h⌋)(x_⌊h⌋₊₁ − x_⌊h⌋), definition 7 of Hyndman and Fan, NumPy's default.
    Quantile(f64),
    /// Otsu's: the cut of a histogram with this many bins of equal width, from the smallest to the
    /// largest value, that maximises the variance between the two classes. The threshold is the
    /// upper edge of the lower class, of several equal cuts the lowest.
    Otsu {
        /// Bins of the histogram, at least 2; 256 is usual.
        bins: usize,
    },
}

impl Threshold {
    /// The threshold for `field`, in its own unit.
    ///
    /// Cost: O(cells); a quantile sorts a copy in part.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::NotFinite`] (also of a fixed value or a p outside
    /// [0, 1]), and for Otsu [`Undefined::Constant`] and [`Undefined::TooFewScales`] for fewer than
    /// two bins.
    ///
    /// # Reference
    ///
    /// R. J. Hyndman, Y. Fan, *Am. Stat.* 50 (1996) 361; N. Otsu, *IEEE Trans. Syst. Man Cybern.*
    /// 9 (1979) 62, eq. 18.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::Threshold;
    /// use mfn::grid::FieldView;
    ///
    /// let field = ndarray::array![[1.0, 2.0], [9.0, 10.0]];
    /// let field = FieldView::F64(field.view());
    /// assert_eq!(Threshold::Quantile(0.5).of(field), Ok(5.5));
    /// assert_eq!(Threshold::Otsu { bins: 9 }.of(field), Ok(3.0));
    /// ```
    pub fn of(self, field: FieldView<'_>) -> Result<f64, Undefined> {
        let cells = Cells::of(field)?;
        match self {
            Self::Fixed(value) if value.is_finite() => Ok(value),
            Self::Quantile(p) if (0.0..=1.0).contains(&p) => Ok(quantile(&cells, p)),
            Self::Fixed(_) | Self::Quantile(_) => Err(Undefined::NotFinite),
            Self::Otsu { bins } => otsu(&cells, bins),
        }
    }
}

fn quantile(cells: &Cells<'_>, p: f64) -> f64 {
    let mut values = cells.values.to_vec();
    let place = p * (values.len() - 1) as f64;
    let (_, low, above) = values.select_nth_unstable_by(place as usize, f64::total_cmp);
    let low = *low;
    match above.iter().copied().min_by(f64::total_cmp) {
        Some(high) => between(low, high, place.fract()),
        None => low,
    }
}

/// low + share (high − low), share in [0, 1].
fn between(low: f64, high: f64, share: f64) -> f64 {
    let width = high - low;
    if width.is_finite() {
        low + share * width
    } else {
        // Halves, so that the difference of two opposite huge values does not overflow.
        2.0 * (0.5 * low + share * (0.5 * high - 0.5 * low))
    }
}

/// The cell counts of bins of equal width; the largest value falls into the last.
pub(crate) fn histogram(cells: &Cells<'_>, bins: usize) -> Vec<u64> {
    let (low, high) = cells.range();
    let mut counts = vec![0; bins];
    let (width, n) = (high - low, bins as f64);
    let factor = n / width;
    let place = |value: f64| {
        if factor.is_normal() {
            (value - low) * factor
        } else if width.is_finite() {
            (value - low) / width * n
        } else {
            (0.5 * value - 0.5 * low) / (0.5 * high - 0.5 * low) * n
        }
    };
    for value in cells.values.iter() {
        if let Some(count) = counts.get_mut((place(*value) as usize).min(bins - 1)) {
            *count += 1;
        }
    }
    counts
}

fn otsu(cells: &Cells<'_>, bins: usize) -> Result<f64, Undefined> {
    if bins < 2 {
        return Err(Undefined::TooFewScales { found: bins, wanted: 2 });
    }
    let (low, high) = cells.range();
    if low >= high {
        return Err(Undefined::Constant);
    }
    let counts = histogram(cells, bins);
    // Class means in units of bins: an affine change does not move the maximum.
    let all = cells.values.len() as f64;
    let moment: f64 =
        counts.iter().enumerate().map(|(bin, count)| bin as f64 * *count as f64).sum();
    let (mut below, mut below_moment) = (0.0, 0.0);
    let (mut best, mut best_variance) = (0, -1.0);
    for (bin, count) in counts.iter().enumerate().take(bins - 1) {
        below += *count as f64;
        below_moment += bin as f64 * *count as f64;
        let above = all - below;
        if below > 0.0 && above > 0.0 {
            let gap = below_moment / below - (moment - below_moment) / above;
            let variance = below * above * gap * gap;
            if variance > best_variance {
                (best, best_variance) = (bin, variance);
            }
        }
    }
    let share = (best + 1) as f64 / bins as f64;
    Ok(between(low, high, share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn of(threshold: Threshold, values: &[f64]) -> Result<f64, Undefined> {
        let field = Array2::from_shape_vec((1, values.len()), values.to_vec()).unwrap();
        threshold.of(FieldView::F64(field.view()))
    }

    #[test]
    fn quantiles_are_those_of_numpy() {
        // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], p).
        let values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        for (p, expected) in [(0.0, 1.0), (0.25, 1.75), (0.5, 3.5), (0.9, 6.9), (1.0, 9.0)] {
            let found = of(Threshold::Quantile(p), &values).unwrap();
            assert!((found - expected).abs() < 1e-14, "{p}: {found}");
        }
        assert_eq!(of(Threshold::Quantile(0.3), &[7.0]), Ok(7.0));
        assert_eq!(of(Threshold::Quantile(0.5), &[-f64::MAX, f64::MAX]), Ok(0.0));
    }

    #[test]
    fn otsu_parts_two_groups() {
        let two: Vec<f64> =
            (0..40).map(|i| if i < 30 { 0.1 * f64::from(i % 3) } else { 8.0 }).collect();
        let cut = of(Threshold::Otsu { bins: 256 }, &two).unwrap();
        assert!(cut > 0.2 && cut < 8.0, "{cut}");
        // Bins 0, 1, 2, 3 with 5, 1, 1, 5 cells: by symmetry the middle.
        let even = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0, 4.0];
        assert_eq!(of(Threshold::Otsu { bins: 4 }, &even), Ok(2.0));
        assert_eq!(of(Threshold::Otsu { bins: 2 }, &[-f64::MAX, f64::MAX]), Ok(0.0));
    }

    #[test]
    fn what_cannot_be_cut_says_why() {
        let (flat, hole) = ([2.0, 2.0], [1.0, f64::NAN]);
        assert_eq!(of(Threshold::Otsu { bins: 256 }, &flat), Err(Undefined::Constant));
        assert_eq!(of(Threshold::Quantile(0.5), &flat), Ok(2.0));
        let few = Undefined::TooFewScales { found: 1, wanted: 2 };
        assert_eq!(of(Threshold::Otsu { bins: 1 }, &[1.0, 2.0]), Err(few));
        for threshold in
            [Threshold::Fixed(1.0), Threshold::Quantile(0.5), Threshold::Otsu { bins: 9 }]
        {
            assert_eq!(of(threshold, &hole), Err(Undefined::NotFinite));
            assert_eq!(of(threshold, &[]), Err(Undefined::NoCells));
        }
        for threshold in [Threshold::Fixed(f64::NAN), Threshold::Quantile(1.5)] {
            assert_eq!(of(threshold, &flat), Err(Undefined::NotFinite));
        }
    }
}
