//! v4.1's fractal dimension of its field, and what else has that dimension.

use crate::fractal::BoxSizes;
use crate::model::MfnV4;
use crate::rng::{Purpose, Stream};
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject};
use crate::verify::suites::v4::lattice::{End, LEGACY, Lattice, above, dimension, spread};
use crate::verify::suites::v4::rule::{experiment, validation, verdict};
use ndarray::Array2;

/// v4.1's expectation, the one of the Sierpinski triangle, and how far off it lets one be.
const RULE: (f64, f64) = (1.585, 0.5);

/// v4.1's threshold of activity, in V.
const ACTIVE_V: f64 = -0.060;

fn run(seed: u128, steps: u64) -> Result<End, Obstacle> {
    Lattice::new(LEGACY, (64, steps, seed)).run()
}

/// White noise on 64 × 64 cells.
fn noise() -> Array2<f64> {
    let stream = Stream::new(1, 0, Purpose::InitialNoise);
    Array2::from_shape_fn((64, 64), |(row, col)| stream.uniform(0, (row * 64 + col) as u32))
}

/// By v4.1's threshold, or by the one that its features take.
fn by(subject: Subject, end: &End) -> Result<f64, Obstacle> {
    match subject {
        Subject::Ours => end.dimension(),
        Subject::Twin => Ok(above(&end.field, ACTIVE_V, BoxSizes::default())),
    }
}

/// Result 9.
pub(crate) fn validation_9() -> Check {
    validation("Fractal_dimension_mycelium", mycelium)
        .claim(
            "mean box-counting dimension of five of v4.1's fields above their median, seeds 42 to \
             442, as v4.1 counts boxes",
        )
        .twin("cells above −60 mV instead of above the median")
}

fn mycelium(subject: Subject) -> Result<Finding, Obstacle> {
    let mut found = Vec::new();
    for k in 0..5 {
        found.push(by(subject, &run(42 + 100 * k, 200)?)?);
    }
    let (mean, deviation) = spread(&found);
    let white = dimension(&noise())?;
    // A field that only diffuses: neither growth events nor Turing terms.
    let still = MfnV4 { turing_enabled: false, spike_probability: 0.0, ..LEGACY };
    let smooth = Lattice::new(still, (64, 200, 42)).run()?.dimension()?;
    let passes = |dimension: f64| verdict((dimension - RULE.0).abs() < RULE.1);
    let note = format!(
        "v4.1: {} (|D − {}| < {}), SD {deviation:.3}. White noise has D = {white:.3}: {}; smoothed \
         noise without growth events and Turing terms D = {smooth:.3}: {}. It says nothing of \
         mycelium. Honest: the suite fractal, sets of known dimension",
        passes(mean),
        RULE.0,
        RULE.1,
        passes(white),
        passes(smooth),
    );
    let line = |label: &str, value: f64| Curve::theory(label, vec![(1.0, value), (5.0, value)]);
    let points = found.iter().enumerate().map(|(k, d)| (k as f64 + 1.0, *d)).collect();
    let figure = Figure::linear(
        "v4.1's dimension of its fields",
        ("run", "D"),
        vec![
            line("v4.1's expectation", RULE.0),
            line("white noise", white),
            line("smoothed noise", smooth),
            Curve::measured("fields", points),
        ],
    );
    Ok(Finding::new(mean, 1.762, 5e-4).note(note).figure(figure))
}

/// Experiment "Fractal Dimension Bounds".
pub(crate) fn bounds() -> Check {
    experiment("Fractal_Dimension_Bounds", |subject| {
        let mut found = Vec::new();
        for seed in 100..110 {
            found.push(by(subject, &run(seed, 100)?)?);
        }
        let (mean, deviation) = spread(&found);
        let kept = found.iter().filter(|d| (0.0..=2.5).contains(*d)).count();
        let full = Array2::from_shape_fn((64, 64), |(row, _)| if row == 0 { 0.0 } else { 1.0 });
        let most = above(&full, 0.5, BoxSizes::default());
        let note = format!(
            "v4.1: {} ({kept} of 10 in [0, 2.5]), SD {deviation:.3}. What is outside is left out \
             before it is looked at, and no mask of 64 × 64 cells is: white noise has {:.3}, a \
             full one {most:.3}. Honest: the suite fractal",
            verdict(kept > 0),
            dimension(&noise())?,
        );
        Ok(Finding::new(mean, 1.767, 5e-4).note(note))
    })
    .claim("mean dimension of ten of v4.1's fields above their median, seeds 100 to 109, 100 steps")
    .twin("cells above −60 mV instead of above the median")
}
