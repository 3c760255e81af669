//! v4.1's two experiments on diffusion alone.

use crate::grid::Grid;
use crate::rng::Generator;
use crate::verify::check::{Check, Finding, Obstacle, Subject};
use crate::verify::modes::Modes;
use crate::verify::solver::Solver;
use crate::verify::suites::base::{alone, diffusion, setup};
use crate::verify::suites::v4::lattice::variance;
use crate::verify::suites::v4::rule::{experiment, verdict};
use ndarray::Array2;

/// v4.1's diffusivity of the potential.
const ALPHA: f64 = 0.18;

const SIDE: usize = 32;

/// Normal(−70 mV, σ) in every cell, from v4.1's generator with seed 42.
fn start(sigma: f64) -> Array2<f64> {
    let mut generator = Generator::from_seed(42);
    Array2::from_shape_simple_fn((SIDE, SIDE), || generator.normal(-0.070, sigma))
}

/// Variances before and after so many steps of diffusion.
fn variances(sigma: f64, steps: u64, alpha: f64) -> Result<(f64, f64), Obstacle> {
    let setup = setup(diffusion(alpha), Grid::new(SIDE, SIDE, 1.0)?, 1.0);
    let start = start(sigma);
    let before = variance(&start);
    let end = Solver::OURS.evolve(&setup, &alone(start), steps)?;
    Ok((before, end.first().map_or(f64::NAN, variance)))
}

/// The variance that white noise of unit variance has on average after so many steps:
/// Σ (1 − α k̂²)²ⁿ/N² over all modes but the homogeneous one.
fn expected(steps: u64) -> Result<f64, Obstacle> {
    let grid = Grid::new(SIDE, SIDE, 1.0)?;
    let modes = Modes::new(&setup(diffusion(ALPHA), grid, 1.0));
    let all = (0..SIDE).flat_map(|m| (0..SIDE).map(move |n| [0, m, n])).skip(1);
    let factor = |index| (1.0 - ALPHA * modes.mode(index).symbol).powi(2 * steps as i32);
    Ok(all.map(factor).sum::<f64>() / grid.n_cells() as f64)
}

/// Experiment "Stability Under Pure Diffusion".
pub(crate) fn pure_diffusion() -> Vec<Check> {
    let alpha = |subject: Subject| subject.pick(ALPHA, 0.19);
    let after = experiment("Stability_Under_Pure_Diffusion", move |subject| {
        let (before, after) = variances(0.01, 200, alpha(subject))?;
        let (_, off) = variances(0.01, 200, 0.05)?;
        let note = format!(
            "v4.1: {} (the variance falls). With a diffusivity of 0.05 it falls too, to {off:.1e}: \
             the rule does not see the diffusivity. Theory of the discrete modes has {:.2e} on \
             average over such starts. Honest: verification/order-in-space-*",
            verdict(after < before),
            1e-4 * expected(200)?,
        );
        Ok(Finding::new(after, 3.21e-8, 5e-11).unit("V²").note(note))
    })
    .claim("variance of Normal(−70, 10) mV on 32 × 32 cells after 200 steps of diffusion, seed 42")
    .twin("a diffusivity of 0.19 instead of 0.18");
    let before = experiment("Stability_Under_Pure_Diffusion/before", |subject| {
        let field = start(subject.pick(0.01, 0.0102));
        Ok(Finding::new(variance(&field), 9.67e-5, 5e-8).unit("V²"))
    })
    .claim("the variance before")
    .twin("a standard deviation of 10.2 mV instead of 10");
    vec![after, before]
}

/// Experiment "Diffusion Smoothing Effect".
pub(crate) fn smoothing() -> Vec<Check> {
    let of = |name: &str, published: f64, digit: f64, pick: fn((f64, f64)) -> f64| {
        experiment(name, move |subject| {
            let alpha = subject.pick(ALPHA, 0.10);
            let (before, after) = variances(0.02, 100, alpha)?;
            let passes = verdict(after < before);
            let note = format!(
                "v4.1: {passes} (the standard deviation falls). Any diffusivity up to 1/4 passes; \
                 theory of the discrete modes has {:.2e} V on average over such starts. Honest: \
                 verification/order-in-space-*",
                0.02 * expected(100)?.sqrt(),
            );
            Ok(Finding::new(pick((before, after)).sqrt(), published, digit).unit("V").note(note))
        })
    };
    let after = of("Diffusion_Smoothing_Effect", 0.0008, 5e-5, |pair| pair.1)
        .claim("standard deviation of Normal(−70, 20) mV after 100 steps of diffusion, seed 42")
        .twin("a diffusivity of 0.10 instead of 0.18");
    let before = experiment("Diffusion_Smoothing_Effect/before", |subject| {
        let field = start(subject.pick(0.02, 0.0202));
        Ok(Finding::new(variance(&field).sqrt(), 0.0197, 5e-5).unit("V"))
    })
    .claim("the standard deviation before")
    .twin("a standard deviation of 20.2 mV instead of 20");
    vec![after, before]
}
