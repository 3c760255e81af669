//! The exact solution of the discrete heat equation ds/dt = D ∇²ₕ s over one time step.

use crate::engine::operator::Place;
use crate::grid::{Boundary, Padded};
use crate::model::Real;
use crate::spectral::{Batch, Fft, LANES};
use std::f64::consts::PI;

/// exp(Δt D ∇²ₕ) on the five-point stencil: a product of two one-dimensional kernels.
///
/// A line is continued beyond its ends as the boundary asks for (repeated, mirrored, or mirrored
/// with the sign changed about the rim's value), so that it is periodic and each of its modes
/// decays by exp(−Δt D k̂²) with k̂² = (4/h²) sin²(πj/M). Nothing overshoots: the kernel is
/// positive and sums to 1.
#[derive(Debug)]
pub(crate) struct Heat {
    boundary: Boundary,
    rim: f64,
    rows: Axis,
    cols: Axis,
}

/// One direction: the transform of the continued line, and what each mode is multiplied with.
#[derive(Debug)]
struct Axis {
    fft: Fft,
    decay: Vec<f64>,
    lines: Batch,
    scratch: Batch,
}

impl Heat {
    pub(crate) fn new(place: Place, diffusivity: f64, rim: f64, time_step: f64) -> Self {
        let Place { grid, boundary, .. } = place;
        let strength = time_step * diffusivity / (grid.spacing() * grid.spacing());
        let axis = |cells: usize| Axis::new(continued(boundary, cells), strength);
        Self { boundary, rim, rows: axis(grid.rows()), cols: axis(grid.cols()) }
    }

    /// Carries a field over the step.
    pub(crate) fn diffuse<R: Real>(&mut self, field: &mut Padded<R>) {
        let (rows, cols) = (field.grid().rows(), field.grid().cols());
        // Lines go in pairs, one as real and one as imaginary part: the kernel is real.
        for first in (0..rows).step_by(2 * LANES) {
            let width = (rows - first).min(2 * LANES);
            for line in 0..width {
                self.cols.put(line, field.row(first + line), self.boundary, self.rim);
            }
            self.cols.run();
            for line in 0..width {
                self.cols.take(line, field.row_mut(first + line), self.boundary, self.rim);
            }
        }
        let mut column = vec![R::default(); rows];
        for first in (0..cols).step_by(2 * LANES) {
            let width = (cols - first).min(2 * LANES);
            for line in 0..width {
                for (row, cell) in column.iter_mut().enumerate() {
                    *cell = field.row(row)[first + line];
                }
                self.rows.put(line, &column, self.boundary, self.rim);
            }
            self.rows.run();
            for line in 0..width {
                self.rows.take(line, &mut column, self.boundary, self.rim);
                for (row, cell) in column.iter().enumerate() {
                    field.row_mut(row)[first + line] = *cell;
                }
            }
        }
    }
}

/// Length of a line after it was made periodic.
fn continued(boundary: Boundary, cells: usize) -> usize {
    match boundary {
        Boundary::Periodic => cells,
        Boundary::Neumann => 2 * cells,
        Boundary::Dirichlet => 2 * (cells + 1),
    }
}

impl Axis {
    fn new(length: usize, strength: f64) -> Self {
        let decay = |mode: usize| {
            // Both halves of the spectrum from the same sine, so that they are equal.
            let half_phase = PI * (mode.min(length - mode) as f64 / length as f64);
            let sine = libm::sin(half_phase);
            libm::exp(-4.0 * strength * (sine * sine)) / length as f64
        };
        let decay = (0..length).map(decay).collect();
        let (lines, scratch) = (Batch::new(length), Batch::new(length));
        Self { fft: Fft::new(length), decay, lines, scratch }
    }

    /// Where line `line` lies: its lane, and the parts that hold it.
    fn part(&mut self, line: usize) -> (usize, &mut Vec<[f64; LANES]>) {
        let lines = &mut self.lines;
        (line % LANES, if line < LANES { &mut lines.re } else { &mut lines.im })
    }

    fn put<R: Real>(&mut self, line: usize, cells: &[R], boundary: Boundary, rim: f64) {
        let length = self.fft.len();
        let (lane, part) = self.part(line);
        match boundary {
            Boundary::Periodic => {
                for (slot, cell) in part.iter_mut().zip(cells) {
                    slot[lane] = cell.to_f64();
                }
            }
            Boundary::Neumann => {
                for (j, cell) in cells.iter().enumerate() {
                    part[j][lane] = cell.to_f64();
                    part[length - 1 - j][lane] = cell.to_f64();
                }
            }
            Boundary::Dirichlet => {
                part[0][lane] = 0.0;
                part[cells.len() + 1][lane] = 0.0;
                for (j, cell) in cells.iter().enumerate() {
                    let above_rim = cell.to_f64() - rim;
                    part[j + 1][lane] = above_rim;
                    part[length - 1 - j][lane] = -above_rim;
                }
            }
        }
    }

    fn take<R: Real>(&mut self, line: usize, cells: &mut [R], boundary: Boundary, rim: f64) {
        let (lane, part) = self.part(line);
        let (first, base) = if boundary == Boundary::Dirichlet { (1, rim) } else { (0, 0.0) };
        for (cell, slot) in cells.iter_mut().zip(&part[first..]) {
            *cell = R::from_f64(base + slot[lane]);
        }
    }

    fn run(&mut self) {
        self.fft.forward(&mut self.lines, &mut self.scratch);
        for ((re, im), decay) in self.lines.re.iter_mut().zip(&mut self.lines.im).zip(&self.decay) {
            for lane in 0..LANES {
                re[lane] *= decay;
                im[lane] *= decay;
            }
        }
        self.fft.inverse(&mut self.lines, &mut self.scratch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::{Grid, Stencil};

    fn place(boundary: Boundary) -> Place {
        let grid = Grid::new(12, 9, 0.5).unwrap();
        Place { grid, boundary, stencil: Stencil::FivePoint, parallel: false }
    }

    /// Many tiny Euler steps on the same stencil.
    fn stepped(boundary: Boundary, rim: f64, field: &Padded<f64>, n: u32, h: f64) -> Padded<f64> {
        let mut field = field.clone();
        for _ in 0..n {
            field.fill_ghosts(boundary, rim);
            let old = field.clone();
            for row in 0..12 {
                let lines = [0, 1, 2].map(|below| old.ghosted_row(row + below));
                for (col, cell) in field.row_mut(row).iter_mut().enumerate() {
                    let arms =
                        lines[0][col + 1] + lines[2][col + 1] + lines[1][col] + lines[1][col + 2];
                    *cell += h * (arms - 4.0 * *cell) / 0.25;
                }
            }
        }
        field
    }

    #[test]
    fn equals_the_limit_of_tiny_steps_with_every_boundary() {
        for boundary in Boundary::ALL {
            let start = Padded::from_fn(place(boundary).grid, |i, j| ((i * 7 + j * 3) % 5) as f64);
            let (time, rim) = (0.2, 1.5);
            let mut found = start.clone();
            Heat::new(place(boundary), 1.0, rim, time).diffuse(&mut found);
            // Richardson: first-order errors cancel, those of second order stay below 1e-6.
            let coarse = stepped(boundary, rim, &start, 2000, time / 2000.0);
            let fine = stepped(boundary, rim, &start, 4000, time / 4000.0);
            for ((found, coarse), fine) in found.view().iter().zip(coarse.view()).zip(fine.view()) {
                assert!((found - (2.0 * fine - coarse)).abs() < 1e-6, "{}", boundary.name());
            }
        }
    }
}
