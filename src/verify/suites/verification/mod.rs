//! Is the equation solved right? Orders of accuracy, growth rates, exact and conserved quantities.

mod manufactured;
mod order;

use crate::verify::check::Check;

pub(crate) fn checks() -> Vec<Check> {
    order::checks()
}
