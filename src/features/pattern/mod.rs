//! Pattern: direction, order and correlation of a field, and entropies of its values.

mod angular;
mod autocorrelation;
mod histogram;
mod moran;
mod ordinal;
mod orientation;

pub use crate::features::pattern::angular::Angular;
pub use crate::features::pattern::autocorrelation::Autocorrelation;
pub use crate::features::pattern::histogram::histogram_entropy;
pub use crate::features::pattern::moran::morans_i;
pub use crate::features::pattern::ordinal::Ordinal;
pub use crate::features::pattern::orientation::Orientation;
