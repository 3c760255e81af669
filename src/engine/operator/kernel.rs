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
    /// What the Laplacian sum of each species is multiplied with: D/h² over the stencil's divisor.
    pub(crate) couplings: [R; N],
    /// Factor of the rate of change.
    pub(crate) factor: R,
}

/// The lines of the state, and those whose Laplacian is taken, with the ones in the layers before
/// and behind.
pub(crate) struct Neighbours<'a, R, const N: usize> {
    pub(crate) state: [&'a [R]; N],
    pub(crate) flux: [Lines<'a, R>; N],
    pub(crate) beside: [[Lines<'a, R>; 2]; N],
}

/// The four stencils by their number of points, as the kernels are compiled for each.
pub(crate) const FIVE: u8 = 5;
pub(crate) const NINE: u8 = 9;
pub(crate) const SEVEN: u8 = 7;
pub(crate) const TWENTY_SEVEN: u8 = 27;

/// A row of each species with its weight: a term of a stage.
pub(crate) type Terms<'a, R, const N: usize> = [(R, [&'a [R]; N])];

/// One row of s + c F(s).
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn euler_row<K: Kinetics<N>, R: Real, const N: usize, const POINTS: u8>(
    weights: &Weights<'_, K, R, N>,
    lines: &Neighbours<'_, R, N>,
    out: &mut [&mut [R]; N],
) -> R::Mask {
    let cols = out.first().map_or(0, |cells| cells.len());
    let (mut flaw, mut col) = (R::Mask::default(), 0);
    while col + LANES <= cols {
        flaw = flaw | euler_block::<K, R, N, POINTS, LANES>(weights, lines, out, col);
        col += LANES;
    }
    if cols >= LANES && col < cols {
        // The last block overlaps the one before: the same cells get the same values again.
        return flaw | euler_block::<K, R, N, POINTS, LANES>(weights, lines, out, cols - LANES);
    }
    for col in col..cols {
        flaw = flaw | euler_block::<K, R, N, POINTS, 1>(weights, lines, out, col);
    }
    flaw
}

