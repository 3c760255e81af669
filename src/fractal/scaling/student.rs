//! Quantiles of Student's t distribution.

/// t₀.₉₇₅ of 1, 2, … 30 degrees of freedom.
#[rustfmt::skip]
const TABLE: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/// How many standard errors a 95 % interval reaches to each side.
///
/// The degrees of freedom may be broken, as Welch's formula gives them: they are rounded down,
/// which makes the interval wider. Beyond 30 the expansion 1.96 + 2.372/ν + 2.82/ν² is used, which
/// is right to 0.001. Fewer than one degree of freedom counts as one.
///
/// # Reference
///
/// M. Abramowitz, I. A. Stegun, *Handbook of Mathematical Functions*, NBS 1964, table 26.10 and
/// equation 26.7.5.
pub(crate) fn reach_of_95_percent(degrees_of_freedom: f64) -> f64 {
    let rounded = degrees_of_freedom.max(1.0).floor();
    match TABLE.get(rounded as usize - 1) {
        Some(quantile) => *quantile,
        None => 1.96 + 2.372 / rounded + 2.82 / (rounded * rounded),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (freedom, expected) in [
            (0.0, 12.706),
            (1.9, 12.706),
            (2.0, 4.303),
            (30.9, 2.042),
            (40.0, 2.021),
            (60.0, 2.000),
            (120.0, 1.980),
            (1e300, 1.960),
        ] {
            let found = reach_of_95_percent(freedom);
            assert!((found - expected).abs() < 1e-3, "{freedom}: {found}");
        }
    }
}
