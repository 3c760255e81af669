//! Coefficients of exponential time differencing: functions of z = LΔt without cancellation.

use std::f64::consts::PI;

/// Points of the contour; for real z the lower half mirrors the upper one.
const POINTS: u32 = 32;

/// |z| below which the closed forms lose too many digits.
const NEAR: f64 = 0.5;

/// The six coefficients of a mode. Those of N carry the factor Δt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Coefficients {
    /// e^z.
    pub(crate) whole: f64,
    /// e^(z/2).
    pub(crate) half: f64,
    /// Δt (e^(z/2) − 1)/z.
    pub(crate) stage: f64,
    /// Δt (−4 − z + e^z (4 − 3z + z²))/z³.
    pub(crate) first: f64,
    /// Δt (2 + z + e^z (z − 2))/z³.
    pub(crate) middle: f64,
    /// Δt (−4 − 3z − z² + e^z (4 − z))/z³.
    pub(crate) last: f64,
}

/// The coefficients of a mode with linear rate L.
///
/// Far from 0 by their closed forms; near 0 as means over a circle of radius 1 around z, where
/// nothing cancels (Cauchy's integral formula).
///
/// # Reference
///
/// A.-K. Kassam, L. N. Trefethen, *Fourth-order time-stepping for stiff PDEs*, SIAM J. Sci.
/// Comput. 26 (2005) 1214, §3.
pub(crate) fn coefficients(rate: f64, time_step: f64) -> Coefficients {
    let z = rate * time_step;
    let [stage, first, middle, last] = if z.abs() < NEAR { mean(z) } else { closed(z) };
    Coefficients {
        whole: libm::exp(z),
        half: libm::exp(0.5 * z),
        stage: time_step * stage,
        first: time_step * first,
        middle: time_step * middle,
        last: time_step * last,
    }
}

fn closed(z: f64) -> [f64; 4] {
    let (e, e_half, cube) = (libm::exp(z), libm::exp(0.5 * z), z * z * z);
    [
        (e_half - 1.0) / z,
        (-4.0 - z + e * (4.0 - 3.0 * z + z * z)) / cube,
        (2.0 + z + e * (z - 2.0)) / cube,
        (-4.0 - 3.0 * z - z * z + e * (4.0 - z)) / cube,
    ]
}

fn mean(z: f64) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for point in 0..POINTS {
        let angle = PI * (f64::from(point) + 0.5) / f64::from(POINTS);
        let w = (z + libm::cos(angle), libm::sin(angle));
        for (sum, part) in sums.iter_mut().zip(closed_real_part(w)) {
            *sum += part;
        }
    }
    sums.map(|sum| sum / f64::from(POINTS))
}

type C = (f64, f64);

fn times(a: C, b: C) -> C {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

fn exp(a: C) -> C {
    let size = libm::exp(a.0);
    (size * libm::cos(a.1), size * libm::sin(a.1))
}

/// Re (a/b).
fn real_of_quotient(a: C, b: C) -> f64 {
    (a.0 * b.0 + a.1 * b.1) / (b.0 * b.0 + b.1 * b.1)
}

/// The real parts of the closed forms at a complex z.
fn closed_real_part(z: C) -> [f64; 4] {
    let square = times(z, z);
    let cube = times(square, z);
    let (e, e_half) = (exp(z), exp((0.5 * z.0, 0.5 * z.1)));
    let first = times(e, (4.0 - 3.0 * z.0 + square.0, -3.0 * z.1 + square.1));
    let middle = times(e, (z.0 - 2.0, z.1));
    let last = times(e, (4.0 - z.0, -z.1));
    [
        real_of_quotient((e_half.0 - 1.0, e_half.1), z),
        real_of_quotient((first.0 - 4.0 - z.0, first.1 - z.1), cube),
        real_of_quotient((middle.0 + 2.0 + z.0, middle.1 + z.1), cube),
        real_of_quotient(
            (last.0 - 4.0 - 3.0 * z.0 - square.0, last.1 - 3.0 * z.1 - square.1),
            cube,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_at_zero_are_those_of_runge_kutta() {
        let found = coefficients(0.0, 1.0);
        for (value, limit) in [
            (found.whole, 1.0),
            (found.stage, 0.5),
            (found.first, 1.0 / 6.0),
            (found.middle, 1.0 / 6.0),
            (found.last, 1.0 / 6.0),
        ] {
            assert!((value - limit).abs() < 1e-15, "{value} beside {limit}");
        }
    }

    #[test]
    fn both_ways_agree_where_they_meet() {
        for z in [-0.8, -NEAR, NEAR, 0.8] {
            for (mean, closed) in mean(z).into_iter().zip(closed(z)) {
                assert!((mean - closed).abs() < 2e-14, "z = {z}: {mean} beside {closed}");
            }
        }
    }
}
