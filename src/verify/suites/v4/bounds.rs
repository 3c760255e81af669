//! v4.1's checks that a field is finite and within bounds, which its clamp guarantees.

use crate::grid::Grid;
use crate::model::{FIELD_MAX_V, FIELD_MIN_V, MfnV4};
use crate::verify::check::{Check, Finding, Obstacle, Subject};
use crate::verify::solver::Solver;
use crate::verify::suites::base::{alone, differing, diffusion, setup};
use crate::verify::suites::v4::lattice::{LEGACY, Lattice, MILLI, outside};
use crate::verify::suites::v4::rule::{COUNT, experiment, validation, verdict};
use ndarray::Array2;

/// Width of v4.1's clamp, in mV.
const WIDTH_MV: f64 = MILLI * (FIELD_MAX_V - FIELD_MIN_V);

/// v4.1 publishes both ends to a millivolt or better.
const WIDTH_DIGIT: f64 = 0.05;

/// Steps of diffusion beyond the limit without a clamp.
const UNCLAMPED_STEPS: u64 = 200;

const JITTER: MfnV4 = MfnV4 { quantum_jitter: true, ..LEGACY };

/// Diffusion alone, of v4.1's start with seed 42, without a clamp.
fn unclamped(side: usize, alpha: f64, steps: u64) -> Result<Array2<f64>, Obstacle> {
    let start = Lattice::new(LEGACY, (side, 0, 42)).run()?.field;
    let setup = setup(diffusion(alpha), Grid::new(side, side, 1.0)?, 1.0);
    let end = Solver::OURS.evolve(&setup, &alone(start), steps)?;
    end.into_iter().next().ok_or_else(|| Obstacle::Broke("no field is left".to_owned()))
}

/// The range of a run, in mV, as its width.
fn width(model: MfnV4, run: (usize, u64, u128)) -> Result<f64, Obstacle> {
    let (low, high) = Lattice::new(model, run).run()?.range();
    Ok(high - low)
}

/// What the clamp hides: diffusion at twice the limit of stability.
fn masked((side, steps): (usize, u64)) -> Result<String, Obstacle> {
    let wild = MfnV4 { alpha: 0.5, ..JITTER };
    let end = Lattice::new(wild, (side, steps, 42)).run()?;
    // Later than that it is beyond all numbers.
    let free = unclamped(side, 0.5, steps.min(UNCLAMPED_STEPS))?;
    let largest = free.iter().fold(0.0_f64, |largest, cell| largest.max(cell.abs()));
    Ok(format!(
        "Guaranteed by the clamp: α = 0.5, twice the limit of stability, passes too ({} cells \
         outside), where diffusion without it reaches {largest:.0e} V in {UNCLAMPED_STEPS} steps",
        end.outside(),
    ))
}

/// Result 10.
pub(crate) fn validation_10() -> Check {
    validation("Membrane_potential_range", |subject| {
        let run = (64, 200, 42);
        let model = subject.pick(JITTER, LEGACY);
        let end = Lattice::new(model, run).run()?;
        let (low, high) = end.range();
        let note = format!(
            "v4.1: {} (all in [−95, 40] ± 1 mV). {}. Honest: potentials \
             with a leak, verification/*",
            verdict(low >= -96.0 && high <= 41.0),
            masked((64, 200))?,
        );
        Ok(Finding::new(high - low, WIDTH_MV, WIDTH_DIGIT).unit("mV").note(note))
    })
    .claim("range of v4.1's field with jitter, 64 × 64 cells, 200 steps, seed 42: −95 to 40 mV")
    .twin("no jitter: passes v4.1's rule as well")
}

/// Experiment "Growth with Spike Events".
pub(crate) fn growth() -> Vec<Check> {
    let run = |spike_probability, alpha| {
        let model = MfnV4 { turing_enabled: false, spike_probability, alpha, ..LEGACY };
        Lattice::new(model, (32, 100, 42)).run()
    };
    let events = experiment("Growth_with_Spike_Events", move |subject| {
        let end = run(subject.pick(0.5, 0.4), LEGACY.alpha)?;
        let note = format!(
            "v4.1: {} (finite, bounded, events > 0). 100 draws with probability ½ all miss \
             once in {:.0e} runs. Honest: the count itself, here and in the golden runs",
            verdict(end.events > 0 && end.outside() == 0),
            2.0_f64.powi(100),
        );
        Ok(Finding::new(end.events as f64, 50.0, 0.0).unit("events").note(note))
    })
    .because(COUNT)
    .claim("growth events of v4.1, 32 × 32 cells, 100 steps, probability 0.5, seed 42")
    .twin("probability 0.4 instead of 0.5");
    let end = |name: &str, published: f64, pick: fn((f64, f64)) -> f64| {
        experiment(&format!("Growth_with_Spike_Events/{name}"), move |subject| {
            let end = run(0.5, subject.pick(LEGACY.alpha, 0.16))?;
            Ok(Finding::new(pick(end.range()), published, 0.05).unit("mV"))
        })
        .claim(format!("the {name} potential of the same run"))
        .twin("α = 0.16 instead of 0.18")
    };
    vec![events, end("smallest", -69.9, |range| range.0), end("largest", -66.7, |range| range.1)]
}

/// Experiment "Quantum Jitter Stability".
pub(crate) fn jitter() -> Check {
    experiment("Quantum_Jitter_Stability", |subject| {
        let run = (32, 500, 42);
        let found = width(subject.pick(JITTER, LEGACY), run)?;
        let note = format!("v4.1: pass whatever is run. {}", masked((32, 500))?);
        Ok(Finding::new(found, WIDTH_MV, WIDTH_DIGIT).unit("mV").note(note))
    })
    .claim("range of v4.1's field with jitter, 32 × 32 cells, 500 steps: −95 to 40 mV")
    .twin("no jitter")
}

