//! The power of a field's modes with long waves.

use crate::fractal::Undefined;
use crate::grid::Boundary;
use crate::grid::FieldView;
use crate::spectral::{Batch, Fft, LANES};

/// The highest wavenumber, in cycles per cell: half the Nyquist wavenumber. Beyond it a sampled
/// surface holds what was folded down from waves shorter than two cells.
const HIGHEST: f64 = 0.25;

/// One plane wave: ln of its wavenumber in cycles per cell, and its power (of any unit).
pub(crate) type Mode = (f64, f64);

/// The modes of a field with `lowest` ≤ |k| · shorter side and |k| ≤ ¼ cycle per cell.
///
/// Of the waves k and −k, which have the same power, one is listed. On a grid that is not periodic
/// the mean is taken off and both sides are tapered by sin², which keeps the jump across the rim
/// out of the spectrum.
///
/// Two rows at a time are transformed as one complex line, then only the columns of the band.
///
/// # Errors
///
/// [`Undefined::NotFinite`], [`Undefined::Constant`].
pub(crate) fn modes(
    field: FieldView<'_>,
    boundary: Boundary,
    lowest: f64,
) -> Result<Vec<Mode>, Undefined> {
    let (rows, cols) = field.shape();
    let surface = Surface::new(field, boundary)?;
    let columns = surface.columns(cols / 4 + 1);
    let shorter = rows.min(cols) as f64;
    let mut found = Vec::new();
    for (q, column) in columns.chunks_exact(rows).enumerate() {
        for (p, (re, im)) in column.iter().enumerate() {
            // p and p − rows are one wave; of (p, 0) and (−p, 0) the first is listed.
            let signed = if 2 * p > rows { p as f64 - rows as f64 } else { p as f64 };
            let (y, x) = (signed / rows as f64, q as f64 / cols as f64);
            let square = y * y + x * x;
            let in_band = square * shorter * shorter >= lowest * lowest - 1e-9
                && square <= HIGHEST * HIGHEST + 1e-12;
            if in_band && (q > 0 || signed > 0.0) {
                found.push((0.5 * libm::log(square), re * re + im * im));
            }
        }
    }
    Ok(found)
}

/// A field, scaled to its range, less its mean, tapered where it is not periodic.
struct Surface {
    rows: usize,
    cols: usize,
    values: Vec<f64>,
}

impl Surface {
    fn new(field: FieldView<'_>, boundary: Boundary) -> Result<Self, Undefined> {
        let (rows, cols) = field.shape();
        let mut values = vec![0.0; rows * cols];
        let (mut low, mut high, mut finite) = (f64::INFINITY, f64::NEG_INFINITY, true);
        for (row, line) in values.chunks_exact_mut(cols).enumerate() {
            field.copy_row(row, line);
            for value in line {
                finite &= value.is_finite();
                low = low.min(*value);
                high = high.max(*value);
            }
        }
        // Halves, because the range of finite values may overflow.
        let (middle, half) = (0.5 * low + 0.5 * high, 0.5 * high - 0.5 * low);
        if !finite {
            return Err(Undefined::NotFinite);
        }
        // Below this the spectrum would be that of rounding errors.
        if half <= 1e-12 * low.abs().max(high.abs()) {
            return Err(Undefined::Constant);
        }
        let (down, across) = match boundary {
            Boundary::Periodic => (vec![1.0; rows], vec![1.0; cols]),
            Boundary::Neumann | Boundary::Dirichlet => (taper(rows), taper(cols)),
        };
        let (mut sum, mut weights) = (0.0, 0.0);
        for (line, weight) in values.chunks_exact_mut(cols).zip(&down) {
            let (mut row_sum, mut row_weights) = (0.0, 0.0);
            for (value, across) in line.iter_mut().zip(&across) {
                *value = (*value - middle) / half;
                row_sum += *value * across;
                row_weights += across;
            }
            sum += weight * row_sum;
            weights += weight * row_weights;
        }
        let mean = sum / weights;
        for (line, weight) in values.chunks_exact_mut(cols).zip(&down) {
            for (value, across) in line.iter_mut().zip(&across) {
                *value = (*value - mean) * (weight * across);
            }
        }
        Ok(Self { rows, cols, values })
    }

