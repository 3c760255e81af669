//! The checks of each suite.

mod base;
mod verification;

use crate::verify::check::Check;

/// Every check of the library, suite by suite, in the order in which they are shown.
pub fn checks() -> Vec<Check> {
    verification::checks()
}
