//! The Fourier transform of a plane or a volume: along one axis after another.

use crate::spectral::fft::{Batch, Fft, LANES};

/// A complex array, rows × cols or layers × rows × cols, in C order.
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

/// The transform of planes or volumes of one shape. Keeps its own working lines, so it allocates
/// nothing.
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
    layers: usize,
    rows: usize,
    cols: usize,
    along_row: Axis,
    along_column: Axis,
    /// In a volume.
    through_layers: Option<Axis>,
}

/// One direction.
#[derive(Debug, Clone)]
struct Axis {
    fft: Fft,
    lines: Batch,
    scratch: Batch,
}

impl PlaneFft {
    /// The transform of `rows` × `cols` planes.
    pub fn new(rows: usize, cols: usize) -> Self {
        Self::volume(1, rows, cols)
    }

    /// The transform of `layers` × `rows` × `cols` volumes.
    pub fn volume(layers: usize, rows: usize, cols: usize) -> Self {
        let (along_row, along_column) = (Axis::new(cols), Axis::new(rows));
        let through_layers = (layers > 1).then(|| Axis::new(layers));
        Self { layers, rows, cols, along_row, along_column, through_layers }
    }

    /// Replaces a plane by its transform.
    pub fn forward(&mut self, plane: &mut Plane) {
        let (layers, rows, cols) = (self.layers, self.rows, self.cols);
        self.along_row.run(plane, layers * rows, |j, line| line * cols + j);
        for layer in 0..layers {
            let first = layer * rows * cols;
            self.along_column.run(plane, cols, |j, col| first + j * cols + col);
        }
        if let Some(axis) = &mut self.through_layers {
            axis.run(plane, rows * cols, |j, cell| j * rows * cols + cell);
        }
    }

    /// The inverse, divided by the number of cells: gives back what [`PlaneFft::forward`] took.
    pub fn inverse(&mut self, plane: &mut Plane) {
        std::mem::swap(&mut plane.re, &mut plane.im);
        self.forward(plane);
        std::mem::swap(&mut plane.re, &mut plane.im);
        let n_cells = (self.layers * self.rows * self.cols) as f64;
        for value in plane.re.iter_mut().chain(&mut plane.im) {
            *value /= n_cells;
        }
    }
}

impl Axis {
    fn new(length: usize) -> Self {
        Self { fft: Fft::new(length), lines: Batch::new(length), scratch: Batch::new(length) }
    }

    /// Transforms `n_lines` lines; `cell(j, line)` is where value j of a line lies.
    fn run(&mut self, plane: &mut Plane, n_lines: usize, cell: impl Fn(usize, usize) -> usize) {
        for first in (0..n_lines).step_by(LANES) {
            let width = LANES.min(n_lines - first);
            let at = |j: usize, lane: usize| cell(j, first + lane);
            gather(plane, &mut self.lines, width, at);
            self.fft.forward(&mut self.lines, &mut self.scratch);
            scatter(plane, &self.lines, width, at);
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

    #[test]
    fn a_volumes_plane_wave_is_one_mode() {
        let ((layers, rows, cols), (l, m, n)) = ((6, 5, 9), (2, 1, 4));
        let n_cells = layers * rows * cols;
        let (mut fft, mut plane) = (PlaneFft::volume(layers, rows, cols), Plane::new(n_cells));
        for cell in 0..n_cells {
            let (k, i, j) = (cell / (rows * cols), cell / cols % rows, cell % cols);
            let part = |m: usize, i: usize, cells: usize| (m * i) as f64 / cells as f64;
            let turns = part(l, k, layers) + part(m, i, rows) + part(n, j, cols);
            plane.re[cell] = (std::f64::consts::TAU * turns).cos();
            plane.im[cell] = (std::f64::consts::TAU * turns).sin();
        }
        fft.forward(&mut plane);
        for (cell, found) in plane.re.iter().enumerate() {
            let mode = (l * rows + m) * cols + n;
            let expected = if cell == mode { n_cells as f64 } else { 0.0 };
            assert!((found - expected).abs() < 1e-10, "{cell}: {found}");
        }
    }
}
