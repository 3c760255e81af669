//! The direction of a field's waves: anisotropy, and 2-, 4- and 6-fold order.

use crate::features::Periodogram;
use crate::features::Spectrum;
use crate::fractal::Undefined;

/// Angular moments of the power spectrum, with θ the direction of a mode's wave vector.
///
/// A stripe pattern has the orders (1, 1, 1), squares (0, 1, 0), hexagons (0, 0, 1), and a pattern
/// without preferred directions (0, 0, 0), up to 1/√n for n modes in the ring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Angular {
    /// Σ P e^(2iθ) / Σ P over all modes.
    moment: [f64; 2],
    /// |Σ P e^(miθ)| / Σ P for m = 2, 4 and 6 over the modes of the ring that dominates the
    /// spectrum and of its two neighbours: the spectrum's nematic, tetratic and hexatic order, each
    /// in [0, 1].
    pub orders: [f64; 3],
}

/// Sums of power and of power times cos mθ and sin mθ for m = 2, 4, 6.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    power: f64,
    sums: [[f64; 2]; 3],
}

impl Moments {
    /// Adds a wave vector (y, x) of this squared length.
    fn add(&mut self, [y, x]: [f64; 2], square: f64, power: f64) {
        let (c, s) = ((x * x - y * y) / square, 2.0 * x * y / square);
        let (c4, s4) = (c * c - s * s, 2.0 * c * s);
        let turns = [[c, s], [c4, s4], [c4 * c - s4 * s, s4 * c + c4 * s]];
        self.power += power;
        for (sum, turn) in self.sums.iter_mut().zip(turns) {
            sum[0] += power * turn[0];
            sum[1] += power * turn[1];
        }
    }

    fn order(&self, index: usize) -> f64 {
        let [c, s] = self.sums[index];
        ((c * c + s * s).sqrt() / self.power).min(1.0)
    }
}

impl Angular {
    /// The moments of a periodogram whose spectrum is `spectrum`. Cost: O(cells).
    ///
    /// # Errors
    ///
    /// [`Undefined::Constant`] if there is no power.
    ///
    /// # Reference
    ///
    /// K. V. Mardia, P. E. Jupp, *Directional Statistics*, Wiley 2000, §2.3; D. R. Nelson,
    /// B. I. Halperin, *Phys. Rev. B* 19 (1979) 2457 (hexatic order).
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::{Angular, Periodogram, Spectrum};
    /// use mfn::grid::FieldView;
    ///
    /// let stripes = ndarray::Array2::from_shape_fn((16, 16), |(row, _)| (row / 4 % 2) as f64);
    /// let periodogram = Periodogram::of(FieldView::F64(stripes.view()), 1.0)?;
    /// let angular = Angular::of(&periodogram, &Spectrum::from(&periodogram))?;
    /// assert!(angular.anisotropy() > 0.999);
    /// assert!((angular.direction()?.abs() - std::f64::consts::FRAC_PI_2).abs() < 1e-9);
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(periodogram: &Periodogram, spectrum: &Spectrum) -> Result<Self, Undefined> {
        let ring = spectrum.dominant().ok_or(Undefined::Constant)?.bin as f64;
        let (low, high) = ((ring - 1.5).max(0.0).powi(2), (ring + 1.5).powi(2));
        let (rows, cols) = (periodogram.rows, periodogram.cols);
        let [down, across] = periodogram.stretch();
        let (mut all, mut near) = (Moments::default(), Moments::default());
        for (p, line) in periodogram.squares.chunks_exact(cols).enumerate() {
            let (y, is_nyquist) = (signed(p, rows) * down, 2 * p == rows);
            // A line's sum first: the sums are short, and always in this order.
            let mut of_line = Moments::default();
            for (q, power) in line.iter().take(cols / 2 + 1).enumerate() {
                if p == 0 && q == 0 {
                    continue;
                }
                let x = q as f64 * across;
                // (p, q) and (−p, −q) are one wave; where q is its own opposite both are rows.
                let weight = if q == 0 || 2 * q == cols { 1.0 } else { 2.0 };
                let (square, weighted) = (y * y + x * x, weight * power);
                let add = |moments: &mut Moments| {
                    if is_nyquist {
                        // ±p are one row: half the power to either side.
                        moments.add([y, x], square, 0.5 * weighted);
                        moments.add([-y, x], square, 0.5 * weighted);
                    } else {
                        moments.add([y, x], square, weighted);
                    }
                };
                add(&mut of_line);
                if square >= low && square < high {
                    add(&mut near);
                }
            }
            all.merge(&of_line);
        }
        if all.power <= 0.0 || near.power <= 0.0 {
            return Err(Undefined::Constant);
        }
        let moment = all.sums[0].map(|sum| sum / all.power);
        Ok(Self { moment, orders: [0, 1, 2].map(|index| near.order(index)) })
    }

