//! How far a field remembers itself: the autocorrelation and its lengths.

use crate::features::Periodogram;
use crate::fractal::Undefined;
use crate::spectral::{Plane, PlaneFft};

/// The autocorrelation C(lag) = ⟨s(x) s(x + lag)⟩ / ⟨s²⟩ of a field less its mean, on the torus,
/// averaged over directions.
///
/// By Wiener and Khinchin it is the transform of the periodogram. Distances r are rounded to whole
/// cells; a bin holds the mean distance and the mean C of its lags, up to half the longer side.
#[derive(Debug, Clone, PartialEq)]
pub struct Autocorrelation {
    rows: usize,
    cols: usize,
    spacing: f64,
    values: Vec<f64>,
}

/// Lags are averaged up to this many cells; then up to four times as many, until C has crossed.
const FIRST_REACH: usize = 16;

impl Autocorrelation {
    /// The autocorrelation of the field that a periodogram is of. Cost: one Fourier transform.
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
    /// assert!((autocorrelation.at(0, 2) + 1.0).abs() < 1e-12);
    /// assert!((autocorrelation.first_zero()? - 0.5).abs() < 1e-12);
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(periodogram: &Periodogram) -> Result<Self, Undefined> {
        let Periodogram { rows, cols, spacing, ref squares, .. } = *periodogram;
        let mut plane = Plane { re: squares.clone(), im: vec![0.0; squares.len()] };
        // The mean is not part of it, nor is its rounding.
        if let Some(mean) = plane.re.first_mut() {
            *mean = 0.0;
        }
        PlaneFft::new(rows, cols).forward(&mut plane);
        let variance = plane.re.first().copied().unwrap_or_default();
        if variance <= 0.0 {
            return Err(Undefined::Constant);
        }
        for value in &mut plane.re {
            *value /= variance;
        }
        Ok(Self { rows, cols, spacing, values: plane.re })
    }

    /// C at a lag of so many cells down and to the right, counted modulo the sides.
    pub fn at(&self, down: usize, right: usize) -> f64 {
        self.values[down % self.rows * self.cols + right % self.cols]
    }

    /// Distance, in unit length, and mean C of each bin, up to `reach` cells.
    pub fn radial(&self, reach: usize) -> Vec<(f64, f64)> {
        let reach = reach.min(self.rows.max(self.cols) / 2);
        let mut bins = vec![(0_u64, 0.0, 0.0); reach + 1];
        let span = |cells: usize| {
            let most = reach.min(cells / 2).cast_signed();
            // Of two opposite lags that are the same cell only one is taken.
            let least = if 2 * most.unsigned_abs() == cells { 1 - most } else { -most };
            least..=most
        };
        for down in span(self.rows) {
            for right in span(self.cols) {
                let distance = ((down * down + right * right) as f64).sqrt();
                let at =
                    |lag: isize, cells: usize| lag.rem_euclid(cells.cast_signed()).cast_unsigned();
                if let Some((count, sum, c)) = bins.get_mut(distance.round() as usize) {
                    *count += 1;
                    *sum += distance;
                    *c += self.values[at(down, self.rows) * self.cols + at(right, self.cols)];
                }
            }
        }
        let seen = bins.into_iter().filter(|(count, ..)| *count > 0);
        let mean = |(count, sum, c)| (sum / count as f64 * self.spacing, c / count as f64);
        seen.map(mean).collect()
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
            for (down, right) in
                (0..rows).flat_map(|down| (0..cols).map(move |right| (down, right)))
            {
                let wanted = sum(down, right) / sum(0, 0);
                assert!((found.at(down, right) - wanted).abs() < 1e-12);
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
