//! v4.1's rules and the words about them.

use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};

const VALIDATION: &str = "MFN v4.1, scientific validation: the computed column";
const EXPERIMENT: &str = "MFN v4.1, experiment report: the published figures";

/// Why a published number has the tolerance that it has.
pub(crate) const DIGITS: &str = "half of the last digit that v4.1 published";

/// Why a count has none.
pub(crate) const COUNT: &str = "a count is right or wrong";

type Measured = Result<Finding, Obstacle>;

/// One of the 11 scientific validations, under its own name.
pub(crate) fn validation(
    name: &str,
    measure: impl Fn(Subject) -> Measured + Send + Sync + 'static,
) -> Check {
    let check = Check::new(Suite::V4, format!("validation/{name}"), measure);
    check.reference(VALIDATION).because(DIGITS)
}

/// One of the 16 experiments, under its own name with _ for blanks.
pub(crate) fn experiment(
    name: &str,
    measure: impl Fn(Subject) -> Measured + Send + Sync + 'static,
) -> Check {
    let check = Check::new(Suite::V4, format!("experiment/{name}"), measure);
    check.reference(EXPERIMENT).because(DIGITS)
}

/// What v4.1 would have said.
pub(crate) fn verdict(passes: bool) -> &'static str {
    if passes { "pass" } else { "fail" }
}
