//! The kernels of MFN v4.1's step, in its exact order of floating-point operations.
//!
//! Nothing here may be reassociated: the bits are v4.1's. With a periodic or zero-flux rim the
//! neighbours are summed north, south, west, east; with a Dirichlet rim v4.1 sums south, north,
//! east, west, and since north + south = south + north only the two sides change places.
//!
//! A band of rows is one call, so that the choice of the SIMD level costs once a band. The outputs
//! are separate arguments, not an array, so that the compiler knows that they overlap nothing.
//! There is no `array::map` and no closure: neither would be inlined into a SIMD version.

use crate::engine::operator::Lines;
use crate::engine::sweep::Join;
use crate::grid::Padded;
use crate::model::{FIELD_MAX_V, FIELD_MIN_V, MfnV4, TURING_INCREMENT_V};
use multiversion::multiversion;
use std::ops::Range;

/// What a sweep counts.
///
/// Values are not checked for NaN here: every step clips all three fields, and the table's bounds
/// keep each product finite, so only a step from given fields can overflow; the caller looks then.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Cells whose activator passed the threshold.
    pub(crate) activated: u64,
    /// Cells whose potential was clamped.
    pub(crate) clamped: u64,
}

impl Join for Tally {
    fn join(self, other: Self) -> Self {
        Self { activated: self.activated + other.activated, clamped: self.clamped + other.clamped }
    }
}

/// What the kernels need of the model.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    pub(crate) alpha: f64,
    pub(crate) d_activator: f64,
    pub(crate) d_inhibitor: f64,
    pub(crate) r_activator: f64,
    pub(crate) r_inhibitor: f64,
    pub(crate) threshold: f64,
}

impl Weights {
    pub(crate) fn new(model: &MfnV4) -> Self {
        Self {
            alpha: model.alpha,
            d_activator: model.d_activator,
            d_inhibitor: model.d_inhibitor,
            r_activator: model.r_activator,
            r_inhibitor: model.r_inhibitor,
            threshold: model.turing_threshold,
        }
    }
}

/// x below `low` becomes `low`, above `high` becomes `high`; −0.0 and NaN stay.
#[inline(always)]
fn clip(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// Clamps one potential to v4.1's range.
#[inline(always)]
pub(crate) fn clamp_potential(potential: f64) -> f64 {
    clip(potential, FIELD_MIN_V, FIELD_MAX_V)
}

/// The `engine` variant on a torus or with a zero-flux rim.
pub(crate) const ENGINE: u8 = 0;
/// The `engine` variant with a Dirichlet rim: the two sides are summed in the other order.
pub(crate) const DIRICHLET: u8 = 1;
/// The `legacy` variant: the new activator, not yet clipped, enters the inhibitor's equation.
pub(crate) const LEGACY: u8 = 2;

/// The cells of one row with their neighbours, all slices of one length; `first` and `second` are
/// the two sides in v4.1's order of summation.
#[derive(Clone, Copy)]
struct Cross<'a> {
    above: &'a [f64],
    below: &'a [f64],
    first: &'a [f64],
    second: &'a [f64],
    centre: &'a [f64],
}

impl<'a> Cross<'a> {
    #[inline(always)]
    fn of<const SWAPPED: bool>(field: &'a Padded<f64>, row: usize, cols: usize) -> Self {
        let Lines { above, row, below } = Lines::of(field, row);
        let (left, right) = (&row[..cols], &row[2..][..cols]);
        let (first, second) = if SWAPPED { (right, left) } else { (left, right) };
        let (above, below) = (&above[1..][..cols], &below[1..][..cols]);
        Self { above, below, first, second, centre: &row[1..][..cols] }
    }

    #[inline(always)]
    fn laplacian(&self, i: usize) -> f64 {
        (((self.above[i] + self.below[i]) + self.first[i]) + self.second[i]) - 4.0 * self.centre[i]
    }
}

