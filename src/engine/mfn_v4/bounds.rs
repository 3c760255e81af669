//! Bounds of v4.1's fields: in which steps no clip and no activation can happen.
//!
//! With D ≤ ¼ the diffusion part of a step is a weighted mean of a cell and its neighbours, so it
//! leaves every bound as it is; the reaction part moves a bound by at most r times the extreme of
//! its bracket. Such bounds are carried from step to step without a look at the fields; when they
//! have become too wide to be of use, the fields are looked at again. As long as they exclude
//! clips and activations, a kernel without them gives the same bits at two thirds of the cost.

use crate::engine::mfn_v4::kernel::Weights;
use crate::grid::Padded;
use crate::model::{FIELD_MAX_V, FIELD_MIN_V, TURING_INCREMENT_V};
use multiversion::multiversion;

/// Covers the rounding of one step many times over: values are below 1, an ulp below 3e-16.
///
/// It also keeps larger values harmless, as a given field or rim may hold them: what was cut back
/// to the end of a clip's range is beyond it again after the slack, so such a step is never
/// called calm or unclamped before the fields, ghosts included, have been looked at.
const SLACK: f64 = 1e-12;

/// Steps to wait after a look at the fields was in vain.
const PATIENCE: u64 = 3;

/// All values of a field lie in it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Interval {
    low: f64,
    high: f64,
}

impl Interval {
    /// The extremes of a field and of its ghosts.
    fn of(field: &Padded<f64>) -> Self {
        let mut bounds = Self { low: f64::INFINITY, high: f64::NEG_INFINITY };
        for row in -1..=field.grid().rows() as isize {
            let (low, high) = extremes(field.ghosted_line(0, row));
            bounds = Self { low: bounds.low.min(low), high: bounds.high.max(high) };
        }
        bounds
    }

    fn widened(self, down: f64, up: f64) -> Self {
        Self { low: self.low - down - SLACK, high: self.high + up + SLACK }
    }

    fn within(self, low: f64, high: f64) -> bool {
        self.low >= low && self.high <= high
    }

    fn clipped(self, low: f64, high: f64) -> Self {
        Self { low: self.low.clamp(low, high), high: self.high.clamp(low, high) }
    }
}

/// The extremes of a row in eight lanes, which the compiler keeps in vector registers.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
fn extremes(row: &[f64]) -> (f64, f64) {
    let (mut low, mut high) = ([row[0]; 8], [row[0]; 8]);
    let blocks = row.chunks_exact(8);
    for &value in blocks.remainder() {
        (low[0], high[0]) = (low[0].min(value), high[0].max(value));
    }
    for block in blocks {
        for lane in 0..8 {
            low[lane] = if block[lane] < low[lane] { block[lane] } else { low[lane] };
            high[lane] = if block[lane] > high[lane] { block[lane] } else { high[lane] };
        }
    }
    let lowest = low.into_iter().fold(f64::INFINITY, f64::min);
    (lowest, high.into_iter().fold(f64::NEG_INFINITY, f64::max))
}

/// Bounds of potential, activator and inhibitor.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    fields: Option<[Interval; 3]>,
    /// The step from which on the fields may be looked at again.
    next_look: u64,
}

/// What the bounds say of the step to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forecast {
    /// Neither activation nor clip of activator and inhibitor can happen.
    pub(crate) calm: bool,
    /// No potential can be clamped, unless by activation.
    pub(crate) unclamped: bool,
}

impl Bounds {
    /// Nothing is known yet.
    pub(crate) fn unknown() -> Self {
        Self { fields: None, next_look: 0 }
    }

    /// A growth event of this size has hit a cell.
    pub(crate) fn hit(&mut self, size: f64) {
        if let Some([potential, ..]) = &mut self.fields {
            *potential = potential.widened((-size).max(0.0), size.max(0.0));
        }
    }

    /// Any potential may have become anything within the clamp.
    pub(crate) fn forget_potential(&mut self) {
        if let Some([potential, ..]) = &mut self.fields {
            *potential = Interval { low: FIELD_MIN_V, high: FIELD_MAX_V };
        }
    }

    /// Looks ahead over step `step`, at the fields too if need be, and carries the bounds over it.
    ///
    /// `fields` are potential, activator and inhibitor with their ghosts filled.
    pub(crate) fn forecast(
        &mut self,
        step: u64,
        weights: &Weights,
        fields: [&Padded<f64>; 3],
        legacy: bool,
    ) -> Forecast {
        let uncertain = Forecast { calm: false, unclamped: false };
        let diffusivities = [weights.alpha, weights.d_activator, weights.d_inhibitor];
        if diffusivities.into_iter().any(|diffusivity| diffusivity > 0.25) {
            return uncertain;
        }
        if let Some(bounds) = self.fields {
            let ahead = next(bounds, weights, legacy);
            let forecast = judge(ahead, weights);
            if (forecast.calm && forecast.unclamped) || step < self.next_look {
                self.fields = Some(settle(ahead, weights));
                return forecast;
            }
        }
        let seen = fields.map(Interval::of);
        let ahead = next(seen, weights, legacy);
        let forecast = judge(ahead, weights);
        if !(forecast.calm && forecast.unclamped) {
            self.next_look = step + PATIENCE;
        }
        self.fields = Some(settle(ahead, weights));
        forecast
    }
}

/// The bounds one step on, before activation and clips.
fn next([v, a, h]: [Interval; 3], w: &Weights, legacy: bool) -> [Interval; 3] {
    let logistic = |a: f64| a * (1.0 - a);
    // a (1 − a) rises up to ½ and falls from there.
    let peak =
        if a.low <= 0.5 && a.high >= 0.5 { 0.25 } else { logistic(a.low).max(logistic(a.high)) };
    let valley = logistic(a.low).min(logistic(a.high));
    let new_a = a.widened(
        (w.r_activator * (h.high - valley)).max(0.0),
        (w.r_activator * (peak - h.low)).max(0.0),
    );
    let source = if legacy { new_a } else { a };
    let new_h = h.widened(
        (w.r_inhibitor * (h.high - source.low)).max(0.0),
        (w.r_inhibitor * (source.high - h.low)).max(0.0),
    );
    [v.widened(0.0, 0.0), new_a, new_h]
}

fn judge([v, a, h]: [Interval; 3], w: &Weights) -> Forecast {
    let calm = a.within(0.0, w.threshold.min(1.0)) && h.within(0.0, 1.0);
    Forecast { calm, unclamped: v.within(FIELD_MIN_V, FIELD_MAX_V) }
}

/// The bounds after activation and clips.
fn settle([v, a, h]: [Interval; 3], w: &Weights) -> [Interval; 3] {
    let raised = if a.high > w.threshold { v.widened(0.0, TURING_INCREMENT_V) } else { v };
    [raised.clipped(FIELD_MIN_V, FIELD_MAX_V), a.clipped(0.0, 1.0), h.clipped(0.0, 1.0)]
}
