//! What needs more than one frame: change, stability and trend.

mod change;
mod stability;
mod trend;

pub(crate) use crate::features::temporal::change::Change;
pub(crate) use crate::features::temporal::stability::Stability;
pub(crate) use crate::features::temporal::trend::Trend;
