//! Potential, activator, inhibitor and noise as one kinetics of four fields.

use crate::model::kinetics::{Kinetics, Species};
use crate::model::mfn_v4::SPIKE_MEAN_V;
use crate::model::mycelium::Potential;
use crate::model::real::Real;

pub(crate) const SPECIES: [Species; 4] = [
    Species { name: "potential", meaning: "membrane potential", unit: "V" },
    Species { name: "activator", meaning: "activator of the chemistry", unit: "1" },
    Species {
        name: "inhibitor",
        meaning: "inhibitor of the chemistry, or its substrate",
        unit: "1",
    },
    Species { name: "noise", meaning: "noise that drives the potential", unit: "V" },
];

/// (V, a, i, η) of a chemistry `K`. The noise has no rate and no diffusivity here: the engine draws
/// it after each step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coupled<K> {
    chemistry: K,
    /// E_rest and A, in V.
    rest: f64,
    drive: f64,
    /// 1/τ, and ℓ²/τ.
    leak: f64,
    diffusivity: f64,
    /// s/a₀ and s θ, so that x = (s/a₀) a − s θ.
    slope: f64,
    offset: f64,
}

impl<K: Kinetics<2>> Coupled<K> {
    /// Couples a potential to a chemistry.
    pub fn new(chemistry: K, potential: Potential) -> Self {
        let [steady, _] = chemistry.resting_state();
        let Potential { rest, time_constant, length_constant, drive, threshold, steepness } =
            potential;
        Self {
            chemistry,
            rest,
            drive,
            leak: 1.0 / time_constant,
            diffusivity: length_constant * length_constant / time_constant,
            slope: steepness / steady,
            offset: steepness * threshold,
        }
    }

    /// S of an activator: a step from 0 to 1, ½ at θ a₀.
    #[inline(always)]
    fn activity<R: Real>(&self, activator: R) -> R {
        let (one, half) = (R::from_f64(1.0), R::from_f64(0.5));
        let x = R::from_f64(self.slope) * activator - R::from_f64(self.offset);
        half * (one + x / (one + x * x).sqrt())
    }

    /// The potential that follows a steady chemistry.
    fn follow(&self, [activator, inhibitor]: [f64; 2]) -> [f64; 4] {
        let potential = self.rest + self.drive * self.activity(activator);
        [potential, activator, inhibitor, 0.0]
    }
}

impl<K: Kinetics<2>> Kinetics<4> for Coupled<K> {
    const SPECIES: [Species; 4] = SPECIES;

    #[inline(always)]
    fn rates<R: Real>(&self, [potential, activator, inhibitor, noise]: [R; 4]) -> [R; 4] {
        let [rate_a, rate_i] = self.chemistry.rates([activator, inhibitor]);
        let driven = R::from_f64(self.drive) * self.activity(activator);
        let sum = ((R::from_f64(self.rest) - potential) + driven) + noise;
        [R::from_f64(self.leak) * sum, rate_a, rate_i, R::default()]
    }

    fn diffusivities(&self) -> [f64; 4] {
        let [activator, inhibitor] = self.chemistry.diffusivities();
        [self.diffusivity, activator, inhibitor, 0.0]
    }

    fn jacobian(&self, [_, activator, inhibitor, _]: [f64; 4]) -> [[f64; 4]; 4] {
        let [[f_a, f_i], [g_a, g_i]] = self.chemistry.jacobian([activator, inhibitor]);
        let x = self.slope * activator - self.offset;
        let root = (1.0 + x * x).sqrt();
        let slope = 0.5 * self.slope / (root * root * root);
        [
            [-self.leak, self.leak * self.drive * slope, 0.0, self.leak],
            [0.0, f_a, f_i, 0.0],
            [0.0, g_a, g_i, 0.0],
            [0.0; 4],
        ]
    }

    fn steady_states(&self) -> Vec<[f64; 4]> {
        self.chemistry.steady_states().into_iter().map(|state| self.follow(state)).collect()
    }

    fn resting_state(&self) -> [f64; 4] {
        self.follow(self.chemistry.resting_state())
    }

    /// The excited chemistry, in a cell that v4.1's mean growth event has just hit.
    fn excited_state(&self) -> [f64; 4] {
        let [potential, ..] = Kinetics::resting_state(self);
        let [activator, inhibitor] = self.chemistry.excited_state();
        [potential + SPIKE_MEAN_V, activator, inhibitor, 0.0]
    }
}
