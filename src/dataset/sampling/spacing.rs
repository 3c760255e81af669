//! Evenly spaced values of an axis: NumPy's `linspace` and `geomspace`, one value at a time.

/// The value at `index` of `count` evenly spaced ones, both ends included and exact.
///
/// low + i · ((high − low) / (n − 1)): the bits of NumPy's `linspace(low, high, count)[index]`, and
/// no overflow where high − low has one. `low` may be above `high`. A single value is `low`; past
/// the last index it is `high`.
///
/// # Examples
///
/// ```
/// use mfn::dataset::linear_space;
///
/// assert_eq!([0, 1, 2].map(|index| linear_space(0.0, 1.0, 3, index)), [0.0, 0.5, 1.0]);
/// ```
pub fn linear_space(low: f64, high: f64, count: u64, index: u64) -> f64 {
    end(low, high, count, index).unwrap_or_else(|| inner(low, high, count, index))
}

/// The value at `index` of `count` ones in geometric progression, both ends included and exact.
///
/// 10 to the power of evenly spaced log₁₀ `low` … log₁₀ `high`, as in NumPy's `geomspace`, and
/// kept between the ends. Both are positive and `low` may be above `high`. Logarithm and power
/// come from the `libm` crate, so a value has the same bits on every platform. Powers of ten from
/// 10⁻¹⁵ to 10¹⁵ are exact.
///
/// # Examples
///
/// ```
/// use mfn::dataset::log_space;
///
/// assert_eq!([0, 1, 2].map(|index| log_space(1e-4, 1.0, 3, index)), [1e-4, 1e-2, 1.0]);
/// ```
pub fn log_space(low: f64, high: f64, count: u64, index: u64) -> f64 {
    end(low, high, count, index).unwrap_or_else(|| {
        let value = libm::exp10(inner(libm::log10(low), libm::log10(high), count, index));
        value.max(low.min(high)).min(low.max(high))
    })
}

/// The value at the first and at the last index.
fn end(low: f64, high: f64, count: u64, index: u64) -> Option<f64> {
    match index {
        0 => Some(low),
        _ if index >= count.saturating_sub(1) => Some(high),
        _ => None,
    }
}

/// The value at an index between the ends, so that `count` is at least 3.
fn inner(low: f64, high: f64, count: u64, index: u64) -> f64 {
    let (width, intervals, index) = (high - low, (count - 1) as f64, index as f64);
    let step = width / intervals;
    if width.is_infinite() {
        // Neither product exceeds an end.
        return low * (1.0 - index / intervals) + high * (index / intervals);
    }
    // A step of zero is an underflow, or the ends are equal; NumPy too divides the index then.
    low + if step == 0.0 { index / intervals * width } else { index * step }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(values: &[f64]) -> Vec<u64> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    fn check(space: impl Fn(f64, f64, u64, u64) -> f64, ends: (f64, f64), expected: &[f64]) {
        let count = expected.len() as u64;
        let found: Vec<f64> = (0..count).map(|index| space(ends.0, ends.1, count, index)).collect();
        assert_eq!(bits(&found), bits(expected), "{found:?}");
    }

    #[test]
    fn linear_spaces_are_numpys() {
        // NumPy 2.4.6: np.linspace(low, high, len(expected))
        check(linear_space, (0.0, 1.0), &[0.0, 0.3333333333333333, 0.6666666666666666, 1.0]);
        check(
            linear_space,
            (0.02, 0.06),
            &[
                0.02,
                0.026666666666666665,
                0.03333333333333333,
                0.039999999999999994,
                0.04666666666666666,
                0.05333333333333333,
                0.06,
            ],
        );
        check(
            linear_space,
            (-0.3, 0.1),
            &[-0.3, -0.19999999999999998, -0.09999999999999998, 5.551115123125783e-17, 0.1],
        );
        check(linear_space, (5.0, -2.0), &[5.0, 2.6666666666666665, 0.33333333333333304, -2.0]);
        check(linear_space, (0.1, 0.1), &[0.1, 0.1, 0.1]);
        check(linear_space, (0.0, 5e-324), &[0.0, 0.0, 5e-324, 5e-324]);
        check(
            linear_space,
            (1.0, 1.0000000000000004),
            &[1.0, 1.0, 1.0000000000000002, 1.0000000000000004, 1.0000000000000004],
        );
        check(linear_space, (0.3, 0.7), &[0.3, 0.7]);
        check(linear_space, (0.3, 0.7), &[0.3]);
    }

    #[test]
    fn decades_are_exact() {
        let power = |exponent: usize| format!("1e{}", exponent as i32 - 15).parse().unwrap();
        let decades: [f64; 31] = std::array::from_fn(power);
        for (first, last) in (0..31).flat_map(|last| (0..last).map(move |first| (first, last))) {
            let mut expected = decades[first..=last].to_vec();
            check(log_space, (decades[first], decades[last]), &expected);
            expected.reverse();
            check(log_space, (decades[last], decades[first]), &expected);
        }
        check(log_space, (0.3, 0.7), &[0.3, 0.7]);
        check(log_space, (0.3, 0.7), &[0.3]);
    }

    #[test]
    fn geometric_progressions_have_one_ratio() {
        let cases: [(f64, f64, u64); 4] =
            [(0.3, 0.7, 11), (40.0, 2e-7, 30), (1e-300, 1e300, 101), (5e-324, 1e-310, 9)];
        for (low, high, count) in cases {
            let ends = (low.min(high), low.max(high));
            for index in 0..count {
                let share = index as f64 / (count - 1) as f64;
                let expected = (low.ln() * (1.0 - share) + high.ln() * share).exp();
                let found = log_space(low, high, count, index);
                // A subnormal number has few digits.
                let tolerance = 1e-12 * expected + 1e-323;
                assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
                assert!((ends.0..=ends.1).contains(&found));
            }
        }
    }

    #[test]
    fn a_log_space_of_equal_ends_is_constant() {
        for value in (1..200).map(|tenths| f64::from(tenths) / 10.0) {
            check(log_space, (value, value), &[value; 3]);
        }
    }

    #[test]
    fn the_widest_axis_does_not_overflow() {
        for (index, expected) in [(0, -1.0), (1, -0.5), (2, 0.0), (3, 0.5), (4, 1.0)] {
            let found = linear_space(f64::MIN, f64::MAX, 5, index) / f64::MAX;
            assert!((found - expected).abs() < 1e-15, "{found} is not {expected}");
        }
    }
}
