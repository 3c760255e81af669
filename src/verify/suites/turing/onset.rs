//! The parameter at which a pattern begins, found by stepping.

use crate::verify::certify::Case;
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::suites::turing::crossing::crossing;
use crate::verify::suites::turing::pattern::Pattern;
use crate::verify::suites::turing::thin::Thin;

/// A threshold found by stepping may be off by this share of its value.
const TOLERANCE: f64 = 1e-6;

/// Points of the picture.
const POINTS: u32 = 12;

pub(crate) fn check(case: &Case) -> Check {
    let held = case.clone();
    Check::new(Suite::Turing, format!("onset-{}", case.name), move |subject| {
        measure(&held, subject)
    })
    .claim(
        "the parameter at which the first mode begins to grow in runs is that of theory (of a \
         conserved field: at which the preset's fastest wave does)",
    )
    .reference("J. D. Murray, Mathematical Biology II, 3rd ed. (2003), eqs. 2.22 to 2.24")
    .because(
        "rounding of a growth over 8 steps leaves 10⁻⁸ of the place of its zero; a hundredfold",
    )
    .twin("an engine whose spacing is 1 % too long")
}

fn measure(case: &Case, subject: Subject) -> Result<Finding, Obstacle> {
    let pattern = Pattern::of(case)?;
    let (key, (from, to)) = (pattern.below.key, pattern.range());
    let threshold = pattern.threshold()?;
    let rate = |value: f64, subject: Subject| {
        let (model, state) = pattern.at(key, value)?;
        Thin::new(pattern.setup(), &model, threshold.q)?.rate(&state, subject)
    };
    // Only a bracket on either side of onset is used, not the threshold that is expected.
    let found = crossing(|value| rate(value, subject), (from, to))?;
    let place = |i: u32| from + (to - from) * f64::from(i) / f64::from(POINTS);
    let values = (0..=POINTS).map(place);
    let (mut measured, mut theory) = (Vec::new(), Vec::new());
    for value in values {
        let rates = pattern.at(key, value)?.1.linear.leading(threshold.q);
        theory.push((value, rates.re));
        if rates.im == 0.0 {
            measured.push((value, rate(value, subject)?));
        }
    }
    let figure = Figure::linear(
        "growth rate of the critical mode",
        (key, "growth rate, per unit time"),
        vec![Curve::theory("dispersion relation", theory), Curve::measured("runs", measured)],
    );
    // Where the threshold is 0, the preset's distance from it is the size.
    let size = threshold.value.abs().max((pattern.value - threshold.value).abs());
    let note = format!("{key}; the preset has {}", pattern.value);
    Ok(Finding::new(found, threshold.value, TOLERANCE * size).note(note).figure(figure))
}
