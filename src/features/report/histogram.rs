//! How the values of a column are spread: counts in bins of equal width.

/// Bins at least, and at most.
const BINS: (usize, usize) = (8, 40);

/// Counts in bins of equal width.
///
/// Whole numbers that span no more than 40 have a bin each, centred on them. Otherwise the width is
/// 2 IQR / ∛n, of Freedman and Diaconis, with at least 8 and at most 40 bins; a column of one value
/// has one bin of no width. A bin includes its lower end, the last one its upper end too.
///
/// # Reference
///
/// D. Freedman and P. Diaconis, *Z. Wahrscheinlichkeitstheorie verw. Gebiete* 57 (1981) 453.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Lower end of the first bin, in the column's unit.
    pub low: f64,
    /// Upper end of the last bin.
    pub high: f64,
    /// Values in each bin.
    pub counts: Vec<usize>,
}

impl Histogram {
    /// The histogram of sorted finite values with that interquartile range; `None` without one.
    pub(crate) fn of(sorted: &[f64], iqr: f64) -> Option<Self> {
        let (low, high) = (*sorted.first()?, *sorted.last()?);
        if low >= high {
            return Some(Self { low, high, counts: vec![sorted.len()] });
        }
        let whole = sorted.iter().all(|value| value.fract() == 0.0);
        let (low, high, n_bins) = if whole && high - low < BINS.1 as f64 {
            (low - 0.5, high + 0.5, (high - low) as usize + 1)
        } else {
            (low, high, n_bins(sorted.len(), 0.5 * high - 0.5 * low, iqr))
        };
        let mut counts = vec![0; n_bins];
        for value in sorted {
            // Halves, because the width of a range of large numbers can overflow.
            let place = (0.5 * value - 0.5 * low) / (0.5 * high - 0.5 * low);
            let bin = ((place * n_bins as f64) as usize).min(n_bins - 1);
            if let Some(count) = counts.get_mut(bin) {
                *count += 1;
            }
        }
        Some(Self { low, high, counts })
    }
}

/// Bins of the rule's width over twice `half_range`.
fn n_bins(n: usize, half_range: f64, iqr: f64) -> usize {
    let bins = half_range / iqr * libm::cbrt(n as f64);
    if bins.is_finite() { (bins.ceil() as usize).clamp(BINS.0, BINS.1) } else { BINS.1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_in_one_bin() {
        type Case<'a> = (&'a [f64], f64, &'a [usize], (f64, f64));
        let cases: [Case<'_>; 4] = [
            (&[0.0, 1.0, 1.0, 3.0], 1.0, &[1, 2, 0, 1], (-0.5, 3.5)),
            (&[2.5, 2.5], 0.0, &[2], (2.5, 2.5)),
            // Half a range over IQR times ∛4 is below 1: the fewest bins are taken.
            (&[0.0, 0.5, 0.99, 4.0], 4.0, &[1, 2, 0, 0, 0, 0, 0, 1], (0.0, 4.0)),
            (&[f64::MIN, f64::MAX], f64::MAX, &[1, 0, 0, 0, 0, 0, 0, 1], (f64::MIN, f64::MAX)),
        ];
        for (sorted, iqr, counts, ends) in cases {
            let found = Histogram::of(sorted, iqr).unwrap();
            assert_eq!((found.counts.as_slice(), (found.low, found.high)), (counts, ends));
        }
        assert_eq!(Histogram::of(&[], 0.0), None);
    }

    #[test]
    fn bins_follow_the_interquartile_range() {
        for (n, half_range, iqr, expected) in
            [(1000, 2.0, 1.0, 20), (1000, 50.0, 1.0, 40), (10, 0.5, 1.0, 8), (10, 1.0, 0.0, 40)]
        {
            assert_eq!(n_bins(n, half_range, iqr), expected);
        }
    }
}
