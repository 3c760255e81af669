//! The six regimes of Gray–Scott that The Well names, told from features of v alone.

use crate::engine::{Initial, Setup, Simulation, Spots};
use crate::features::{Evolution, Extended, ExtendedSettings};
use crate::grid::{Boundary, Grid};
use crate::model::{GrayScott, Model};
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::suites::base::setup;

/// The Well has 128 cells a side on [−1, 1]²; this is a quarter of it, with its spacing.
const SIDE: usize = 64;
const SPACING: f64 = 2.0 / 128.0;

/// The Well's step, and its number of steps.
const TIME_STEP: f64 = 1.0;
const STEPS: u64 = 10_000;

/// The dynamics are those of so many frames at the end, so many steps apart.
const FRAMES: u64 = 50;
const APART: u64 = 20;

/// The rule was chosen on seeds 1 to 6, half-way between the regimes; these are others.
const SEEDS: std::ops::RangeInclusive<u128> = 101..=106;

/// A twin's kill rate is so many times what it ought to be.
const FAULT: f64 = 1.1;

const REFERENCE: &str = "R. Ohana et al., The Well, NeurIPS 2024, gray_scott_reaction_diffusion; \
                         J. E. Pearson, Science 261 (1993) 189";

/// A regime of The Well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Regime {
    Gliders,
    Bubbles,
    Maze,
    Worms,
    Spirals,
    Spots,
}

impl Regime {
    const ALL: [Self; 6] =
        [Self::Gliders, Self::Bubbles, Self::Maze, Self::Worms, Self::Spirals, Self::Spots];

    fn name(self) -> &'static str {
        match self {
            Self::Gliders => "gliders",
            Self::Bubbles => "bubbles",
            Self::Maze => "maze",
            Self::Worms => "worms",
            Self::Spirals => "spirals",
            Self::Spots => "spots",
        }
    }

    /// The Well's feed and kill rate.
    fn rates(self) -> (f64, f64) {
        match self {
            Self::Gliders => (0.014, 0.054),
            Self::Bubbles => (0.098, 0.057),
            Self::Maze => (0.029, 0.057),
            Self::Worms => (0.058, 0.065),
            Self::Spirals => (0.018, 0.051),
            Self::Spots => (0.030, 0.062),
        }
    }

    /// Discs of the excited state; bubbles, where those die out, start from strong noise.
    fn start(self) -> Initial {
        if self == Self::Bubbles {
            return Initial::Noise { amplitude: 0.36 };
        }
        Initial::Spots(Spots { count: 12, radius: 6.0, amplitude: 0.0 })
    }
}

/// What the rule looks at, of v.
#[derive(Debug, Clone, Copy)]
struct Look {
    /// Root mean square of the change over 20 steps, as a share of the standard deviation.
    pace: f64,
    mean: f64,
    deviation: f64,
    /// Pieces less holes, cells above Otsu's threshold.
    euler: f64,
}

impl Look {
    /// The rule; `None` of a field that died out.
    fn regime(&self) -> Option<Regime> {
        if self.deviation < 1e-3 {
            return None;
        }
        Some(match self {
            look if look.pace > 0.04 && look.mean < 0.08 => Regime::Gliders,
            look if look.pace > 0.04 => Regime::Spirals,
            look if look.euler > 35.0 => Regime::Spots,
            look if look.euler > 4.0 => Regime::Worms,
            look if look.deviation > 0.136 => Regime::Bubbles,
            _ => Regime::Maze,
        })
    }
}

const RULE: &str = "from v alone: changing (rms over 20 steps above 4 % of the standard deviation) \
                    are gliders (mean below 0.08) or spirals; at rest are spots (Euler \
                    characteristic above 35), worms (above 4), else bubbles (standard deviation \
                    above 0.136) or a maze; the rule was chosen on other seeds";

pub(crate) fn checks() -> Vec<Check> {
    let check = |regime: Regime| {
        let name = format!("gray-scott-{}", regime.name());
        let start = if regime == Regime::Bubbles { "noise of 36 %" } else { "12 discs" };
        Check::new(Suite::Turing, name, move |subject| measure(regime, subject))
            .claim(format!(
                "The Well's {}, on 64 × 64 of its cells after its 10 000 steps from {start}, is \
                 recognised in 6 of 6 runs, {RULE}",
                regime.name(),
            ))
            .reference(REFERENCE)
            .because(
                "each run is recognised or not; the regimes lie far apart in the rule's numbers",
            )
            .twin("a kill rate that is 10 % too high")
    };
    Regime::ALL.into_iter().map(check).collect()
}

fn measure(regime: Regime, subject: Subject) -> Result<Finding, Obstacle> {
    let (mut found, mut points, mut seen) = (0, Vec::new(), Vec::new());
    for seed in SEEDS {
        let look = look(regime, seed, subject.pick(1.0, FAULT))?;
        let known = look.regime();
        found += usize::from(known == Some(regime));
        points.push((look.mean, look.euler));
        seen.push(known.map_or("rest", Regime::name));
    }
    let note = format!("seen: {}", seen.join(", "));
    let figure = Figure::linear(
        "runs of the regime",
        ("mean of v", "Euler characteristic"),
        vec![Curve::measured(regime.name(), points)],
    );
    Ok(Finding::new(found as f64, SEEDS.count() as f64, 0.0).unit("runs").note(note).figure(figure))
}

/// Steps a run and looks at its end.
fn look(regime: Regime, seed: u128, fault: f64) -> Result<Look, Obstacle> {
    let (feed, kill) = regime.rates();
    let model = Model::GrayScott(GrayScott {
        feed,
        kill: fault * kill,
        diffusivity_u: 2e-5,
        diffusivity_v: 1e-5,
    });
    let base = setup(model, Grid::new(SIDE, SIDE, SPACING)?, TIME_STEP);
    let mut simulation = Simulation::new(&Setup { initial: regime.start(), seed, ..base })?;
    let mut evolution = Evolution::new((SIDE, SIDE), 1.0);
    for step in 0..=STEPS {
        if step + FRAMES * APART >= STEPS && (STEPS - step).is_multiple_of(APART) {
            evolution.push(simulation.system().field(1)).map_err(Obstacle::broke)?;
        }
        if step < STEPS {
            simulation.advance()?;
        }
    }
    let settings = ExtendedSettings { boundary: Boundary::Periodic, ..ExtendedSettings::default() };
    let extended = Extended::of(simulation.system().field(1), &settings, Some(&evolution));
    // A field that died out has no topology.
    let feature = |name: &str| extended.get(name).and_then(Result::ok);
    let deviation = feature("value_sd").unwrap_or_default();
    Ok(Look {
        pace: feature("change_rms").unwrap_or_default() / deviation,
        mean: feature("value_mean").unwrap_or_default(),
        deviation,
        euler: feature("euler_characteristic").unwrap_or_default(),
    })
}
