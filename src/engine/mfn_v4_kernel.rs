//! The row kernels of MFN v4.1's step, in its exact order of floating-point operations.
//!
//! Nothing here may be reassociated: the bits are v4.1's. With a periodic or zero-flux rim the
//! neighbours are summed north, south, west, east; with a Dirichlet rim v4.1 sums south, north,
//! east, west, and since north + south = south + north only the two sides change places.

use crate::engine::stencil::Neighbours;
use crate::engine::sweep::Join;
use crate::model::{FIELD_MAX_V, FIELD_MIN_V, MfnV4, TURING_INCREMENT_V};
use multiversion::multiversion;

/// What a sweep counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Cells whose activator passed the threshold.
    pub(crate) activated: u64,
    /// Cells whose potential was clamped.
    pub(crate) clamped: u64,
    /// Values that are not finite.
    pub(crate) flawed: u64,
}

impl Join for Tally {
    fn join(self, other: Self) -> Self {
        Self {
            activated: self.activated + other.activated,
            clamped: self.clamped + other.clamped,
            flawed: self.flawed + other.flawed,
        }
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
pub(crate) fn clip(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// Clamps one potential and counts it.
#[inline(always)]
pub(crate) fn clamp_potential(potential: f64, tally: &mut Tally) -> f64 {
    let clamped = clip(potential, FIELD_MIN_V, FIELD_MAX_V);
    tally.clamped += u64::from(clamped != potential);
    tally.flawed += u64::from(!clamped.is_finite());
    clamped
}

/// One cell's neighbourhood in v4.1's order of summation: vertical pair, then `first`, `second`.
#[derive(Clone, Copy)]
struct Cross {
    above: f64,
    below: f64,
    first: f64,
    second: f64,
    centre: f64,
}

impl Cross {
    #[inline(always)]
    fn laplacian(self) -> f64 {
        (((self.above + self.below) + self.first) + self.second) - 4.0 * self.centre
    }
}

/// The cross around column `col`; `swapped` is the Dirichlet order.
#[inline(always)]
fn rim_cross(n: &Neighbours<'_, f64>, col: usize, swapped: bool) -> Cross {
    let (left, right) = n.sides(col);
    let (first, second) = if swapped { (right, left) } else { (left, right) };
    Cross { above: n.above[col], below: n.below[col], first, second, centre: n.row[col] }
}

/// The interior of a row as slices of one length, so that bounds checks vanish.
#[derive(Clone, Copy)]
struct Interior<'a> {
    above: &'a [f64],
    below: &'a [f64],
    first: &'a [f64],
    second: &'a [f64],
    centre: &'a [f64],
}

impl<'a> Interior<'a> {
    #[inline(always)]
    fn new(n: &Neighbours<'a, f64>, inner: usize, swapped: bool) -> Self {
        let (left, right) = (&n.row[..inner], &n.row[2..][..inner]);
        let (first, second) = if swapped { (right, left) } else { (left, right) };
        let (above, below) = (&n.above[1..][..inner], &n.below[1..][..inner]);
        Self { above, below, first, second, centre: &n.row[1..][..inner] }
    }

    #[inline(always)]
    fn cross(&self, i: usize) -> Cross {
        Cross {
            above: self.above[i],
            below: self.below[i],
            first: self.first[i],
            second: self.second[i],
            centre: self.centre[i],
        }
    }
}

/// The columns at the rim: the first and the last, once if they are the same.
#[inline(always)]
fn rim_columns(cols: usize) -> impl Iterator<Item = usize> {
    [0, cols - 1].into_iter().take(cols.min(2))
}

/// The potential alone: V + α L V, clamped if `CLAMP`.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn potential_row<const CLAMP: bool>(
    w: &Weights,
    potential: &Neighbours<'_, f64>,
    swapped: bool,
    out: &mut [f64],
) -> Tally {
    let mut tally = Tally::default();
    let cell = |v: Cross, tally: &mut Tally| {
        let new = v.centre + w.alpha * v.laplacian();
        if CLAMP { clamp_potential(new, tally) } else { new }
    };
    for col in rim_columns(out.len()) {
        out[col] = cell(rim_cross(potential, col, swapped), &mut tally);
    }
    let inner = out.len().saturating_sub(2);
    if inner > 0 {
        let v = Interior::new(potential, inner, swapped);
        let out = &mut out[1..][..inner];
        for i in 0..inner {
            out[i] = cell(v.cross(i), &mut tally);
        }
    }
    tally
}

/// Potential, activator and inhibitor: one fused pass.
///
/// `LEGACY` feeds the new activator, not yet clipped, into the inhibitor's equation.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn turing_row<const LEGACY: bool, const CLAMP: bool>(
    w: &Weights,
    [potential, activator, inhibitor]: &[Neighbours<'_, f64>; 3],
    swapped: bool,
    [out_v, out_a, out_h]: [&mut [f64]; 3],
) -> Tally {
    let mut tally = Tally::default();
    let cell = |v: Cross, a: Cross, h: Cross, tally: &mut Tally| {
        let growth = a.centre * (1.0 - a.centre) - h.centre;
        let new_a = a.centre + (w.d_activator * a.laplacian() + w.r_activator * growth);
        let source = if LEGACY { new_a } else { a.centre };
        let change = w.d_inhibitor * h.laplacian() + w.r_inhibitor * (source - h.centre);
        let new_h = clip(h.centre + change, 0.0, 1.0);
        let active = new_a > w.threshold;
        tally.activated += u64::from(active);
        let diffused = v.centre + w.alpha * v.laplacian();
        let new_v = if active { diffused + TURING_INCREMENT_V } else { diffused };
        let new_a = clip(new_a, 0.0, 1.0);
        tally.flawed += u64::from(!(new_a.is_finite() & new_h.is_finite()));
        (if CLAMP { clamp_potential(new_v, tally) } else { new_v }, new_a, new_h)
    };
    for col in rim_columns(out_v.len()) {
        let [v, a, h] = [potential, activator, inhibitor].map(|n| rim_cross(n, col, swapped));
        (out_v[col], out_a[col], out_h[col]) = cell(v, a, h, &mut tally);
    }
    let inner = out_v.len().saturating_sub(2);
    if inner > 0 {
        let [v, a, h] = [potential, activator, inhibitor].map(|n| Interior::new(n, inner, swapped));
        let [out_v, out_a, out_h] = [out_v, out_a, out_h].map(|out| &mut out[1..][..inner]);
        for i in 0..inner {
            (out_v[i], out_a[i], out_h[i]) = cell(v.cross(i), a.cross(i), h.cross(i), &mut tally);
        }
    }
    tally
}
