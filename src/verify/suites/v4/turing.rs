//! v4.1's two proofs that its Turing terms make a pattern.

use crate::model::{MfnV4, Model, Variant, analyse};
use crate::verify::check::{Check, Finding, Obstacle, Subject};
use crate::verify::suites::v4::lattice::{End, LEGACY, Lattice, apart};
use crate::verify::suites::v4::rule::{experiment, validation, verdict};

/// Largest difference that v4.1 takes for none, in mV.
const RULE_MV: f64 = 1e-3;

/// 64 × 64 cells, 200 steps, seed 42, with the Turing terms and without.
fn pair(model: MfnV4) -> Result<(End, End), Obstacle> {
    let run = |turing_enabled| Lattice::new(MfnV4 { turing_enabled, ..model }, (64, 200, 42)).run();
    Ok((run(true)?, run(false)?))
}

/// The same streams with and without: the engine draws activator and inhibitor always.
const SAME_STREAMS: MfnV4 = MfnV4 { variant: Variant::Engine, ..LEGACY };

fn finding(subject: Subject, fault: MfnV4) -> Result<Finding, Obstacle> {
    let (on, off) = pair(subject.pick(LEGACY, fault))?;
    let found = apart(&on, &off);
    let (same_on, same_off) = pair(SAME_STREAMS)?;
    let note = format!(
        "v4.1: {} (difference > 10⁻⁶ V). On and off differ because the random streams shift: off \
         draws 8192 numbers less and has {} growth events instead of {}. With the same streams \
         the difference is {} mV, and {} cells were ever activated. Linear theory \
         finds {} here. Honest: turing/growth-rate-*, turing/wavelength-*, turing/onset-*",
        verdict(found > RULE_MV),
        off.events,
        on.events,
        apart(&same_on, &same_off),
        same_on.activations,
        match analyse(&Model::MfnV4(LEGACY)).pattern() {
            None => "no band of growing modes",
            Some(_) => "a band of growing modes",
        },
    );
    Ok(Finding::new(found, 2.219, 5e-4).unit("mV").note(note))
}

/// Result 11; the draws: 4096 for V, and with Turing terms on 2 × 4096 more for a and h.
pub(crate) fn validation_11() -> Check {
    validation("Turing_pattern_formation", |subject| {
        finding(subject, MfnV4 { spike_probability: 0.0, ..LEGACY })
    })
    .claim("largest difference of v4.1's field with and without its Turing terms, seed 42")
    .twin("no growth events: the field sees neither the streams nor the Turing terms")
}

/// Experiment "Turing Pattern Formation".
pub(crate) fn experiment_turing() -> Check {
    experiment("Turing_Pattern_Formation", |subject| finding(subject, SAME_STREAMS))
        .claim("the control run of the experiments is that of the validation")
        .twin("v4.1's engine, which draws the same streams with and without")
}
