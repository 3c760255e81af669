//! Sets, measures, surfaces and attractors of known exponents, and the table of what is found.
//!
//! [`deterministic`] measures each exact case once; [`statistical`] measures random sets over many
//! seeds, and says how often the 95 % interval held the truth.

mod attractors;
mod case;
mod exact;
mod random_sets;
mod row;
mod sets;
mod statistics;
mod surfaces;

pub use crate::verify::fractal::attractors::{henon, lorenz};
pub(crate) use crate::verify::fractal::attractors::{henon_map, lorenz_rate};
pub(crate) use crate::verify::fractal::case::{Case, Group, Measured};
pub use crate::verify::fractal::exact::deterministic;
pub(crate) use crate::verify::fractal::exact::groups as exact_groups;
pub use crate::verify::fractal::random_sets::{
    CLUSTER_DIMENSION, EXTERNAL_DIMENSION, HULL_DIMENSION, SITE_THRESHOLD, independent_cells,
    percolation_cluster,
};
pub use crate::verify::fractal::row::{Coverage, Row};
pub use crate::verify::fractal::sets::ReferenceSet;
pub(crate) use crate::verify::fractal::statistics::groups as random_groups;
pub use crate::verify::fractal::statistics::{Ensemble, statistical};
pub use crate::verify::fractal::surfaces::{
    cascade, cascade_exponent, fractional_brownian_surface,
};