/// `W` cells from column `col` on; column 0 of the field is cell 1 of a padded line.
#[inline(always)]
fn euler_block<K: Kinetics<N>, R: Real, const N: usize, const POINTS: u8, const W: usize>(
    weights: &Weights<'_, K, R, N>,
    lines: &Neighbours<'_, R, N>,
    out: &mut [&mut [R]; N],
    col: usize,
) -> R::Mask {
    let windows = Windows::<R, N>::of::<POINTS, W>(lines, col);
    let mut new = [[R::default(); W]; N];
    let mut flaw = R::Mask::default();
    for i in 0..W {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = windows.state[s][i];
        }
        let rates = weights.kinetics.rates(state);
        for s in 0..N {
            let laplacian = windows.laplacian::<POINTS>(s, i);
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
pub(crate) fn stage_row<K: Kinetics<N>, R: Real, const N: usize, const POINTS: u8>(
    weights: &Weights<'_, K, R, N>,
    lines: &Neighbours<'_, R, N>,
    terms: &Terms<'_, R, N>,
    out: &mut [&mut [R]; N],
) -> R::Mask {
    let cols = out.first().map_or(0, |cells| cells.len());
    let (mut flaw, mut col) = (R::Mask::default(), 0);
    while col + LANES <= cols {
        flaw = flaw | stage_block::<K, R, N, POINTS, LANES>(weights, lines, terms, out, col);
        col += LANES;
    }
    if cols >= LANES && col < cols {
        return flaw
            | stage_block::<K, R, N, POINTS, LANES>(weights, lines, terms, out, cols - LANES);
    }
    for col in col..cols {
        flaw = flaw | stage_block::<K, R, N, POINTS, 1>(weights, lines, terms, out, col);
    }
    flaw
}

#[inline(always)]
fn stage_block<K: Kinetics<N>, R: Real, const N: usize, const POINTS: u8, const W: usize>(
    weights: &Weights<'_, K, R, N>,
    lines: &Neighbours<'_, R, N>,
    terms: &Terms<'_, R, N>,
    out: &mut [&mut [R]; N],
    col: usize,
) -> R::Mask {
    let windows = Windows::<R, N>::of::<POINTS, W>(lines, col);
    let mut new = [[R::default(); W]; N];
    for i in 0..W {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = windows.state[s][i];
        }
        let rates = weights.kinetics.rates(state);
        for s in 0..N {
            let laplacian = windows.laplacian::<POINTS>(s, i);
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
pub(crate) fn flux_row<K: Kinetics<N>, R: Real, const N: usize, const POINTS: u8>(
    weights: &Weights<'_, K, R, N>,
    lines: &Neighbours<'_, R, N>,
    diffusivities: [R; N],
    out: &mut [&mut [R]; N],
) {
    let cols = out.first().map_or(0, |cells| cells.len());
    let windows = Windows::<R, N>::whole::<POINTS>(lines, cols);
    for i in 0..cols {
        let mut state = [R::default(); N];
        for s in 0..N {
            state[s] = windows.state[s][i];
        }
        let potential = weights.kinetics.potential(state);
        for s in 0..N {
            let laplacian = windows.laplacian::<POINTS>(s, i);
            let linear = diffusivities[s] * state[s] - weights.couplings[s] * laplacian;
            out[s][i] = potential[s] + linear;
        }
    }
}

/// Equally long slices of the state and of the neighbours of the same cells.
struct Windows<'a, R, const N: usize> {
    state: [&'a [R]; N],
    /// In the cells' own layer.
    own: [Ring<'a, R>; N],
    /// In the layers before and behind.
    beside: [[Ring<'a, R>; 2]; N],
}

/// The cells of one layer and those around them.
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

impl<'a, R: Real, const N: usize> Windows<'a, R, N> {
    /// `W` cells from column `col` on.
    #[inline(always)]
    fn of<const POINTS: u8, const W: usize>(lines: &Neighbours<'a, R, N>, col: usize) -> Self {
        Self::cut::<POINTS>(lines, col, W)
    }

    /// All cells of a row.
    #[inline(always)]
    fn whole<const POINTS: u8>(lines: &Neighbours<'a, R, N>, cols: usize) -> Self {
        Self::cut::<POINTS>(lines, 0, cols)
    }

    #[inline(always)]
    fn cut<const POINTS: u8>(lines: &Neighbours<'a, R, N>, col: usize, width: usize) -> Self {
        let nothing: &[R] = &[];
        let mut windows =
            Self { state: [nothing; N], own: [Ring::NONE; N], beside: [[Ring::NONE; 2]; N] };
        for s in 0..N {
            windows.state[s] = &lines.state[s][col + 1..][..width];
            windows.own[s] = Ring::cut(lines.flux[s], col, width);
            if POINTS == SEVEN || POINTS == TWENTY_SEVEN {
                let [before, behind] = lines.beside[s];
                windows.beside[s] =
                    [Ring::cut(before, col, width), Ring::cut(behind, col, width)];
            }
        }
        windows
    }

    /// The stencil's sum: Σ arms − 4 s, 4 Σ arms + Σ corners − 20 s, Σ arms − 6 s, or
    /// 14 Σ arms + 3 Σ edges + Σ corners − 128 s. Summed in pairs, so that mirrored fields, and
    /// those turned within their layers, give mirrored and turned results, bit for bit.
    #[inline(always)]
    fn laplacian<const POINTS: u8>(&self, s: usize, i: usize) -> R {
        let own = &self.own[s];
        let (arms, centre) = (own.arms(i), own.centre[i]);
        if POINTS == FIVE {
            return arms - R::from_f64(4.0) * centre;
        }
        if POINTS == NINE {
            return (R::from_f64(4.0) * arms + own.corners(i)) - R::from_f64(20.0) * centre;
        }
        let [before, behind] = &self.beside[s];
        let arms = arms + (before.centre[i] + behind.centre[i]);
        if POINTS == SEVEN {
            return arms - R::from_f64(6.0) * centre;
        }
        let edges = own.corners(i) + (before.arms(i) + behind.arms(i));
        let corners = before.corners(i) + behind.corners(i);
        let near = R::from_f64(14.0) * arms + R::from_f64(3.0) * edges;
        (near + corners) - R::from_f64(128.0) * centre
    }
}
