//! The middle of a few numbers.

/// The median; of an even number the upper of the two middle ones, and 0 of none.
pub(crate) fn upper_median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}
