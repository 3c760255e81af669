//! The checks of each suite.

mod base;
mod v4;
mod verification;

use crate::verify::check::Check;

/// Every check of the library, suite by suite, in the order in which they are shown.
pub fn checks() -> Vec<Check> {
    [verification::checks(), v4::checks()].into_iter().flatten().collect()
}
