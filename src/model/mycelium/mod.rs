//! Mycelium: a membrane potential that leaks to rest and is driven by a pattern-forming chemistry.
//!
//! τ ∂V/∂t = −(V − E_rest) + ℓ² ∇²V + A S(a/a₀) + η,  S(y) = ½ (1 + x/√(1 + x²)),  x = s (y − θ)
//! ∂(a, i)/∂t = the chemistry: Gierer–Meinhardt, Schnakenberg, Brusselator or Lengyel–Epstein
//! dη = −(η/τ_η) dt + σ_η √(2/τ_η) dW  in every cell, independent of its neighbours
//! V ← V + Normal(m, s_m²) exp(−r²/(2w²))  at growth events, a Poisson process of rate ν
//!
//! E_rest is the Goldman–Hodgkin–Katz potential of K⁺, Na⁺ and Cl⁻; a₀ the steady activator. S is
//! algebraic: + − × ÷ and a square root round alike on every machine and in every lane, which no
//! exponential does. V is kept in V, shown in mV; keys of the table are in mV and mM.
//!
//! Parameters: `parameters.rs`, and the table of the chemistry. References: B. Hille, *Ion
//! Channels of Excitable Membranes*, 3rd ed., 2001, §14 (rest); W. Rall, *Handbook of Physiology*
//! 1(1) (1977), ch. 3 (leak and length constant); G. E. Uhlenbeck and L. S. Ornstein, *Phys. Rev.*
//! 36 (1930) 823 (noise).

mod chemistry;
mod coupled;
mod parameters;

use crate::model::entry::{Entry, FROM_NOISE, Start, Unfit};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::mfn_v4::{FIELD_MAX_V, FIELD_MIN_V};
use crate::model::mycelium::chemistry::with_chemistry;
use crate::model::stability::Equilibrium;
use crate::model::table::{Parameter, Values};

pub use crate::model::mycelium::chemistry::Chemistry;
pub use crate::model::mycelium::coupled::Coupled;

/// mV in a volt.
const PER_VOLT: f64 = 1000.0;

/// How the potential answers to the chemistry and to its leak.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Potential {
    /// E_rest, in V; NaN if nothing can pass the membrane, which the check of a preset refuses.
    pub rest: f64,
    /// τ, in unit time.
    pub time_constant: f64,
    /// ℓ, in unit length.
    pub length_constant: f64,
    /// A, what a fully active chemistry adds to the rest, in V.
    pub drive: f64,
    /// θ, activator at half drive, in units of its steady state.
    pub threshold: f64,
    /// s, steepness of S at θ.
    pub steepness: f64,
}

/// Ornstein–Uhlenbeck noise on the potential.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MembraneNoise {
    /// σ_η, stationary standard deviation, in V.
    pub sd: f64,
    /// τ_η, correlation time, in unit time.
    pub time: f64,
}

/// A Poisson process of growth events, uniform in space and time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrowthEvents {
    /// ν, events per unit area and unit time.
    pub rate: f64,
    /// w, standard deviation of the Gaussian footprint, in unit length.
    pub width: f64,
    /// Mean height of an event, in V.
    pub mean: f64,
    /// Standard deviation of the height, in V.
    pub sd: f64,
}

/// A mycelium: potential, chemistry, noise and growth events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mycelium {
    /// Activator and inhibitor.
    pub chemistry: Chemistry,
    /// The potential.
    pub potential: Potential,
    /// Its noise.
    pub noise: MembraneNoise,
    /// What grows.
    pub events: GrowthEvents,
}

impl Mycelium {
    /// Index of V among the species.
    pub const POTENTIAL: usize = 0;
    /// Index of η among the species.
    pub const NOISE: usize = 3;
    /// What V is held to, in V: a safety net that is counted, and expected to hold nothing back.
    pub const CLAMP: (f64, f64) = (FIELD_MIN_V, FIELD_MAX_V);

