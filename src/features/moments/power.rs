//! Cubes and fourth powers with the bits of the C library's `pow`, several times faster.
//!
//! `pow` is accurate to 0.509 + 2⁻¹⁵ · 1.5 |y ln x| units in the last place (ulp; the bound of
//! glibc ≥ 2.28 and musl, `pow.c`), at most 0.54. So wherever the exact power lies more than that
//! less ½ off the midpoint of two doubles, `pow` gives the nearest double. The exact power is known
//! here to 2⁻¹⁰⁰ as a sum of two doubles; only the one value in thirty that lies near a midpoint
//! goes through `pow` itself.

/// Farthest from the nearest double, in ulp, that is still surely rounded to it.
const SURE: f64 = 0.44;
/// The same for bases of `COMMON` size, whose |y ln x| ≤ 4 ln 10⁵ makes the bound 0.5111.
const SURE_OF_COMMON: f64 = 0.485;
const COMMON: std::ops::Range<f64> = 1e-5..1e5;
/// Magnitudes in which no product or error term leaves the normal range.
const MODERATE: std::ops::Range<f64> = 1e-50..1e50;

/// Writes x³ for each x in `values` into `cubes`, x⁴ into `fourths`; all are equally long.
pub(crate) fn cubes_and_fourths(values: &[f64], cubes: &mut [f64], fourths: &mut [f64]) {
    // One loop without branches, which becomes vector instructions, then the few left over.
    for ((x, cube), fourth) in values.iter().zip(&mut *cubes).zip(&mut *fourths) {
        // x² = high + low exactly.
        let (high, low) = product(*x, *x);
        let (h3, l3) = product(high, *x);
        let (h4, l4) = product(high, high);
        let sure = if COMMON.contains(&x.abs()) { SURE_OF_COMMON } else { SURE };
        *cube = rounded(h3, l3 + low * x, sure);
        // (high + low)² without low², which is below 2⁻¹⁰⁵ of the whole.
        *fourth = rounded(h4, l4 + 2.0 * (high * low), sure);
    }
    for ((x, cube), fourth) in values.iter().zip(cubes).zip(fourths) {
        let is_moderate = MODERATE.contains(&x.abs());
        if cube.is_nan() || !is_moderate {
            *cube = x.powf(3.0);
        }
        if fourth.is_nan() || !is_moderate {
            *fourth = x.powf(4.0);
        }
    }
}

/// The double nearest to `high` + `low`; NaN if that is more than `sure` ulp off.
fn rounded(high: f64, low: f64, sure: f64) -> f64 {
    let nearest = high + low;
    let rest = (high - nearest) + low;
    // The exponent alone is the power of two below; 2⁻⁵² of it is one ulp.
    let power_of_two = f64::from_bits(nearest.to_bits() & 0x7ff0_0000_0000_0000);
    let is_near = rest.abs() < sure * f64::EPSILON * power_of_two;
    // Below a power of two the doubles are twice as dense: those few are left to `pow`.
    let is_sure = is_near & (nearest.abs() > power_of_two);
    if is_sure { nearest } else { f64::NAN }
}

/// a · b = high + low exactly (Dekker, *Numer. Math.* 18 (1971) 224).
///
/// Not by a fused multiply-add, which is a slow call where the processor may lack it.
fn product(a: f64, b: f64) -> (f64, f64) {
    let high = a * b;
    let ((a1, a2), (b1, b2)) = (split(a), split(b));
    (high, ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2)
}

/// Splits a double into two halves of at most 26 bits.
fn split(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a; // 2²⁷ + 1
    let high = scaled - (scaled - a);
    (high, a - high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64]) {
        let (mut cubes, mut fourths) = (vec![0.0; values.len()], vec![0.0; values.len()]);
        cubes_and_fourths(values, &mut cubes, &mut fourths);
        for ((x, cube), fourth) in values.iter().zip(cubes).zip(fourths) {
            let expected = (x.powf(3.0), x.powf(4.0));
            let bits = |(a, b): (f64, f64)| (a.to_bits(), b.to_bits());
            assert_eq!(bits((cube, fourth)), bits(expected), "{x:e}");
        }
    }

    #[test]
    fn powers_have_the_bits_of_the_c_library() {
        // The golden ratio's multiples fill the unit interval evenly.
        let unit = |i: u32| (f64::from(i) * 0.618_033_988_749_894_9).fract() - 0.5;
        for scale in [1e-60, 1e-49, 1e-10, 1.0, 100.0, 1e49, 1e60] {
            check(&(0..200_000).map(|i| scale * unit(i)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn special_values_are_left_to_the_c_library() {
        let huge = [f64::MAX, f64::MIN, f64::INFINITY, f64::NEG_INFINITY, 1e100, -1e103];
        check(&huge);
        check(&[0.0, -0.0, 1.0, -1.0, 2.0, 0.5, 3.0, 1.0 + f64::EPSILON, 5e-324, -1e-200]);
    }
}
