//! The checks of each suite.

mod base;
mod turing;
mod v4;
mod verification;

use crate::verify::check::Check;

pub use crate::verify::suites::turing::pattern_checks;

/// Every check of the library, suite by suite, in the order in which they are shown.
pub fn checks() -> Vec<Check> {
    [verification::checks(), turing::checks(), v4::checks()].into_iter().flatten().collect()
}
