//! Just below onset: a parameter moved until nothing grows by linear theory, and a run of that.

use crate::engine::{Error, Setup, largest_step};
use crate::model::{Equilibrium, Model, Parameter, Value, Values, analyse};
use crate::verify::growth::growth;
use crate::verify::linear::{Prediction, calm, cropped, places, scale};
use crate::verify::modes::Modes;
use crate::verify::wavelength::{deviation, from_noise};

/// The rate that is looked for, as a share of the growth rate above onset.
const BELOW: f64 = -0.05;

/// A parameter is moved in steps of this share of its value, so many times either way.
const STEP: f64 = 0.02;
const MOVES: u32 = 110;

/// From so many moves upwards on, each takes 5 % more: the ranges of parameters span decades.
const EVEN_MOVES: u32 = 50;
const STRETCH: f64 = 1.05;

/// Wavenumbers at which the dispersion relation is looked at.
const SAMPLES: u32 = 400;

/// Wavelengths a side that the grid is cropped to.
const WAVES: f64 = 8.0;

/// The run lasts so many times the time in which the pattern would have grown e-fold.
const LASTS: f64 = 5.0;

/// A model just below the onset of its pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Onset {
    /// The parameter that was moved.
    pub key: &'static str,
    /// Its value, just below onset.
    pub value: f64,
    /// The model with that value.
    pub model: Model,
    /// Its steady state.
    pub state: Equilibrium,
}

/// What a run just below onset did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BelowOnset {
    /// The growth rate of the grid's leading mode by linear theory, per unit time.
    pub predicted: f64,
    /// The same as measured; `None` where the leading mode oscillates.
    pub measured: Option<f64>,
    /// Root mean square deviation at the end of a run from noise, in that of its start.
    pub remains: f64,
    /// The same half-way.
    pub half_way: f64,
}

impl BelowOnset {
    /// Whether nothing grew: the leading mode decays, and the noise falls and goes on falling.
    pub fn is_quiet(&self) -> bool {
        self.measured.is_none_or(|rate| rate < 0.0)
            && self.remains < 1.0
            && self.remains < self.half_way
    }
}

/// Moves the parameter that takes the smallest change to bring the model just below onset.
///
/// Each number among `values` is tried, in steps of 2 % (of 0.02 where it is 0), down to −120 % and
/// up to 37 times its value; the point where the band's growth rate is −5 % of the one above onset,
/// and no other mode grows, is then found by bisection. `None` if no parameter alone does it with
/// the run's step still stable.
pub fn onset(setup: &Setup, values: &Values, prediction: &Prediction) -> Option<Onset> {
    let family = Family::new(setup, values, prediction)?;
    let search = Search { family, bar: Bar::new(setup, prediction) };
    let number = |(parameter, value): (&Parameter, &Value)| match value {
        Value::Number(number) => Some((parameter.key, *number)),
        _ => None,
    };
    let keys: Vec<(&'static str, f64)> = values.iter().filter_map(number).collect();
    for step in 1..=MOVES {
        for sign in [-1.0, 1.0] {
            for (key, value) in &keys {
                let size = if *value == 0.0 { 1.0 } else { *value };
                let at = |step: u32| value + sign * moved(step, sign) * size;
                let (near, far) = (at(step - 1), at(step));
                if search.excess(key, far).is_some_and(|excess| excess <= 0.0)
                    && let Some(found) = search.bisect(key, near, far)
                {
                    return Some(found);
                }
            }
        }
    }
    None
}

/// How far a number of moves in a direction leads, as a share of the value.
fn moved(moves: u32, sign: f64) -> f64 {
    let even = if sign > 0.0 { moves.min(EVEN_MOVES) } else { moves };
    let stretch = (even..moves).fold(1.0, |stretch, _| stretch * STRETCH);
    (1.0 + STEP * f64::from(even)) * stretch - 1.0
}

/// What the rates of all modes must stay below.
struct Bar {
    /// q = k² of the mode that grew fastest.
    q: f64,
    /// For modes near it, per unit time.
    near: f64,
    /// For all others.
    others: f64,
    /// The q that are looked at.
    samples: Vec<f64>,
}

impl Bar {
    fn new(setup: &Setup, prediction: &Prediction) -> Self {
        let fastest = prediction.band.most_unstable;
        let near = BELOW * fastest.growth_rate;
        let rest = prediction.state.equilibrium.linear.leading(0.0).re;
        // What decays at half the rate that it decayed with above onset decays well.
        let others = if rest < 0.0 { near.max(0.5 * rest) } else { 0.2 * near };
        let shortest = setup.stencil.largest_symbol() / setup.grid.spacing().powi(2);
        // Close together around the band, and as far as the grid has modes.
        let up_to = |end: f64| (1..=SAMPLES).map(move |i| end * f64::from(i) / f64::from(SAMPLES));
        let samples = up_to(2.0 * prediction.band.band.1).chain(up_to(shortest)).collect();
        Self { q: fastest.wavenumber * fastest.wavenumber, near, others, samples }
    }

    /// The largest excess of any rate over its bar.
    ///
    /// Where the mean neither grows nor decays (it is conserved), slow waves cannot decay fast:
    /// their bar rises to 0 with q.
    fn excess(&self, state: &Equilibrium) -> f64 {
        let rest = state.linear.leading(0.0).re;
        let neutral = rest.abs() <= 1e-9 * self.near.abs();
        let bar = |q: f64| match q / self.q {
            share if share > 0.5 && share < 1.5 => self.near,
            share if neutral && share <= 0.5 => 0.5 * self.near * share,
            _ => self.others,
        };
        let worst = if neutral { f64::NEG_INFINITY } else { rest - self.others };
        let excess = |q: &f64| state.linear.leading(*q).re - bar(*q);
        self.samples.iter().map(excess).fold(worst, f64::max)
    }
}

/// The models with other values of a preset's parameters.
pub(crate) struct Family<'a> {
    setup: &'a Setup,
    values: &'a Values,
    /// Which of the steady states.
    index: usize,
}

