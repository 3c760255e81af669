//! The largest Lyapunov exponent, by twin trajectories and by the tangent-linear system.

use crate::features::dynamics::exponent::Exponent;
use crate::features::dynamics::flow::{Flow, TangentFlow};
use crate::fractal::Undefined;

/// How an exponent is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Benettin {
    /// Distance of the twins after each renormalisation, in units of the state (Euclidean norm).
    pub distance: f64,
    /// Steps from one renormalisation to the next.
    pub steps: usize,
    /// Intervals before the measurement: the state reaches its attractor, the difference its
    /// direction of fastest growth.
    pub transient: usize,
    /// Intervals that are measured.
    pub intervals: usize,
}

impl Default for Benettin {
    /// 10⁻⁸, 10 steps, 100 + 1000 intervals.
    fn default() -> Self {
        Self { distance: 1e-8, steps: 10, transient: 100, intervals: 1000 }
    }
}

/// Why there is no exponent.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LyapunovError<E: std::error::Error> {
    /// A step failed.
    #[error(transparent)]
    Flow(#[from] E),
    /// The measurement has no value.
    #[error("no Lyapunov exponent: {0}")]
    Undefined(Undefined),
}

/// The largest Lyapunov exponent by twin trajectories that are renormalised.
///
/// `twin` is a second copy of `flow`. It is put at the plan's distance from it in a fixed direction
/// without symmetry; after each interval ln(distance / distance before) is noted, and the twin is
/// moved back along the difference. Systems driven by noise must both see the same. Cost: two runs.
///
/// # Errors
///
/// [`LyapunovError::Flow`] if a step fails. [`LyapunovError::Undefined`]: `NoCells` for a state
/// without values, `NotFinite` for a state that leaves double precision or a distance that is none,
/// `Overflow` if the twins become equal, `TooShort` for fewer than two intervals.
///
/// # Reference
///
/// G. Benettin, L. Galgani, A. Giorgilli, J.-M. Strelcyn, *Meccanica* 15 (1980) 9, eqs. 3–6.
///
/// # Examples
///
/// ```
/// use mfn::features::{Benettin, Flow, twin_exponent};
///
/// #[derive(Clone)]
/// struct Logistic(f64);
/// impl Flow for Logistic {
///     type Error = std::convert::Infallible;
///     fn time_step(&self) -> f64 { 1.0 }
///     fn state(&self) -> Vec<f64> { vec![self.0] }
///     fn set_state(&mut self, state: &[f64]) -> Result<(), Self::Error> {
///         self.0 = state[0];
///         Ok(())
///     }
///     fn advance(&mut self) -> Result<(), Self::Error> {
///         self.0 = 4.0 * self.0 * (1.0 - self.0);
///         Ok(())
///     }
/// }
/// let (mut flow, mut twin) = (Logistic(0.3), Logistic(0.3));
/// let plan = Benettin { distance: 1e-10, steps: 1, transient: 100, intervals: 20_000 };
/// let found = twin_exponent(&mut flow, &mut twin, plan)?;
/// assert!((found.value - 2.0_f64.ln()).abs() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn twin_exponent<F: Flow>(
    flow: &mut F,
    twin: &mut F,
    plan: Benettin,
) -> Result<Exponent, LyapunovError<F::Error>> {
    let undefined = LyapunovError::Undefined;
    let mut state = flow.state();
    let mut difference = direction(state.len()).map_err(undefined)?;
    if !(plan.distance.is_finite() && plan.distance > 0.0) {
        return Err(undefined(Undefined::NotFinite));
    }
    for value in &mut difference {
        *value *= plan.distance;
    }
    let mut growths = Vec::with_capacity(plan.intervals);
    for interval in 0..plan.transient + plan.intervals {
        // What rounding leaves of the distance is the distance.
        let moved: Vec<f64> = state.iter().zip(&difference).map(|(s, d)| s + d).collect();
        let before = distance(&moved, &state, &mut difference);
        twin.set_state(&moved)?;
        for _ in 0..plan.steps {
            flow.advance()?;
            twin.advance()?;
        }
        state = flow.state();
        let after = distance(&twin.state(), &state, &mut difference);
        if !(before.is_finite() && after.is_finite()) {
            return Err(undefined(Undefined::NotFinite));
        }
        if before <= 0.0 || after <= 0.0 {
            return Err(undefined(Undefined::Overflow));
        }
        if interval >= plan.transient {
            growths.push(libm::log(after / before));
        }
        for value in &mut difference {
            *value *= plan.distance / after;
        }
    }
    Exponent::of(&growths, plan.steps as f64 * flow.time_step()).map_err(undefined)
}

/// The largest Lyapunov exponent by the tangent-linear system; the plan's distance is not used.
///
/// A vector is carried along by the derivative of each step and renormalised after each interval:
/// exact in the limit that [`twin_exponent`] approaches. Cost: one run and its linearisation.
///
/// # Errors
///
/// As [`twin_exponent`]; `Overflow` if the vector vanishes.
///
/// # Reference
///
/// Benettin et al. 1980, as there.
pub fn tangent_exponent<F: TangentFlow>(
    flow: &mut F,
    plan: Benettin,
) -> Result<Exponent, LyapunovError<F::Error>> {
    let undefined = LyapunovError::Undefined;
    let mut vector = direction(flow.state().len()).map_err(undefined)?;
    let mut growths = Vec::with_capacity(plan.intervals);
    for interval in 0..plan.transient + plan.intervals {
        for _ in 0..plan.steps {
            flow.advance_tangent(&mut vector)?;
        }
        let length = norm(&vector);
        if !length.is_finite() {
            return Err(undefined(Undefined::NotFinite));
        }
        if length <= 0.0 {
            return Err(undefined(Undefined::Overflow));
        }
        if interval >= plan.transient {
            growths.push(libm::log(length));
        }
        for value in &mut vector {
            *value /= length;
        }
    }
    Exponent::of(&growths, plan.steps as f64 * flow.time_step()).map_err(undefined)
}

/// A unit vector that no symmetry of a system is likely to share: steps of the golden ratio.
fn direction(len: usize) -> Result<Vec<f64>, Undefined> {
    let golden = 0.618_033_988_749_895;
    let mut vector: Vec<f64> =
        (1..=len).map(|index| (index as f64 * golden).fract() - 0.5).collect();
    let length = norm(&vector);
    for value in &mut vector {
        *value /= length;
    }
    if len == 0 { Err(Undefined::NoCells) } else { Ok(vector) }
}

/// Writes a − b into `difference` and gives its norm.
fn distance(a: &[f64], b: &[f64], difference: &mut [f64]) -> f64 {
    for ((slot, a), b) in difference.iter_mut().zip(a).zip(b) {
        *slot = a - b;
    }
    norm(difference)
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|value| value * value).sum::<f64>().sqrt()
}
