//! Points of two strange attractors.

/// Steps after which the start is forgotten.
const TRANSIENT: usize = 1000;

/// Orbit of Hénon's map, x ← 1 − 1.4 x² + y, y ← 0.3 x.
///
/// Correlation dimension 1.220 ± 0.036; λ₁ = 0.4192. The slope of ln C(r) oscillates between 1.1
/// and 1.3 with ln r, so a value depends on the range of r; others are printed, up to 1.25.
///
/// # Reference
///
/// M. Hénon, Commun. Math. Phys. 50 (1976) 69; dimension: J. C. Sprott, G. Rowlands, Int. J.
/// Bifurcation Chaos 11 (2001) 1865, table 1.
pub fn henon(n: usize) -> Vec<[f64; 2]> {
    let step = |state: &[f64; 2]| Some(henon_map(*state));
    std::iter::successors(Some([0.1, 0.1]), step).skip(TRANSIENT).take(n).collect()
}

pub(crate) fn henon_map([x, y]: [f64; 2]) -> [f64; 2] {
    [1.0 - 1.4 * x * x + y, 0.3 * x]
}

/// Trajectory of Lorenz' equations, σ = 10, ρ = 28, β = 8/3, sampled every `interval` time units.
///
/// Fourth-order Runge–Kutta in steps of at most 0.01. Correlation dimension 2.05 ± 0.01.
///
/// # Reference
///
/// E. N. Lorenz, J. Atmos. Sci. 20 (1963) 130; dimension: P. Grassberger, I. Procaccia, Physica D 9
/// (1983) 189, table 1.
pub fn lorenz(n: usize, interval: f64) -> Vec<[f64; 3]> {
    let steps = (interval / 0.01).ceil().max(1.0);
    let (count, h) = (steps as usize, interval / steps);
    let sample = |state: &[f64; 3]| Some((0..count).fold(*state, |state, _| runge_kutta(state, h)));
    std::iter::successors(Some([1.0, 1.0, 20.0]), sample).skip(TRANSIENT).take(n).collect()
}

pub(crate) fn lorenz_rate([x, y, z]: [f64; 3]) -> [f64; 3] {
    [10.0 * (y - x), x * (28.0 - z) - y, x * y - 8.0 / 3.0 * z]
}

fn runge_kutta(state: [f64; 3], h: f64) -> [f64; 3] {
    let rate = lorenz_rate;
    let moved = |by: [f64; 3], h: f64| {
        let ([x, y, z], [dx, dy, dz]) = (state, by);
        [x + h * dx, y + h * dy, z + h * dz]
    };
    let first = rate(state);
    let second = rate(moved(first, 0.5 * h));
    let third = rate(moved(second, 0.5 * h));
    let fourth = rate(moved(third, h));
    let [(a, b), (c, d)] = [(first, second), (third, fourth)];
    let mean = |a: f64, b: f64, c: f64, d: f64| (a + 2.0 * b + 2.0 * c + d) / 6.0;
    let [a0, a1, a2] = a;
    let [b0, b1, b2] = b;
    let [c0, c1, c2] = c;
    let [d0, d1, d2] = d;
    moved([mean(a0, b0, c0, d0), mean(a1, b1, c1, d1), mean(a2, b2, c2, d2)], h)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orbits_stay_on_their_attractors() {
        let orbit = henon(1000);
        assert!(orbit.iter().all(|[x, y]| x.abs() < 1.3 && y.abs() < 0.4));
        assert!(orbit.windows(2).all(|pair| (pair[1][1] - 0.3 * pair[0][0]).abs() < 1e-15));
        let orbit = lorenz(500, 0.1);
        assert!(orbit.iter().all(|[x, y, z]| x.abs() < 21.0 && y.abs() < 29.0 && *z > 0.0));
    }

    #[test]
    fn runge_kutta_is_of_fourth_order() {
        let end = |n: i32| {
            (0..n).fold([1.0, 1.0, 20.0], |state, _| runge_kutta(state, 0.4 / f64::from(n)))
        };
        let error = |n: i32| {
            let (coarse, fine) = (end(n), end(2560));
            (0..3).map(|k| (coarse[k] - fine[k]).abs()).fold(0.0, f64::max)
        };
        let order = (error(80) / error(160)).log2();
        assert!((order - 4.0).abs() < 0.2, "{order}");
    }
}
