//! Error control: as many steps within `time.step` as the tolerance asks for.

use crate::engine::operator::{Fields, RightHandSide};
use crate::engine::steppers::combine::{combine, largest, scratch};
use crate::engine::steppers::{Outcome, Stepper};
use crate::grid::DoubleBuffer;
use crate::model::Real;

/// How often `time.step` may be halved before the tolerance counts as out of reach.
const HALVINGS: i32 = 30;

/// Bogacki–Shampine 3(2): order 3, with an embedded method of order 2 for the error.
///
/// A step is taken if the error of every species, in the maximum norm, is at most the tolerance
/// times the species' own maximum. The next is h · 0.9 (tolerance/error)^⅓, within a factor of 5.
///
/// # Reference
///
/// P. Bogacki, L. F. Shampine, *A 3(2) pair of Runge–Kutta formulas*, Appl. Math. Lett. 2 (1989)
/// 321; step control: E. Hairer, S. P. Nørsett, G. Wanner, *Solving Ordinary Differential
/// Equations I*, §II.4.
#[derive(Debug)]
pub(crate) struct Adaptive<R, const N: usize> {
    tolerance: f64,
    /// The step that the last error suggests, in unit time; 0 before the first.
    suggested: f64,
    slopes: [Fields<R, N>; 3],
    stage: Fields<R, N>,
}

impl<R: Real, const N: usize> Adaptive<R, N> {
    pub(crate) fn new(state: &Fields<R, N>, tolerance: f64) -> Self {
        let slopes = [0; 3].map(|_| scratch(state));
        Self { tolerance, suggested: 0.0, slopes, stage: scratch(state) }
    }

    /// Tries a step of length h into the other buffer; the error in units of the tolerance.
    fn attempt(
        &mut self,
        equation: &mut dyn RightHandSide<R, N>,
        state: &mut DoubleBuffer<R, N>,
        h: f64,
    ) -> f64 {
        let weight = |factor: f64| R::from_f64(factor * h);
        let one = R::from_f64(1.0);
        equation.prepare(state.current_mut());
        let (current, next) = state.split();
        equation.stage(current, &[], one, &mut self.slopes[0]);
        for (index, ahead) in [0.5, 0.75].into_iter().enumerate() {
            combine(&[(one, current), (weight(ahead), &self.slopes[index])], &mut self.stage);
            equation.prepare(&mut self.stage);
            equation.stage(&self.stage, &[], one, &mut self.slopes[index + 1]);
        }
        let [first, second, third] = &self.slopes;
        let step = [
            (one, current),
            (weight(2.0 / 9.0), first),
            (weight(1.0 / 3.0), second),
            (weight(4.0 / 9.0), third),
        ];
        combine(&step, next);
        equation.prepare(next);
        let error = [
            (weight(-5.0 / 72.0), first),
            (weight(1.0 / 12.0), second),
            (weight(1.0 / 9.0), third),
        ];
        equation.stage(next, &error, weight(-1.0 / 8.0), &mut self.stage);
        self.relative_error(current, next)
    }

    fn relative_error(&self, before: &Fields<R, N>, after: &Fields<R, N>) -> f64 {
        let mut worst = 0.0;
        for species in 0..N {
            let error = largest(&self.stage[species]);
            let size = largest(&after[species]);
            if !(error.is_finite() && size.is_finite()) {
                return f64::INFINITY;
            }
            let scale = self.tolerance * largest(&before[species]).max(size);
            if error > 0.0 {
                worst = f64::max(worst, error / scale.max(f64::MIN_POSITIVE));
            }
        }
        worst
    }
}

impl<R: Real, const N: usize> Stepper<R, N> for Adaptive<R, N> {
    fn step(
        &mut self,
        equation: &mut dyn RightHandSide<R, N>,
        state: &mut DoubleBuffer<R, N>,
        time_step: R,
    ) -> Outcome {
        let whole = time_step.to_f64();
        let smallest = whole * 0.5_f64.powi(HALVINGS);
        let mut h = if self.suggested > 0.0 { self.suggested } else { whole };
        let mut left = whole;
        while left > 0.0 {
            // Two equal steps rather than one long and one tiny.
            let taken = if h >= left {
                left
            } else if 2.0 * h > left {
                0.5 * left
            } else {
                h
            };
            let error = self.attempt(equation, state, taken);
            let factor = if error > 0.0 { 0.9 / libm::cbrt(error) } else { 5.0 };
            h = taken * factor.clamp(0.2, 5.0);
            if error <= 1.0 {
                state.swap();
                left = if taken >= left { 0.0 } else { left - taken };
                self.suggested = h;
            } else if h < smallest {
                return if error.is_finite() {
                    Outcome::Refused { smallest }
                } else {
                    // The failed attempt shows where.
                    state.swap();
                    Outcome::NotFinite
                };
            }
        }
        Outcome::Finite
    }

    fn keeps_previous(&self) -> bool {
        false
    }

    fn words(&self) -> Vec<u64> {
        vec![self.suggested.to_bits()]
    }

    fn restore(&mut self, words: &[u64]) {
        self.suggested = words.first().copied().map_or(0.0, f64::from_bits);
    }
}
