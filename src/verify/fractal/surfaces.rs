//! Surfaces and measures with exact exponents: fractional Brownian surfaces, cascades.

use crate::rng::{Purpose, Stream};
use crate::spectral::{Plane, PlaneFft};
use ndarray::Array2;

/// A periodic Gaussian surface with the spectrum of fractional Brownian motion, S(k) ∝ k^(−2H−2).
///
/// White noise is transformed, each mode multiplied by |k|^(−H−1) with |k| in cycles per cell, the
/// mean set to zero, and transformed back: every mode of the grid has exactly that expected power,
/// and the modes are independent. Dimension 3 − H for 0 < H < 1.
///
/// # Reference
///
/// D. Saupe, in *The Science of Fractal Images*, Springer 1988, §2.5 (spectral synthesis).
///
/// # Examples
///
/// ```
/// let surface = mfn::verify::fractal::fractional_brownian_surface(32, 48, 0.5, 1);
/// assert_eq!(surface.dim(), (32, 48));
/// assert!(surface.sum().abs() < 1e-9);
/// ```
pub fn fractional_brownian_surface(
    rows: usize,
    cols: usize,
    hurst: f64,
    seed: u128,
) -> Array2<f64> {
    let stream = Stream::new(seed, 0, Purpose::ReferenceSurface);
    let mut plane = Plane::new(rows * cols);
    for (cell, value) in plane.re.iter_mut().enumerate() {
        *value = stream.normal((cell / cols) as u64, (cell % cols) as u32);
    }
    let mut fft = PlaneFft::new(rows, cols);
    fft.forward(&mut plane);
    let frequency = |p: usize, n: usize| p.min(n - p) as f64 / n as f64;
    for (cell, (re, im)) in plane.re.iter_mut().zip(&mut plane.im).enumerate() {
        let (y, x) = (frequency(cell / cols, rows), frequency(cell % cols, cols));
        let square = y * y + x * x;
        let factor =
            if square > 0.0 { libm::exp(-0.5 * (hurst + 1.0) * libm::log(square)) } else { 0.0 };
        *re *= factor;
        *im *= factor;
    }
    fft.inverse(&mut plane);
    Array2::from_shape_fn((rows, cols), |(i, j)| {
        plane.re.get(i * cols + j).copied().unwrap_or_default()
    })
}

/// A multiplicative cascade: the quarters of every square get the `shares` of its mass.
///
/// After `levels` divisions the measure lies on 2^levels × 2^levels cells; `shares` are those of
/// the upper left, upper right, lower left and lower right quarter. Exactly τ(q) = −log₂ Σ pᵢᵠ
/// ([`cascade_exponent`]).
///
/// # Reference
///
/// C. Meneveau, K. R. Sreenivasan, Phys. Rev. Lett. 59 (1987) 1424 (the p-model).
pub fn cascade(levels: u32, shares: [f64; 4]) -> Array2<f64> {
    let side = 1_usize << levels;
    let [a, b, c, d] = shares;
    Array2::from_shape_fn((side, side), |(i, j)| {
        let share = |bit: u32| match (i >> bit & 1, j >> bit & 1) {
            (0, 0) => a,
            (0, _) => b,
            (_, 0) => c,
            _ => d,
        };
        (0..levels).map(share).product()
    })
}

/// τ(q) = −log₂ Σ pᵢᵠ of [`cascade`].
///
/// # Examples
///
/// ```
/// let tau = mfn::verify::fractal::cascade_exponent([0.25; 4], 3.0);
/// assert!((tau - 4.0).abs() < 1e-12); // a uniform measure: τ = 2 (q − 1)
/// ```
pub fn cascade_exponent(shares: [f64; 4], q: f64) -> f64 {
    -libm::log2(shares.iter().map(|share| libm::pow(*share, q)).sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surface_has_the_spectrum_it_is_said_to_have() {
        // Mean power of mode (2, 3) over that of (4, 6): 2^(2H + 2).
        let (hurst, n) = (0.3, 400);
        let (mut low, mut high) = (0.0, 0.0);
        for seed in 0..n {
            let surface = fractional_brownian_surface(16, 24, hurst, seed);
            let mut plane = Plane::new(16 * 24);
            plane.re.copy_from_slice(surface.as_slice().unwrap());
            PlaneFft::new(16, 24).forward(&mut plane);
            let power =
                |p: usize, q: usize| plane.re[p * 24 + q].powi(2) + plane.im[p * 24 + q].powi(2);
            low += power(2, 3);
            high += power(4, 6);
        }
        // Two exponential means of 400: relative error 7 %.
        let ratio = low / high / 2_f64.powf(2.0 * hurst + 2.0);
        assert!((ratio - 1.0).abs() < 0.21, "{ratio}");
    }

    #[test]
    fn cascade_keeps_the_mass() {
        let field = cascade(5, [0.1, 0.2, 0.3, 0.4]);
        assert!((field.sum() - 1.0).abs() < 1e-12);
        assert!((field[(31, 0)] - 0.3_f64.powi(5)).abs() < 1e-15);
        assert!((field[(0, 31)] - 0.2_f64.powi(5)).abs() < 1e-15);
    }
}
