//! What v4.1 validated: its 11 scientific validations and 16 experiments, each reproduced.
//!
//! A check's number is the one that v4.1 published, computed anew by the compatible functions; the
//! tolerance is half of its last digit. The note says v4.1's own rule, whether it passes, and what
//! else passes it: numbers that are computed beside the check. Most rules cannot fail, so what they
//! were meant to show is shown by other suites, which the note names.

mod bounds;
mod diffusion;
mod dimension;
mod ifs;
mod lattice;
mod nernst;
mod regimes;
mod rule;
mod turing;

use crate::verify::check::Check;

pub(crate) fn checks() -> Vec<Check> {
    let validations = [
        nernst::validations(),
        vec![dimension::validation_9(), bounds::validation_10(), turing::validation_11()],
    ];
    let experiments = [
        diffusion::pure_diffusion(),
        bounds::growth(),
        vec![turing::experiment_turing(), bounds::jitter(), bounds::near_cfl(), bounds::long_run()],
        vec![nernst::accuracy(), bounds::clamping()],
        ifs::contraction(),
        vec![dimension::bounds(), bounds::reproducibility()],
        diffusion::smoothing(),
        vec![nernst::signs()],
        ifs::attractor(),
        vec![bounds::cfl_boundary()],
        regimes::checks(),
    ];
    validations.into_iter().chain(experiments).flatten().collect()
}
