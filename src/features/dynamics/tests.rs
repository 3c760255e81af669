//! Lyapunov exponents of systems whose exponents are known.

use crate::features::{Benettin, Exponent, Flow, LyapunovError, TangentFlow};
use crate::features::{tangent_exponent, twin_exponent};
use crate::fractal::Undefined;
use std::convert::Infallible;

/// A map or a vector field with its derivative.
type Step = fn([f64; 3]) -> [f64; 3];
type Derivative = fn([f64; 3], [f64; 3]) -> [f64; 3];

/// A map of up to three variables.
#[derive(Clone)]
struct Map {
    dimension: usize,
    state: [f64; 3],
    step: Step,
    derivative: Derivative,
}

/// A vector field and the classical Runge–Kutta method.
#[derive(Clone)]
struct Ode {
    state: [f64; 3],
    time_step: f64,
    rate: Step,
    derivative: Derivative,
}

fn fill(state: &[f64]) -> [f64; 3] {
    std::array::from_fn(|index| state.get(index).copied().unwrap_or(0.0))
}

fn along(a: [f64; 3], b: [f64; 3], factor: f64) -> [f64; 3] {
    std::array::from_fn(|index| a[index] + factor * b[index])
}

impl Flow for Map {
    type Error = Infallible;

    fn time_step(&self) -> f64 {
        1.0
    }

    fn state(&self) -> Vec<f64> {
        self.state[..self.dimension].to_vec()
    }

    fn set_state(&mut self, state: &[f64]) -> Result<(), Infallible> {
        self.state = fill(state);
        Ok(())
    }

    fn advance(&mut self) -> Result<(), Infallible> {
        self.state = (self.step)(self.state);
        Ok(())
    }
}

impl TangentFlow for Map {
    fn advance_tangent(&mut self, vector: &mut [f64]) -> Result<(), Infallible> {
        let moved = (self.derivative)(self.state, fill(vector));
        vector.copy_from_slice(&moved[..self.dimension]);
        self.advance()
    }
}

impl Ode {
    /// A step of the state and of a vector along it.
    fn stepped(&self, vector: [f64; 3]) -> ([f64; 3], [f64; 3]) {
        let h = self.time_step;
        let slopes = |s: [f64; 3], v: [f64; 3]| ((self.rate)(s), (self.derivative)(s, v));
        let (s, v) = (self.state, vector);
        let k1 = slopes(s, v);
        let k2 = slopes(along(s, k1.0, 0.5 * h), along(v, k1.1, 0.5 * h));
        let k3 = slopes(along(s, k2.0, 0.5 * h), along(v, k2.1, 0.5 * h));
        let k4 = slopes(along(s, k3.0, h), along(v, k3.1, h));
        let sum = |s: [f64; 3], parts: [[f64; 3]; 4]| -> [f64; 3] {
            let [a, b, c, d] = parts;
            std::array::from_fn(|i| s[i] + h / 6.0 * (a[i] + 2.0 * b[i] + 2.0 * c[i] + d[i]))
        };
        (sum(s, [k1.0, k2.0, k3.0, k4.0]), sum(v, [k1.1, k2.1, k3.1, k4.1]))
    }
}

impl Flow for Ode {
    type Error = Infallible;

    fn time_step(&self) -> f64 {
        self.time_step
    }

    fn state(&self) -> Vec<f64> {
        self.state.to_vec()
    }

    fn set_state(&mut self, state: &[f64]) -> Result<(), Infallible> {
        self.state = fill(state);
        Ok(())
    }

    fn advance(&mut self) -> Result<(), Infallible> {
        self.state = self.stepped([0.0; 3]).0;
        Ok(())
    }
}

impl TangentFlow for Ode {
    fn advance_tangent(&mut self, vector: &mut [f64]) -> Result<(), Infallible> {
        let (state, moved) = self.stepped(fill(vector));
        self.state = state;
        vector.copy_from_slice(&moved);
        Ok(())
    }
}

fn logistic() -> Map {
    Map {
        dimension: 1,
        state: [0.3, 0.0, 0.0],
        step: |[x, ..]| [4.0 * x * (1.0 - x), 0.0, 0.0],
        derivative: |[x, ..], [dx, ..]| [4.0 * (1.0 - 2.0 * x) * dx, 0.0, 0.0],
    }
}

fn henon() -> Map {
    Map {
        dimension: 2,
        state: [0.1, 0.1, 0.0],
        step: |[x, y, _]| [1.0 - 1.4 * x * x + y, 0.3 * x, 0.0],
        derivative: |[x, ..], [dx, dy, _]| [-2.8 * x * dx + dy, 0.3 * dx, 0.0],
    }
}

