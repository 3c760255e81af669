//! The Laplacian of a field as a run takes it: by its stencil, or in Fourier space.

use crate::engine::operator::Lines;
use crate::engine::simulation::Setup;
use crate::engine::steppers::Scheme;
use crate::grid::{Boundary, FieldView, Grid, Padded, Stencil};
use crate::spectral::{Plane, PlaneFft};
use ndarray::Array2;
use std::f64::consts::TAU;

/// ∇² of whole fields: the same discretisation as a run's right-hand side, in double precision.
///
/// [`Scheme::Etdrk4`] multiplies each mode by −k² of its true wavenumber; every other scheme uses
/// the stencil and the boundary.
///
/// # Examples
///
/// See [`crate::engine::Energy`], which is made of it.
#[derive(Debug)]
pub struct Laplacian {
    grid: Grid,
    boundary: Boundary,
    stencil: Stencil,
    spectral: Option<Spectral>,
}

/// What a transform needs.
#[derive(Debug)]
struct Spectral {
    fft: PlaneFft,
    plane: Plane,
    /// k² along each axis, mode by mode.
    squares: [Vec<f64>; 3],
}

impl Laplacian {
    /// The Laplacian of this set-up.
    pub fn new(setup: &Setup) -> Self {
        let Setup { grid, boundary, stencil, scheme, .. } = *setup;
        let spectral = (scheme == Scheme::Etdrk4).then(|| Spectral::new(grid));
        Self { grid, boundary, stencil, spectral }
    }

    /// ∇²s of a field of the set-up's grid, lines × cols, in the field's unit per unit length²;
    /// `rim` is what a Dirichlet boundary holds.
    pub fn of(&mut self, field: &FieldView<'_>, rim: f64) -> Array2<f64> {
        match &mut self.spectral {
            Some(spectral) => spectral.laplacian(field),
            None => self.by_stencil(field, rim),
        }
    }

    fn by_stencil(&self, field: &FieldView<'_>, rim: f64) -> Array2<f64> {
        let (lines, cols) = (self.grid.lines(), self.grid.cols());
        let mut padded = Padded::from_fn(self.grid, |line, col| field.get(line, col));
        padded.fill_ghosts(self.boundary, rim);
        let h2 = self.grid.spacing() * self.grid.spacing();
        Array2::from_shape_fn((lines, cols), |(line, col)| {
            let own = Lines::of(&padded, line);
            let beside = Lines::beside(&padded, line);
            self.sum(own, beside, col) / (self.stencil.divisor() * h2)
        })
    }

    /// The stencil's sum around a cell.
    fn sum(&self, own: Lines<'_, f64>, [before, behind]: [Lines<'_, f64>; 2], col: usize) -> f64 {
        let arms = |lines: Lines<'_, f64>| {
            let Lines { above, row, below } = lines;
            (above[col + 1] + below[col + 1]) + (row[col] + row[col + 2])
        };
        let corners = |lines: Lines<'_, f64>| {
            let Lines { above, below, .. } = lines;
            (above[col] + below[col + 2]) + (above[col + 2] + below[col])
        };
        let centre = own.row[col + 1];
        let through = |own: f64| own + (before.row[col + 1] + behind.row[col + 1]);
        match self.stencil {
            Stencil::FivePoint => arms(own) - 4.0 * centre,
            Stencil::NinePoint => (4.0 * arms(own) + corners(own)) - 20.0 * centre,
            Stencil::SevenPoint => through(arms(own)) - 6.0 * centre,
            Stencil::TwentySevenPoint => {
                let edges = corners(own) + (arms(before) + arms(behind));
                let near = 14.0 * through(arms(own)) + 3.0 * edges;
                (near + (corners(before) + corners(behind))) - 128.0 * centre
            }
        }
    }
}

impl Spectral {
    fn new(grid: Grid) -> Self {
        let axis = |cells: usize| -> Vec<f64> {
            let number =
                |mode: usize| TAU * mode.min(cells - mode) as f64 / (cells as f64 * grid.spacing());
            (0..cells).map(|mode| number(mode) * number(mode)).collect()
        };
        let (layers, rows, cols) = (grid.layers(), grid.rows(), grid.cols());
        let squares = [axis(layers), axis(rows), axis(cols)];
        let fft = PlaneFft::volume(layers, rows, cols);
        Self { fft, plane: Plane::new(grid.n_cells()), squares }
    }

    fn laplacian(&mut self, field: &FieldView<'_>) -> Array2<f64> {
        let [inward, down, across] = &self.squares;
        let cols = across.len();
        let Plane { re, im } = &mut self.plane;
        im.fill(0.0);
        for (line, cells) in re.chunks_exact_mut(cols).enumerate() {
            field.copy_row(line, cells);
        }
        self.fft.forward(&mut self.plane);
        let lines = inward.iter().flat_map(|z| down.iter().map(move |y| z + y));
        let squares = lines.flat_map(|line| across.iter().map(move |x| x + line));
        let Plane { re, im } = &mut self.plane;
        for ((re, im), square) in re.iter_mut().zip(im).zip(squares) {
            (*re, *im) = (-square * *re, -square * *im);
        }
        self.fft.inverse(&mut self.plane);
        let lines = inward.len() * down.len();
        Array2::from_shape_fn((lines, cols), |(line, col)| self.plane.re[line * cols + col])
    }
}
