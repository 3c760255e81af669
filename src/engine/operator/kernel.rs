//! The inner loops of the operator, compiled for each SIMD level; none fuses multiply and add.
//!
//! Plain loops on purpose: `array::map` is not inlined in functions of this size, and one call a
//! cell costs more than the arithmetic.

#![allow(clippy::needless_range_loop, reason = "plain loops over lanes become vector code")]

use crate::engine::operator::lines::Lines;
use crate::model::{Kinetics, Real};
use multiversion::multiversion;

/// Cells that are computed side by side. Their new values pass through a small array first, so
/// that the compiler need not ask whether an output overlaps one of the many inputs.
const LANES: usize = 16;

/// What a row needs besides its lines.
pub(crate) struct Weights<'a, K, R, const N: usize> {
    pub(crate) kinetics: &'a K,
    /// What the Laplacian sum of each species is multiplied with: D/h² (over 6 for nine points).
    pub(crate) couplings: [R; N],
    /// Factor of the rate of change.
    pub(crate) factor: R,
}

/// The lines of the state, and those whose Laplacian is taken.
pub(crate) struct Neighbours<'a, R, const N: usize> {
    pub(crate) state: [Lines<'a, R>; N],
    pub(crate) flux: [Lines<'a, R>; N],
}

/// A row of each species with its weight: a term of a stage.
pub(crate) type Terms<'a, R, const N: usize> = [(R, [&'a [R]; N])];

/// One row of s + c F(s).
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn euler_row<K: Kinetics<N>, R: Real, const N: usize, const NINE: bool>(
    weights: &Weights<'_, K, R, N>,
    lines: &Neighbours<'_, R, N>,
    out: &mut [&mut [R]; N],
) -> R::Mask {
    let cols = out.first().map_or(0, |cells| cells.len());
    let (mut flaw, mut col) = (R::Mask::default(), 0);
    while col + LANES <= cols {
        flaw = flaw | euler_block::<K, R, N, NINE, LANES>(weights, lines, out, col);
        col += LANES;
    }
    if cols >= LANES && col < cols {
        // The last block overlaps the one before: the same cells get the same values again.
        return flaw | euler_block::<K, R, N, NINE, LANES>(weights, lines, out, cols - LANES);
    }
    for col in col..cols {
        flaw = flaw | euler_block::<K, R, N, NINE, 1>(weights, lines, out, col);
    }
    flaw
}

/// `W` cells from column `col` on; column 0 of the field is cell 1 of a padded line.
#[inline(always)]
fn euler_block<K: Kinetics<N>, R: Real, const N: usize, const NINE: bool, const W: usize>(
    weights: &Weights<'_, K, R, N>,
    lines: &Neighbours<'_, R, N>,
    out: &mut [&mut [R]; N],
    col: usize,
) -> R::Mask {
    let windows = Windows::<R, N>::of::<W>(lines, col);
    let mut new = [[R::default(); W]; N];
    let mut flaw = R::Mask::default();
    for i in 0..W {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = windows.state[s][i];
        }
        let rates = weights.kinetics.rates(state);
        for s in 0..N {
            let laplacian = windows.laplacian::<NINE>(s, i);
            let slope = weights.couplings[s] * laplacian + rates[s];
            let value = state[s] + weights.factor * slope;
            new[s][i] = value;
            flaw = flaw | value.not_finite();
        }
    }
    for s in 0..N {
        out[s][col..col + W].copy_from_slice(&new[s]);
    }
    flaw
}

/// One row of Σ w b + c F(s), the terms added in their order.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn stage_row<K: Kinetics<N>, R: Real, const N: usize, const NINE: bool>(
    weights: &Weights<'_, K, R, N>,
    lines: &Neighbours<'_, R, N>,
    terms: &Terms<'_, R, N>,
    out: &mut [&mut [R]; N],
) -> R::Mask {
    let cols = out.first().map_or(0, |cells| cells.len());
    let (mut flaw, mut col) = (R::Mask::default(), 0);
    while col + LANES <= cols {
        flaw = flaw | stage_block::<K, R, N, NINE, LANES>(weights, lines, terms, out, col);
        col += LANES;
    }
    if cols >= LANES && col < cols {
        return flaw
            | stage_block::<K, R, N, NINE, LANES>(weights, lines, terms, out, cols - LANES);
    }
    for col in col..cols {
        flaw = flaw | stage_block::<K, R, N, NINE, 1>(weights, lines, terms, out, col);
    }
    flaw
}

