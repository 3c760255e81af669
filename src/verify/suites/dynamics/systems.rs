//! Three chaotic systems with the derivatives of their steps.

use crate::features::{Flow, TangentFlow};
use crate::verify::fractal::{henon_map, lorenz_rate};
use std::convert::Infallible;

type Vector = [f64; 3];

/// A step of a state, and of a vector along it.
type Step = fn(Vector, Vector) -> (Vector, Vector);

/// A state of at most three numbers that advances by a step.
#[derive(Debug, Clone)]
pub(crate) struct System {
    pub(crate) state: Vector,
    dimension: usize,
    /// How long a step is said to be, in unit time.
    pub(crate) time_step: f64,
    step: Step,
}

impl System {
    /// x ← 4 x (1 − x).
    pub(crate) fn logistic() -> Self {
        let step: Step = |[x, ..], [dx, ..]| {
            ([4.0 * x * (1.0 - x), 0.0, 0.0], [4.0 * (1.0 - 2.0 * x) * dx, 0.0, 0.0])
        };
        Self { state: [0.3, 0.0, 0.0], dimension: 1, time_step: 1.0, step }
    }

    /// Hénon's map.
    pub(crate) fn henon() -> Self {
        let step: Step = |[x, y, _], [dx, dy, _]| {
            let [next_x, next_y] = henon_map([x, y]);
            ([next_x, next_y, 0.0], [-2.8 * x * dx + dy, 0.3 * dx, 0.0])
        };
        Self { state: [0.1, 0.1, 0.0], dimension: 2, time_step: 1.0, step }
    }

    /// Lorenz' equations by the classical Runge–Kutta method.
    pub(crate) fn lorenz() -> Self {
        let step: Step = |state, vector| runge_kutta(state, vector, LORENZ_STEP);
        Self { state: [1.0, 1.0, 20.0], dimension: 3, time_step: LORENZ_STEP, step }
    }
}

const LORENZ_STEP: f64 = 0.01;

/// The derivative of the rate of Lorenz' equations along a vector.
fn lorenz_derivative([x, y, z]: Vector, [dx, dy, dz]: Vector) -> Vector {
    [10.0 * (dy - dx), (28.0 - z) * dx - dy - x * dz, y * dx + x * dy - 8.0 / 3.0 * dz]
}

/// a + factor b.
fn along([a0, a1, a2]: Vector, [b0, b1, b2]: Vector, factor: f64) -> Vector {
    [a0 + factor * b0, a1 + factor * b1, a2 + factor * b2]
}

/// The derivative of a step is the step of the derivative: the same stages.
fn runge_kutta(s: Vector, v: Vector, h: f64) -> (Vector, Vector) {
    let slopes = |s: Vector, v: Vector| (lorenz_rate(s), lorenz_derivative(s, v));
    let first = slopes(s, v);
    let second = slopes(along(s, first.0, 0.5 * h), along(v, first.1, 0.5 * h));
    let third = slopes(along(s, second.0, 0.5 * h), along(v, second.1, 0.5 * h));
    let fourth = slopes(along(s, third.0, h), along(v, third.1, h));
    let sum = |from: Vector, [a, b, c, d]: [Vector; 4]| {
        let ends = along(along(from, a, h / 6.0), d, h / 6.0);
        along(along(ends, b, h / 3.0), c, h / 3.0)
    };
    let states = [first.0, second.0, third.0, fourth.0];
    (sum(s, states), sum(v, [first.1, second.1, third.1, fourth.1]))
}

fn fill(values: &[f64]) -> Vector {
    let mut vector = [0.0; 3];
    for (slot, value) in vector.iter_mut().zip(values) {
        *slot = *value;
    }
    vector
}

impl Flow for System {
    type Error = Infallible;

    fn time_step(&self) -> f64 {
        self.time_step
    }

    fn state(&self) -> Vec<f64> {
        self.state.into_iter().take(self.dimension).collect()
    }

    fn set_state(&mut self, state: &[f64]) -> Result<(), Infallible> {
        self.state = fill(state);
        Ok(())
    }

    fn advance(&mut self) -> Result<(), Infallible> {
        self.state = (self.step)(self.state, [0.0; 3]).0;
        Ok(())
    }
}

impl TangentFlow for System {
    fn advance_tangent(&mut self, vector: &mut [f64]) -> Result<(), Infallible> {
        let (state, moved) = (self.step)(self.state, fill(vector));
        self.state = state;
        for (slot, value) in vector.iter_mut().zip(moved) {
            *slot = value;
        }
        Ok(())
    }
}