    /// |Σ P e^(2iθ)| / Σ P over all modes, in [0, 1]: 0 without a preferred direction, 1 for
    /// parallel waves.
    pub fn anisotropy(&self) -> f64 {
        let [c, s] = self.moment;
        (c * c + s * s).sqrt().min(1.0)
    }

    /// The direction that wave vectors prefer, in radians in (−π/2, π/2], from the direction of
    /// rising columns towards rising rows; stripes run at a right angle to it.
    ///
    /// # Errors
    ///
    /// [`Undefined::Isotropic`] if the anisotropy is below 10⁻⁹.
    pub fn direction(&self) -> Result<f64, Undefined> {
        if self.anisotropy() < 1e-9 {
            return Err(Undefined::Isotropic);
        }
        Ok(0.5 * libm::atan2(self.moment[1], self.moment[0]))
    }
}

impl Moments {
    fn merge(&mut self, other: &Self) {
        self.power += other.power;
        for (sum, part) in self.sums.iter_mut().zip(other.sums) {
            sum[0] += part[0];
            sum[1] += part[1];
        }
    }
}

/// Cycles p of a side of n cells, from −n/2 to n/2.
fn signed(p: usize, n: usize) -> f64 {
    if 2 * p <= n { p as f64 } else { p as f64 - n as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::FieldView;
    use crate::rng::Generator;
    use ndarray::Array2;
    use std::f64::consts::{PI, TAU};

    fn angular(field: &Array2<f64>) -> Angular {
        let periodogram = Periodogram::of(FieldView::F64(field.view()), 1.0).unwrap();
        Angular::of(&periodogram, &Spectrum::from(&periodogram)).unwrap()
    }

    /// A sum of plane waves with these cycles down and across.
    fn waves(shape: (usize, usize), cycles: &[(f64, f64)]) -> Array2<f64> {
        Array2::from_shape_fn(shape, |(row, col)| {
            let (y, x) = (row as f64 / shape.0 as f64, col as f64 / shape.1 as f64);
            cycles.iter().map(|(p, q)| (TAU * (p * y + q * x)).cos()).sum()
        })
    }

    #[test]
    fn plane_wave_has_its_direction_and_every_order() {
        for (shape, cycles) in
            [((64, 64), (3.0, 4.0)), ((48, 96), (5.0, -2.0)), ((35, 40), (0.0, 6.0))]
        {
            let found = angular(&waves(shape, &[cycles]));
            let (y, x) = (cycles.0 / shape.0 as f64, cycles.1 / shape.1 as f64);
            let wanted = (y / x).atan();
            assert!((found.direction().unwrap() - wanted).abs() < 1e-9, "{found:?}");
            assert!((found.anisotropy() - 1.0).abs() < 1e-9);
            assert!(found.orders.iter().all(|order| (order - 1.0).abs() < 1e-9), "{found:?}");
        }
    }

    #[test]
    fn squares_have_fourfold_and_hexagons_sixfold_order() {
        let squares = angular(&waves((40, 40), &[(5.0, 0.0), (0.0, 5.0)])).orders;
        // (9/104) / (5/100) is √3 to one part in a thousand.
        let hexagons = angular(&waves((100, 104), &[(10.0, 0.0), (5.0, 9.0), (-5.0, 9.0)])).orders;
        let near = |found: [f64; 3], wanted: [f64; 3]| {
            let off = found.iter().zip(wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(off < 0.02, "{found:?}, not {wanted:?}");
        };
        near(squares, [0.0, 1.0, 0.0]);
        near(hexagons, [0.0, 0.0, 1.0]);
    }

    #[test]
    fn highest_mode_prefers_no_diagonal() {
        let board = Array2::from_shape_fn((8, 8), |(row, col)| ((row + col) % 2) as f64);
        let found = angular(&board);
        assert!(found.anisotropy() < 1e-12, "{found:?}");
        assert_eq!(found.direction(), Err(Undefined::Isotropic));
        let wave = Array2::from_shape_fn((8, 12), |(row, col)| {
            ((row + col) % 2) as f64 + 0.1 * (col % 2) as f64
        });
        assert!(angular(&wave).direction().unwrap().abs() < 1e-9);
    }

    #[test]
    fn quarter_turn_turns_the_direction_by_a_right_angle() {
        let mut rng = Generator::from_seed(5);
        let noise = Array2::from_shape_simple_fn((24, 17), || rng.standard_normal());
        let (here, turned) = (angular(&noise), angular(&noise.t().to_owned()));
        // The transpose exchanges x and y: θ becomes π/2 − θ.
        let sum = here.direction().unwrap() + turned.direction().unwrap();
        assert!((sum.rem_euclid(PI) - PI / 2.0).abs() < 1e-9, "{sum}");
        assert!((here.anisotropy() - turned.anisotropy()).abs() < 1e-12);
    }
}
