//! The power law of a spectrum by maximum likelihood.

use crate::fractal::surface::band::Mode;

/// A fitted law S(k) = C k^(−β).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PowerLaw {
    pub(crate) exponent: f64,
    /// Variance of the exponent for independent modes.
    pub(crate) variance: f64,
    /// ln C.
    pub(crate) log_amplitude: f64,
}

/// Exponents are sought between minus this and this.
const STEEPEST: f64 = 50.0;
/// Steps of the search; four or five are usual.
const MOST_STEPS: usize = 200;
/// The last step is shorter than this.
const PRECISION: f64 = 1e-12;

/// Fits a power law to the powers Iₖ of modes; `None` if no exponent is best.
///
/// The power of a mode of a Gaussian field is exponentially distributed about S(k), so the
/// log-likelihood is −Σ (ln S + I/S) (Whittle). With C = mean(I k^β) put in, the score is
/// Σ I k^β ln k / Σ I k^β − mean(ln k), which rises with β: Newton's method finds its zero.
/// The variance is the larger of the inverse Fisher information 1/Σ (ln k − mean)², and of the
/// sandwich Σ (ln k − mean)² (I/S − 1)² / (Σ (ln k − mean)² I/S)², which also holds where powers
/// scatter more than those of a Gaussian field do.
///
/// A least-squares line through the ln I would need no iteration but is less sharp (its variance is
/// π²/6 times the Fisher one) and is drawn to the smallest powers.
pub(crate) fn fit(modes: &[Mode]) -> Option<PowerLaw> {
    let n = modes.len() as f64;
    let mean = modes.iter().map(|(x, _)| x).sum::<f64>() / n;
    let largest = modes.iter().map(|(_, power)| *power).fold(0.0, f64::max);
    if largest.is_nan() || largest <= 0.0 {
        return None;
    }
    let law = Likelihood { modes, mean, largest };
    let exponent = law.best()?;
    let amplitude = law.sums(exponent).0 / n;
    let expected = |x: f64| amplitude * libm::exp(-exponent * (x - mean));
    let log_amplitude = libm::log(amplitude) + libm::log(largest) + exponent * mean;
    let variance = variance(modes, mean, |x, power| power / largest / expected(x));
    Some(PowerLaw { exponent, variance, log_amplitude })
}

/// The modes, with ln k about its mean and powers relative to the largest.
struct Likelihood<'a> {
    modes: &'a [Mode],
    mean: f64,
    largest: f64,
}

impl Likelihood<'_> {
    /// Σ w, Σ w x and Σ w x² with w = I k^β and x = ln k.
    fn sums(&self, exponent: f64) -> (f64, f64, f64) {
        let (mut total, mut first, mut second) = (0.0, 0.0, 0.0);
        for (x, power) in self.modes {
            let x = x - self.mean;
            let weight = power / self.largest * libm::exp(exponent * x);
            total += weight;
            first += weight * x;
            second += weight * x * x;
        }
        (total, first, second)
    }

    /// Where the score is zero: Newton's method, by halves where a step leaves the bracket.
    fn best(&self) -> Option<f64> {
        let (mut low, mut high, mut exponent) = (-STEEPEST, STEEPEST, 2.0);
        for _ in 0..MOST_STEPS {
            let (total, first, second) = self.sums(exponent);
            let score = first / total;
            if score > 0.0 {
                high = exponent;
            } else {
                low = exponent;
            }
            let newton = exponent - score / (second / total - score * score);
            // At the zero itself the step is none, and the point is an end of the bracket.
            let inside = newton >= low && newton <= high;
            let next = if inside { newton } else { 0.5 * (low + high) };
            if (next - exponent).abs() < PRECISION {
                // At either end of the range no exponent is best.
                return (next.abs() < STEEPEST - 1.0).then_some(next);
            }
            exponent = next;
        }
        None
    }
}

fn variance(modes: &[Mode], mean: f64, ratio: impl Fn(f64, f64) -> f64) -> f64 {
    let (mut information, mut scatter, mut curvature) = (0.0, 0.0, 0.0);
    for (x, power) in modes {
        let (square, ratio) = ((x - mean) * (x - mean), ratio(*x, *power));
        information += square;
        scatter += square * (ratio - 1.0) * (ratio - 1.0);
        curvature += square * ratio;
    }
    (1.0 / information).max(scatter / (curvature * curvature))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Stream};

    fn law(n: u32, exponent: f64, power: impl Fn(u32) -> f64) -> Vec<Mode> {
        let x = |index: u32| libm::log(f64::from(index + 1) / f64::from(n));
        (0..n).map(|k| (x(k), 3.0 * (-exponent * x(k)).exp() * power(k))).collect()
    }

    #[test]
    fn exact_power_law_is_found_exactly() {
        for exponent in [-3.0, 0.0, 2.4, 3.6, 9.0] {
            let found = fit(&law(500, exponent, |_| 1.0)).unwrap();
            assert!((found.exponent - exponent).abs() < 1e-10, "{found:?}");
            assert!((found.log_amplitude - 3.0_f64.ln()).abs() < 1e-9);
        }
    }

    #[test]
    fn estimates_scatter_as_their_variance_says() {
        let stream = |seed: u128| Stream::new(seed, 0, Purpose::ReferenceSurface);
        let found: Vec<PowerLaw> = (0..200)
            .map(|seed| fit(&law(300, 2.6, |k| -libm::log(1.0 - stream(seed).uniform(0, k)))))
            .map(Option::unwrap)
            .collect();
        let z: Vec<f64> = found.iter().map(|f| (f.exponent - 2.6) / f.variance.sqrt()).collect();
        let mean = z.iter().sum::<f64>() / 200.0;
        let square = z.iter().map(|z| z * z).sum::<f64>() / 200.0;
        // Three standard errors of a mean and of a variance over 200 values.
        assert!(mean.abs() < 0.22, "{mean}");
        assert!((square - 1.0).abs() < 0.3, "{square}");
    }

    #[test]
    fn spectra_without_a_law_are_refused() {
        assert_eq!(fit(&[]), None);
        assert_eq!(fit(&law(50, 2.0, |_| 0.0)), None);
        assert_eq!(fit(&law(50, 2.0, |k| f64::from(u8::from(k == 7)))), None);
    }
}
