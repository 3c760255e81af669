//! MFN v4.1's lattice model: a membrane potential with growth events beside two more fields.
//!
//! One step of the map, spacing and time step both 1, L the sum of four neighbours − 4 × centre:
//!
//! V ← V + α L V            after at most one growth event has added Normal(20, 5) mV to one cell
//! a ← a + D_a L a + r_a (a (1 − a) − h)
//! h ← h + D_h L h + r_h (a − h)
//! V ← V + 5 mV where a > θ;  a, h ← clip to [0, 1];  V ← V + Normal(0, √σ²) with jitter
//! V ← clip to [−95, 40] mV
//!
//! `engine` takes the old a in the equation of h, `legacy` the new one. Parameters:
//! the table below. The kinetics has no Turing instability at v4.1's defaults: its only
//! steady state is a = h = 0, with det J = 0, unstable to a pattern only if D_h/D_a > r_h/r_a.

use crate::model::entry::{Entry, Start};
use crate::model::kinetics::{Kinetics, Observable, Species};
use crate::model::real::Real;
use crate::model::stability::{Equilibrium, equilibria};
use crate::model::table::{Literal, Parameter, Range, Values};

/// Lower clamp of the potential, in V.
pub const FIELD_MIN_V: f64 = -0.095;
/// Upper clamp of the potential, in V.
pub const FIELD_MAX_V: f64 = 0.040;
/// Mean of the initial potential, in V.
pub const REST_V: f64 = -0.070;
/// Standard deviation of the initial potential, in V.
pub const REST_SD_V: f64 = 0.005;
/// Mean size of a growth event, in V.
pub const SPIKE_MEAN_V: f64 = 0.020;
/// Standard deviation of the size of a growth event, in V.
pub const SPIKE_SD_V: f64 = 0.005;
/// What an activated cell gains a step, in V.
pub const TURING_INCREMENT_V: f64 = 0.005;

/// Potential at rest; activator and inhibitor at their mean start, half of [0, 0.1].
const RESTING_STATE: [f64; 3] = [REST_V, 0.05, 0.05];

/// A cell that a mean growth event has just hit, fully activated.
const EXCITED_STATE: [f64; 3] = [REST_V + SPIKE_MEAN_V, 1.0, 0.05];

/// As v4.1 starts, or as any other model.
const INITIAL: [&str; 9] =
    ["v4", "noise", "spots", "seed", "stripes", "fourier", "clusters", "text", "file"];

const SPECIES: [Species; 3] = [
    Species { name: "potential", meaning: "membrane potential", unit: "V" },
    Species { name: "activator", meaning: "activator", unit: "1" },
    Species { name: "inhibitor", meaning: "inhibitor", unit: "1" },
];

/// The potential, shown in mV; thresholds of v4.1.
const OBSERVABLE: Observable =
    Observable { species: 0, unit: "mV", scale: 1000.0, thresholds: [-60.0, -50.0, -40.0] };

const V41: &str = "MFN v4.1";

const fn row(
    key: &'static str,
    symbol: &'static str,
    meaning: &'static str,
    unit: &'static str,
    default: Literal,
    range: Range,
) -> Parameter {
    Parameter { key, symbol, meaning, unit, default, range, source: V41 }
}

/// Parameters of the `engine` variant, with v4.1's names, defaults and ranges.
#[rustfmt::skip]
const ENGINE_PARAMETERS: [Parameter; 11] = [
    row("variant", "", "which of v4.1's two simulators", "", Literal::Word("engine"), Range::OneOf(&["engine", "legacy"])),
    row("alpha", "α", "diffusivity of the potential", "1/step", Literal::Number(0.18), Range::HalfOpen(0.05, 0.25)),
    row("d_activator", "D_a", "diffusivity of the activator", "1/step", Literal::Number(0.1), Range::HalfOpen(0.01, 0.25)),
    row("d_inhibitor", "D_h", "diffusivity of the inhibitor", "1/step", Literal::Number(0.05), Range::HalfOpen(0.01, 0.25)),
    row("r_activator", "r_a", "rate of the activator", "1/step", Literal::Number(0.01), Range::Closed(0.001, 0.1)),
    row("r_inhibitor", "r_h", "rate of the inhibitor", "1/step", Literal::Number(0.02), Range::Closed(0.001, 0.1)),
    row("turing_enabled", "", "whether activator and inhibitor are stepped", "", Literal::Flag(true), Range::Flag),
    row("turing_threshold", "θ", "activator above which a cell is activated", "1", Literal::Number(0.75), Range::Closed(0.5, 0.95)),
    row("spike_probability", "p", "probability of a growth event in a step", "1/step", Literal::Number(0.25), Range::Closed(0.0, 1.0)),
    row("quantum_jitter", "", "whether additive Gaussian noise is on", "", Literal::Flag(false), Range::Flag),
    row("jitter_var", "σ²", "variance of the additive noise a step", "V²", Literal::Number(0.0005), Range::Closed(0.0, 0.01)),
];

