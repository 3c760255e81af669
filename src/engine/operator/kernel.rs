//! The inner loops of the operator, compiled for each SIMD level; none fuses multiply and add.
//!
//! Euler on the five-point stencil, the work of most runs, is one loop over the cells. Everything
//! else takes two: the stencil's sums go where the new values will be, and the kinetics then turn
//! them into those values. So the stencils are compiled once, not once a model.
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
    /// What the Laplacian sum of each species is multiplied with: D/h² over the stencil's divisor.
    pub(crate) couplings: [R; N],
    /// Factor of the rate of change.
    pub(crate) factor: R,
}

/// A row of each species with its weight: a term of a stage.
pub(crate) type Terms<'a, R, const N: usize> = [(R, [&'a [R]; N])];

/// One row of s + c F(s) on the five-point stencil, in one loop.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn five_point_euler_row<K: Kinetics<N>, R: Real, const N: usize>(
    weights: &Weights<'_, K, R, N>,
    lines: &[Lines<'_, R>; N],
    out: &mut [&mut [R]; N],
) -> R::Mask {
    let cols = out.first().map_or(0, |cells| cells.len());
    let (mut flaw, mut col) = (R::Mask::default(), 0);
    while col + LANES <= cols {
        flaw = flaw | euler_block::<K, R, N, LANES>(weights, lines, out, col);
        col += LANES;
    }
    if cols >= LANES && col < cols {
        // The last block overlaps the one before: the same cells get the same values again.
        return flaw | euler_block::<K, R, N, LANES>(weights, lines, out, cols - LANES);
    }
    for col in col..cols {
        flaw = flaw | euler_block::<K, R, N, 1>(weights, lines, out, col);
    }
    flaw
}

/// `W` cells from column `col` on; column 0 of the field is cell 1 of a padded line.
#[inline(always)]
fn euler_block<K: Kinetics<N>, R: Real, const N: usize, const W: usize>(
    weights: &Weights<'_, K, R, N>,
    lines: &[Lines<'_, R>; N],
    out: &mut [&mut [R]; N],
    col: usize,
) -> R::Mask {
    let mut rings = [Ring::NONE; N];
    for s in 0..N {
        rings[s] = Ring::cut(lines[s], col, W);
    }
    let mut new = [[R::default(); W]; N];
    let mut flaw = R::Mask::default();
    for i in 0..W {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = rings[s].centre[i];
        }
        let rates = weights.kinetics.rates(state);
        for s in 0..N {
            let laplacian = rings[s].arms(i) - R::from_f64(4.0) * state[s];
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

/// One row of s + c F(s); `out` holds the stencil's sums.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn euler_row<K: Kinetics<N>, R: Real, const N: usize>(
    weights: &Weights<'_, K, R, N>,
    rows: [&[R]; N],
    out: &mut [&mut [R]; N],
) -> R::Mask {
    let mut flaw = R::Mask::default();
    for i in 0..out.first().map_or(0, |cells| cells.len()) {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = rows[s][i];
        }
        let rates = weights.kinetics.rates(state);
        for s in 0..N {
            let slope = weights.couplings[s] * out[s][i] + rates[s];
            let value = state[s] + weights.factor * slope;
            out[s][i] = value;
            flaw = flaw | value.not_finite();
        }
    }
    flaw
}

/// One row of Σ w b + c F(s), the terms added in their order; `out` holds the stencil's sums.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn stage_row<K: Kinetics<N>, R: Real, const N: usize>(
    weights: &Weights<'_, K, R, N>,
    rows: [&[R]; N],
    terms: &Terms<'_, R, N>,
    out: &mut [&mut [R]; N],
) -> R::Mask {
    let mut flaw = R::Mask::default();
    for i in 0..out.first().map_or(0, |cells| cells.len()) {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = rows[s][i];
        }
        let rates = weights.kinetics.rates(state);
        for s in 0..N {
            let slope = weights.factor * (weights.couplings[s] * out[s][i] + rates[s]);
            let mut sum = R::default();
            for (weight, rows) in terms {
                sum = sum + *weight * rows[s][i];
            }
            let value = sum + slope;
            out[s][i] = value;
            flaw = flaw | value.not_finite();
        }
    }
    flaw
}

