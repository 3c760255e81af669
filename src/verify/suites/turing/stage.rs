//! The linear stage on the preset's own grid: how fast, how long, and not below onset.

use crate::engine::{Scheme, Setup};
use crate::verify::certify::{Case, EULER_TOLERANCE, GROWTH_TOLERANCE};
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::growth::growth;
use crate::verify::linear::Prediction;
use crate::verify::onset::{Onset, below_onset};
use crate::verify::suites::base::stretched;
use crate::verify::suites::turing::pattern::Pattern;
use crate::verify::wavelength::{n_updates, wavelength};
use std::f64::consts::TAU;

/// Updates of a cell that a quick check makes at most; some 10⁷ take a second.
const QUICK: f64 = 1e7;

/// A twin's spacing is so much too long.
const STRETCH: f64 = 1.5;

const REFERENCE: &str = "M. C. Cross and P. C. Hohenberg, Rev. Mod. Phys. 65 (1993) 851, §IV.A";

/// Growth rate, wavelength, and the quiet below onset.
pub(crate) fn checks(case: &Case, prediction: &Prediction) -> Vec<Check> {
    let check = |name: &str, measure: fn(&Pattern<'_>, Subject) -> Result<Finding, Obstacle>| {
        let held = case.clone();
        let name = format!("{name}-{}", case.name);
        Check::new(Suite::Turing, name, move |subject| measure(&Pattern::of(&held)?, subject))
            .reference(REFERENCE)
    };
    let pace = |check: Check| {
        if n_updates(&case.setup, prediction) > QUICK { check.slow() } else { check }
    };
    vec![
        check("growth-rate", growth_rate)
            .claim(
                "the fastest mode of the preset's own grid grows as the dispersion relation has it",
            )
            .because(
                "Euler's method: rounding of the amplification; other steppers follow e^λΔt to 1 % \
                 at the preset's step",
            )
            .twin("a parameter half-way to onset"),
        pace(check("wavelength", emerging))
            .claim("the wavelength that emerges from small noise is that of the fastest mode")
            .because("a spectrum resolves one bin")
            .twin("an engine whose spacing is 50 % too long"),
        pace(check("below-onset", quiet))
            .claim(
                "just below onset noise falls for as long as the pattern would have grown e⁵-fold: \
                 its size in that of its start, and no pattern",
            )
            .because("a mode that grows, however slowly, leaves more than it started with")
            .twin("an engine that leaves the parameter above onset"),
    ]
}

fn growth_rate(pattern: &Pattern<'_>, subject: Subject) -> Result<Finding, Obstacle> {
    let (setup, claim) = (pattern.setup(), &pattern.claim);
    let (from, to) = pattern.range();
    let (model, state) = pattern.at(pattern.below.key, subject.pick(from, 0.5 * (from + to)))?;
    let run = Setup { model, ..setup.clone() };
    let found = growth(&run, &state, claim.mode)?;
    let found = found.ok_or_else(|| Obstacle::Broke("no growth rate".to_owned()))?;
    let note =
        format!("mode {:?} of {:?} cells", claim.mode.numbers(setup.grid), setup.grid.shape());
    let is_euler = matches!(setup.scheme, Scheme::Euler | Scheme::EulerMaruyama);
    let finding = if is_euler {
        let expected = 1.0 + claim.rate * setup.time_step;
        Finding::new(found.amplification, expected, EULER_TOLERANCE).unit("per step")
    } else {
        let tolerance = GROWTH_TOLERANCE * claim.rate;
        Finding::new(found.rate, claim.rate, tolerance).unit("1/time")
    };
    let band = claim.prediction.band.band;
    let rates = (0..=64).map(|i| {
        let q = 1.2 * band.1 * f64::from(i) / 64.0;
        (q.sqrt(), pattern.state().linear.leading(q).re)
    });
    let figure = Figure::linear(
        "growth rate of the grid's fastest mode",
        ("wavenumber, per unit length", "growth rate, per unit time"),
        vec![
            Curve::theory("dispersion relation", rates.collect()),
            Curve::measured("run", vec![(claim.mode.symbol.sqrt(), found.rate)]),
        ],
    );
    Ok(finding.note(note).figure(figure))
}

fn emerging(pattern: &Pattern<'_>, subject: Subject) -> Result<Finding, Obstacle> {
    let setup = pattern.setup();
    let stretch = subject.pick(1.0, STRETCH);
    let run = stretched(setup.clone(), stretch);
    let prediction = &pattern.claim.prediction;
    let found = wavelength(&run, prediction)?;
    let found = found.ok_or_else(|| Obstacle::Broke("no wavelength emerged".to_owned()))?;
    // What was measured in cells, in the spacing that the preset has.
    let length = found.wavelength / stretch;
    let longest = found.cells.iter().copied().max().unwrap_or_default() as f64;
    let bin = TAU / (longest * setup.grid.spacing());
    let expected = prediction.band.most_unstable.wavelength();
    let note = format!(
        "wavelength {length:.4}, by theory {expected:.4}, after {} steps of {:?} cells",
        found.steps, found.cells,
    );
    let powers: Vec<(f64, f64)> =
        found.spectrum.iter().map(|(k, power)| (k * stretch / bin, *power)).collect();
    let most = powers.iter().fold(0.0_f64, |most, (_, power)| most.max(*power));
    let place = TAU / expected / bin;
    let figure = Figure::linear(
        "spectrum of what emerged",
        ("wavenumber, bins", "power"),
        vec![
            Curve::theory("fastest mode", vec![(place, 0.0), (place, most)]),
            Curve::measured("run", powers),
        ],
    );
    let finding = Finding::new(TAU / length / bin, place, 1.0).unit("bins");
    Ok(finding.note(note).figure(figure))
}

fn quiet(pattern: &Pattern<'_>, subject: Subject) -> Result<Finding, Obstacle> {
    let (setup, prediction) = (pattern.setup(), &pattern.claim.prediction);
    let below = subject.pick(
        pattern.below.clone(),
        Onset {
            model: setup.model.clone(),
            state: pattern.state().clone(),
            ..pattern.below.clone()
        },
    );
    let found = below_onset(setup, prediction, &below)?;
    let found = found.ok_or_else(|| Obstacle::Broke("the grid has no mode".to_owned()))?;
    let rate = match found.measured {
        Some(rate) => format!("its leading mode has the rate {rate:.3e}"),
        None => "its leading mode oscillates".to_owned(),
    };
    let note = format!(
        "{} = {:.6}: {rate}, by theory {:.3e}; half-way {:.3} were left",
        below.key, below.value, found.predicted, found.half_way,
    );
    // What rises again at the end, or has a mode that grows, is not quiet.
    let is_quiet = found.measured.is_none_or(|rate| rate < 0.0) && found.remains < found.half_way;
    let remains = if is_quiet { found.remains } else { f64::INFINITY };
    let course = vec![(0.0, 1.0), (0.5, found.half_way), (1.0, found.remains)];
    let figure = Figure::linear(
        "noise just below onset",
        ("share of the run", "size, in that of the start"),
        vec![
            Curve::theory("no growth", vec![(0.0, 1.0), (1.0, 1.0)]),
            Curve::measured("run", course),
        ],
    );
    Ok(Finding::at_most(remains, 1.0).note(note).figure(figure))
}