fn lorenz() -> Ode {
    Ode {
        state: [1.0, 1.0, 20.0],
        time_step: 0.01,
        rate: |[x, y, z]| [10.0 * (y - x), x * (28.0 - z) - y, x * y - 8.0 / 3.0 * z],
        derivative: |[x, y, z], [dx, dy, dz]| {
            [10.0 * (dy - dx), (28.0 - z) * dx - dy - x * dz, y * dx + x * dy - 8.0 / 3.0 * dz]
        },
    }
}

/// Near the textbook value, and no further off than the standard error explains.
fn check(found: Exponent, wanted: f64, tolerance: f64) {
    let error = found.value - wanted;
    assert!(error.abs() < tolerance, "{found:?}, not {wanted}");
    assert!(error.abs() < 4.0 * found.standard_error + 1e-4, "{found:?}, not {wanted}");
    assert!(found.standard_error < tolerance, "{found:?}");
}

#[test]
fn logistic_map_has_ln_2() {
    let plan = Benettin { distance: 1e-10, steps: 1, transient: 100, intervals: 100_000 };
    let ln_2 = std::f64::consts::LN_2;
    check(twin_exponent(&mut logistic(), &mut logistic(), plan).unwrap(), ln_2, 0.002);
    check(tangent_exponent(&mut logistic(), plan).unwrap(), ln_2, 0.002);
}

#[test]
fn henon_map_has_0_4192() {
    // J. C. Sprott, *Chaos and Time-Series Analysis*, Oxford 2003, table A.2.
    let plan = Benettin { distance: 1e-9, steps: 5, transient: 50, intervals: 40_000 };
    check(twin_exponent(&mut henon(), &mut henon(), plan).unwrap(), 0.4192, 0.004);
    check(tangent_exponent(&mut henon(), plan).unwrap(), 0.4192, 0.004);
}

#[test]
fn lorenz_system_has_0_9056() {
    let plan = Benettin { distance: 1e-8, steps: 20, transient: 200, intervals: 20_000 };
    check(twin_exponent(&mut lorenz(), &mut lorenz(), plan).unwrap(), 0.9056, 0.01);
    check(tangent_exponent(&mut lorenz(), plan).unwrap(), 0.9056, 0.01);
}

#[test]
fn linear_map_has_the_logarithm_of_its_largest_eigenvalue() {
    let shear = Map {
        dimension: 3,
        state: [0.0; 3],
        step: |[x, y, z]| [0.5 * x + y, 0.25 * y, 0.125 * z],
        derivative: |_, [x, y, z]| [0.5 * x + y, 0.25 * y, 0.125 * z],
    };
    let plan = Benettin { distance: 1e-3, steps: 3, transient: 20, intervals: 10 };
    for found in [
        twin_exponent(&mut shear.clone(), &mut shear.clone(), plan).unwrap(),
        tangent_exponent(&mut shear.clone(), plan).unwrap(),
    ] {
        assert!((found.value - 0.5_f64.ln()).abs() < 1e-12, "{found:?}");
        assert!(found.standard_error < 1e-12);
    }
}

#[test]
fn what_has_no_exponent_says_why() {
    let with = |dimension: usize, step: Step, derivative: Derivative| Map {
        dimension,
        state: [0.5, 0.5, 0.5],
        step,
        derivative,
    };
    let plan = Benettin { distance: 1e-6, steps: 1, transient: 0, intervals: 5 };
    let undefined = |map: &Map, plan: Benettin| {
        let twins = twin_exponent(&mut map.clone(), &mut map.clone(), plan).unwrap_err();
        let tangent = tangent_exponent(&mut map.clone(), plan).unwrap_err();
        assert_eq!(twins, tangent);
        twins
    };
    let constant = with(2, |_| [0.0; 3], |_, _| [0.0; 3]);
    let nowhere = with(1, |_| [f64::NAN; 3], |_, _| [f64::NAN; 3]);
    let empty = with(0, |s| s, |_, v| v);
    for (map, reason) in [
        (constant, Undefined::Overflow),
        (nowhere, Undefined::NotFinite),
        (empty, Undefined::NoCells),
    ] {
        assert_eq!(undefined(&map, plan), LyapunovError::Undefined(reason));
    }
    let short = Undefined::TooShort { found: 1, wanted: 2 };
    let one = undefined(&logistic(), Benettin { intervals: 1, ..plan });
    assert_eq!(one, LyapunovError::Undefined(short));
    for distance in [0.0, f64::NAN] {
        let plan = Benettin { distance, ..plan };
        let found = twin_exponent(&mut logistic(), &mut logistic(), plan).unwrap_err();
        assert_eq!(found, LyapunovError::Undefined(Undefined::NotFinite));
    }
}
