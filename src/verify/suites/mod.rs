//! The checks of each suite.

mod base;
mod dynamics;
mod features;
mod fractal;
mod reproducibility;
mod turing;
mod v4;
mod verification;

use crate::verify::check::Check;

pub use crate::verify::suites::turing::pattern_checks;

/// Every check of the library, suite by suite, in the order in which they are shown.
pub fn checks() -> Vec<Check> {
    let suites = [
        verification::checks(),
        turing::checks(),
        fractal::checks(),
        features::checks(),
        dynamics::checks(),
        v4::checks(),
        reproducibility::checks(),
    ];
    suites.into_iter().flatten().collect()
}
