//! The Fourier transform of a field, mode by mode.

use crate::features::PairwiseSum;
use crate::features::rows::for_each_block;
use crate::grid::FieldView;
use crate::spectral::{Plane, PlaneFft};

/// Calls `visit` with every mode (o, p, q) of a field less its mean, divided by `scale`: the cycles
/// through the layers and along the sides (not negative), how many modes there are of them, and the
/// mean of their powers |ŝ|² / n². A plane has one layer.
///
/// A real field has the same power at a mode and its opposite; those that differ in the signs of
/// o and p are averaged. The order is fixed: by q, then by p, then by o. The mode (0, 0, 0) is the
/// first.
pub(crate) fn for_each_mode(
    field: FieldView<'_>,
    layers: usize,
    scale: f64,
    mut visit: impl FnMut([usize; 3], u64, f64),
) {
    let (lines, cols) = field.shape();
    let rows = lines / layers.max(1);
    let plane = spectrum(field, layers, scale);
    let norm = 1.0 / ((lines * cols) as f64 * (lines * cols) as f64);
    let power = |o: usize, p: usize, q: usize| {
        let cell = (o * rows + p) * cols + q;
        let (re, im) = (plane.re[cell], plane.im[cell]);
        re * re + im * im
    };
    let both = |o: usize, p: usize, q: usize| power(o, p, q) + power(o, (rows - p) % rows, q);
    for q in 0..=cols / 2 {
        for p in 0..=rows / 2 {
            for o in 0..=layers / 2 {
                // Halves are exact: a plane's two equal parts give the same bits.
                let mean = 0.25 * (both(o, p, q) + both((layers - o) % layers, p, q)) * norm;
                let n_modes = n_alike(o, layers) * n_alike(p, rows) * n_alike(q, cols);
                visit([o, p, q], n_modes, mean);
            }
        }
    }
}

/// How many of ±p there are on a side of n cells: 0 and n / 2 are their own opposites.
fn n_alike(p: usize, n: usize) -> u64 {
    if p == 0 || 2 * p == n { 1 } else { 2 }
}

/// The transform of the field less its mean, divided by `scale`.
fn spectrum(field: FieldView<'_>, layers: usize, scale: f64) -> Plane {
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
    PlaneFft::volume(layers, rows / layers.max(1), cols).forward(&mut plane);
    plane
}
