//! The scale of an axis: linear or logarithmic, from values to places along it.

use crate::plot::quantity::widened;

/// How values are spread along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// Equal differences are equal lengths.
    #[default]
    Linear,
    /// Equal ratios are equal lengths; only numbers above 0 have a place.
    Logarithmic,
}

/// The values at the two ends of an axis, with its scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interval {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) scale: Scale,
}

impl From<(f64, f64)> for Interval {
    fn from((low, high): (f64, f64)) -> Self {
        Self { low, high, scale: Scale::Linear }
    }
}

impl Interval {
    /// The interval from `low` to `high`; one of no width is widened about its value.
    pub(crate) fn new(scale: Scale, (low, high): (f64, f64)) -> Self {
        let narrow = high / low < 1.0 + 1e-9;
        let (low, high) = match scale {
            Scale::Linear => widened(low, high),
            Scale::Logarithmic if narrow => (0.5 * low, 2.0 * high),
            Scale::Logarithmic => (low, high),
        };
        Self { low, high, scale }
    }

    /// The interval with `part` of its length added at either end.
    pub(crate) fn padded(self, part: f64) -> Self {
        let Self { low, high, scale } = self;
        let (low, high) = match scale {
            Scale::Linear => {
                let margin = part * high - part * low;
                (low - margin, high + margin)
            }
            Scale::Logarithmic => {
                let factor = libm::pow(high / low, part);
                (low / factor, high * factor)
            }
        };
        // What a padding would push beyond the numbers stays where it was.
        let fits = low.is_finite() && high.is_finite() && (scale == Scale::Linear || low > 0.0);
        if fits { Self { low, high, scale } } else { self }
    }

    /// Where a value lies between the ends, 0 to 1; outside, below or above that.
    pub(crate) fn place(&self, value: f64) -> f64 {
        match self.scale {
            // Halves, because the width of a range of large numbers can overflow.
            Scale::Linear => (0.5 * value - 0.5 * self.low) / (0.5 * self.high - 0.5 * self.low),
            Scale::Logarithmic => {
                let log = libm::log10;
                (log(value) - log(self.low)) / (log(self.high) - log(self.low))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_places() {
        let linear = Interval::new(Scale::Linear, (-1.0, 3.0));
        let logarithmic = Interval::new(Scale::Logarithmic, (1e-4, 1e4));
        let cases = [
            (linear, [-1.0, 0.0, 3.0, 7.0], [0.0, 0.25, 1.0, 2.0]),
            (logarithmic, [1e-4, 1e-2, 1e4, 1e12], [0.0, 0.25, 1.0, 2.0]),
        ];
        for (interval, values, places) in cases {
            for (value, place) in values.into_iter().zip(places) {
                assert!((interval.place(value) - place).abs() < 1e-12, "{interval:?}: {value}");
            }
        }
    }

    #[test]
    fn single_value_lies_in_the_middle() {
        for scale in [Scale::Linear, Scale::Logarithmic] {
            let interval = Interval::new(scale, (7.0, 7.0));
            assert!((interval.place(7.0) - 0.5).abs() < 1e-12, "{interval:?}");
        }
    }

    #[test]
    fn padding_is_a_part_of_the_length() {
        let linear = Interval::new(Scale::Linear, (0.0, 10.0)).padded(0.1);
        assert_eq!((linear.low, linear.high), (-1.0, 11.0));
        let logarithmic = Interval::new(Scale::Logarithmic, (1.0, 100.0)).padded(0.5);
        assert!((logarithmic.low - 0.1).abs() < 1e-12 && (logarithmic.high - 1e3).abs() < 1e-9);
        let widest = Interval::new(Scale::Linear, (f64::MIN, f64::MAX));
        assert_eq!(widest.padded(0.1), widest);
    }
}
