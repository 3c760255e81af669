//! How far a field remembers itself: the autocorrelation and its lengths.

use crate::features::PairwiseSum;
use crate::features::Periodogram;
use crate::fractal::Undefined;
use crate::spectral::{Batch, Fft, LANES};
use std::ops::Range;

/// The autocorrelation C(lag) = ⟨s(x) s(x + lag)⟩ / ⟨s²⟩ of a field less its mean, on the torus,
/// averaged over directions.
///
/// By Wiener and Khinchin it is the transform of the periodogram; that is real and even, so half of
/// its columns are transformed, and of the rows those that are asked for. Distances r are rounded
/// to whole cells; a bin holds the mean distance and the mean C of its lags, up to half the longer
/// side.
#[derive(Debug, Clone)]
pub struct Autocorrelation {
    rows: usize,
    cols: usize,
    spacing: f64,
    /// Σ_p P(p, q) e^(−2πi p d/rows) for d in 0..=rows/2 and q in 0..=cols/2, in C order, relative
    /// to Σ P.
    columns: Vec<(f64, f64)>,
    along_row: Fft,
}

/// Lags are averaged up to this many cells; then up to four times as many, until C has crossed.
const FIRST_REACH: usize = 16;

impl Autocorrelation {
    /// The autocorrelation of the field that a periodogram is of. Cost: half a Fourier transform.
    ///
    /// # Errors
    ///
    /// [`Undefined::Constant`] if there is no power.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::{Autocorrelation, Periodogram};
    /// use mfn::grid::FieldView;
    ///
    /// let field = ndarray::array![[1.0, 0.0, -1.0, 0.0, 1.0, 0.0, -1.0, 0.0]];
    /// let periodogram = Periodogram::of(FieldView::F64(field.view()), 0.5)?;
    /// let autocorrelation = Autocorrelation::of(&periodogram)?;
    /// assert!((autocorrelation.lags(0)[2] + 1.0).abs() < 1e-12);
    /// assert!((autocorrelation.first_zero()? - 0.5).abs() < 1e-12);
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(periodogram: &Periodogram) -> Result<Self, Undefined> {
        let Periodogram { rows, cols, spacing, ref squares, .. } = *periodogram;
        // The mean is not part of it, nor is its rounding.
        let mut total = PairwiseSum::new(squares.len());
        total.push(&[0.0]);
        total.push(squares.get(1..).unwrap_or_default());
        let total = total.total().unwrap_or_default();
        if total <= 0.0 {
            return Err(Undefined::Constant);
        }
        let half = cols / 2 + 1;
        let mut columns = vec![(0.0, 0.0); (rows / 2 + 1) * half];
        let along_column = Fft::new(rows);
        let (mut lines, mut scratch) = (Batch::new(rows), Batch::new(rows));
        for first in (0..half).step_by(LANES) {
            let width = LANES.min(half - first);
            for (p, (re, im)) in lines.re.iter_mut().zip(&mut lines.im).enumerate() {
                *im = [0.0; LANES];
                let start = p * cols + first;
                for (lane, power) in re.iter_mut().zip(&squares[start..start + width]) {
                    *lane = power / total;
                }
                if p == 0 && first == 0 {
                    re[0] = 0.0;
                }
            }
            along_column.forward(&mut lines, &mut scratch);
            let found = lines.re.iter().zip(&lines.im);
            for ((re, im), line) in found.zip(columns.chunks_exact_mut(half)) {
                for (slot, value) in line[first..].iter_mut().zip(re.iter().zip(im)) {
                    *slot = (*value.0, *value.1);
                }
            }
        }
        Ok(Self { rows, cols, spacing, columns, along_row: Fft::new(cols) })
    }

    /// C at a lag of `down` cells down and 0, 1, … to the right, counted modulo the sides.
    pub fn lags(&self, down: usize) -> Vec<f64> {
        let down = down % self.rows;
        let mut of_row = vec![0.0; self.cols];
        if 2 * down <= self.rows {
            self.for_each_row(down..down + 1, |_, right, c| of_row[right] = c);
        } else {
            // C is even.
            let up = self.rows - down;
            let place = |right: usize| (self.cols - right) % self.cols;
            self.for_each_row(up..up + 1, |_, right, c| of_row[place(right)] = c);
        }
        of_row
    }

    /// Calls `visit` with the lags down (at most half the rows), right, and their C.
    fn for_each_row(&self, downs: Range<usize>, mut visit: impl FnMut(usize, usize, f64)) {
        let half = self.cols / 2 + 1;
        let (mut lines, mut scratch) = (Batch::new(self.cols), Batch::new(self.cols));
        for first in downs.clone().step_by(LANES) {
            let width = LANES.min(downs.end - first);
            for lane in 0..width {
                let start = (first + lane) * half;
                for (q, (re, im)) in self.columns[start..start + half].iter().enumerate() {
                    (lines.re[q][lane], lines.im[q][lane]) = (*re, *im);
                    let opposite = (self.cols - q) % self.cols;
                    if opposite >= half {
                        (lines.re[opposite][lane], lines.im[opposite][lane]) = (*re, -im);
                    }
                }
            }
            self.along_row.forward(&mut lines, &mut scratch);
            for (right, lanes) in lines.re.iter().enumerate() {
                for (lane, c) in lanes.iter().take(width).enumerate() {
                    visit(first + lane, right, *c);
                }
            }
        }
    }