/// Parameters of the `legacy` variant: v4.1 checks none of them, so the ranges are wider.
const LEGACY_PARAMETERS: [Parameter; 11] = {
    let [variant, alpha, d_a, d_h, r_a, r_h, turing, threshold, spike, jitter, var] =
        ENGINE_PARAMETERS;
    let unit = Range::Closed(0.0, 1.0);
    [
        variant,
        alpha.with_range(unit),
        d_a.with_range(unit),
        d_h.with_range(unit),
        r_a.with_range(unit),
        r_h.with_range(unit),
        turing,
        threshold.with_range(unit),
        spike,
        jitter,
        var.with_range(unit),
    ]
};

/// Which of v4.1's two simulators: same equations, another order of draws and updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// `ReactionDiffusionEngine`: all fields drawn, three boundaries, ranges enforced.
    Engine,
    /// `simulate_mycelium_field`: periodic, nothing checked, the inhibitor sees the new activator.
    Legacy,
}

/// MFN v4.1's lattice model; the names are v4.1's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MfnV4 {
    /// Which simulator.
    pub variant: Variant,
    /// α, diffusivity of the potential.
    pub alpha: f64,
    /// D_a, diffusivity of the activator.
    pub d_activator: f64,
    /// D_h, diffusivity of the inhibitor.
    pub d_inhibitor: f64,
    /// r_a, rate of the activator.
    pub r_activator: f64,
    /// r_h, rate of the inhibitor.
    pub r_inhibitor: f64,
    /// Whether activator and inhibitor are stepped.
    pub turing_enabled: bool,
    /// θ, above which a cell is activated.
    pub turing_threshold: f64,
    /// Probability of a growth event in a step.
    pub spike_probability: f64,
    /// Whether additive Gaussian noise is on.
    pub quantum_jitter: bool,
    /// Variance of the noise, in V² a step.
    pub jitter_var: f64,
}

impl Entry for MfnV4 {
    const NAME: &'static str = "mfn-v4";

    const START: Start = Start { initial: &INITIAL, time_step: 1.0, steps: 64 };

    fn parameters(variant: Option<&str>) -> &'static [Parameter] {
        if variant == Some("legacy") { &LEGACY_PARAMETERS } else { &ENGINE_PARAMETERS }
    }

    fn from_values(values: &Values) -> Self {
        let legacy = values.word("variant") == "legacy";
        Self {
            variant: if legacy { Variant::Legacy } else { Variant::Engine },
            alpha: values.number("alpha"),
            d_activator: values.number("d_activator"),
            d_inhibitor: values.number("d_inhibitor"),
            r_activator: values.number("r_activator"),
            r_inhibitor: values.number("r_inhibitor"),
            turing_enabled: values.flag("turing_enabled"),
            turing_threshold: values.number("turing_threshold"),
            spike_probability: values.number("spike_probability"),
            quantum_jitter: values.flag("quantum_jitter"),
            jitter_var: values.number("jitter_var"),
        }
    }

    fn species(&self) -> &'static [Species] {
        &SPECIES
    }

    fn observable(&self) -> Observable {
        OBSERVABLE
    }

    fn resting_state(&self) -> Vec<f64> {
        RESTING_STATE.to_vec()
    }

    fn excited_state(&self) -> Vec<f64> {
        EXCITED_STATE.to_vec()
    }

    fn diffusivities(&self) -> Vec<f64> {
        vec![self.alpha, self.d_activator, self.d_inhibitor]
    }

    fn equilibria(&self) -> Vec<Equilibrium> {
        equilibria(&self.turing())
    }
}

impl MfnV4 {
    /// The coupled part alone, as a kinetics of two species (unit spacing, unit step).
    pub(crate) fn turing(&self) -> TuringPart {
        TuringPart {
            diffusivities: [self.d_activator, self.d_inhibitor],
            rates: [self.r_activator, self.r_inhibitor],
        }
    }
}

/// Activator and inhibitor of v4.1, without the potential.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TuringPart {
    diffusivities: [f64; 2],
    rates: [f64; 2],
}

impl Kinetics<2> for TuringPart {
    const SPECIES: [Species; 2] = [SPECIES[1], SPECIES[2]];

    fn rates<R: Real>(&self, [a, h]: [R; 2]) -> [R; 2] {
        let [r_a, r_h] = self.rates.map(R::from_f64);
        [r_a * (a * (R::from_f64(1.0) - a) - h), r_h * (a - h)]
    }

    fn diffusivities(&self) -> [f64; 2] {
        self.diffusivities
    }

    fn jacobian(&self, [a, _]: [f64; 2]) -> [[f64; 2]; 2] {
        let [r_a, r_h] = self.rates;
        [[r_a * (1.0 - 2.0 * a), -r_a], [r_h, -r_h]]
    }

    /// a (1 − a) = h and h = a leave a = h = 0 alone.
    fn steady_states(&self) -> Vec<[f64; 2]> {
        vec![[0.0, 0.0]]
    }

    fn resting_state(&self) -> [f64; 2] {
        [0.0, 0.0]
    }

    fn excited_state(&self) -> [f64; 2] {
        [EXCITED_STATE[1], EXCITED_STATE[2]]
    }
}
