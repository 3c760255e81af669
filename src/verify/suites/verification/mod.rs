//! Is the equation solved right? Orders of accuracy, growth rates, exact and conserved quantities.

mod diffusing;
mod energy;
mod fronts;
mod growth;
mod limits;
mod membrane;
mod noise;
mod order;
mod random;
mod relaxation;
mod spectral;
mod symmetry;

use crate::verify::check::Check;

pub(crate) fn checks() -> Vec<Check> {
    let groups = [
        order::checks(),
        growth::checks(),
        limits::checks(),
        diffusing::checks(),
        fronts::checks(),
        energy::checks(),
        symmetry::checks(),
        spectral::checks(),
        noise::checks(),
        random::checks(),
        membrane::checks(),
        relaxation::checks(),
    ];
    groups.into_iter().flatten().collect()
}
