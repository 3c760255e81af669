//! The exact solution of the discrete heat equation ds/dt = D ∇²ₕ s over one time step.

use crate::engine::operator::Place;
use crate::grid::{Boundary, Padded};
use crate::model::Real;
use crate::spectral::{Batch, Fft, LANES};
use std::f64::consts::PI;

/// exp(Δt D ∇²ₕ) on the five-point stencil, or the seven-point one: a product of one-dimensional
/// kernels.
///
/// A line is continued beyond its ends as the boundary asks for (repeated, mirrored, or mirrored
/// with the sign changed about the rim's value), so that it is periodic and each of its modes
/// decays by exp(−Δt D k̂²) with k̂² = (4/h²) sin²(πj/M). Nothing overshoots: the kernel is
/// positive and sums to 1.
#[derive(Debug)]
pub(crate) struct Heat {
    boundary: Boundary,
    rim: f64,
    cols: Axis,
    rows: Axis,
    /// In a volume.
    layers: Option<Axis>,
}

/// One direction: the transform of the continued line, and what each mode is multiplied with.
#[derive(Debug)]
struct Axis {
    fft: Fft,
    decay: Vec<f64>,
    lines: Batch,
    scratch: Batch,
}

/// Field lines that begin at `first` and lie `step` apart: what an axis across them runs over.
#[derive(Clone, Copy)]
struct Across {
    first: usize,
    step: usize,
    cells: usize,
}

impl Heat {
    pub(crate) fn new(place: Place, diffusivity: f64, rim: f64, time_step: f64) -> Self {
        let Place { grid, boundary, .. } = place;
        let strength = time_step * diffusivity / (grid.spacing() * grid.spacing());
        let axis = |cells: usize| Axis::new(continued(boundary, cells), strength);
        let layers = grid.is_volume().then(|| axis(grid.layers()));
        Self { boundary, rim, cols: axis(grid.cols()), rows: axis(grid.rows()), layers }
    }

    /// Carries a field over the step.
    pub(crate) fn diffuse<R: Real>(&mut self, field: &mut Padded<R>) {
        let grid = field.grid();
        // Lines go in pairs, one as real and one as imaginary part: the kernel is real.
        for first in (0..grid.lines()).step_by(2 * LANES) {
            let width = (grid.lines() - first).min(2 * LANES);
            for line in 0..width {
                self.cols.put(line, field.line(first + line), self.boundary, self.rim);
            }
            self.cols.run();
            for line in 0..width {
                self.cols.take(line, field.line_mut(first + line), self.boundary, self.rim);
            }
        }
        let (boundary, rim, rows) = (self.boundary, self.rim, grid.rows());
        for layer in 0..grid.layers() {
            let across = Across { first: layer * rows, step: 1, cells: rows };
            self.rows.diffuse_across(field, across, boundary, rim);
        }
        if let Some(layers) = &mut self.layers {
            for row in 0..rows {
                let across = Across { first: row, step: rows, cells: grid.layers() };
                layers.diffuse_across(field, across, boundary, rim);
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

    /// Diffuses along the columns of some field lines.
    fn diffuse_across<R: Real>(
        &mut self,
        field: &mut Padded<R>,
        across: Across,
        boundary: Boundary,
        rim: f64,
    ) {
        let (cols, Across { first: start, step, cells }) = (field.grid().cols(), across);
        let mut column = vec![R::default(); cells];
        for first in (0..cols).step_by(2 * LANES) {
            let width = (cols - first).min(2 * LANES);
            for line in 0..width {
                for (index, cell) in column.iter_mut().enumerate() {
                    *cell = field.line(start + index * step)[first + line];
                }
                self.put(line, &column, boundary, rim);
            }
            self.run();
            for line in 0..width {
                self.take(line, &mut column, boundary, rim);
                for (index, cell) in column.iter().enumerate() {
                    field.line_mut(start + index * step)[first + line] = *cell;
                }
            }
        }
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

    fn place(layers: usize, boundary: Boundary) -> Place {
        let grid = Grid::volume(layers, 12, 9, 0.5).unwrap();
        let [stencil, _] = Stencil::of(grid.dimensions());
        Place { grid, boundary, stencil, parallel: false }
    }

    /// Many tiny Euler steps on the same stencil.
    fn stepped(boundary: Boundary, rim: f64, field: &Padded<f64>, n: u32, h: f64) -> Padded<f64> {
        let mut field = field.clone();
        let grid = field.grid();
        for _ in 0..n {
            field.fill_ghosts(boundary, rim);
            let old = field.clone();
            for line in 0..grid.lines() {
                let (layer, row) = ((line / 12) as isize, (line % 12) as isize);
                let around = |z, y| old.ghosted_line(layer + z, row + y);
                for (col, cell) in field.line_mut(line).iter_mut().enumerate() {
                    let [here, above, below] = [0, -1, 1].map(|y| around(0, y));
                    let mut arms = above[col + 1] + below[col + 1] + here[col] + here[col + 2];
                    if grid.is_volume() {
                        arms += around(-1, 0)[col + 1] + around(1, 0)[col + 1] - 2.0 * *cell;
                    }
                    *cell += h * (arms - 4.0 * here[col + 1]) / 0.25;
                }
            }
        }
        field
    }

    #[test]
    fn equals_the_limit_of_tiny_steps_with_every_boundary() {
        for (layers, boundary) in [1, 5].into_iter().flat_map(|n| Boundary::ALL.map(|b| (n, b))) {
            let place = place(layers, boundary);
            let start = Padded::from_fn(place.grid, |i, j| ((i * 7 + j * 3) % 5) as f64);
            let (time, rim) = (0.2, 1.5);
            let mut found = start.clone();
            Heat::new(place, 1.0, rim, time).diffuse(&mut found);
            // Richardson: first-order errors cancel, those of second order stay below 1e-6.
            let coarse = stepped(boundary, rim, &start, 2000, time / 2000.0);
            let fine = stepped(boundary, rim, &start, 4000, time / 4000.0);
            for ((found, coarse), fine) in found.view().iter().zip(coarse.view()).zip(fine.view()) {
                let wanted = 2.0 * fine - coarse;
                assert!((found - wanted).abs() < 2e-6, "{layers} {}", boundary.name());
            }
        }
    }
}
