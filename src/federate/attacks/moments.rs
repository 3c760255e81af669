//! Mean and standard deviation of each coordinate.

/// The mean of each coordinate.
pub(crate) fn mean(rows: &[Vec<f64>]) -> Vec<f64> {
    let mut sums = vec![0.0; rows.first().map_or(0, Vec::len)];
    for row in rows {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
    }
    sums.into_iter().map(|sum| sum / rows.len() as f64).collect()
}

/// The standard deviation of each coordinate, with n − 1 in the denominator; 0 for one row.
pub(crate) fn deviations(rows: &[Vec<f64>]) -> Vec<f64> {
    let means = mean(rows);
    let mut sums = vec![0.0; means.len()];
    for row in rows {
        for ((sum, value), mean) in sums.iter_mut().zip(row).zip(&means) {
            *sum += (value - mean) * (value - mean);
        }
    }
    let freedom = rows.len().saturating_sub(1).max(1) as f64;
    sums.into_iter().map(|sum| (sum / freedom).sqrt()).collect()
}