impl<'a> Family<'a> {
    /// The family of a run about a steady state.
    pub(crate) fn new(
        setup: &'a Setup,
        values: &'a Values,
        prediction: &Prediction,
    ) -> Option<Self> {
        let index = analyse(&setup.model)
            .states
            .iter()
            .position(|state| state.equilibrium == prediction.state.equilibrium)?;
        Some(Self { setup, values, index })
    }

    /// The model with another value, if it is one, with the steady state.
    pub(crate) fn at(&self, key: &str, value: f64) -> Option<(Model, Equilibrium)> {
        let parameter = self.values.table().iter().find(|parameter| parameter.key == key)?;
        if !parameter.range.holds(value) {
            return None;
        }
        let mut values = self.values.clone();
        values.set(key, Value::Number(value));
        let model = self.setup.model.kind().build(&values);
        model.check().ok()?;
        let state = model.equilibria().get(self.index)?.clone();
        let finite = state.state.iter().all(|value| value.is_finite());
        finite.then_some((model, state))
    }
}

/// The search for the value.
struct Search<'a> {
    family: Family<'a>,
    bar: Bar,
}

impl Search<'_> {
    /// How far the rates are above the bar.
    fn excess(&self, key: &str, value: f64) -> Option<f64> {
        Some(self.bar.excess(&self.family.at(key, value)?.1))
    }

    fn bisect(&self, key: &'static str, mut near: f64, mut far: f64) -> Option<Onset> {
        for _ in 0..50 {
            let middle = 0.5 * (near + far);
            if self.excess(key, middle)? > 0.0 { near = middle } else { far = middle }
        }
        let (model, state) = self.family.at(key, far)?;
        // A jump across the bar is no onset.
        let just_below = self.bar.excess(&state) > 4.0 * self.bar.near;
        let Setup { scheme, stencil, time_step, grid, .. } = *self.family.setup;
        let limit = largest_step(&model, scheme, grid.spacing(), stencil);
        let steps = limit.is_none_or(|limit| time_step <= limit);
        (steps && just_below).then_some(Onset { key, value: far, model, state })
    }
}

/// Steps a model just below onset, on a grid of at most 8 wavelengths a side: its leading mode from
/// the eigenvector, and white noise for the time in which the pattern would have grown e⁵-fold.
///
/// # Errors
///
/// As [`crate::engine::Simulation::new`] and [`crate::engine::Simulation::advance`].
pub fn below_onset(
    setup: &Setup,
    prediction: &Prediction,
    onset: &Onset,
) -> Result<Option<BelowOnset>, Error> {
    let fastest = prediction.band.most_unstable;
    let moved = Setup { model: onset.model.clone(), ..setup.clone() };
    let setup = cropped(&calm(&moved, &onset.state), fastest.wavelength(), WAVES);
    let Some((mode, rate)) = Modes::new(&setup).fastest(&onset.state.linear) else {
        return Ok(None);
    };
    let measured = growth(&setup, &onset.state, mode)?.map(|growth| growth.rate);
    let mut simulation = from_noise(&setup, &onset.state)?;
    let coupled = places(&setup.model, &onset.state);
    let rest = scale(&setup.model, &onset.state);
    let size = |simulation: &crate::engine::Simulation| {
        let squares = coupled.iter().flat_map(|place| deviation(simulation, *place, rest));
        squares.map(|value| value * value).sum::<f64>().sqrt()
    };
    let steps = (LASTS / (fastest.growth_rate * setup.time_step)).ceil() as u64;
    let before = size(&simulation);
    let mut half_way = before;
    for step in 1..=steps {
        simulation.advance()?;
        if step == steps / 2 {
            half_way = size(&simulation);
        }
    }
    let remains = size(&simulation) / before;
    Ok(Some(BelowOnset { predicted: rate.re, measured, remains, half_way: half_way / before }))
}
