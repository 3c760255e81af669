//! Quantiles of sorted values.

/// The quantile of `sorted` at `p`, 0 to 1: linear between the values around position (n − 1) p.
///
/// With h = (n − 1) p and i = ⌊h⌋ it is xᵢ + (h − i)(xᵢ₊₁ − xᵢ), positions counted from 0: type 7,
/// the default of NumPy, pandas and R, with NumPy's bits. `None` without a value.
///
/// # Reference
///
/// R. J. Hyndman and Y. Fan, *Am. Stat.* 50 (1996) 361.
pub(crate) fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = last as f64 * p;
    let below = (position.floor() as usize).min(last);
    let (low, high) = (*sorted.get(below)?, *sorted.get((below + 1).min(last))?);
    let (part, width) = (position - below as f64, high - low);
    Some(match width.is_finite() {
        // From the nearer end, as NumPy does: equal values stay as they are.
        true if part < 0.5 => low + width * part,
        true => high - width * (1.0 - part),
        // The difference of two large numbers overflows; their mixture does not.
        false => low * (1.0 - part) + high * part,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_those_of_type_seven() {
        // numpy.percentile([1, 2, 3, 4, 10], [25, 50, 75]), and of its first 4, 2 and 1 values.
        let cases: [(&[f64], [f64; 3]); 4] = [
            (&[1.0, 2.0, 3.0, 4.0, 10.0], [2.0, 3.0, 4.0]),
            (&[1.0, 2.0, 3.0, 4.0], [1.75, 2.5, 3.25]),
            (&[1.0, 2.0], [1.25, 1.5, 1.75]),
            (&[1.0], [1.0, 1.0, 1.0]),
        ];
        for (sorted, expected) in cases {
            let found = [0.25, 0.5, 0.75].map(|p| quantile(sorted, p));
            assert_eq!(found, expected.map(Some), "{sorted:?}");
        }
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn widest_range_has_a_finite_median() {
        assert_eq!(quantile(&[f64::MIN, f64::MAX], 0.5), Some(0.0));
    }
}
