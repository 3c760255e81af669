//! Values of a random axis from coordinates of the unit interval.

use crate::dataset::sampling::DIGITS;

/// How the values of an axis are spread between its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// Uniform: equal differences are equally likely.
    #[default]
    Linear,
    /// Log-uniform: equal ratios are equally likely.
    Log,
}

impl Scale {
    /// Both scales, in the order of the documentation.
    pub const ALL: [Self; 2] = [Self::Linear, Self::Log];

    /// Names as written in presets, in the same order.
    pub const NAMES: [&'static str; Self::ALL.len()] = ["linear", "log"];

    /// The name used in presets.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The scale of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scale| scale.name() == name)
    }

    /// The value of a coordinate in \[`low`, `high`).
    ///
    /// With t = `unit`: low + t (high − low), or 10 to the power of log₁₀ low + t (log₁₀ high −
    /// log₁₀ low). The ends are finite, `low` ≤ `high`, and on a log scale `low` > 0. A coordinate
    /// of 0 gives `low` exactly, and so does an interval that is empty; rounding never reaches
    /// `high`, overflows or gives a NaN. Logarithm and power come from the `libm` crate, so a
    /// value has the same bits on every platform.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::dataset::Scale;
    ///
    /// assert_eq!(Scale::Linear.between(2.0, 4.0, 0.25), 2.5);
    /// assert_eq!(Scale::Log.between(1e-4, 1.0, 0.5), 1e-2);
    /// ```
    pub fn between(self, low: f64, high: f64, unit: f64) -> f64 {
        let value = match self {
            Self::Linear => interpolate(low, high, unit),
            Self::Log => libm::exp10(interpolate(libm::log10(low), libm::log10(high), unit)),
        };
        // A NaN compares as false, so it becomes `low`.
        if unit > 0.0 && low < high && value > low {
            if value < high { value } else { high.next_down() }
        } else {
            low
        }
    }
}

/// low + t (high − low), where the difference of two finite numbers may overflow.
fn interpolate(low: f64, high: f64, unit: f64) -> f64 {
    let width = high - low;
    if width.is_finite() { low + unit * width } else { low * (1.0 - unit) + high * unit }
}

/// The integer of a coordinate among `low` ..= `high`: low + ⌊t (high − low + 1)⌋.
///
/// The product is exact, so each integer has its share of \[0, 1) but for 2⁻⁵³. Of more than 2⁵³
/// integers not all can be met. `low` ≤ `high`.
///
/// # Examples
///
/// ```
/// use mfn::dataset::whole_between;
///
/// assert_eq!([0.0, 0.4, 0.999].map(|unit| whole_between(1, 6, unit)), [1, 3, 6]);
/// ```
pub fn whole_between(low: i64, high: i64, unit: f64) -> i64 {
    debug_assert!(low <= high, "an empty range has no integer");
    let last = high.abs_diff(low);
    // Multiples of 2⁻⁵³ become integers without rounding; others lose what is below.
    let digits = (unit * (1_u64 << DIGITS) as f64) as u64;
    let offset = (u128::from(digits) * (u128::from(last) + 1)) >> DIGITS;
    low.wrapping_add_unsigned(offset.min(u128::from(last)) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: f64 = 1.0 - f64::EPSILON / 2.0;

    #[test]
    fn values_stay_between_the_ends() {
        let positive = [5e-324, 1e-310, 1e-300, 0.1, 1.0, 1.0 + f64::EPSILON, 7.3, f64::MAX];
        let any: Vec<f64> = positive.into_iter().flat_map(|end| [end, -end]).chain([0.0]).collect();
        for (scale, ends) in [(Scale::Linear, &any[..]), (Scale::Log, &positive[..])] {
            let pairs = ends.iter().flat_map(|low| ends.iter().map(move |high| (*low, *high)));
            for (low, high) in pairs.filter(|(low, high)| low < high) {
                for unit in [0.0, 1e-300, f64::EPSILON / 2.0, 0.1, 0.5, LAST, 1.0] {
                    let value = scale.between(low, high, unit);
                    assert!((low..high).contains(&value), "{scale:?} {low} {high} {unit}: {value}");
                }
            }
        }
    }

    #[test]
    fn a_coordinate_of_zero_is_the_lower_end() {
        let tenths = (1..200).map(|tenths| f64::from(tenths) / 10.0);
        for low in tenths.chain([5e-324, 1e-5, 1e300]) {
            for scale in Scale::ALL {
                assert_eq!(scale.between(low, f64::MAX, 0.0).to_bits(), low.to_bits());
                assert_eq!(scale.between(low, low, 0.7).to_bits(), low.to_bits());
            }
        }
    }

    #[test]
    fn log_values_are_powers_of_the_ratio() {
        // mpmath: low * (high / low)**unit
        let cases = [
            (1e-06, 0.01, 0.3, 1.5848931924611134e-05),
            (0.02, 0.06, 0.7, 0.04315338559949186),
            (1.0, 1000.0, 0.3333333333333333, 9.999999999999998),
            (1e-300, 1e+300, 0.9, 1.0000000000000307e+240),
            (5e-324, 1.7976931348623157e+308, 0.625, 2.62643387569516e+71),
            (3.0, 3.5, 0.0009765625, 3.0004516473139438),
        ];
        for (low, high, unit, expected) in cases {
            let found: f64 = Scale::Log.between(low, high, unit);
            assert!((found / expected - 1.0).abs() < 1e-13, "{found} is not {expected}");
        }
    }

    #[test]
    fn integers_have_equal_shares() {
        for (low, high) in [(0, 0), (1, 6), (-3, 3), (-50, 49), (i64::MAX - 2, i64::MAX)] {
            let span = high.abs_diff(low) + 1;
            for index in 0..span {
                // The first multiple of 2⁻⁵³ at or above index / span, and the one before the next.
                let first = (index << DIGITS).div_ceil(span) as f64;
                let last = ((index + 1) << DIGITS).div_ceil(span) as f64 - 1.0;
                for digits in [first, last] {
                    let unit = digits / (1_u64 << DIGITS) as f64;
                    assert_eq!(whole_between(low, high, unit), low + index as i64);
                }
            }
        }
    }

    #[test]
    fn all_integers_are_a_range() {
        let found = [0.0, 0.25, 0.5, LAST].map(|unit| whole_between(i64::MIN, i64::MAX, unit));
        assert_eq!(found, [i64::MIN, i64::MIN / 2, 0, i64::MAX - 2047]);
        assert_eq!(whole_between(i64::MIN, i64::MAX, 1.0), i64::MAX);
    }

    #[test]
    fn names_are_those_of_presets() {
        for (name, scale) in Scale::NAMES.into_iter().zip(Scale::ALL) {
            assert_eq!((scale.name(), Scale::from_name(name)), (name, Some(scale)));
        }
    }
}
