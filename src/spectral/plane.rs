//! The Fourier transform of a plane: all rows, then all columns.

use crate::spectral::fft::{Batch, Fft, LANES};

/// A complex array, rows × cols, in C order.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    /// Real parts.
    pub re: Vec<f64>,
    /// Imaginary parts.
    pub im: Vec<f64>,
}

impl Plane {
    /// `n_cells` zeros.
    pub fn new(n_cells: usize) -> Self {
        Self { re: vec![0.0; n_cells], im: vec![0.0; n_cells] }
    }
}

/// The transform of planes of one shape. Keeps its own working lines, so it allocates nothing.
///
/// # Examples
///
/// ```
/// use mfn::spectral::{Plane, PlaneFft};
/// let (mut fft, mut plane) = (PlaneFft::new(4, 6), Plane::new(24));
/// plane.re.fill(2.0);
/// fft.forward(&mut plane);
/// assert_eq!((plane.re[0], plane.re[1]), (48.0, 0.0)); // a constant is the mode (0, 0) alone
/// ```
#[derive(Debug, Clone)]
pub struct PlaneFft {
    rows: usize,
    cols: usize,
    along_row: Fft,
    along_column: Fft,
    lines: [Batch; 4],
}

impl PlaneFft {
    /// The transform of `rows` × `cols` planes.
    pub fn new(rows: usize, cols: usize) -> Self {
        let lines = [cols, cols, rows, rows].map(Batch::new);
        Self { rows, cols, along_row: Fft::new(cols), along_column: Fft::new(rows), lines }
    }

    /// Replaces a plane by its transform.
    pub fn forward(&mut self, plane: &mut Plane) {
        let (rows, cols) = (self.rows, self.cols);
        let [line, scratch, column, column_scratch] = &mut self.lines;
        for first in (0..rows).step_by(LANES) {
            let width = LANES.min(rows - first);
            let cell = |j: usize, lane: usize| (first + lane) * cols + j;
            gather(plane, line, width, cell);
            self.along_row.forward(line, scratch);
            scatter(plane, line, width, cell);
        }
        for first in (0..cols).step_by(LANES) {
            let width = LANES.min(cols - first);
            let cell = |j: usize, lane: usize| j * cols + first + lane;
            gather(plane, column, width, cell);
            self.along_column.forward(column, column_scratch);
            scatter(plane, column, width, cell);
        }
    }

    /// The inverse, divided by the number of cells: gives back what [`PlaneFft::forward`] took.
    pub fn inverse(&mut self, plane: &mut Plane) {
        std::mem::swap(&mut plane.re, &mut plane.im);
        self.forward(plane);
        std::mem::swap(&mut plane.re, &mut plane.im);
        let n_cells = (self.rows * self.cols) as f64;
        for value in plane.re.iter_mut().chain(&mut plane.im) {
            *value /= n_cells;
        }
    }
}

fn gather(plane: &Plane, lines: &mut Batch, width: usize, cell: impl Fn(usize, usize) -> usize) {
    for (j, (re, im)) in lines.re.iter_mut().zip(&mut lines.im).enumerate() {
        for lane in 0..width {
            (re[lane], im[lane]) = (plane.re[cell(j, lane)], plane.im[cell(j, lane)]);
        }
    }
}

fn scatter(plane: &mut Plane, lines: &Batch, width: usize, cell: impl Fn(usize, usize) -> usize) {
    for (j, (re, im)) in lines.re.iter().zip(&lines.im).enumerate() {
        for lane in 0..width {
            (plane.re[cell(j, lane)], plane.im[cell(j, lane)]) = (re[lane], im[lane]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_wave_is_one_mode() {
        let (rows, cols, m, n) = (10, 21, 3, 5);
        let (mut fft, mut plane) = (PlaneFft::new(rows, cols), Plane::new(rows * cols));
        for cell in 0..rows * cols {
            let (i, j) = (cell / cols, cell % cols);
            let turns = (m * i) as f64 / rows as f64 + (n * j) as f64 / cols as f64;
            (plane.re[cell], plane.im[cell]) =
                ((std::f64::consts::TAU * turns).cos(), (std::f64::consts::TAU * turns).sin());
        }
        let before = plane.clone();
        fft.forward(&mut plane);
        for cell in 0..rows * cols {
            let expected = if cell == m * cols + n { (rows * cols) as f64 } else { 0.0 };
            assert!((plane.re[cell] - expected).abs() < 1e-10 && plane.im[cell].abs() < 1e-10);
        }
        fft.inverse(&mut plane);
        for (found, expected) in plane.re.iter().zip(&before.re) {
            assert!((found - expected).abs() < 1e-13);
        }
    }
}