/// A band of rows of the potential alone: V + α L V, clamped if `CLAMP`.
///
/// `out` holds the stored cells of these rows, as [`Padded::padded_lines_mut`] gives them.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn potential_band<const CLAMP: bool, const SWAPPED: bool>(
    w: &Weights,
    potential: &Padded<f64>,
    rows: Range<usize>,
    out: &mut [f64],
) -> Tally {
    let (stride, start, cols) =
        (potential.stride(), potential.columns().start, potential.grid().cols());
    let mut clamped = 0;
    for (row, out) in rows.zip(out.chunks_exact_mut(stride)) {
        let v = Cross::of::<SWAPPED>(potential, row, cols);
        clamped += potential_row::<CLAMP>(w, v, &mut out[start..][..cols]);
    }
    Tally { activated: 0, clamped }
}

#[allow(clippy::float_cmp, reason = "v4.1 counts the cells whose value the clamp has changed")]
#[allow(clippy::needless_range_loop, reason = "one index for six slices of one length")]
#[inline(always)]
fn potential_row<const CLAMP: bool>(w: &Weights, v: Cross<'_>, out: &mut [f64]) -> u64 {
    let mut clamped = 0;
    for i in 0..out.len() {
        let diffused = v.centre[i] + w.alpha * v.laplacian(i);
        let new = if CLAMP { clamp_potential(diffused) } else { diffused };
        clamped += u64::from(new != diffused);
        out[i] = new;
    }
    clamped
}

/// A band of rows of potential, activator and inhibitor, in one fused pass.
///
/// `KIND` is [`ENGINE`], [`DIRICHLET`] or [`LEGACY`]. `PLAIN` leaves out activation and clips, for
/// steps in which [`crate::engine::mfn_v4::bounds`] shows that none can happen; the bits are the
/// same. The outputs hold the stored cells of these rows.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn turing_band<const KIND: u8, const CLAMP: bool, const PLAIN: bool>(
    w: &Weights,
    [v, a, h]: [&Padded<f64>; 3],
    rows: Range<usize>,
    out_v: &mut [f64],
    out_a: &mut [f64],
    out_h: &mut [f64],
) -> Tally {
    let (stride, mut start, cols) = (v.stride(), v.columns().start, v.grid().cols());
    let mut tally = Tally::default();
    for row in rows {
        let crosses = if KIND == DIRICHLET {
            (
                Cross::of::<true>(v, row, cols),
                Cross::of::<true>(a, row, cols),
                Cross::of::<true>(h, row, cols),
            )
        } else {
            (
                Cross::of::<false>(v, row, cols),
                Cross::of::<false>(a, row, cols),
                Cross::of::<false>(h, row, cols),
            )
        };
        let out_v = &mut out_v[start..][..cols];
        let (out_a, out_h) = (&mut out_a[start..][..cols], &mut out_h[start..][..cols]);
        tally = tally.join(turing_row::<KIND, CLAMP, PLAIN>(w, crosses, out_v, out_a, out_h));
        start += stride;
    }
    tally
}

#[allow(clippy::float_cmp, reason = "v4.1 counts the cells whose value the clamp has changed")]
#[inline(always)]
fn turing_row<const KIND: u8, const CLAMP: bool, const PLAIN: bool>(
    w: &Weights,
    (v, a, h): (Cross<'_>, Cross<'_>, Cross<'_>),
    out_v: &mut [f64],
    out_a: &mut [f64],
    out_h: &mut [f64],
) -> Tally {
    let (mut activated, mut clamped) = (0, 0);
    for i in 0..out_v.len() {
        let (old_a, old_h) = (a.centre[i], h.centre[i]);
        let growth = old_a * (1.0 - old_a) - old_h;
        let new_a = old_a + (w.d_activator * a.laplacian(i) + w.r_activator * growth);
        let source = if KIND == LEGACY { new_a } else { old_a };
        let new_h = old_h + (w.d_inhibitor * h.laplacian(i) + w.r_inhibitor * (source - old_h));
        let diffused = v.centre[i] + w.alpha * v.laplacian(i);
        if PLAIN {
            (out_v[i], out_a[i], out_h[i]) = (diffused, new_a, new_h);
            continue;
        }
        let active = new_a > w.threshold;
        let raised = if active { diffused + TURING_INCREMENT_V } else { diffused };
        let new_v = if CLAMP { clamp_potential(raised) } else { raised };
        activated += u64::from(active);
        clamped += u64::from(new_v != raised);
        out_v[i] = new_v;
        out_a[i] = clip(new_a, 0.0, 1.0);
        out_h[i] = clip(new_h, 0.0, 1.0);
    }
    Tally { activated, clamped }
}
