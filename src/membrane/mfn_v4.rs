//! MFN v4.1's membrane functions, bit for bit, with the constants and the clamp it has.
//!
//! The logarithm is the C library's, as NumPy's is; on Linux with glibc the bits are v4.1's.
//! For new work use [`nernst`](crate::membrane::nernst), which clamps nothing.

use crate::membrane::Error;
use crate::membrane::integrate::{Scheme, euler, rk4};

/// R as MFN v4.1 has it, in J/(mol K).
pub const GAS_CONSTANT: f64 = 8.314;
/// F as MFN v4.1 has it, in C/mol.
pub const FARADAY: f64 = 96485.33212;
/// Concentrations below this, in mol/L, are raised to it.
pub const CONCENTRATION_FLOOR: f64 = 1e-6;
/// Potentials are kept between minus and plus this, in V.
pub const POTENTIAL_LIMIT: f64 = 0.150;

/// v4.1's Nernst potential, in V: ((R T)/(z F)) ln(max(cₒ, 1e-6)/max(cᵢ, 1e-6)).
///
/// # Errors
///
/// [`Error::NoCharge`] for z = 0, where v4.1 divides by zero.
pub fn nernst(valence: i32, outside: f64, inside: f64, temperature: f64) -> Result<f64, Error> {
    nernst_counted(valence, outside, inside, temperature).map(|(potential, _)| potential)
}

/// [`nernst`], and whether either concentration was changed: what v4.1's engine counts.
///
/// # Errors
///
/// As [`nernst`]. v4.1's engine also refuses valences beyond ±2; here they are accepted.
pub fn nernst_counted(
    valence: i32,
    outside: f64,
    inside: f64,
    temperature: f64,
) -> Result<(f64, bool), Error> {
    if valence == 0 {
        return Err(Error::NoCharge);
    }
    let clamped = [outside, inside].map(|concentration| concentration.max(CONCENTRATION_FLOOR));
    let factor = (GAS_CONSTANT * temperature) / (f64::from(valence) * FARADAY);
    let is_changed = clamped[0] > outside || clamped[1] > inside;
    Ok((factor * (clamped[0] / clamped[1]).ln(), is_changed))
}

/// [`nernst`] of many pairs at once, and how many concentrations were changed.
///
/// # Errors
///
/// As [`nernst`].
pub fn nernst_array(
    valence: i32,
    outside: &[f64],
    inside: &[f64],
    temperature: f64,
) -> Result<(Vec<f64>, u64), Error> {
    let pairs = outside.iter().zip(inside);
    let potentials = pairs.map(|(out, inn)| nernst(valence, *out, *inn, temperature));
    let changed = outside.iter().chain(inside).filter(|c| **c < CONCENTRATION_FLOOR).count();
    Ok((potentials.collect::<Result<_, _>>()?, changed as u64))
}

/// How v4.1 integrates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Integration {
    /// [`Scheme::Euler`] or [`Scheme::Rk4`]; anything but Euler is Runge–Kutta, as in v4.1.
    pub scheme: Scheme,
    /// Length of a step, in s.
    pub time_step: f64,
    /// Number of steps.
    pub steps: u64,
    /// Whether values are kept within ±[`POTENTIAL_LIMIT`] after every step.
    pub clamp: bool,
}

/// v4.1's `integrate_ode`: dV/dt = f(V) for every value, in place; gives how many were clamped.
///
/// # Errors
///
/// [`Error::NonFinite`] at the first step after which a value is none. Where `clamp` is on, an
/// infinite one is hidden by the clamp first, as in v4.1.
pub fn integrate_ode(
    values: &mut [f64],
    f: impl Fn(f64) -> f64,
    integration: Integration,
) -> Result<u64, Error> {
    let Integration { scheme, time_step, steps, clamp } = integration;
    let mut clamping_events = 0;
    for step in 0..steps {
        for value in &mut *values {
            *value = match scheme {
                Scheme::Euler => euler(*value, time_step, &f),
                _ => rk4(*value, time_step, &f),
            };
            if clamp {
                clamping_events += u64::from(clip(value));
            }
        }
        let worst = values.iter().copied().filter(|value| !value.is_finite());
        // NaN is looked for before infinity.
        if let Some(found) = worst.max_by_key(|value| value.is_nan()) {
            return Err(Error::NonFinite { step, found });
        }
    }
    Ok(clamping_events)
}

/// Keeps a value within ±[`POTENTIAL_LIMIT`]; gives whether it was changed.
pub fn clip(value: &mut f64) -> bool {
    // NaN is left as it is, and was changed by v4.1's count: NaN differs from itself.
    let is_nan = value.is_nan();
    let clipped = if *value < -POTENTIAL_LIMIT {
        -POTENTIAL_LIMIT
    } else if *value > POTENTIAL_LIMIT {
        POTENTIAL_LIMIT
    } else {
        return is_nan;
    };
    *value = clipped;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clamp_hides_what_the_honest_formula_refuses() {
        assert_eq!(nernst_counted(1, -1.0, -2.0, 310.0), Ok((0.0, true)));
        assert!(crate::membrane::nernst(1, -1.0, -2.0, 310.0).is_err());
        assert_eq!(nernst(0, 0.1, 0.1, 310.0), Err(Error::NoCharge));
        let calcium = 1e3 * nernst(2, 0.002, 1e-7, 310.0).unwrap();
        assert!((calcium - 101.52).abs() < 0.005, "the true value is 132.28 mV: {calcium}");
    }

    #[test]
    fn infinite_derivative_is_hidden_by_the_clip_and_found_without() {
        let run = |clamp| {
            let mut values = [0.0, 0.0];
            let integration =
                Integration { scheme: Scheme::Euler, time_step: 1e-3, steps: 3, clamp };
            integrate_ode(&mut values, |_| f64::INFINITY, integration).map(|n| (n, values))
        };
        assert_eq!(run(true), Ok((6, [0.15, 0.15])));
        assert_eq!(run(false), Err(Error::NonFinite { step: 0, found: f64::INFINITY }));
    }
}
