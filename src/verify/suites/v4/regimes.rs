//! v4.1's experiment "Regime Discrimination": four regimes, five seeds each.

use crate::model::MfnV4;
use crate::verify::check::{Check, Finding, Obstacle, Subject};
use crate::verify::suites::v4::lattice::{LEGACY, Lattice, spread};
use crate::verify::suites::v4::rule::{experiment, verdict};

/// Spread that v4.1 takes for a difference of regimes.
const RULE: f64 = 1e-3;

/// Runs of a regime.
const SEEDS: u128 = 5;

/// Stable diffusion, active growth, Turing pattern, full dynamics.
fn regimes(jitter_var: f64) -> [MfnV4; 4] {
    let of = |turing_enabled, spike_probability, quantum_jitter| MfnV4 {
        turing_enabled,
        spike_probability,
        quantum_jitter,
        jitter_var,
        ..LEGACY
    };
    [of(false, 0.0, false), of(false, 0.5, false), of(true, 0.25, false), of(true, 0.25, true)]
}

/// Dimension and standard deviation, in mV, of each field, regime after regime.
fn measure(subject: Subject) -> Result<Vec<(f64, f64)>, Obstacle> {
    let mut found = Vec::new();
    for regime in regimes(subject.pick(LEGACY.jitter_var, 0.0004)) {
        for k in 0..SEEDS {
            let end = Lattice::new(regime, (64, 100, 100 * k)).run()?;
            found.push((end.dimension()?, end.deviation()));
        }
    }
    Ok(found)
}

fn deviation(found: &[(f64, f64)], part: fn(&(f64, f64)) -> f64) -> f64 {
    spread(&found.iter().map(part).collect::<Vec<_>>()).1
}

pub(crate) fn checks() -> Vec<Check> {
    let dimension = experiment("Regime_Discrimination", |subject| {
        let all = measure(subject)?;
        let part: fn(&(f64, f64)) -> f64 = |found| found.0;
        let found = deviation(&all, part);
        let n = SEEDS as usize;
        let one: Vec<f64> = all.chunks(n).map(|regime| deviation(regime, part)).collect();
        let note = format!(
            "v4.1: {} (SD over all runs > {RULE}). One regime by itself passes as well, by its \
             seeds: SD of D {:.4}, {:.4}, {:.4}, {:.4}. Without jitter the other three have SD \
             {:.4} together: only jitter is told apart. Honest: turing/gray-scott-*",
            verdict(found > RULE),
            one[0],
            one[1],
            one[2],
            one[3],
            deviation(&all[..3 * n], part),
        );
        Ok(Finding::new(found, 0.0822, 5e-5).note(note))
    })
    .claim("spread of D over four of v4.1's regimes, seeds 0 to 400, 100 steps")
    .twin("jitter of variance 4·10⁻⁴ V² instead of 5·10⁻⁴");
    let field = experiment("Regime_Discrimination/field", |subject| {
        let all = measure(subject)?;
        let part: fn(&(f64, f64)) -> f64 = |found| found.1;
        let found = deviation(&all, part);
        let note = format!(
            "v4.1: {} (SD over all runs > {RULE} mV). The three regimes without jitter: {:.3} mV",
            verdict(found > RULE),
            deviation(&all[..3 * SEEDS as usize], part),
        );
        Ok(Finding::new(found, 12.225, 5e-4).unit("mV").note(note))
    })
    .claim("spread of the field's standard deviation over the same runs")
    .twin("jitter of variance 4·10⁻⁴ V² instead of 5·10⁻⁴");
    vec![dimension, field]
}