/// Experiment "Field Clamping Enforcement".
pub(crate) fn clamping() -> Check {
    experiment("Field_Clamping_Enforcement", |subject| {
        let model = MfnV4 { spike_probability: 0.9, ..subject.pick(JITTER, LEGACY) };
        let (mut low, mut high, mut outside) = (f64::INFINITY, f64::NEG_INFINITY, 0);
        for seed in 0..10 {
            let end = Lattice::new(model, (32, 500, seed)).run()?;
            let range = end.range();
            (low, high) = (low.min(range.0), high.max(range.1));
            outside += end.outside();
        }
        let note = format!(
            "v4.1: {} ({outside} cells outside [−95.1, 40.1] mV). This is a test of the clamp \
             alone, and as such an honest one",
            verdict(outside == 0),
        );
        Ok(Finding::new(high - low, WIDTH_MV, WIDTH_DIGIT).unit("mV").note(note))
    })
    .claim("range of ten of v4.1's fields with jitter and growth events, seeds 0 to 9")
    .twin("no jitter")
}

/// Cells outside after 200 steps near the limit, or of diffusion beyond it without a clamp.
fn near_limit(subject: Subject, model: MfnV4) -> Result<usize, Obstacle> {
    match subject {
        Subject::Ours => Ok(Lattice::new(model, (32, 200, 42)).run()?.outside()),
        Subject::Twin => Ok(outside(&unclamped(32, 0.26, 200)?)),
    }
}

/// Experiment "Near-CFL Stability (alpha 0.24)".
pub(crate) fn near_cfl() -> Check {
    experiment("Near-CFL_Stability", |subject| {
        let found = near_limit(subject, MfnV4 { alpha: 0.24, ..LEGACY })?;
        let note =
            format!("v4.1: {} (finite, bounded). {}", verdict(found == 0), masked((32, 200))?);
        Ok(Finding::none(found).unit("cells").note(note))
    })
    .because(COUNT)
    .claim("no cell of v4.1's field is out of bounds at α = 0.24 after 200 steps")
    .twin("diffusion at α = 0.26 without a clamp")
}

/// Experiment "CFL Stability Boundary".
pub(crate) fn cfl_boundary() -> Check {
    experiment("CFL_Stability_Boundary", |subject| {
        let still = MfnV4 { alpha: 0.24, turing_enabled: false, spike_probability: 0.0, ..LEGACY };
        let found = near_limit(subject, still)?;
        let [inside, beyond] = [0.24, 0.26].map(|alpha| {
            let checkerboard = |steps: u64| -> Result<f64, Obstacle> {
                let field = unclamped(32, alpha, steps)?;
                let sign =
                    |(row, col): (usize, usize)| if (row + col) % 2 == 0 { 1.0 } else { -1.0 };
                Ok(field.indexed_iter().map(|(place, cell)| sign(place) * cell).sum())
            };
            Ok::<f64, Obstacle>(checkerboard(1)? / checkerboard(0)?)
        });
        let note = format!(
            "v4.1: {} at α = 0.24, and nowhere else: it never crosses the boundary. A step without \
             the clamp multiplies the checkerboard by {:.4} there and by {:.4} at 0.26, as \
             1 − 8α has it: the boundary is 1/4. Honest: verification/*",
            verdict(found == 0),
            inside?,
            beyond?,
        );
        Ok(Finding::none(found).unit("cells").note(note))
    })
    .because(COUNT)
    .claim("no cell of a field that only diffuses is out of bounds at α = 0.24 after 200 steps")
    .twin("diffusion at α = 0.26 without a clamp")
}

/// Experiment "Long-Run Stability".
pub(crate) fn long_run() -> Check {
    experiment("Long-Run_Stability", |subject| {
        let end = Lattice::new(JITTER, (32, 1000, subject.pick(42, 43))).run()?;
        let drift = Lattice::new(LEGACY, (16, 10_000, 42)).run()?;
        // Diffusion rounds: within a nanovolt.
        let pinned = drift.field.iter().filter(|cell| **cell > FIELD_MAX_V - 1e-9).count();
        let note = format!(
            "v4.1: {} (finite, bounded). {}. Without a leak the potential only rises: 16 × 16 \
             cells without jitter have {pinned} of 256 at 40 mV after 10 000 steps",
            verdict(end.outside() == 0),
            masked((32, 1000))?,
        );
        Ok(Finding::new(end.events as f64, 247.0, 0.0).unit("events").note(note))
    })
    .because(COUNT)
    .claim("growth events of v4.1 with jitter, 32 × 32 cells, 1000 steps, seed 42")
    .twin("seed 43")
}

/// Experiment "Reproducibility".
pub(crate) fn reproducibility() -> Check {
    experiment("Reproducibility", |subject| {
        let mut found = 0;
        for seed in [42, 142, 242] {
            let run = |seed| Ok::<_, Obstacle>(Lattice::new(LEGACY, (32, 50, seed)).run()?.field);
            found += differing(&[run(seed)?], &[run(subject.pick(seed, seed + 1))?]);
        }
        let note = format!(
            "v4.1: {}. An honest rule, though of two runs in a row on one machine and one thread. \
             More: the suite reproducibility",
            verdict(found == 0),
        );
        Ok(Finding::none(found).unit("cells").note(note))
    })
    .because(COUNT)
    .claim("two runs of v4.1 with the same seed have the same bits, three times")
    .twin("the second run has the next seed")
}