    /// Whether noise and growth events go with a grid of that shortest side, area (or volume) and
    /// number of cells, and with the step.
    ///
    /// # Errors
    ///
    /// [`Unfit`] if a footprint does not fit the grid, if there are more events a step than cells,
    /// or if a step is longer than the correlation time of the noise.
    pub fn fits(&self, (side, size): (f64, f64), cells: f64, step: f64) -> Result<(), Unfit> {
        let (events, noise) = (self.events, self.noise);
        if events.rate > 0.0 && 4.0 * events.width > side {
            return Err(Unfit {
                first: format!("model.event_width = {}", events.width),
                second: format!("a grid whose shorter side is {side} long"),
                reason: "a footprint is at most a quarter as wide as the grid: lower \
                         model.event_width, or raise grid.rows, grid.cols or grid.spacing",
            });
        }
        let expected = events.rate * size * step;
        if expected > cells {
            return Err(Unfit {
                first: format!("model.event_rate = {}", events.rate),
                second: format!("time.step = {step} on {cells} cells: {expected} events a step"),
                reason: "at most one event a cell and step is meant: lower either",
            });
        }
        if noise.sd > 0.0 && step > noise.time {
            return Err(Unfit {
                first: format!("model.noise_time = {}", noise.time),
                second: format!("time.step = {step}"),
                reason: "the step must resolve the noise: lower time.step or raise \
                         model.noise_time",
            });
        }
        Ok(())
    }
}

impl Entry for Mycelium {
    const NAME: &'static str = "mycelium";

    const START: Start = Start { initial: &FROM_NOISE, time_step: 0.01, steps: 10_000 };

    fn parameters(variant: Option<&str>) -> &'static [Parameter] {
        parameters::table(variant)
    }

    fn from_values(values: &Values) -> Self {
        let volts = |key| values.number(key) / PER_VOLT;
        Self {
            chemistry: Chemistry::from_values(values),
            potential: Potential {
                rest: parameters::resting_potential(values),
                time_constant: values.number("time_constant"),
                length_constant: values.number("length_constant"),
                drive: volts("drive"),
                threshold: values.number("threshold"),
                steepness: values.number("steepness"),
            },
            noise: MembraneNoise { sd: volts("noise_sd"), time: values.number("noise_time") },
            events: GrowthEvents {
                rate: values.number("event_rate"),
                width: values.number("event_width"),
                mean: volts("event_mean"),
                sd: volts("event_sd"),
            },
        }
    }

    fn species(&self) -> &'static [Species] {
        &coupled::SPECIES
    }

    /// The potential, shown in mV; thresholds of v4.1.
    fn observable(&self) -> Observable {
        let thresholds = [-60.0, -50.0, -40.0];
        Observable { species: Self::POTENTIAL, unit: "mV", scale: PER_VOLT, thresholds }
    }

    fn resting_state(&self) -> Vec<f64> {
        with_chemistry!(self.chemistry, k => {
            Kinetics::resting_state(&Coupled::new(k, self.potential)).to_vec()
        })
    }

    fn excited_state(&self) -> Vec<f64> {
        with_chemistry!(self.chemistry, k => {
            Kinetics::excited_state(&Coupled::new(k, self.potential)).to_vec()
        })
    }

    fn diffusivities(&self) -> Vec<f64> {
        with_chemistry!(self.chemistry, k => {
            Kinetics::diffusivities(&Coupled::new(k, self.potential)).to_vec()
        })
    }

    /// Those of the chemistry: the potential follows it and does not act back.
    fn equilibria(&self) -> Vec<Equilibrium> {
        self.chemistry.equilibria()
    }

    /// 1/τ of the potential, which leaks whatever the chemistry does.
    fn leaks(&self) -> Vec<f64> {
        vec![1.0 / self.potential.time_constant, 0.0, 0.0, 0.0]
    }

    fn check(&self) -> Result<(), Unfit> {
        self.chemistry.check()?;
        parameters::check_potential(&self.potential, Self::CLAMP)
    }
}