#[inline(always)]
fn stage_block<K: Kinetics<N>, R: Real, const N: usize, const NINE: bool, const W: usize>(
    weights: &Weights<'_, K, R, N>,
    lines: &Neighbours<'_, R, N>,
    terms: &Terms<'_, R, N>,
    out: &mut [&mut [R]; N],
    col: usize,
) -> R::Mask {
    let windows = Windows::<R, N>::of::<W>(lines, col);
    let mut new = [[R::default(); W]; N];
    for i in 0..W {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = windows.state[s][i];
        }
        let rates = weights.kinetics.rates(state);
        for s in 0..N {
            let laplacian = windows.laplacian::<NINE>(s, i);
            new[s][i] = weights.factor * (weights.couplings[s] * laplacian + rates[s]);
        }
    }
    let mut flaw = R::Mask::default();
    for s in 0..N {
        let mut sum = [R::default(); W];
        for (weight, rows) in terms {
            let row = &rows[s][col..col + W];
            for i in 0..W {
                sum[i] = sum[i] + *weight * row[i];
            }
        }
        for i in 0..W {
            new[s][i] = sum[i] + new[s][i];
            flaw = flaw | new[s][i].not_finite();
        }
        out[s][col..col + W].copy_from_slice(&new[s]);
    }
    flaw
}

/// One row of the flux potential φ(s) + D s − K ∇²s, whose Laplacian the equation takes.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn flux_row<K: Kinetics<N>, R: Real, const N: usize, const NINE: bool>(
    weights: &Weights<'_, K, R, N>,
    lines: &Neighbours<'_, R, N>,
    diffusivities: [R; N],
    out: &mut [&mut [R]; N],
) {
    let cols = out.first().map_or(0, |cells| cells.len());
    let windows = Windows::<R, N>::whole(lines, cols);
    for i in 0..cols {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = windows.state[s][i];
        }
        let potential = weights.kinetics.potential(state);
        for s in 0..N {
            let laplacian = windows.laplacian::<NINE>(s, i);
            let linear = diffusivities[s] * state[s] - weights.couplings[s] * laplacian;
            out[s][i] = potential[s] + linear;
        }
    }
}

/// Equally long slices of the state and of the neighbours of the same cells.
struct Windows<'a, R, const N: usize> {
    state: [&'a [R]; N],
    centre: [&'a [R]; N],
    above: [&'a [R]; N],
    below: [&'a [R]; N],
    left: [&'a [R]; N],
    right: [&'a [R]; N],
    /// Above left, above right, below left, below right.
    corners: [[&'a [R]; 4]; N],
}

impl<'a, R: Real, const N: usize> Windows<'a, R, N> {
    /// `W` cells from column `col` on.
    #[inline(always)]
    fn of<const W: usize>(lines: &Neighbours<'a, R, N>, col: usize) -> Self {
        Self::cut(lines, col, W)
    }

    /// All cells of a row.
    #[inline(always)]
    fn whole(lines: &Neighbours<'a, R, N>, cols: usize) -> Self {
        Self::cut(lines, 0, cols)
    }

    #[inline(always)]
    fn cut(lines: &Neighbours<'a, R, N>, col: usize, width: usize) -> Self {
        let nothing: &[R] = &[];
        let mut windows = Self {
            state: [nothing; N],
            centre: [nothing; N],
            above: [nothing; N],
            below: [nothing; N],
            left: [nothing; N],
            right: [nothing; N],
            corners: [[nothing; 4]; N],
        };
        for s in 0..N {
            let Lines { above, row, below } = lines.flux[s];
            windows.state[s] = &lines.state[s].row[col + 1..][..width];
            windows.centre[s] = &row[col + 1..][..width];
            windows.above[s] = &above[col + 1..][..width];
            windows.below[s] = &below[col + 1..][..width];
            windows.left[s] = &row[col..][..width];
            windows.right[s] = &row[col + 2..][..width];
            windows.corners[s] = [
                &above[col..][..width],
                &above[col + 2..][..width],
                &below[col..][..width],
                &below[col + 2..][..width],
            ];
        }
        windows
    }

    /// Σ arms − 4 s, or 4 Σ arms + Σ corners − 20 s. Summed in pairs, so that mirrored and turned
    /// fields give mirrored and turned results, bit for bit.
    #[inline(always)]
    fn laplacian<const NINE: bool>(&self, s: usize, i: usize) -> R {
        let vertical = self.above[s][i] + self.below[s][i];
        let arms = vertical + (self.left[s][i] + self.right[s][i]);
        if !NINE {
            return arms - R::from_f64(4.0) * self.centre[s][i];
        }
        let [top_left, top_right, low_left, low_right] = self.corners[s];
        // Diagonals first: a quarter turn and a mirror each exchange the two.
        let corners = (top_left[i] + low_right[i]) + (top_right[i] + low_left[i]);
        (R::from_f64(4.0) * arms + corners) - R::from_f64(20.0) * self.centre[s][i]
    }
}
