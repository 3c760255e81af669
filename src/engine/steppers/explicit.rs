//! Explicit Runge–Kutta methods with a fixed step.

use crate::engine::operator::{Fields, RightHandSide};
use crate::engine::steppers::combine::{combine, scratch};
use crate::engine::steppers::{Outcome, Stepper};
use crate::grid::DoubleBuffer;
use crate::model::Real;

/// Forward Euler: sⁿ⁺¹ = sⁿ + Δt F(sⁿ).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Euler;

impl<R: Real, const N: usize> Stepper<R, N> for Euler {
    fn step(
        &mut self,
        equation: &mut dyn RightHandSide<R, N>,
        state: &mut DoubleBuffer<R, N>,
        time_step: R,
    ) -> Outcome {
        Outcome::of(equation.euler(state, time_step))
    }
}

/// Heun: sⁿ⁺¹ = sⁿ + ½Δt (k₁ + F(sⁿ + Δt k₁)), k₁ = F(sⁿ).
#[derive(Debug)]
pub(crate) struct Heun<R, const N: usize> {
    slope: Fields<R, N>,
    stage: Fields<R, N>,
}

impl<R: Real, const N: usize> Heun<R, N> {
    pub(crate) fn new(state: &Fields<R, N>) -> Self {
        Self { slope: scratch(state), stage: scratch(state) }
    }
}

impl<R: Real, const N: usize> Stepper<R, N> for Heun<R, N> {
    fn step(
        &mut self,
        equation: &mut dyn RightHandSide<R, N>,
        state: &mut DoubleBuffer<R, N>,
        time_step: R,
    ) -> Outcome {
        let one = R::from_f64(1.0);
        let half = R::from_f64(0.5) * time_step;
        equation.prepare(state.current_mut());
        let (current, next) = state.split();
        equation.stage(current, &[], one, &mut self.slope);
        combine(&[(one, current), (time_step, &self.slope)], &mut self.stage);
        equation.prepare(&mut self.stage);
        let terms = [(one, current), (half, &self.slope)];
        let finite = equation.stage(&self.stage, &terms, half, next);
        state.swap();
        Outcome::of(finite)
    }
}

/// The classical method: sⁿ⁺¹ = sⁿ + Δt/6 (k₁ + 2k₂ + 2k₃ + k₄).
#[derive(Debug)]
pub(crate) struct Rk4<R, const N: usize> {
    slopes: [Fields<R, N>; 3],
    stage: Fields<R, N>,
}

impl<R: Real, const N: usize> Rk4<R, N> {
    pub(crate) fn new(state: &Fields<R, N>) -> Self {
        Self { slopes: [0; 3].map(|_| scratch(state)), stage: scratch(state) }
    }
}

impl<R: Real, const N: usize> Stepper<R, N> for Rk4<R, N> {
    fn step(
        &mut self,
        equation: &mut dyn RightHandSide<R, N>,
        state: &mut DoubleBuffer<R, N>,
        time_step: R,
    ) -> Outcome {
        let one = R::from_f64(1.0);
        let (half, third, sixth) = (
            R::from_f64(0.5) * time_step,
            time_step / R::from_f64(3.0),
            time_step / R::from_f64(6.0),
        );
        equation.prepare(state.current_mut());
        let (current, next) = state.split();
        equation.stage(current, &[], one, &mut self.slopes[0]);
        for (index, ahead) in [half, half, time_step].into_iter().enumerate() {
            combine(&[(one, current), (ahead, &self.slopes[index])], &mut self.stage);
            equation.prepare(&mut self.stage);
            if let Some(slope) = self.slopes.get_mut(index + 1) {
                equation.stage(&self.stage, &[], one, slope);
            }
        }
        let [first, second, third_slope] = &self.slopes;
        let terms = [(one, current), (sixth, first), (third, second), (third, third_slope)];
        let finite = equation.stage(&self.stage, &terms, sixth, next);
        state.swap();
        Outcome::of(finite)
    }
}
