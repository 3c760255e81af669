//! The semi-discrete right-hand side D∇²s + f(s), and the one sweep that explicit steppers need.

use crate::engine::sweep::{Join, sweep};
use crate::grid::{Boundary, DoubleBuffer, Grid, Padded};
use crate::model::{Kinetics, Real};
use multiversion::multiversion;

/// D∇²s + f(s) on a grid: five-point Laplacian, second order in the spacing.
///
/// (∇²s)ᵢⱼ = ((sᵢ₋₁ⱼ + sᵢ₊₁ⱼ) + (sᵢⱼ₋₁ + sᵢⱼ₊₁) − 4 sᵢⱼ) / h². Summed in pairs, so that mirrored
/// and turned fields give mirrored and turned results, bit for bit.
///
/// # Reference
///
/// R. J. LeVeque, *Finite Difference Methods*, SIAM 2007, §3.2.
#[derive(Debug, Clone)]
pub struct Operator<K, R, const N: usize> {
    kinetics: K,
    boundary: Boundary,
    /// What a Dirichlet rim holds, one value a species.
    rim: [R; N],
    /// D/h², one a species.
    couplings: [R; N],
    parallel: bool,
}

/// Whether a sweep met a value that is not finite.
#[derive(Debug, Clone, Copy)]
struct Flaw<M>(M);

impl<M: Send + std::ops::BitOr<Output = M>> Join for Flaw<M> {
    fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl<K: Kinetics<N>, R: Real, const N: usize> Operator<K, R, N> {
    /// The operator of `kinetics` on `grid`; `rim` holds each species' Dirichlet value.
    pub fn new(kinetics: K, grid: Grid, boundary: Boundary, rim: [f64; N], parallel: bool) -> Self {
        let h2 = grid.spacing() * grid.spacing();
        let couplings = kinetics.diffusivities().map(|d| R::from_f64(d / h2));
        Self { kinetics, boundary, rim: rim.map(R::from_f64), couplings, parallel }
    }

    /// One forward-Euler sweep: next = s + Δt (D∇²s + f(s)), then the buffers change places.
    ///
    /// Returns whether every new value is finite. Allocates nothing.
    pub fn euler(&self, state: &mut DoubleBuffer<R, N>, time_step: R) -> bool {
        for (field, &outside) in state.current_mut().iter_mut().zip(&self.rim) {
            field.fill_ghosts(self.boundary, outside);
        }
        let (current, next) = state.split();
        let stride = current.first().map_or(0, Padded::stride);
        let columns = current.first().map_or(0..0, Padded::columns);
        let weights = (&self.kinetics, self.couplings, time_step);
        let visit = |rows: std::ops::Range<usize>, mut outputs: [&mut [R]; N]| {
            let mut flaw = R::Mask::default();
            for (index, row) in rows.enumerate() {
                let lines = current.each_ref().map(|field| Lines::of(field, row));
                let mut out = outputs
                    .each_mut()
                    .map(|cells| &mut cells[index * stride..][..stride][columns.clone()]);
                flaw = flaw | euler_row(weights, &lines, &mut out);
            }
            Flaw(flaw)
        };
        let outputs = next.each_mut().map(Padded::padded_rows_mut);
        let Flaw(flaw) = sweep(outputs, stride, self.parallel, &visit);
        state.swap();
        flaw == R::Mask::default()
    }
}

/// A row of a padded field with the rows above and below, ghosts included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines<'a, R> {
    pub(crate) above: &'a [R],
    pub(crate) row: &'a [R],
    pub(crate) below: &'a [R],
}

impl<'a, R: Copy> Lines<'a, R> {
    /// The lines around row `row` of the field.
    #[inline]
    pub(crate) fn of(field: &'a Padded<R>, row: usize) -> Self {
        let line = |row| field.ghosted_row(row);
        Self { above: line(row), row: line(row + 1), below: line(row + 2) }
    }
}

/// What turns a state into its successor: kinetics, D/h² of each species, time step.
type Weights<'a, K, R, const N: usize> = (&'a K, [R; N], R);

/// Cells that are computed side by side. Their new values pass through a small array first, so
/// that the compiler need not ask whether an output overlaps one of the many inputs.
const LANES: usize = 16;

/// One row of [`Operator::euler`], compiled for each SIMD level; no level fuses multiply and add.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
fn euler_row<K: Kinetics<N>, R: Real, const N: usize>(
    weights: Weights<'_, K, R, N>,
    lines: &[Lines<'_, R>; N],
    out: &mut [&mut [R]; N],
) -> R::Mask {
    let cols = out.first().map_or(0, |cells| cells.len());
    let (mut flaw, mut col) = (R::Mask::default(), 0);
    while col + LANES <= cols {
        flaw = flaw | block::<K, R, N, LANES>(weights, lines, out, col);
        col += LANES;
    }
    if cols >= LANES && col < cols {
        // The last block overlaps the one before: the same cells get the same values again.
        return flaw | block::<K, R, N, LANES>(weights, lines, out, cols - LANES);
    }
    for col in col..cols {
        flaw = flaw | block::<K, R, N, 1>(weights, lines, out, col);
    }
    flaw
}

/// `W` cells from column `col` on; column 0 of the field is cell 1 of a padded line.
///
/// Plain loops on purpose: `array::map` is not inlined in a function of this size, and one call
/// a cell costs more than the arithmetic.
#[inline(always)]
fn block<K: Kinetics<N>, R: Real, const N: usize, const W: usize>(
    (kinetics, couplings, time_step): Weights<'_, K, R, N>,
    lines: &[Lines<'_, R>; N],
    out: &mut [&mut [R]; N],
    col: usize,
) -> R::Mask {
    let nothing: &[R] = &[];
    let (mut above, mut below) = ([nothing; N], [nothing; N]);
    let (mut left, mut right, mut centre) = ([nothing; N], [nothing; N], [nothing; N]);
    for s in 0..N {
        let line = &lines[s];
        (above[s], below[s]) = (&line.above[col + 1..][..W], &line.below[col + 1..][..W]);
        (left[s], right[s]) = (&line.row[col..][..W], &line.row[col + 2..][..W]);
        centre[s] = &line.row[col + 1..][..W];
    }
    let four = R::from_f64(4.0);
    let mut new = [[R::default(); W]; N];
    let mut flaw = R::Mask::default();
    for i in 0..W {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = centre[s][i];
        }
        let rates = kinetics.rates(state);
        for s in 0..N {
            let arms = (above[s][i] + below[s][i]) + (left[s][i] + right[s][i]);
            let laplacian = arms - four * state[s];
            let value = state[s] + time_step * (couplings[s] * laplacian + rates[s]);
            new[s][i] = value;
            flaw = flaw | value.not_finite();
        }
    }
    for s in 0..N {
        out[s][col..col + W].copy_from_slice(&new[s]);
    }
    flaw
}
