//! By what each scheme multiplies a mode of two coupled species over a step: a 2 × 2 matrix.
//!
//! Written from the papers, not from the engine. With A = J − q D: a Runge–Kutta method of as many
//! stages as its order has the first terms of e^(AΔt); Strang's splitting has P E P, where P is
//! e^(JΔt/2) to order 4 and E = e^(−qDΔt); ETDRK4 follows its four stages.
//!
//! Reference: W. Hundsdorfer, J. G. Verwer, *Numerical Solution of Time-Dependent
//! Advection-Diffusion-Reaction Equations*, Springer 2003, §I.2.4; S. M. Cox, P. C. Matthews,
//! *J. Comput. Phys.* 176 (2002) 430, eqs. 26–29.

use crate::engine::Scheme;
use crate::model::TwoSpecies;

/// Rows of a 2 × 2 matrix.
pub(crate) type Matrix = [[f64; 2]; 2];

const ONE: Matrix = [[1.0, 0.0], [0.0, 1.0]];

fn diagonal([a, b]: [f64; 2]) -> Matrix {
    [[a, 0.0], [0.0, b]]
}

fn product(a: Matrix, b: Matrix) -> Matrix {
    let entry = |i: usize, j: usize| a[i][0] * b[0][j] + a[i][1] * b[1][j];
    [[entry(0, 0), entry(0, 1)], [entry(1, 0), entry(1, 1)]]
}

/// x a + y b.
fn sum((x, a): (f64, Matrix), (y, b): (f64, Matrix)) -> Matrix {
    [0, 1].map(|i| [0, 1].map(|j| x * a[i][j] + y * b[i][j]))
}

/// Σ zⁿ/n! up to the order.
fn exponential(z: Matrix, order: u32) -> Matrix {
    (1..=order).rev().fold(ONE, |rest, n| {
        let part = product(z, rest);
        sum((1.0, ONE), (1.0 / f64::from(n), part))
    })
}

/// φ_k(z) = Σ zⁿ/(n + k)!, for |z| of a few.
fn phi(k: u32, z: f64) -> f64 {
    let factorial = (1..=k).map(f64::from).product::<f64>();
    let mut term = 1.0 / factorial;
    let mut total = term;
    for n in 1..60_u32 {
        term *= z / f64::from(n + k);
        total += term;
    }
    total
}

/// The matrix of a scheme.
pub(crate) fn amplification(scheme: Scheme, linear: &TwoSpecies, q: f64, step: f64) -> Matrix {
    let reaction = linear.jacobian;
    let decay = linear.diffusivity.map(|d| -d * q);
    let whole = sum((step, reaction), (step, diagonal(decay)));
    match scheme {
        Scheme::Euler | Scheme::EulerMaruyama => exponential(whole, 1),
        Scheme::Heun => exponential(whole, 2),
        Scheme::Adaptive => exponential(whole, 3),
        Scheme::Rk4 => exponential(whole, 4),
        Scheme::Strang => {
            let half = exponential(sum((0.5 * step, reaction), (0.0, ONE)), 4);
            let diffusion = diagonal(decay.map(|rate| (rate * step).exp()));
            product(half, product(diffusion, half))
        }
        Scheme::Etdrk4 => exponential_differencing(reaction, decay, step),
    }
}

fn exponential_differencing(reaction: Matrix, decay: [f64; 2], step: f64) -> Matrix {
    let z = decay.map(|rate| rate * step);
    let each = |f: &dyn Fn(f64) -> f64| diagonal(z.map(f));
    let (whole, half) = (each(&f64::exp), each(&|z| (0.5 * z).exp()));
    let inner = each(&|z| 0.5 * step * phi(1, 0.5 * z));
    let first = each(&|z| step * (phi(1, z) - 3.0 * phi(2, z) + 4.0 * phi(3, z)));
    let middle = each(&|z| 2.0 * step * (phi(2, z) - 2.0 * phi(3, z)));
    let last = each(&|z| step * (4.0 * phi(3, z) - phi(2, z)));
    let rates = |state: Matrix| product(reaction, state);
    let a = sum((1.0, half), (1.0, product(inner, rates(ONE))));
    let b = sum((1.0, half), (1.0, product(inner, rates(a))));
    let c = sum(
        (1.0, product(half, a)),
        (1.0, product(inner, sum((2.0, rates(b)), (-1.0, rates(ONE))))),
    );
    let start = sum((1.0, whole), (1.0, product(first, rates(ONE))));
    let between = product(middle, sum((1.0, rates(a)), (1.0, rates(b))));
    sum((1.0, sum((1.0, start), (1.0, between))), (1.0, product(last, rates(c))))
}

/// The real eigenvalues of a matrix, each with an eigenvector whose larger entry is 1.
pub(crate) fn real_eigenvalues(matrix: Matrix) -> Vec<(f64, [f64; 2])> {
    let [[a, b], [c, d]] = matrix;
    let (mean, half) = (0.5 * (a + d), 0.5 * (a - d));
    let square = half * half + b * c;
    if square < 0.0 {
        return Vec::new();
    }
    let vector = |value: f64| {
        let (first, second) = ([b, value - a], [value - d, c]);
        let size = |v: [f64; 2]| v[0].abs().max(v[1].abs());
        let longer = if size(first) >= size(second) { first } else { second };
        let largest = if longer[0].abs() >= longer[1].abs() { longer[0] } else { longer[1] };
        longer.map(|entry| entry / largest)
    };
    [mean + square.sqrt(), mean - square.sqrt()].map(|value| (value, vector(value))).into()
}
