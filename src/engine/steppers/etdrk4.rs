//! Exponential time differencing of order 4 in Fourier space, on a torus.

use crate::engine::operator::{Fields, Place, RightHandSide};
use crate::engine::steppers::combine::{combine, largest, scratch};
use crate::engine::steppers::phi::{Coefficients, coefficients};
use crate::engine::steppers::{Outcome, Stepper};
use crate::grid::{DoubleBuffer, Padded};
use crate::model::Real;
use crate::spectral::{Plane, PlaneFft};
use std::f64::consts::TAU;

/// ETDRK4 for ∂ₜŝ = L ŝ + N̂(s): L = −D k² − K k⁴ exactly, N = f(s) + ∇²φ(s) by four stages.
///
/// k is the true wavenumber, so space is resolved spectrally. Fourier space is in double
/// precision whatever the fields are.
///
/// # Reference
///
/// S. M. Cox, P. C. Matthews, *J. Comput. Phys.* 176 (2002) 430, eq. (26)–(29), with the
/// coefficients of Kassam and Trefethen (2005).
#[derive(Debug)]
pub(crate) struct Etdrk4<R, const N: usize> {
    fft: PlaneFft,
    shape: Shape,
    /// k², and the coefficients of each species, of the modes of one quarter of the plane, or one
    /// eighth of the volume.
    squares: Vec<f64>,
    modes: [Vec<Coefficients>; N],
    /// Real fields of a stage, and of what is transformed.
    stage: Fields<R, N>,
    source: Fields<R, N>,
    /// Spectra of sⁿ, of stage a, and of N at sⁿ, a, b, c.
    state: [Plane; N],
    first: [Plane; N],
    sources: [[Plane; N]; 4],
    work: Plane,
}

impl<R: Real, const N: usize> Etdrk4<R, N> {
    pub(crate) fn new(
        place: Place,
        (diffusivities, hyperdiffusivities): ([f64; N], [f64; N]),
        state: &Fields<R, N>,
        time_step: f64,
    ) -> Self {
        let grid = place.grid;
        let shape = Shape { layers: grid.layers(), rows: grid.rows(), cols: grid.cols() };
        let squares = shape.squares(grid.spacing());
        let modes = std::array::from_fn(|s| {
            let rate = |q: &f64| -(diffusivities[s] + hyperdiffusivities[s] * q) * q;
            squares.iter().map(|q| coefficients(rate(q), time_step)).collect()
        });
        let planes = || std::array::from_fn(|_| Plane::new(grid.n_cells()));
        Self {
            fft: PlaneFft::volume(shape.layers, shape.rows, shape.cols),
            shape,
            squares,
            modes,
            stage: scratch(state),
            source: scratch(state),
            state: planes(),
            first: planes(),
            sources: [planes(), planes(), planes(), planes()],
            work: Plane::new(grid.n_cells()),
        }
    }

    /// N̂ of the fields in `stage`, into `sources[index]`.
    fn transform_source(&mut self, equation: &dyn RightHandSide<R, N>, index: usize) {
        equation.rates(&self.stage, &mut self.source);
        let shape = self.shape;
        shape.forward(&mut self.fft, &self.source, &mut self.sources[index], &mut self.work);
        if equation.potential(&self.stage, &mut self.source) {
            for species in 0..N {
                shape.forward_one(&mut self.fft, &self.source[species], &mut self.work);
                let target = &mut self.sources[index][species];
                shape.each_mode(|cell, mode| {
                    target.re[cell] -= self.squares[mode] * self.work.re[cell];
                    target.im[cell] -= self.squares[mode] * self.work.im[cell];
                });
            }
        }
    }

    /// The fields of `stage` from the spectra that `value(species, coefficients, cell)` gives.
    fn transform_stage(
        &mut self,
        value: impl Fn(&Self, usize, &Coefficients, usize) -> (f64, f64),
    ) {
        let shape = self.shape;
        for pair in (0..N).step_by(2) {
            let mut work = std::mem::replace(&mut self.work, Plane::new(0));
            shape.each_mode(|cell, mode| {
                let (re, im) = value(self, pair, &self.modes[pair][mode], cell);
                (work.re[cell], work.im[cell]) = (re, im);
                if pair + 1 < N {
                    let (re, im) = value(self, pair + 1, &self.modes[pair + 1][mode], cell);
                    // Two real fields go as one complex field: first + i second.
                    (work.re[cell], work.im[cell]) = (work.re[cell] - im, work.im[cell] + re);
                }
            });
            self.fft.inverse(&mut work);
            shape.write(&work.re, &mut self.stage[pair]);
            if pair + 1 < N {
                shape.write(&work.im, &mut self.stage[pair + 1]);
            }
            self.work = work;
        }
    }

    fn keep_first(&mut self) {
        let shape = self.shape;
        for species in 0..N {
            let (state, source) = (&self.state[species], &self.sources[0][species]);
            let (first, modes) = (&mut self.first[species], &self.modes[species]);
            shape.each_mode(|cell, mode| {
                let Coefficients { half, stage, .. } = modes[mode];
                first.re[cell] = half * state.re[cell] + stage * source.re[cell];
                first.im[cell] = half * state.im[cell] + stage * source.im[cell];
            });
        }
    }
}

