//! The semi-discrete right-hand side D∇²s + f(s), and the one sweep that explicit steppers need.

use crate::engine::stencil::{Neighbours, Rim};
use crate::engine::sweep::{Join, sweep};
use crate::grid::{Boundary, DoubleBuffer, Field, Grid};
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
    rims: [Rim<R>; N],
    /// D/h², one a species.
    couplings: [R; N],
    cols: usize,
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
        let rims = rim.map(|value| Rim::new(boundary, grid, value));
        Self { kinetics, rims, couplings, cols: grid.cols(), parallel }
    }

    /// One forward-Euler sweep: next = s + Δt (D∇²s + f(s)), then the buffers change places.
    ///
    /// Returns whether every new value is finite. Allocates nothing.
    pub fn euler(&self, state: &mut DoubleBuffer<R, N>, time_step: R) -> bool {
        let (current, next) = state.split();
        let outputs = next.each_mut().map(Field::cells_mut);
        let visit = |rows: std::ops::Range<usize>, mut outputs: [&mut [R]; N]| {
            let mut flaw = R::Mask::default();
            for (index, row) in rows.enumerate() {
                let mut neighbours = std::array::from_fn(|species| {
                    self.rims[species].neighbours(&current[species], row)
                });
                let span = index * self.cols..(index + 1) * self.cols;
                let mut out = outputs.each_mut().map(|cells| &mut cells[span.clone()]);
                let weights = (&self.kinetics, self.couplings, time_step);
                flaw = flaw | euler_row(weights, &mut neighbours, &mut out);
            }
            Flaw(flaw)
        };
        let Flaw(flaw) = sweep(outputs, self.cols, self.parallel, &visit);
        state.swap();
        flaw == R::Mask::default()
    }
}

/// One row of [`Operator::euler`], compiled for each SIMD level; no level fuses multiply and add.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
fn euler_row<K: Kinetics<N>, R: Real, const N: usize>(
    (kinetics, couplings, time_step): (&K, [R; N], R),
    neighbours: &mut [Neighbours<'_, R>; N],
    out: &mut [&mut [R]; N],
) -> R::Mask {
    let cols = out.first().map_or(0, |cells| cells.len());
    let cell = |[above, below, left, right, centre]: [[R; N]; 5]| {
        let rates = kinetics.rates(centre);
        let four = R::from_f64(4.0);
        std::array::from_fn::<R, N, _>(|s| {
            let laplacian = ((above[s] + below[s]) + (left[s] + right[s])) - four * centre[s];
            centre[s] + time_step * (couplings[s] * laplacian + rates[s])
        })
    };
    let mut flaw = R::Mask::default();
    for col in [0, cols - 1].into_iter().take(cols.min(2)) {
        let sides = neighbours.map(|n| n.sides(col));
        let state = [
            neighbours.map(|n| n.above[col]),
            neighbours.map(|n| n.below[col]),
            sides.map(|side| side.0),
            sides.map(|side| side.1),
            neighbours.map(|n| n.row[col]),
        ];
        for (slot, value) in out.iter_mut().zip(cell(state)) {
            slot[col] = value;
            flaw = flaw | value.not_finite();
        }
    }
    if cols < 3 {
        return flaw;
    }
    // Slices of one length: the compiler drops the bounds checks and uses whole vectors.
    let inner = cols - 2;
    let above: [&[R]; N] = neighbours.map(|n| &n.above[1..][..inner]);
    let below: [&[R]; N] = neighbours.map(|n| &n.below[1..][..inner]);
    let left: [&[R]; N] = neighbours.map(|n| &n.row[..inner]);
    let right: [&[R]; N] = neighbours.map(|n| &n.row[2..][..inner]);
    let centre: [&[R]; N] = neighbours.map(|n| &n.row[1..][..inner]);
    let target = out.each_mut().map(|cells| &mut cells[1..][..inner]);
    for i in 0..inner {
        let at = |slices: &[&[R]; N]| slices.map(|slice| slice[i]);
        let new = cell([at(&above), at(&below), at(&left), at(&right), at(&centre)]);
        for s in 0..N {
            target[s][i] = new[s];
            flaw = flaw | new[s].not_finite();
        }
    }
    flaw
}
