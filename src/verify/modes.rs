//! The modes of a grid: eigenfunctions of its discrete Laplacian, with their wavenumbers.

use crate::engine::{Scheme, Setup};
use crate::grid::{Boundary, Grid, Stencil};
use crate::model::{Complex, Linearisation};
use std::f64::consts::{PI, TAU};

/// One eigenfunction of the discrete Laplacian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mode {
    /// Its number along the rows and along the columns: whole waves on a torus, half waves else.
    pub index: (usize, usize),
    /// |k|, per unit length.
    pub wavenumber: f64,
    /// k̂², what the discretisation makes of k², per unit length².
    pub symbol: f64,
}

/// The modes of a grid with its boundary and stencil.
///
/// On a torus they are cos(2π(m i/rows + n j/cols)), between walls without flux
/// cos(π m (i + ½)/rows) cos(π n (j + ½)/cols), between walls that hold the steady state
/// sin(π m (i + 1)/(rows + 1)) sin(π n (j + 1)/(cols + 1)): exact for both stencils.
///
/// # Reference
///
/// G. Strang, The discrete cosine transform, *SIAM Review* 41 (1999) 135.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Modes {
    grid: Grid,
    boundary: Boundary,
    stencil: Stencil,
    /// Whether space is resolved in Fourier space, so that k̂² = k².
    spectral: bool,
}

impl Modes {
    /// The modes of a run's grid.
    pub fn new(setup: &Setup) -> Self {
        let Setup { grid, boundary, stencil, scheme, .. } = *setup;
        Self { grid, boundary, stencil, spectral: scheme == Scheme::Etdrk4 }
    }

    /// Every mode but the homogeneous one, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = Mode> {
        let (rows, cols) = (self.grid.rows(), self.grid.cols());
        let range = |cells: usize| match self.boundary {
            Boundary::Periodic => 0..cells / 2 + 1,
            Boundary::Neumann => 0..cells,
            Boundary::Dirichlet => 1..cells + 1,
        };
        range(rows)
            .flat_map(move |m| range(cols).map(move |n| self.mode((m, n))))
            .filter(|mode| mode.index != (0, 0))
    }

    /// The mode of that number.
    pub fn mode(&self, index: (usize, usize)) -> Mode {
        let phase = |mode: usize, cells: usize| match self.boundary {
            Boundary::Periodic => TAU * mode as f64 / cells as f64,
            Boundary::Neumann => PI * mode as f64 / cells as f64,
            Boundary::Dirichlet => PI * mode as f64 / (cells + 1) as f64,
        };
        let (y, x) = (phase(index.0, self.grid.rows()), phase(index.1, self.grid.cols()));
        let area = self.grid.spacing() * self.grid.spacing();
        let square = (x * x + y * y) / area;
        let symbol = if self.spectral { square } else { self.stencil.symbol(x, y) / area };
        Mode { index, wavenumber: square.sqrt(), symbol }
    }

    /// The mode's value in every cell, in C order; at most 1.
    pub fn shape(&self, mode: Mode) -> Vec<f64> {
        let (rows, cols) = (self.grid.rows(), self.grid.cols());
        let (m, n) = mode.index;
        // A phase modulo one turn in whole numbers is exact.
        let turn = |count: usize, whole: usize| TAU * ((count % whole) as f64 / whole as f64);
        let value = |row: usize, col: usize| match self.boundary {
            Boundary::Periodic => libm::cos(turn(m * row, rows) + turn(n * col, cols)),
            Boundary::Neumann => {
                let part =
                    |n: usize, at: usize, cells| libm::cos(turn(n * (2 * at + 1), 4 * cells));
                part(m, row, rows) * part(n, col, cols)
            }
            Boundary::Dirichlet => {
                let part = |n: usize, at: usize, cells: usize| {
                    libm::sin(turn(n * (at + 1), 2 * cells + 2))
                };
                part(m, row, rows) * part(n, col, cols)
            }
        };
        (0..rows)
            .flat_map(|row| (0..cols).map(move |col| (row, col)))
            .map(|(row, col)| value(row, col))
            .collect()
    }

    /// The mode that grows fastest, with its growth rate; the first of several equal ones.
    pub fn fastest(&self, linear: &Linearisation) -> Option<(Mode, Complex)> {
        self.fastest_of(linear, |_| true)
    }

    /// The fastest of the modes that are `wanted`.
    pub fn fastest_of(
        &self,
        linear: &Linearisation,
        wanted: impl Fn(&Mode) -> bool,
    ) -> Option<(Mode, Complex)> {
        let mut best: Option<(Mode, Complex)> = None;
        for mode in self.iter().filter(wanted) {
            let rate = linear.leading(mode.symbol);
            if best.is_none_or(|(_, known)| rate.re > known.re) {
                best = Some((mode, rate));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modes(boundary: Boundary, stencil: Stencil) -> Modes {
        let grid = Grid::new(7, 10, 0.5).unwrap();
        Modes { grid, boundary, stencil, spectral: false }
    }

    /// (Σ weights × neighbours)/h² of a mode in one cell, the ghosts as the boundary has them.
    fn laplacian(modes: &Modes, values: &[f64], row: i64, col: i64) -> f64 {
        let (rows, cols) = (modes.grid.rows() as i64, modes.grid.cols() as i64);
        let at = |row: i64, col: i64| {
            let inside = (0..rows).contains(&row) && (0..cols).contains(&col);
            let (row, col) = match modes.boundary {
                Boundary::Periodic => (row.rem_euclid(rows), col.rem_euclid(cols)),
                Boundary::Neumann => (row.clamp(0, rows - 1), col.clamp(0, cols - 1)),
                Boundary::Dirichlet if !inside => return 0.0,
                Boundary::Dirichlet => (row, col),
            };
            values[(row * cols + col) as usize]
        };
        let sum = |offsets: [(i64, i64); 4]| -> f64 {
            offsets.iter().map(|(down, across)| at(row + down, col + across)).sum()
        };
        let arms = sum([(0, 1), (0, -1), (1, 0), (-1, 0)]);
        let corners = sum([(1, 1), (1, -1), (-1, 1), (-1, -1)]);
        let scaled = match modes.stencil {
            Stencil::FivePoint => arms - 4.0 * at(row, col),
            Stencil::NinePoint => (4.0 * arms + corners - 20.0 * at(row, col)) / 6.0,
        };
        scaled / 0.25
    }

    #[test]
    fn every_mode_is_an_eigenfunction_of_the_stencil() {
        for boundary in Boundary::ALL {
            for stencil in Stencil::ALL {
                let modes = modes(boundary, stencil);
                for mode in modes.iter() {
                    let values = modes.shape(mode);
                    for cell in 0..70 {
                        let found = laplacian(&modes, &values, cell / 10, cell % 10);
                        let wanted = -mode.symbol * values[cell as usize];
                        assert!(
                            (found - wanted).abs() < 1e-12,
                            "{boundary:?} {stencil:?} {mode:?}"
                        );
                    }
                }
            }
        }
    }
}
