//! The two-dimensional Fourier transform of a field, mode by mode.

use crate::features::PairwiseSum;
use crate::features::rows::for_each_block;
use crate::grid::FieldView;
use crate::spectral::{Plane, PlaneFft};

/// Calls `visit` with every mode (p, q) of a field less its mean, divided by `scale`: the cycles
/// along the sides (not negative), how many modes there are of them, and the mean of their powers
/// |ŝ|² / n².
///
/// A real field has the same power at (p, q) and (−p, −q); (p, q) and (p, −q) are averaged. The
/// order is fixed: by q, then by p. The mode (0, 0) is the first.
pub(crate) fn for_each_mode(
    field: FieldView<'_>,
    scale: f64,
    mut visit: impl FnMut((usize, usize), u64, f64),
) {
    let (rows, cols) = field.shape();
    let plane = spectrum(field, scale);
    let norm = 1.0 / ((rows * cols) as f64 * (rows * cols) as f64);
    let power = |p: usize, q: usize| {
        let (re, im) = (plane.re[p * cols + q], plane.im[p * cols + q]);
        re * re + im * im
    };
    for q in 0..=cols / 2 {
        for p in 0..=rows / 2 {
            let mean = 0.5 * (power(p, q) + power((rows - p) % rows, q)) * norm;
            visit((p, q), n_alike(p, rows) * n_alike(q, cols), mean);
        }
    }
}

/// How many of ±p there are on a side of n cells: 0 and n / 2 are their own opposites.
fn n_alike(p: usize, n: usize) -> u64 {
    if p == 0 || 2 * p == n { 1 } else { 2 }
}

/// The transform of the field less its mean, divided by `scale`.
fn spectrum(field: FieldView<'_>, scale: f64) -> Plane {
    let (rows, cols) = field.shape();
    let mut sum = PairwiseSum::new(rows * cols);
    for_each_block(field, 1.0, |block| {
        for value in &mut *block {
            *value /= scale;
        }
        sum.push(block);
    });
    let mean = sum.total().unwrap_or_default() / (rows * cols) as f64;
    let mut plane = Plane::new(rows * cols);
    for (row, line) in plane.re.chunks_exact_mut(cols).enumerate() {
        field.map_row(row, line, |value| value / scale - mean);
    }
    PlaneFft::new(rows, cols).forward(&mut plane);
    plane
}
