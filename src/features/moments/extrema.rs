//! The smallest and the largest of many values, NaN if one of them is.

const LANES: usize = 8;

/// Running extrema, in lanes so that the comparison becomes vector instructions.
///
/// Extrema are exact, so the order of the lanes does not change a bit (but for the sign of zero,
/// which no feature shows).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extrema {
    min: [f64; LANES],
    max: [f64; LANES],
    has_nan: bool,
}

impl Default for Extrema {
    fn default() -> Self {
        Self { min: [f64::INFINITY; LANES], max: [f64::NEG_INFINITY; LANES], has_nan: false }
    }
}

impl Extrema {
    pub(crate) fn push(&mut self, values: &[f64]) {
        let (chunks, tail) = values.as_chunks::<LANES>();
        for chunk in chunks {
            for ((min, max), value) in self.min.iter_mut().zip(&mut self.max).zip(chunk) {
                *min = if *value < *min { *value } else { *min };
                *max = if *value > *max { *value } else { *max };
            }
        }
        for ((min, max), value) in self.min.iter_mut().zip(&mut self.max).zip(tail) {
            *min = min.min(*value);
            *max = max.max(*value);
        }
        self.has_nan |= values.iter().fold(false, |found, value| found | value.is_nan());
    }

    /// The smallest value; infinite if there was none.
    pub(crate) fn min(&self) -> f64 {
        self.nan_or(self.min.iter().copied().fold(f64::INFINITY, f64::min))
    }

    /// The largest value; infinite if there was none.
    pub(crate) fn max(&self) -> f64 {
        self.nan_or(self.max.iter().copied().fold(f64::NEG_INFINITY, f64::max))
    }

    fn nan_or(&self, extremum: f64) -> f64 {
        if self.has_nan { f64::NAN } else { extremum }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_looked_at() {
        for place in 0..19 {
            let mut values = [1.0; 19];
            values[place] = -5.0;
            let mut extrema = Extrema::default();
            extrema.push(&values);
            extrema.push(&[0.0]);
            assert_eq!((extrema.min(), extrema.max()), (-5.0, 1.0), "{place}");
            values[place] = 7.0;
            extrema.push(&values);
            assert_eq!((extrema.min(), extrema.max()), (-5.0, 7.0), "{place}");
            values[place] = f64::NAN;
            extrema.push(&values);
            assert!(extrema.min().is_nan() && extrema.max().is_nan(), "{place}");
        }
    }
}
