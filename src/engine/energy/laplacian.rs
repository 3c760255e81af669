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
    squares: [Vec<f64>; 2],
}

impl Laplacian {
    /// The Laplacian of this set-up.
    pub fn new(setup: &Setup) -> Self {
        let Setup { grid, boundary, stencil, scheme, .. } = *setup;
        let spectral = (scheme == Scheme::Etdrk4).then(|| Spectral::new(grid));
        Self { grid, boundary, stencil, spectral }
    }

    /// ∇²s of a field of the set-up's grid, in the field's unit per unit length²; `rim` is what a
    /// Dirichlet boundary holds.
    pub fn of(&mut self, field: &FieldView<'_>, rim: f64) -> Array2<f64> {
        match &mut self.spectral {
            Some(spectral) => spectral.laplacian(field),
            None => self.by_stencil(field, rim),
        }
    }

    fn by_stencil(&self, field: &FieldView<'_>, rim: f64) -> Array2<f64> {
        let (rows, cols) = (self.grid.rows(), self.grid.cols());
        let mut padded = Padded::from_fn(self.grid, |row, col| field.get(row, col));
        padded.fill_ghosts(self.boundary, rim);
        let h2 = self.grid.spacing() * self.grid.spacing();
        Array2::from_shape_fn((rows, cols), |(row, col)| {
            let Lines { above, row, below } = Lines::of(&padded, row);
            let centre = row[col + 1];
            let arms = (above[col + 1] + below[col + 1]) + (row[col] + row[col + 2]);
            match self.stencil {
                Stencil::FivePoint => (arms - 4.0 * centre) / h2,
                Stencil::NinePoint => {
                    let corners = (above[col] + below[col + 2]) + (above[col + 2] + below[col]);
                    ((4.0 * arms + corners) - 20.0 * centre) / (6.0 * h2)
                }
            }
        })
    }
}

impl Spectral {
    fn new(grid: Grid) -> Self {
        let axis = |cells: usize| -> Vec<f64> {
            let number =
                |mode: usize| TAU * mode.min(cells - mode) as f64 / (cells as f64 * grid.spacing());
            (0..cells).map(|mode| number(mode) * number(mode)).collect()
        };
        let (rows, cols) = (grid.rows(), grid.cols());
        let squares = [axis(rows), axis(cols)];
        Self { fft: PlaneFft::new(rows, cols), plane: Plane::new(rows * cols), squares }
    }

    fn laplacian(&mut self, field: &FieldView<'_>) -> Array2<f64> {
        let [down, across] = &self.squares;
        let Plane { re, im } = &mut self.plane;
        im.fill(0.0);
        for (row, line) in re.chunks_exact_mut(across.len()).enumerate() {
            field.copy_row(row, line);
        }
        self.fft.forward(&mut self.plane);
        let squares = down.iter().flat_map(|y| across.iter().map(move |x| x + y));
        let Plane { re, im } = &mut self.plane;
        for ((re, im), square) in re.iter_mut().zip(im).zip(squares) {
            (*re, *im) = (-square * *re, -square * *im);
        }
        self.fft.inverse(&mut self.plane);
        let cols = across.len();
        Array2::from_shape_fn((down.len(), cols), |(row, col)| self.plane.re[row * cols + col])
    }
}
