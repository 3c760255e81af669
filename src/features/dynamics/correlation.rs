//! How long a series remembers itself: the integrated autocorrelation time.

use crate::fractal::Undefined;

/// Sokal's constant: the sum ends at the first lag that is at least this many times its value, or
/// this many intervals.
const WINDOW: f64 = 5.0;

/// A series must be this many times as long as its autocorrelation time.
const LENGTHS: f64 = 10.0;

/// The integrated autocorrelation time τ = 1 + 2 Σ_{t=1}^{M} ρ(t) of a series, in its intervals.
///
/// ρ(t) = Σ z_i z_{i+t} / Σ z_i², z the values less their mean; M is the smallest lag that is at
/// least 5 τ(M) and 5. τ is 1 for independent values and (1 + φ)/(1 − φ) for an autoregression with
/// coefficient φ: the variance of the mean is τ σ²/n. Cost: O(n M).
///
/// # Errors
///
/// [`Undefined::NotFinite`], [`Undefined::Constant`]; [`Undefined::TooShort`] for fewer than 10 τ
/// values (and 10), so that a trend is not taken for a memory; [`Undefined::Correlated`] if no lag
/// ends the sum.
///
/// # Reference
///
/// A. Sokal, in *Functional Integration*, Plenum 1997, 131, §3.
///
/// # Examples
///
/// ```
/// // Every value stands four times in a row: τ is close to 4.
/// let mut state = 1_u32;
/// let mut next = || {
///     state = state.wrapping_mul(1664525).wrapping_add(1013904223);
///     f64::from(state >> 16)
/// };
/// let series: Vec<f64> = (0..1000).flat_map(|_| [next(); 4]).collect();
/// let time = mfn::features::autocorrelation_time(&series)?;
/// assert!((time - 4.0).abs() < 1.0);
/// # Ok::<(), mfn::fractal::Undefined>(())
/// ```
pub fn autocorrelation_time(series: &[f64]) -> Result<f64, Undefined> {
    let n = series.len();
    if n < 2 {
        return Err(Undefined::TooShort { found: n, wanted: 2 });
    }
    if !series.iter().all(|value| value.is_finite()) {
        return Err(Undefined::NotFinite);
    }
    // Relative to the range, so that nothing overflows.
    let low = series.iter().copied().fold(f64::INFINITY, f64::min);
    let high = series.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low >= high {
        return Err(Undefined::Constant);
    }
    let (half, middle) = (0.5 * high - 0.5 * low, 0.5 * high + 0.5 * low);
    if half <= 0.0 {
        return Err(Undefined::Constant);
    }
    let mut values: Vec<f64> = series.iter().map(|value| (value - middle) / half).collect();
    let mean = values.iter().sum::<f64>() / n as f64;
    for value in &mut values {
        *value -= mean;
    }
    let product = |lag: usize| -> f64 {
        values.iter().zip(values.iter().skip(lag)).map(|(now, then)| now * then).sum()
    };
    let square = product(0);
    let mut time = 1.0;
    for lag in 1..n {
        time += 2.0 * product(lag) / square;
        if lag as f64 >= WINDOW * time.max(1.0) {
            let wanted = (LENGTHS * time.max(1.0)).ceil();
            return if n as f64 >= wanted {
                Ok(time)
            } else {
                Err(Undefined::TooShort { found: n, wanted: wanted as usize })
            };
        }
    }
    Err(Undefined::Correlated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Generator;

    #[test]
    fn autoregression_has_its_time() {
        for (coefficient, tolerance) in [(0.0, 0.05), (0.5, 0.2), (0.9, 2.0), (-0.5, 0.1)] {
            let mut rng = Generator::from_seed(12);
            let mut value = 0.0;
            let series: Vec<f64> = (0..40_000)
                .map(|_| {
                    value = coefficient * value + rng.standard_normal();
                    1e3 + value
                })
                .collect();
            let found = autocorrelation_time(&series).unwrap();
            let wanted = (1.0 + coefficient) / (1.0 - coefficient);
            assert!((found - wanted).abs() < tolerance, "{coefficient}: {found}, not {wanted}");
        }
    }

    #[test]
    fn trend_is_no_memory() {
        let trend: Vec<f64> = (0..300).map(f64::from).collect();
        assert!(matches!(
            autocorrelation_time(&trend),
            Err(Undefined::TooShort { .. } | Undefined::Correlated)
        ));
    }

    #[test]
    fn what_has_no_time_says_why() {
        assert_eq!(autocorrelation_time(&[1.0]), Err(Undefined::TooShort { found: 1, wanted: 2 }));
        assert_eq!(autocorrelation_time(&[1.0; 9]), Err(Undefined::Constant));
        assert_eq!(autocorrelation_time(&[1.0, f64::NAN]), Err(Undefined::NotFinite));
    }
}
