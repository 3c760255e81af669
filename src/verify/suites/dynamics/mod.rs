//! Are known exponents and times of motions found? Maps, differential equations, runs, series.

mod exponents;
mod rest;
mod runs;
mod series;
mod systems;

use crate::verify::check::Check;

pub(crate) fn checks() -> Vec<Check> {
    let groups = [exponents::checks(), runs::checks(), series::checks(), rest::checks()];
    groups.into_iter().flatten().collect()
}
