//! Are known features found? Fields whose features are known in closed form, or as random laws.

mod gaussian;
mod moments;
mod shapes;
mod sizes;
mod topology;
mod v4;
mod values;
mod waves;

use crate::verify::check::Check;

pub(crate) fn checks() -> Vec<Check> {
    let groups = [
        v4::checks(),
        moments::checks(),
        values::checks(),
        shapes::checks(),
        sizes::checks(),
        gaussian::checks(),
        topology::checks(),
        waves::checks(),
    ];
    groups.into_iter().flatten().collect()
}
