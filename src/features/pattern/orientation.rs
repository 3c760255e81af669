//! How parallel a field's gradients are: structure tensor and nematic order.

use crate::features::Surface;
use crate::features::cells::Cells;
use crate::fractal::Undefined;
use crate::grid::FieldView;

/// The orientation of a field's gradients g, φ their direction.
///
/// Gradients are central differences; at the rim of the plane one-sided ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Orientation {
    /// Σ |g|² e^(2iφ) / Σ |g|².
    weighted: [f64; 2],
    /// |⟨e^(2iφ)⟩| over the cells with a gradient, in [0, 1]: the nematic order parameter S.
    pub nematic_order: f64,
}

/// A gradient whose square is at most this, in half ranges of the field a cell, is rounding.
const FLAT: f64 = 1e-18;

/// Sums over cells.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// Σ g_x² − g_y², Σ 2 g_x g_y, Σ |g|².
    tensor: [f64; 3],
    /// Σ cos 2φ, Σ sin 2φ, cells with a gradient.
    turns: [f64; 3],
}

impl Sums {
    fn add(&mut self, y: f64, x: f64) {
        let (along, cross) = (x * x - y * y, 2.0 * x * y);
        let square = x * x + y * y;
        for (sum, part) in self.tensor.iter_mut().zip([along, cross, square]) {
            *sum += part;
        }
        if square > FLAT {
            for (sum, part) in self.turns.iter_mut().zip([along / square, cross / square, 1.0]) {
                *sum += part;
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        let pairs = self.tensor.iter_mut().zip(other.tensor);
        for (sum, part) in pairs.chain(self.turns.iter_mut().zip(other.turns)) {
            *sum += part;
        }
    }
}

impl Orientation {
    /// The orientation of `field`. Cost: O(cells).
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::NotFinite`], [`Undefined::Overflow`] for a range that
    /// cannot be divided by, and [`Undefined::Constant`] if no cell has a gradient.
    ///
    /// # Reference
    ///
    /// J. Bigün, G. H. Granlund, *Proc. 1st ICCV* (1987) 433; P.-G. de Gennes, J. Prost, *The
    /// Physics of Liquid Crystals*, 2nd ed., 1993, §2.1 (S in two dimensions).
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::{Orientation, Surface};
    /// use mfn::grid::FieldView;
    ///
    /// let ramp = ndarray::Array2::from_shape_fn((5, 5), |(row, col)| (row + col) as f64);
    /// let found = Orientation::of(FieldView::F64(ramp.view()), Surface::Plane)?;
    /// assert_eq!(found.nematic_order, 1.0);
    /// assert!((found.direction()? - std::f64::consts::FRAC_PI_4).abs() < 1e-12);
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(field: FieldView<'_>, surface: Surface) -> Result<Self, Undefined> {
        let cells = Cells::of(field)?;
        let (low, high) = cells.range();
        if low >= high {
            return Err(Undefined::Constant);
        }
        // Half the range is the unit of the differences, so that no square overflows.
        let scale = 1.0 / (0.5 * high - 0.5 * low);
        if !scale.is_finite() {
            return Err(Undefined::Overflow);
        }
        let lines: Vec<&[f64]> = cells.lines().collect();
        let mut sums = Sums::default();
        let columns: Vec<[usize; 2]> =
            (0..cells.cols).map(|col| neighbours(col, cells.cols, surface)).collect();
        for (row, line) in lines.iter().enumerate() {
            let [before, after] = neighbours(row, cells.rows, surface);
            let (above, below) = (lines[before], lines[after]);
            // One-sided differences span one cell, the others two.
            let steps = |[before, after]: [usize; 2], at: usize| {
                if before == at || after == at { 2.0 * scale } else { scale }
            };
            let down = steps([before, after], row);
            let mut of_line = Sums::default();
            for (col, [left, right]) in columns.iter().enumerate() {
                let across = steps([*left, *right], col);
                let y = 0.5 * below[col] * down - 0.5 * above[col] * down;
                let x = 0.5 * line[*right] * across - 0.5 * line[*left] * across;
                of_line.add(y, x);
            }
            sums.merge(&of_line);
        }
        let ([along, cross, square], [c, s, count]) = (sums.tensor, sums.turns);
        if count < 1.0 {
            return Err(Undefined::Constant);
        }
        let nematic_order = ((c * c + s * s).sqrt() / count).min(1.0);
        Ok(Self { weighted: [along / square, cross / square], nematic_order })
    }

    /// The coherence of the structure tensor, |Σ |g|² e^(2iφ)| / Σ |g|², in [0, 1]: steep cells
    /// count more, as they do in an image.
    pub fn coherence(&self) -> f64 {
        let [c, s] = self.weighted;
        (c * c + s * s).sqrt().min(1.0)
    }

    /// The direction that steep gradients prefer, in radians in (−π/2, π/2], from the direction of
    /// rising columns towards rising rows; stripes run at a right angle to it.
    ///
    /// # Errors
    ///
    /// [`Undefined::Isotropic`] if the coherence is below 10⁻⁹.
    pub fn direction(&self) -> Result<f64, Undefined> {
        if self.coherence() < 1e-9 {
            return Err(Undefined::Isotropic);
        }
        Ok(0.5 * libm::atan2(self.weighted[1], self.weighted[0]))
    }
}

/// The neighbours of a place on a side of n cells; itself where there is none.
fn neighbours(at: usize, n: usize, surface: Surface) -> [usize; 2] {
    match surface {
        Surface::Torus => [(at + n - 1) % n, (at + 1) % n],
        Surface::Plane => [at.saturating_sub(1), (at + 1).min(n - 1)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Generator;
    use ndarray::Array2;
    use std::f64::consts::{FRAC_PI_2, TAU};

    fn of(field: &Array2<f64>, surface: Surface) -> Result<Orientation, Undefined> {
        Orientation::of(FieldView::F64(field.view()), surface)
    }

    #[test]
    fn stripes_are_ordered_and_spots_and_noise_are_not() {
        let stripes = Array2::from_shape_fn((32, 48), |(row, _)| (TAU * row as f64 / 8.0).sin());
        let mut rng = Generator::from_seed(4);
        let noise = Array2::from_shape_simple_fn((200, 200), || rng.standard_normal());
        let spots = Array2::from_shape_fn((32, 32), |(row, col)| {
            (TAU * row as f64 / 8.0).sin() + (TAU * col as f64 / 8.0).sin()
        });
        for surface in Surface::ALL {
            let found = of(&stripes, surface).unwrap();
            assert_eq!((found.nematic_order, found.coherence()), (1.0, 1.0));
            assert!((found.direction().unwrap().abs() - FRAC_PI_2).abs() < 1e-12);
            let found = of(&noise, surface).unwrap();
            assert!(found.nematic_order < 0.02 && found.coherence() < 0.02, "{found:?}");
        }
        let found = of(&spots, Surface::Torus).unwrap();
        assert!(found.nematic_order < 1e-12 && found.coherence() < 1e-12, "{found:?}");
        assert_eq!(found.direction(), Err(Undefined::Isotropic));
    }

    #[test]
    fn narrow_fields_have_the_gradient_that_is_there() {
        for (field, direction) in [
            (ndarray::array![[0.0, 1.0, 3.0]], 0.0),
            (ndarray::array![[0.0], [2.0]], FRAC_PI_2),
            (ndarray::array![[0.0, -1e308], [1e308, 0.0]], -std::f64::consts::FRAC_PI_4),
        ] {
            let found = of(&field, Surface::Plane).unwrap();
            let found = found.direction().unwrap();
            assert!(
                (found - direction).abs() < 1e-12 || (found + direction).abs() < 1e-12,
                "{found}"
            );
        }
    }

    #[test]
    fn what_has_no_gradient_says_why() {
        let (pair, flat) = (ndarray::array![[0.0, 1.0]], ndarray::array![[2.0, 2.0]]);
        // On a torus of two columns both neighbours are one cell.
        assert_eq!(of(&pair, Surface::Torus), Err(Undefined::Constant));
        assert_eq!(of(&flat, Surface::Plane), Err(Undefined::Constant));
        assert_eq!(of(&ndarray::array![[0.0, 5e-324]], Surface::Plane), Err(Undefined::Overflow));
        assert_eq!(of(&Array2::zeros((0, 0)), Surface::Plane), Err(Undefined::NoCells));
        assert_eq!(of(&ndarray::array![[f64::NAN]], Surface::Plane), Err(Undefined::NotFinite));
    }
}
