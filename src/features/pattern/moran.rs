//! Spatial autocorrelation between neighbouring cells: Moran's I.

use crate::features::PairwiseSum;
use crate::features::Surface;
use crate::features::cells::{Cells, finite};
use crate::fractal::Undefined;
use crate::grid::FieldView;

/// Moran's I of a field with the four neighbours of each cell, all of weight 1.
///
/// I = (n / W) Σ_ij w_ij z_i z_j / Σ_i z_i², z the n values less their mean and W the sum of the
/// weights. −1/(n − 1) is expected of values without order; a checkerboard on a torus of even sides
/// has −1, a smooth field nearly 1. On the torus a cell of a side of two has its neighbour twice,
/// one of a side of one has itself.
///
/// # Errors
///
/// [`Undefined::NoCells`], [`Undefined::NotFinite`], [`Undefined::Constant`].
///
/// # Reference
///
/// P. A. P. Moran, *Biometrika* 37 (1950) 17; A. D. Cliff, J. K. Ord, *Spatial
/// Processes*, 1981, §1.5.
///
/// # Examples
///
/// ```
/// use mfn::features::{Surface, morans_i};
/// use mfn::grid::FieldView;
///
/// let board = ndarray::array![[0.0, 1.0], [1.0, 0.0]];
/// assert_eq!(morans_i(FieldView::F64(board.view()), Surface::Plane)?, -1.0);
/// # Ok::<(), mfn::fractal::Undefined>(())
/// ```
pub fn morans_i(field: FieldView<'_>, surface: Surface) -> Result<f64, Undefined> {
    let cells = Cells::of(field)?;
    let (low, high) = cells.range();
    if low >= high {
        return Err(Undefined::Constant);
    }
    let (rows, cols, n) = (cells.rows, cells.cols, cells.values.len());
    // Relative to half the range about its middle, so that nothing overflows.
    let (half, middle) = (0.5 * high - 0.5 * low, 0.5 * high + 0.5 * low);
    let relative = |value: f64| (value - middle) / half;
    let mut sum = PairwiseSum::new(n);
    let mut line_values = vec![0.0; cols];
    for line in cells.lines() {
        for (slot, value) in line_values.iter_mut().zip(line) {
            *slot = relative(*value);
        }
        sum.push(&line_values);
    }
    let mean = sum.total().unwrap_or(f64::NAN) / n as f64;
    let deviation = |value: f64| relative(value) - mean;

    let wraps = surface == Surface::Torus;
    let lines: Vec<&[f64]> = cells.lines().collect();
    let (mut squares, mut products) = (PairwiseSum::new(n), PairwiseSum::new(n));
    let [mut here, mut below, mut terms] = [(); 3].map(|()| vec![0.0; cols]);
    let deviations = |line: Option<&&[f64]>, out: &mut [f64]| match line {
        Some(line) => {
            out.iter_mut().zip(*line).for_each(|(slot, value)| *slot = deviation(*value));
        }
        None => out.fill(0.0),
    };
    deviations(lines.first(), &mut here);
    for row in 0..rows {
        deviations(lines.get(row + 1).or(lines.first().filter(|_| wraps)), &mut below);
        for (slot, z) in terms.iter_mut().zip(&here) {
            *slot = z * z;
        }
        squares.push(&terms);
        let first = here.first().copied().filter(|_| wraps).unwrap_or_default();
        let right = here.iter().skip(1).chain(std::iter::once(&first));
        for (((slot, z), right), below) in terms.iter_mut().zip(&here).zip(right).zip(&below) {
            *slot = z * (right + below);
        }
        products.push(&terms);
        std::mem::swap(&mut here, &mut below);
    }
    let pairs = if wraps { 2 * n } else { 2 * n - rows - cols };
    let sums = (products.total().unwrap_or(f64::NAN), squares.total().unwrap_or(f64::NAN));
    // Every pair is in the sum once, in Σ_ij and W twice.
    finite(n as f64 / pairs as f64 * (sums.0 / sums.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Generator;
    use ndarray::Array2;

    fn of(field: &Array2<f64>, surface: Surface) -> Result<f64, Undefined> {
        morans_i(FieldView::F64(field.view()), surface)
    }

    /// The definition, all pairs of cells.
    fn defined(field: &Array2<f64>, surface: Surface) -> f64 {
        let (rows, cols) = field.dim();
        let mean = field.mean().unwrap();
        let (mut sum, mut weights) = (0.0, 0.0);
        for (row, col) in (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col))) {
            for (down, right) in [(0, 1), (1, 0), (1, 2), (2, 1)] {
                let (r, c) = (row + down, col + right);
                let inside = (1..=rows).contains(&r) && (1..=cols).contains(&c);
                if surface == Surface::Torus || inside {
                    let other = field[((r + rows - 1) % rows, (c + cols - 1) % cols)];
                    sum += (field[(row, col)] - mean) * (other - mean);
                    weights += 1.0;
                }
            }
        }
        let square: f64 = field.iter().map(|value| (value - mean) * (value - mean)).sum();
        field.len() as f64 / weights * sum / square
    }

    #[test]
    fn value_is_that_of_the_definition() {
        let mut rng = Generator::from_seed(9);
        for shape in [(1, 2), (5, 1), (2, 2), (3, 8), (20, 33)] {
            let field = Array2::from_shape_simple_fn(shape, || rng.normal(50.0, 3.0));
            for surface in Surface::ALL {
                let found = of(&field, surface).unwrap();
                let wanted = defined(&field, surface);
                assert!((found - wanted).abs() < 1e-12, "{shape:?}: {found}, not {wanted}");
            }
        }
    }

    #[test]
    fn order_has_its_sign_and_noise_has_none() {
        let board = Array2::from_shape_fn((6, 8), |(row, col)| ((row + col) % 2) as f64);
        assert!((of(&board, Surface::Torus).unwrap() + 1.0).abs() < 1e-15);
        let smooth = Array2::from_shape_fn((64, 64), |(row, col)| (row * row + col) as f64 * 1e300);
        assert!(of(&smooth, Surface::Plane).unwrap() > 0.97);
        let mut rng = Generator::from_seed(10);
        let noise = Array2::from_shape_simple_fn((300, 300), || rng.random());
        assert!(of(&noise, Surface::Torus).unwrap().abs() < 0.01);
    }

    #[test]
    fn what_has_no_neighbours_says_why() {
        assert_eq!(of(&ndarray::array![[3.0]], Surface::Plane), Err(Undefined::Constant));
        assert_eq!(of(&Array2::zeros((0, 1)), Surface::Torus), Err(Undefined::NoCells));
        assert_eq!(of(&ndarray::array![[f64::NAN]], Surface::Torus), Err(Undefined::NotFinite));
    }
}