    /// The first `count` columns of the two-dimensional transform, one after the other.
    fn columns(&self, count: usize) -> Vec<(f64, f64)> {
        let (rows, cols) = (self.rows, self.cols);
        let mut columns = vec![(0.0, 0.0); rows * count];
        let (mut line, mut scratch) = (Batch::new(cols), Batch::new(cols));
        let along_row = Fft::new(cols);
        for first in (0..rows).step_by(2 * LANES) {
            self.gather(first, &mut line);
            along_row.forward(&mut line, &mut scratch);
            for (q, column) in columns.chunks_exact_mut(rows).enumerate() {
                separate(&line, q, column.get_mut(first..).unwrap_or_default());
            }
        }
        let (mut line, mut scratch) = (Batch::new(rows), Batch::new(rows));
        let along_column = Fft::new(rows);
        for group in columns.chunks_mut(rows * LANES) {
            for (lane, column) in group.chunks_exact(rows).enumerate() {
                for ((re, im), value) in line.re.iter_mut().zip(&mut line.im).zip(column) {
                    (re[lane], im[lane]) = *value;
                }
            }
            along_column.forward(&mut line, &mut scratch);
            for (lane, column) in group.chunks_exact_mut(rows).enumerate() {
                for ((re, im), value) in line.re.iter().zip(&line.im).zip(column) {
                    *value = (re[lane], im[lane]);
                }
            }
        }
        columns
    }

    /// Rows first + 2l and first + 2l + 1 become real and imaginary part of lane l.
    fn gather(&self, first: usize, line: &mut Batch) {
        for lane in 0..LANES {
            let row = |row: usize| {
                self.values.get(row * self.cols..(row + 1) * self.cols).unwrap_or_default()
            };
            let (even, odd) = (row(first + 2 * lane), row(first + 2 * lane + 1));
            for (j, (re, im)) in line.re.iter_mut().zip(&mut line.im).enumerate() {
                re[lane] = even.get(j).copied().unwrap_or_default();
                im[lane] = odd.get(j).copied().unwrap_or_default();
            }
        }
    }
}

/// Writes the transforms of both rows of each lane at column `q`: the even and the odd part under
/// conjugation of the transform z of their sum even + i odd.
fn separate(line: &Batch, q: usize, out: &mut [(f64, f64)]) {
    let n = line.re.len();
    let mirror = (n - q) % n;
    let part = |values: &[[f64; LANES]], at: usize| values.get(at).copied().unwrap_or_default();
    let (re, im) = (part(&line.re, q), part(&line.im, q));
    let (mirror_re, mirror_im) = (part(&line.re, mirror), part(&line.im, mirror));
    for (pair, lane) in out.chunks_mut(2).zip(0..LANES) {
        let even = (0.5 * (re[lane] + mirror_re[lane]), 0.5 * (im[lane] - mirror_im[lane]));
        let odd = (0.5 * (im[lane] + mirror_im[lane]), 0.5 * (mirror_re[lane] - re[lane]));
        for (slot, value) in pair.iter_mut().zip([even, odd]) {
            *slot = value;
        }
    }
}

/// sin² over a side, zero half a cell outside either end.
fn taper(n: usize) -> Vec<f64> {
    (0..n)
        .map(|j| libm::sin(std::f64::consts::PI * (j as f64 + 0.5) / n as f64))
        .map(|sine| sine * sine)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spectral::{Plane, PlaneFft};
    use ndarray::Array2;

    #[test]
    fn modes_are_those_of_the_whole_transform() {
        for (rows, cols) in [(16, 24), (17, 16), (30, 45)] {
            let field = Array2::from_shape_fn((rows, cols), |(i, j)| {
                ((i * 7919 + j * 104729) % 101) as f64 - 50.0
            });
            let surface = Surface::new(FieldView::F64(field.view()), Boundary::Periodic).unwrap();
            let mut plane = Plane::new(rows * cols);
            plane.re.copy_from_slice(&surface.values);
            PlaneFft::new(rows, cols).forward(&mut plane);
            let columns = surface.columns(cols / 4 + 1);
            for q in 0..=cols / 4 {
                for p in 0..rows {
                    let (re, im) = columns[q * rows + p];
                    assert!((re - plane.re[p * cols + q]).abs() < 1e-10, "{p} {q}");
                    assert!((im - plane.im[p * cols + q]).abs() < 1e-10, "{p} {q}");
                }
            }
        }
    }

    #[test]
    fn band_holds_every_pair_of_waves_once() {
        let field = Array2::from_shape_fn((32, 32), |(i, j)| ((i * 31 + j * 17) % 13) as f64);
        let found = modes(FieldView::F64(field.view()), Boundary::Periodic, 1.0).unwrap();
        let in_disk = (-8..=8).flat_map(|p: i32| (-8..=8).map(move |q: i32| p * p + q * q));
        let expected = in_disk.filter(|square| (1..=64).contains(square)).count() / 2;
        assert_eq!(found.len(), expected);
    }
}
