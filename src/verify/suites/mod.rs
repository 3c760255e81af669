//! The checks of each suite.

mod base;
mod dynamics;
mod features;
mod fractal;
mod reproducibility;
mod verification;

use crate::verify::check::Check;

/// Every check of the library, suite by suite, in the order in which they are shown.
pub fn checks() -> Vec<Check> {
    let suites = [
        verification::checks(),
        fractal::checks(),
        features::checks(),
        dynamics::checks(),
        reproducibility::checks(),
    ];
    suites.into_iter().flatten().collect()
}
