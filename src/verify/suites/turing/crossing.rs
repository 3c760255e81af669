//! Where a measured number changes sign.

use crate::verify::check::Obstacle;

/// The bracket is narrowed to this share of its first width.
const NARROW: f64 = 1e-12;

/// Evaluations at most; some ten do.
const MOST: u32 = 60;

/// Finds where a function changes sign between two places, by the Illinois method.
///
/// # Errors
///
/// Of the function, and [`Obstacle::Broke`] if it has the same sign at both places.
///
/// # Reference
///
/// M. Dowell and P. Jarratt, *BIT* 11 (1971) 168.
pub(crate) fn crossing(
    mut f: impl FnMut(f64) -> Result<f64, Obstacle>,
    (from, to): (f64, f64),
) -> Result<f64, Obstacle> {
    let (mut a, mut b) = (from, to);
    let (mut f_a, mut f_b) = (f(a)?, f(b)?);
    if f_a * f_b > 0.0 || f_a.is_nan() || f_b.is_nan() {
        let text = format!("no change of sign: {f_a:.3e} at {a} and {f_b:.3e} at {b}");
        return Err(Obstacle::Broke(text));
    }
    for _ in 0..MOST {
        if f_b == 0.0 || (b - a).abs() <= NARROW * (to - from).abs() {
            break;
        }
        let c = b - f_b * (b - a) / (f_b - f_a);
        let f_c = f(c)?;
        if f_c * f_b < 0.0 {
            (a, f_a) = (b, f_b);
        } else {
            f_a *= 0.5;
        }
        let moved = (c - b).abs();
        (b, f_b) = (c, f_c);
        // The end that is kept may stay far away.
        if moved <= NARROW * (to - from).abs() {
            break;
        }
    }
    Ok(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_of_a_cubic_is_found_and_no_root_is_an_obstacle() {
        let found = crossing(|x| Ok(x * x * x - 2.0), (0.0, 3.0)).unwrap();
        assert!((found - 2.0_f64.cbrt()).abs() < 1e-10, "{found}");
        assert!(crossing(|x| Ok(x * x + 1.0), (-1.0, 2.0)).is_err());
        assert!(crossing(|_| Ok(f64::NAN), (-1.0, 2.0)).is_err());
    }
}
