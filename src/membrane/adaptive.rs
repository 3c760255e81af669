//! Dormand–Prince 5(4): a Runge–Kutta pair that chooses its own steps.

use crate::membrane::Error;

/// More steps than this between two saved times are given up.
const MOST_STEPS: u32 = 1_000_000;
/// A step below this share of the way is none.
const SHORTEST: f64 = 1e-12;

/// Coefficients of the stages; the last row is the solution of order 5.
#[rustfmt::skip]
const STAGES: [&[f64]; 7] = [
    &[],
    &[1.0 / 5.0],
    &[3.0 / 40.0, 9.0 / 40.0],
    &[44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0],
    &[19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0],
    &[9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0],
    &[35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0],
];

/// The solution of order 5 less that of order 4.
#[rustfmt::skip]
const ERROR: [f64; 7] = [
    71.0 / 57600.0, 0.0, -71.0 / 16695.0, 71.0 / 1920.0, -17253.0 / 339200.0, 22.0 / 525.0,
    -1.0 / 40.0,
];

/// The adaptive integrator; it remembers the step that the last error allowed.
///
/// A step is accepted if the difference of the solutions of order 5 and 4 is at most the
/// tolerance; the next one is 0.9 (tolerance/error)^⅕ times as long, at least 0.2, at most 5 times.
///
/// # Reference
///
/// J. R. Dormand and P. J. Prince, J. Comput. Appl. Math. 6 (1980) 19; E. Hairer, S. P. Nørsett,
/// G. Wanner, *Solving Ordinary Differential Equations I*, Springer 1993, §II.4.
///
/// # Examples
///
/// ```
/// let mut adaptive = mfn::membrane::Adaptive::new(1e-12);
/// let value = adaptive.advance(1.0, (0.0, 1.0), |v| -v)?;
/// assert!((value - (-1.0_f64).exp()).abs() < 1e-11);
/// # Ok::<(), mfn::membrane::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Adaptive {
    tolerance: f64,
    /// Length of the next step, in s; not known before the first one.
    next: Option<f64>,
    accepted: u64,
    rejected: u64,
}

impl Adaptive {
    /// An integrator whose steps err by at most `tolerance`, in V.
    pub fn new(tolerance: f64) -> Self {
        Self { tolerance, next: None, accepted: 0, rejected: 0 }
    }

    /// Steps accepted and rejected so far.
    pub fn steps(&self) -> (u64, u64) {
        (self.accepted, self.rejected)
    }

    /// Integrates dV/dt = f(V) from `value` over `(start, length)`, in s, and ends exactly there.
    ///
    /// # Errors
    ///
    /// [`Error::Tolerance`] if no step is short enough, [`Error::TooManySteps`] beyond a million.
    pub fn advance(
        &mut self,
        value: f64,
        (start, length): (f64, f64),
        f: impl Fn(f64) -> f64,
    ) -> Result<f64, Error> {
        let (mut value, mut gone) = (value, 0.0);
        let mut step = self.next.unwrap_or(0.1 * length).min(length);
        for _ in 0..MOST_STEPS {
            let is_last = step >= length - gone;
            step = step.min(length - gone);
            let (candidate, error) = pair(value, step, &f);
            // A NaN error is not at most the tolerance.
            let holds = error <= self.tolerance;
            let longer = step * self.factor(error);
            if holds {
                self.accepted += 1;
                (value, gone) = (candidate, gone + step);
                // The last step was cut short: what it would allow says little about the next.
                self.next =
                    Some(if is_last { longer.max(self.next.unwrap_or(0.0)) } else { longer });
                if is_last {
                    return Ok(value);
                }
            } else {
                self.rejected += 1;
                self.next = Some(longer);
                if longer < SHORTEST * length {
                    let (time, tolerance) = (start + gone, self.tolerance);
                    return Err(Error::Tolerance { time, step, error, tolerance });
                }
            }
            step = longer;
        }
        let (time, tolerance) = (start + gone, self.tolerance);
        Err(Error::TooManySteps { time, tolerance, most: MOST_STEPS })
    }

    /// How much longer the next step may be.
    fn factor(&self, error: f64) -> f64 {
        if error.is_nan() {
            return 0.2;
        }
        (0.9 * libm::pow(self.tolerance / error, 0.2)).clamp(0.2, 5.0)
    }
}

/// The solution of order 5 after one step, and the estimated error of that of order 4.
fn pair(value: f64, step: f64, f: &impl Fn(f64) -> f64) -> (f64, f64) {
    let mut slopes = [0.0; 7];
    let mut at = value;
    for (stage, weights) in STAGES.iter().enumerate() {
        let sum: f64 = weights.iter().zip(&slopes).map(|(weight, slope)| weight * slope).sum();
        at = value + step * sum;
        slopes[stage] = f(at);
    }
    let error: f64 = ERROR.iter().zip(&slopes).map(|(weight, slope)| weight * slope).sum();
    (at, (step * error).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coefficients_fulfil_the_order_conditions_that_a_scalar_autonomous_equation_sees() {
        // Σ b = 1, Σ b c = 1/2, Σ b c² = 1/3, Σ b c³ = 1/4, Σ b c⁴ = 1/5.
        let c: Vec<f64> = STAGES.iter().map(|row| row.iter().sum()).collect();
        let weights = STAGES[6];
        for power in 0..5 {
            let moment = |b: &[f64]| -> f64 {
                b.iter().zip(&c).map(|(b, c)| b * libm::pow(*c, f64::from(power))).sum()
            };
            let expected = 1.0 / f64::from(power + 1);
            assert!((moment(weights) - expected).abs() < 1e-14, "power {power}");
            let embedded = moment(&ERROR);
            assert!(power == 4 || embedded.abs() < 1e-14, "power {power}: {embedded}");
        }
    }

    #[test]
    fn observed_order_of_the_pair_is_five() {
        let error = |n: u32| {
            let step = 4.0 / f64::from(n);
            let f = |v: f64| -v;
            let value = (0..n).fold(1.0, |value, _| pair(value, step, &f).0);
            libm::log(f64::abs(value - libm::exp(-4.0)))
        };
        let slope: f64 =
            (0..4).map(|halving| (f64::from(halving) - 1.5) * error(64 << halving)).sum();
        let order = -slope / 5.0 / std::f64::consts::LN_2;
        assert!((order - 5.0).abs() < 0.05, "{order}");
    }

    #[test]
    fn error_follows_the_tolerance() {
        let f = |v: f64| -(v + 0.065) / 0.005;
        let exact = -0.065 + 0.095 * libm::exp(-4.0);
        let mut last = f64::INFINITY;
        for tolerance in [1e-6, 1e-8, 1e-10, 1e-12] {
            let mut adaptive = Adaptive::new(tolerance);
            let value = adaptive.advance(0.03, (0.0, 0.02), f).unwrap();
            let error = f64::abs(value - exact);
            assert!(error < 20.0 * tolerance && error < last, "{tolerance:e}: {error:e}");
            last = error;
        }
    }

    #[test]
    fn blow_up_cannot_be_met() {
        // V' = V², V(0) = 1 is infinite at t = 1.
        let error = Adaptive::new(1e-9).advance(1.0, (0.0, 2.0), |v| v * v).unwrap_err();
        let Error::Tolerance { time, .. } = error else { unreachable!("{error:?}") };
        assert!((time - 1.0).abs() < 1e-3, "{time}");
        let error = Adaptive::new(1e-9).advance(1.0, (0.0, 1.0), |_| f64::NAN).unwrap_err();
        assert!(matches!(error, Error::Tolerance { .. }));
    }
}
