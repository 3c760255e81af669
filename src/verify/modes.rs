//! The modes of a grid: eigenfunctions of its discrete Laplacian, with their wavenumbers.

use crate::engine::{Scheme, Setup};
use crate::grid::{Boundary, Grid, Stencil};
use crate::model::{Complex, Linearisation};
use std::f64::consts::{PI, TAU};

/// One eigenfunction of the discrete Laplacian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mode {
    /// Its number through the layers, down the rows and along the columns: whole waves on a torus,
    /// half waves else. In a plane the first has no meaning and is 0.
    pub index: [usize; 3],
    /// |k|, per unit length.
    pub wavenumber: f64,
    /// k̂², what the discretisation makes of k², per unit length².
    pub symbol: f64,
}

impl Mode {
    /// Its numbers on a grid: two in a plane, three in a volume.
    pub fn numbers(&self, grid: Grid) -> &[usize] {
        &self.index[usize::from(!grid.is_volume())..]
    }
}

/// The modes of a grid with its boundary and stencil.
///
/// On a torus they are cos(2π(m i/rows + n j/cols)), between walls without flux
/// cos(π m (i + ½)/rows) cos(π n (j + ½)/cols), between walls that hold the steady state
/// sin(π m (i + 1)/(rows + 1)) sin(π n (j + 1)/(cols + 1)): exact for every stencil. A volume has a
/// third factor, or a third term of the phase.
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
        let range = |cells: usize| match self.boundary {
            Boundary::Periodic => 0..cells / 2 + 1,
            Boundary::Neumann => 0..cells,
            Boundary::Dirichlet => 1..cells + 1,
        };
        let (rows, cols) = (range(self.grid.rows()), range(self.grid.cols()));
        let layers = if self.grid.is_volume() { range(self.grid.layers()) } else { 0..1 };
        let lines = layers.flat_map(move |l| rows.clone().map(move |m| (l, m)));
        lines
            .flat_map(move |(l, m)| cols.clone().map(move |n| self.mode([l, m, n])))
            .filter(|mode| mode.index != [0; 3])
    }

    /// Cells through the layers, down and across.
    fn sides(&self) -> [usize; 3] {
        [self.grid.layers(), self.grid.rows(), self.grid.cols()]
    }

    /// The mode of that number.
    pub fn mode(&self, index: [usize; 3]) -> Mode {
        let phase = |axis: usize| {
            let (mode, cells) = (index[axis] as f64, self.sides()[axis]);
            match self.boundary {
                Boundary::Periodic => TAU * mode / cells as f64,
                Boundary::Neumann => PI * mode / cells as f64,
                Boundary::Dirichlet => PI * mode / (cells + 1) as f64,
            }
        };
        let (z, y, x) = (phase(0), phase(1), phase(2));
        let area = self.grid.spacing() * self.grid.spacing();
        let square = (x * x + y * y + z * z) / area;
        let symbol = if self.spectral { square } else { self.stencil.symbol([x, y, z]) / area };
        Mode { index, wavenumber: square.sqrt(), symbol }
    }

    /// The mode's value in every cell, in C order; at most 1.
    pub fn shape(&self, mode: Mode) -> Vec<f64> {
        // A phase modulo one turn in whole numbers is exact.
        let turn = |count: usize, whole: usize| TAU * ((count % whole) as f64 / whole as f64);
        let sides = self.sides();
        // A plane has no factor of its layers.
        let axes = if self.grid.is_volume() { 0..3 } else { 1..3 };
        let value = |place: [usize; 3]| {
            let part = |axis: usize| {
                let (m, at, cells) = (mode.index[axis], place[axis], sides[axis]);
                match self.boundary {
                    Boundary::Periodic => turn(m * at, cells),
                    Boundary::Neumann => libm::cos(turn(m * (2 * at + 1), 4 * cells)),
                    Boundary::Dirichlet => libm::sin(turn(m * (at + 1), 2 * cells + 2)),
                }
            };
            if self.boundary == Boundary::Periodic {
                libm::cos(axes.clone().map(part).sum())
            } else {
                axes.clone().map(part).product()
            }
        };
        let [layers, rows, cols] = sides;
        (0..layers * rows * cols)
            .map(|cell| value([cell / (rows * cols), cell / cols % rows, cell % cols]))
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
        let layers = if stencil.dimensions() == 3 { 4 } else { 1 };
        let grid = Grid::volume(layers, 7, 10, 0.5).unwrap();
        Modes { grid, boundary, stencil, spectral: false }
    }

    /// The weights of a stencil, times h², by the number of axes along which a neighbour lies.
    fn weights(stencil: Stencil) -> [f64; 4] {
        match stencil {
            Stencil::FivePoint => [-4.0, 1.0, 0.0, 0.0],
            Stencil::NinePoint => [-20.0, 4.0, 1.0, 0.0].map(|weight| weight / 6.0),
            Stencil::SevenPoint => [-6.0, 1.0, 0.0, 0.0],
            Stencil::TwentySevenPoint => [-128.0, 14.0, 3.0, 1.0].map(|weight| weight / 30.0),
        }
    }

    /// (Σ weights × neighbours)/h² of a mode in one cell, the ghosts as the boundary has them.
    fn laplacian(modes: &Modes, values: &[f64], place: [i64; 3]) -> f64 {
        let sides = modes.sides().map(|cells| cells as i64);
        let at = |place: [i64; 3]| {
            let mut cell = 0;
            for (index, side) in place.into_iter().zip(sides) {
                let inside = (0..side).contains(&index);
                let index = match modes.boundary {
                    Boundary::Periodic => index.rem_euclid(side),
                    Boundary::Neumann => index.clamp(0, side - 1),
                    Boundary::Dirichlet if !inside => return 0.0,
                    Boundary::Dirichlet => index,
                };
                cell = cell * side + index;
            }
            values[cell as usize]
        };
        let depths = if modes.grid.is_volume() { -1..=1 } else { 0..=0 };
        let mut sum = 0.0;
        for offset in
            depths.flat_map(|z| (-1..=1).flat_map(move |y| (-1..=1).map(move |x| [z, y, x])))
        {
            let n_axes = offset.iter().filter(|part| **part != 0).count();
            sum += weights(modes.stencil)[n_axes] * at([0, 1, 2].map(|a| place[a] + offset[a]));
        }
        sum / 0.25
    }

    #[test]
    fn every_mode_is_an_eigenfunction_of_the_stencil() {
        for boundary in Boundary::ALL {
            for stencil in Stencil::ALL {
                let modes = modes(boundary, stencil);
                for mode in modes.iter() {
                    let values = modes.shape(mode);
                    for (cell, value) in values.iter().enumerate() {
                        let (cell, wanted) = (cell as i64, -mode.symbol * value);
                        let found =
                            laplacian(&modes, &values, [cell / 70, cell / 10 % 7, cell % 10]);
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
