//! The dispersion relation and the edges of the unstable band, found by stepping.

use crate::engine::{Scheme, Setup};
use crate::verify::certify::Case;
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::suites::base::larger;
use crate::verify::suites::turing::crossing::crossing;
use crate::verify::suites::turing::pattern::Pattern;
use crate::verify::suites::turing::thin::Thin;

/// An edge found by stepping may be off by this share.
const EDGE: f64 = 1e-6;

/// A rate may be off by this share of the fastest.
const RATE: f64 = 1e-6;

/// The zero of the rate is looked for so near the expected edge, as a share of k².
const BRACKET: f64 = 0.03;

/// Wavenumbers at which rates are measured, and how far beyond the band.
const POINTS: u32 = 16;
const BEYOND: f64 = 1.2;

const REFERENCE: &str = "J. D. Murray, Mathematical Biology II, 3rd ed. (2003), eq. 2.27; M. C. \
                         Cross and P. C. Hohenberg, Rev. Mod. Phys. 65 (1993) 851, §IV.A";

/// Which edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Lower,
    Upper,
}

/// The dispersion relation and both edges; a long wave has no lower edge.
pub(crate) fn checks(case: &Case, band: (f64, f64)) -> Vec<Check> {
    let mut checks = vec![dispersion(case), edge(case, Edge::Upper)];
    if band.0 > 0.0 {
        checks.push(edge(case, Edge::Lower));
    }
    checks
}

fn edge(case: &Case, edge: Edge) -> Check {
    let (name, held) = (if edge == Edge::Lower { "lower" } else { "upper" }, case.clone());
    Check::new(Suite::Turing, format!("band-{name}-{}", case.name), move |subject| {
        measure_edge(&held, edge, subject)
    })
    .claim(format!("the {name} edge of the band of growing wavenumbers is the root of det = 0"))
    .reference(REFERENCE)
    .because(
        "rounding of a growth over 8 steps leaves 10⁻⁸ of the place of its zero; a hundredfold",
    )
    .twin("an engine whose spacing is 1 % too long")
}

fn measure_edge(case: &Case, edge: Edge, subject: Subject) -> Result<Finding, Obstacle> {
    let pattern = Pattern::of(case)?;
    let (low, high) = pattern.claim.prediction.band.band;
    let expected = if edge == Edge::Lower { low } else { high };
    let rate = |q: f64| {
        Thin::new(pattern.setup(), &pattern.setup().model, q)?.rate(pattern.state(), subject)
    };
    let found = crossing(rate, (expected * (1.0 - BRACKET), expected * (1.0 + BRACKET)))?;
    let (mut measured, mut theory) = (Vec::new(), Vec::new());
    for share in [-1.0, -0.5, 0.0, 0.5, 1.0] {
        let q = expected * (1.0 + share * BRACKET);
        theory.push((q.sqrt(), pattern.state().linear.leading(q).re));
        measured.push((q.sqrt(), rate(q)?));
    }
    let figure = Figure::linear(
        "growth rate near the edge of the band",
        ("wavenumber, per unit length", "growth rate, per unit time"),
        vec![Curve::theory("dispersion relation", theory), Curve::measured("runs", measured)],
    );
    let finding = Finding::new(found.sqrt(), expected.sqrt(), EDGE * expected.sqrt());
    Ok(finding.unit("1/length").figure(figure))
}

fn dispersion(case: &Case) -> Check {
    let held = case.clone();
    Check::new(Suite::Turing, format!("dispersion-{}", case.name), move |subject| {
        measure_dispersion(&held, subject)
    })
    .claim(
        "growth rates across the band, each of a wave by itself under Euler's method, are those of \
         the dispersion relation: largest difference, in the fastest rate",
    )
    .reference(REFERENCE)
    .because("a step of Euler's method multiplies a mode by 1 + λΔt exactly; rounding leaves 10⁻⁹")
    .twin("a parameter of the model that is 1 % off")
}

fn measure_dispersion(case: &Case, subject: Subject) -> Result<Finding, Obstacle> {
    let pattern = Pattern::of(case)?;
    let band = &pattern.claim.prediction.band;
    let fastest = band.most_unstable.growth_rate;
    let run = Setup { scheme: Scheme::Euler, ..pattern.setup().clone() };
    let key = pattern.below.key;
    let off = if pattern.value == 0.0 { 0.01 } else { 1.01 * pattern.value };
    let (model, state) = pattern.at(key, subject.pick(pattern.value, off))?;
    let last = BEYOND * band.band.1;
    let (mut measured, mut theory, mut worst) = (Vec::new(), Vec::new(), 0.0_f64);
    for i in 1..=POINTS {
        let q = last * f64::from(i) / f64::from(POINTS);
        let rate = pattern.state().linear.leading(q);
        theory.push((q.sqrt(), rate.re));
        // An oscillating mode has no one rate along one vector.
        if rate.im == 0.0 && state.linear.leading(q).im == 0.0 {
            let found = Thin::new(&run, &model, q)?.euler_rate(&state)?;
            measured.push((q.sqrt(), found));
            worst = larger(worst, (found - rate.re).abs() / fastest);
        }
    }
    if measured.is_empty() {
        return Err(Obstacle::Broke("every mode oscillates".to_owned()));
    }
    let note = format!("{} wavenumbers; the fastest grows at {fastest:.6}", measured.len());
    let figure = Figure::linear(
        "dispersion relation",
        ("wavenumber, per unit length", "growth rate, per unit time"),
        vec![Curve::theory("theory", theory), Curve::measured("runs", measured)],
    );
    Ok(Finding::at_most(worst, RATE).note(note).figure(figure))
}