/// One row of the flux potential φ(s) + D s − K ∇²s, whose Laplacian the equation takes; `out`
/// holds the stencil's sums.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn flux_row<K: Kinetics<N>, R: Real, const N: usize>(
    weights: &Weights<'_, K, R, N>,
    rows: [&[R]; N],
    diffusivities: [R; N],
    out: &mut [&mut [R]; N],
) {
    for i in 0..out.first().map_or(0, |cells| cells.len()) {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = rows[s][i];
        }
        let potential = weights.kinetics.potential(state);
        for s in 0..N {
            let linear = diffusivities[s] * state[s] - weights.couplings[s] * out[s][i];
            out[s][i] = potential[s] + linear;
        }
    }
}

/// The four stencils by their number of points.
pub(crate) const FIVE: u8 = 5;
pub(crate) const NINE: u8 = 9;
pub(crate) const SEVEN: u8 = 7;
pub(crate) const TWENTY_SEVEN: u8 = 27;

/// One row of a stencil's sums: Σ arms − 4 s, 4 Σ arms + Σ corners − 20 s, Σ arms − 6 s, or
/// 14 Σ arms + 3 Σ edges + Σ corners − 128 s; `beside` are the lines of the layers before and
/// behind.
///
/// Summed in pairs, so that mirrored fields, and those turned within their layers, give mirrored
/// and turned results, bit for bit.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn laplacian_row<R: Real, const POINTS: u8>(
    lines: Lines<'_, R>,
    beside: [Lines<'_, R>; 2],
    out: &mut [R],
) {
    let width = out.len();
    let own = Ring::cut(lines, 0, width);
    let solid = POINTS == SEVEN || POINTS == TWENTY_SEVEN;
    let [before, behind] =
        if solid { beside.map(|lines| Ring::cut(lines, 0, width)) } else { [Ring::NONE; 2] };
    for i in 0..width {
        let (arms, centre) = (own.arms(i), own.centre[i]);
        out[i] = if POINTS == FIVE {
            arms - R::from_f64(4.0) * centre
        } else if POINTS == NINE {
            (R::from_f64(4.0) * arms + own.corners(i)) - R::from_f64(20.0) * centre
        } else {
            let arms = arms + (before.centre[i] + behind.centre[i]);
            if POINTS == SEVEN {
                arms - R::from_f64(6.0) * centre
            } else {
                let edges = own.corners(i) + (before.arms(i) + behind.arms(i));
                let corners = before.corners(i) + behind.corners(i);
                let near = R::from_f64(14.0) * arms + R::from_f64(3.0) * edges;
                (near + corners) - R::from_f64(128.0) * centre
            }
        };
    }
}

/// The cells of one layer and those around them, in equally long slices.
#[derive(Clone, Copy)]
struct Ring<'a, R> {
    centre: &'a [R],
    above: &'a [R],
    below: &'a [R],
    left: &'a [R],
    right: &'a [R],
    /// Above left, above right, below left, below right.
    corners: [&'a [R]; 4],
}

impl<'a, R: Real> Ring<'a, R> {
    const NONE: Self =
        Self { centre: &[], above: &[], below: &[], left: &[], right: &[], corners: [&[]; 4] };

    #[inline(always)]
    fn cut(lines: Lines<'a, R>, col: usize, width: usize) -> Self {
        let Lines { above, row, below } = lines;
        Self {
            centre: &row[col + 1..][..width],
            above: &above[col + 1..][..width],
            below: &below[col + 1..][..width],
            left: &row[col..][..width],
            right: &row[col + 2..][..width],
            corners: [
                &above[col..][..width],
                &above[col + 2..][..width],
                &below[col..][..width],
                &below[col + 2..][..width],
            ],
        }
    }

    /// The four arms in the layer, in pairs.
    #[inline(always)]
    fn arms(&self, i: usize) -> R {
        (self.above[i] + self.below[i]) + (self.left[i] + self.right[i])
    }

    /// The four corners, diagonals first: a quarter turn and a mirror each exchange the two.
    #[inline(always)]
    fn corners(&self, i: usize) -> R {
        let [top_left, top_right, low_left, low_right] = self.corners;
        (top_left[i] + low_right[i]) + (top_right[i] + low_left[i])
    }
}
