//! v4.1's two experiments on random iterated function systems.

use crate::fractal::ifs::Rotations;
use crate::fractal::ifs::mfn_v4::{Cloud, LARGEST_COORDINATE, generate};
use crate::rng::Generator;
use crate::verify::check::{Check, Finding, Obstacle, Subject};
use crate::verify::suites::v4::lattice::spread;
use crate::verify::suites::v4::rule::{experiment, verdict};

/// v4.1's law of four maps, with another largest scale.
fn law(largest_scale: f64) -> Rotations {
    Rotations { n_maps: 4, scale: (0.2, largest_scale), translation: 1.0 }
}

fn cloud(seed: u128, largest_scale: f64, n_points: usize) -> Result<Cloud, Obstacle> {
    let mut generator = Generator::from_seed(seed);
    generate(&mut generator, &law(largest_scale), n_points).map_err(Obstacle::broke)
}

/// Mean log determinants of seeds 0 to 9.
fn exponents(largest_scale: f64) -> Result<Vec<f64>, Obstacle> {
    let clouds = (0..10).map(|seed| cloud(seed, largest_scale, 5000));
    clouds.map(|cloud| cloud.map(|cloud| cloud.mean_log_determinant)).collect()
}

fn ends(values: &[f64]) -> (f64, f64) {
    let fold = |worst: f64, pick: fn(f64, f64) -> f64| values.iter().copied().fold(worst, pick);
    (fold(f64::INFINITY, f64::min), fold(f64::NEG_INFINITY, f64::max))
}

/// Experiment "IFS Contraction Guarantee".
pub(crate) fn contraction() -> Vec<Check> {
    let scale = |subject: Subject| subject.pick(0.5, 0.52);
    let mean = experiment("IFS_Contraction_Guarantee", move |subject| {
        let found = exponents(scale(subject))?;
        let wide = exponents(0.99)?;
        let note = format!(
            "v4.1: {} (all λ < 0). λ is the mean of ln s² with s < 0.5, so at most {:.3}: no draw \
             can fail; with scales up to 0.99 all are negative as well, at most {:.3}. It is the \
             sum of both exponents. Honest: the suite fractal, dimensions of known systems",
            verdict(ends(&found).1 < 0.0),
            2.0 * 0.5_f64.ln(),
            ends(&wide).1,
        );
        Ok(Finding::new(spread(&found).0, -2.22, 5e-3).note(note))
    })
    .claim("mean of v4.1's λ, ten systems of 5000 points, seeds 0 to 9");
    let end = |name: &str, published: f64, pick: fn((f64, f64)) -> f64| {
        experiment(&format!("IFS_Contraction_Guarantee/{name}"), move |subject| {
            Ok(Finding::new(pick(ends(&exponents(scale(subject))?)), published, 5e-3))
        })
        .claim(format!("{name} of v4.1's λ, ten systems of 5000 points, seeds 0 to 9"))
    };
    let all = [mean, end("least", -2.50, |ends| ends.0), end("largest", -1.77, |ends| ends.1)];
    all.map(|check| check.twin("scales drawn up to 0.52 instead of 0.5")).into()
}

/// Experiment "IFS Bounded Attractor".
pub(crate) fn attractor() -> Vec<Check> {
    let seed = |subject: Subject| subject.pick(42, 43);
    let exponent = experiment("IFS_Bounded_Attractor", move |subject| {
        let cloud = cloud(seed(subject), 0.5, 10_000)?;
        let (found, largest) = (cloud.mean_log_determinant, cloud.largest_coordinate);
        // |x| ≤ |t|/(1 − s) with |t| ≤ √2 and s < 0.5.
        let most = 2.0_f64.sqrt() / (1.0 - 0.5);
        let note = format!(
            "v4.1: {} (coordinates below {LARGEST_COORDINATE} and λ < 0). Scales below 0.5 and \
             offsets up to 1 keep every orbit within {most:.3}, and λ below {:.3}: neither can \
             fail. Honest: the suite fractal",
            verdict(largest < LARGEST_COORDINATE && found < 0.0),
            2.0 * 0.5_f64.ln(),
        );
        Ok(Finding::new(found, -2.34, 5e-3).note(note))
    })
    .claim("v4.1's λ of one system of 10 000 points, seed 42");
    let largest = experiment("IFS_Bounded_Attractor/largest_coordinate", move |subject| {
        let cloud = cloud(seed(subject), 0.5, 10_000)?;
        Ok(Finding::new(cloud.largest_coordinate, 1.05, 5e-3))
    })
    .claim("largest coordinate of one system of 10 000 points, seed 42");
    [exponent, largest].map(|check| check.twin("seed 43")).into()
}
