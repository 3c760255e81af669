//! Real roots of one equation, for steady states that have no closed form.

/// The root of `function` between `low` and `high`, where it has opposite signs, to the last bit.
///
/// Halves the interval until its ends are neighbouring numbers, so that the answer depends on
/// signs alone.
pub(crate) fn bisect(function: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let sign = function(low).signum();
    loop {
        let middle = low + 0.5 * (high - low);
        if middle <= low || middle >= high {
            return if function(low).abs() <= function(high).abs() { low } else { high };
        }
        if function(middle).signum().to_bits() == sign.to_bits() {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The real roots of x³ + p x + q, from the smallest to the largest; a double root counts once.
///
/// Between and beyond the turning points ±√(−p/3) the cubic is monotonic, and no root lies beyond
/// 1 + max(|p|, |q|) (Cauchy's bound).
pub(crate) fn depressed_cubic(p: f64, q: f64) -> Vec<f64> {
    let cubic = |x: f64| (x * x + p) * x + q;
    let bound = 1.0 + p.abs().max(q.abs());
    let turn = (-p / 3.0).max(0.0).sqrt();
    let mut roots = Vec::new();
    for (low, high) in [(-bound, -turn), (-turn, turn), (turn, bound)] {
        let (at_low, at_high) = (cubic(low), cubic(high));
        let root = if at_low == 0.0 {
            low
        } else if at_high == 0.0 {
            high
        } else if (at_low < 0.0) != (at_high < 0.0) {
            bisect(cubic, low, high)
        } else {
            continue;
        };
        if roots.last() != Some(&root) {
            roots.push(root);
        }
    }
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cubics_give_up_their_known_roots() {
        // (x + 3)(x − 1)(x − 2), (x − 1)²(x + 2), x³ − 8, x³, x³ + x − 2.
        let cases: [(f64, f64, &[f64]); 5] = [
            (-7.0, 6.0, &[-3.0, 1.0, 2.0]),
            (-3.0, 2.0, &[-2.0, 1.0]),
            (0.0, -8.0, &[2.0]),
            (0.0, 0.0, &[0.0]),
            (1.0, -2.0, &[1.0]),
        ];
        for (p, q, expected) in cases {
            let found = depressed_cubic(p, q);
            assert_eq!(found.len(), expected.len(), "p = {p}, q = {q}: {found:?}");
            for (root, expected) in found.iter().zip(expected) {
                assert!((root - expected).abs() < 1e-15, "p = {p}, q = {q}: {root}");
            }
        }
    }

    #[test]
    fn bisection_finds_the_nearest_number_to_the_root_of_two() {
        let found = bisect(|x| x * x - 2.0, 1.0, 2.0);
        assert!((found - std::f64::consts::SQRT_2).abs() <= f64::EPSILON);
    }
}