impl<R: Real, const N: usize> Stepper<R, N> for Etdrk4<R, N> {
    fn step(
        &mut self,
        equation: &mut dyn RightHandSide<R, N>,
        state: &mut DoubleBuffer<R, N>,
        _time_step: R,
    ) -> Outcome {
        let shape = self.shape;
        let (current, next) = state.split();
        shape.forward(&mut self.fft, current, &mut self.state, &mut self.work);
        combine(&[(R::from_f64(1.0), current)], &mut self.stage);
        self.transform_source(equation, 0);
        self.keep_first();
        self.transform_stage(|own, s, _, cell| (own.first[s].re[cell], own.first[s].im[cell]));
        self.transform_source(equation, 1);
        self.transform_stage(|own, s, c, cell| {
            let (v, n) = (&own.state[s], &own.sources[1][s]);
            (c.half * v.re[cell] + c.stage * n.re[cell], c.half * v.im[cell] + c.stage * n.im[cell])
        });
        self.transform_source(equation, 2);
        self.transform_stage(|own, s, c, cell| {
            let (a, n, b) = (&own.first[s], &own.sources[0][s], &own.sources[2][s]);
            let part = |a: f64, n: f64, b: f64| c.half * a + c.stage * (2.0 * b - n);
            (part(a.re[cell], n.re[cell], b.re[cell]), part(a.im[cell], n.im[cell], b.im[cell]))
        });
        self.transform_source(equation, 3);
        self.transform_stage(|own, s, c, cell| {
            let n = [0, 1, 2, 3].map(|stage| &own.sources[stage][s]);
            let part = |v: f64, n: [f64; 4]| {
                c.whole * v + c.first * n[0] + 2.0 * c.middle * (n[1] + n[2]) + c.last * n[3]
            };
            (
                part(own.state[s].re[cell], n.map(|plane| plane.re[cell])),
                part(own.state[s].im[cell], n.map(|plane| plane.im[cell])),
            )
        });
        combine(&[(R::from_f64(1.0), &self.stage)], next);
        let finite = next.iter().all(finite);
        state.swap();
        Outcome::of(finite)
    }
}

fn finite<R: Real>(field: &Padded<R>) -> bool {
    largest(field).is_finite()
}

/// The shape of a plane, of one layer, or a volume.
#[derive(Debug, Clone, Copy)]
struct Shape {
    layers: usize,
    rows: usize,
    cols: usize,
}

impl Shape {
    /// k² of every mode of the quarter plane or eighth volume.
    fn squares(self, spacing: f64) -> Vec<f64> {
        let square = |mode: usize, cells: usize| {
            let number = TAU * mode as f64 / (cells as f64 * spacing);
            number * number
        };
        let mut squares = Vec::new();
        for layer in 0..=self.layers / 2 {
            for row in 0..=self.rows / 2 {
                for col in 0..=self.cols / 2 {
                    let plane = square(col, self.cols) + square(row, self.rows);
                    squares.push(plane + square(layer, self.layers));
                }
            }
        }
        squares
    }

    /// Calls `visit(cell, mode)` for every cell of a spectrum with its mode of the quarter plane.
    fn each_mode(self, mut visit: impl FnMut(usize, usize)) {
        let (height, width) = (self.rows / 2 + 1, self.cols / 2 + 1);
        let mut cell = 0;
        for layer in 0..self.layers {
            let layer = layer.min(self.layers - layer) * height;
            for row in 0..self.rows {
                let line = (layer + row.min(self.rows - row)) * width;
                for col in 0..self.cols {
                    visit(cell, line + col.min(self.cols - col));
                    cell += 1;
                }
            }
        }
    }

    fn read<R: Real>(self, field: &Padded<R>, out: &mut [f64]) {
        for (row, line) in out.chunks_exact_mut(self.cols).enumerate() {
            for (slot, value) in line.iter_mut().zip(field.line(row)) {
                *slot = value.to_f64();
            }
        }
    }

    fn write<R: Real>(self, values: &[f64], field: &mut Padded<R>) {
        for (row, line) in values.chunks_exact(self.cols).enumerate() {
            for (slot, value) in field.line_mut(row).iter_mut().zip(line) {
                *slot = R::from_f64(*value);
            }
        }
    }

    fn forward_one<R: Real>(self, fft: &mut PlaneFft, field: &Padded<R>, out: &mut Plane) {
        self.read(field, &mut out.re);
        out.im.fill(0.0);
        fft.forward(out);
    }

    /// The spectra of real fields, two by two as one complex field.
    fn forward<R: Real, const N: usize>(
        self,
        fft: &mut PlaneFft,
        fields: &Fields<R, N>,
        out: &mut [Plane; N],
        work: &mut Plane,
    ) {
        for pair in (0..N).step_by(2) {
            self.read(&fields[pair], &mut work.re);
            if pair + 1 == N {
                work.im.fill(0.0);
                fft.forward(work);
                out[pair].clone_from(work);
                continue;
            }
            self.read(&fields[pair + 1], &mut work.im);
            fft.forward(work);
            let (left, right) = out.split_at_mut(pair + 1);
            self.separate(work, &mut left[pair], &mut right[0]);
        }
    }

    /// Z = U + iV with U, V of real fields: U = (Z(k) + Z*(−k))/2, V = (Z(k) − Z*(−k))/(2i).
    fn separate(self, both: &Plane, first: &mut Plane, second: &mut Plane) {
        for line in 0..self.layers * self.rows {
            let (layer, row) = (line / self.rows, line % self.rows);
            let mirrored_layer = (self.layers - layer) % self.layers;
            let mirrored_line = mirrored_layer * self.rows + (self.rows - row) % self.rows;
            for col in 0..self.cols {
                let cell = line * self.cols + col;
                let mirror = mirrored_line * self.cols + (self.cols - col) % self.cols;
                let (re, im) = (both.re[cell], both.im[cell]);
                let (mirror_re, mirror_im) = (both.re[mirror], both.im[mirror]);
                first.re[cell] = 0.5 * (re + mirror_re);
                first.im[cell] = 0.5 * (im - mirror_im);
                second.re[cell] = 0.5 * (im + mirror_im);
                second.im[cell] = 0.5 * (mirror_re - re);
            }
        }
    }
}