    /// Distance, in unit length, and mean C of each bin, up to `reach` cells.
    pub fn radial(&self, reach: usize) -> Vec<(f64, f64)> {
        let reach = reach.min(self.rows.max(self.cols) / 2);
        let mut bins = vec![(0.0, 0.0, 0.0); reach + 1];
        let most = reach.min(self.rows / 2);
        self.for_each_row(0..most + 1, |down, right, c| {
            let right = right.min(self.cols - right);
            if right > reach {
                return;
            }
            let distance = ((down * down + right * right) as f64).sqrt();
            if let Some((weight, sum, of_bin)) = bins.get_mut(distance.round() as usize) {
                // The lags up are those down, mirrored; half the rows up is half the rows down.
                let twice = if down == 0 || 2 * down == self.rows { 1.0 } else { 2.0 };
                *weight += twice;
                *sum += twice * distance;
                *of_bin += twice * c;
            }
        });
        let seen = bins.into_iter().filter(|(weight, ..)| *weight > 0.0);
        seen.map(|(weight, sum, c)| (sum / weight * self.spacing, c / weight)).collect()
    }

    /// The distance at which C first falls to 1/e, in unit length, linear between bins.
    ///
    /// # Errors
    ///
    /// [`Undefined::Correlated`] if it does not within half the longer side.
    pub fn e_folding(&self) -> Result<f64, Undefined> {
        self.first_at_most(1.0 / std::f64::consts::E)
    }

    /// The distance at which C first falls to 0, in unit length, linear between bins.
    ///
    /// # Errors
    ///
    /// As [`Autocorrelation::e_folding`].
    pub fn first_zero(&self) -> Result<f64, Undefined> {
        self.first_at_most(0.0)
    }

    fn first_at_most(&self, level: f64) -> Result<f64, Undefined> {
        let most = self.rows.max(self.cols) / 2;
        let mut reach = FIRST_REACH.min(most);
        loop {
            let bins = self.radial(reach);
            // The last bin of a search that goes on may lack lags: it is looked at next time.
            let whole = if reach < most { bins.len() - 1 } else { bins.len() };
            for pair in bins[..whole].windows(2) {
                let ((near, high), (far, low)) = (pair[0], pair[1]);
                if low <= level {
                    return Ok(near + (far - near) * ((high - level) / (high - low)));
                }
            }
            if reach == most {
                return Err(Undefined::Correlated);
            }
            reach = (4 * reach).min(most);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::FieldView;
    use crate::rng::Generator;
    use ndarray::Array2;
    use std::f64::consts::TAU;

    fn of(field: &Array2<f64>, spacing: f64) -> Autocorrelation {
        let periodogram = Periodogram::of(FieldView::F64(field.view()), spacing).unwrap();
        Autocorrelation::of(&periodogram).unwrap()
    }

    #[test]
    fn every_lag_is_the_defining_sum() {
        let mut rng = Generator::from_seed(8);
        for (rows, cols) in [(1, 7), (6, 1), (5, 8), (9, 12)] {
            let field = Array2::from_shape_simple_fn((rows, cols), || rng.standard_normal());
            let (found, mean) = (of(&field, 1.0), field.mean().unwrap());
            let sum = |down: usize, right: usize| -> f64 {
                let other = |(r, c): (usize, usize)| field[((r + down) % rows, (c + right) % cols)];
                field.indexed_iter().map(|(at, value)| (value - mean) * (other(at) - mean)).sum()
            };
            for down in 0..2 * rows {
                for (right, c) in found.lags(down).into_iter().enumerate() {
                    let wanted = sum(down, right) / sum(0, 0);
                    assert!((c - wanted).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn stripes_forget_at_the_first_zero_of_the_bessel_function() {
        // The mean of cos(k r cos φ) over directions is J₀(k r), first 0 at 2.404826.
        let (wavelength, n) = (64.0, 256);
        let field = Array2::from_shape_fn((n, n), |(row, _)| (TAU * row as f64 / wavelength).sin());
        let zero = of(&field, 0.5).first_zero().unwrap();
        let wanted = 2.404_826 * 0.5 * wavelength / TAU;
        assert!((zero / wanted - 1.0).abs() < 2e-3, "{zero}, not {wanted}");
    }

    #[test]
    fn white_noise_forgets_within_a_cell() {
        let mut rng = Generator::from_seed(2);
        let field = Array2::from_shape_simple_fn((256, 256), || rng.standard_normal());
        let found = of(&field, 2.0).e_folding().unwrap();
        // From C = 1 at 0 to C = 0 at the first bin, 8 lags with a mean distance of (4 + 4√2)/8.
        let wanted = 2.0 * (1.0 - 1.0 / std::f64::consts::E) * (0.5 + 0.5 * 2.0_f64.sqrt());
        assert!((found - wanted).abs() < 0.02, "{found}, not {wanted}");
    }

    #[test]
    fn slow_wave_does_not_forget_in_one_direction() {
        let field = Array2::from_shape_fn((1, 4), |(_, col)| if col < 1 { 1.0 } else { 0.0 });
        assert!(of(&field, 1.0).first_zero().is_ok());
        let pair = ndarray::array![[0.0], [1.0]];
        assert_eq!(of(&pair, 1.0).radial(9), [(0.0, 1.0), (1.0, -1.0)]);
    }
}
