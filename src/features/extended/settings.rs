//! What the extended set needs to know of a field.

use crate::features::Connectivity;
use crate::features::Surface;
use crate::features::Threshold;
use crate::grid::Boundary;

/// What the extended features need to know of a field, and what can be chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExtendedSettings {
    /// Factor from the field's unit to the feature unit.
    pub scale: f64,
    /// What lies beyond the rim: a periodic field is a torus.
    pub boundary: Boundary,
    /// Distance between neighbouring cells, in unit length.
    pub spacing: f64,
    /// Above what a cell is active, in the field's own unit.
    pub threshold: Threshold,
    /// Which active cells are neighbours; the others are neighbours by the other rule.
    pub connectivity: Connectivity,
    /// Pairs of a persistence diagram that live shorter than this share of the range are noise.
    pub noise: f64,
}

impl ExtendedSettings {
    /// The surface that the cells tile.
    pub fn surface(&self) -> Surface {
        Surface::from(self.boundary)
    }
}

impl Default for ExtendedSettings {
    /// A unitless field on a plane, unit spacing, Otsu's threshold, four neighbours, 10 % noise.
    fn default() -> Self {
        Self {
            scale: 1.0,
            boundary: Boundary::Neumann,
            spacing: 1.0,
            threshold: Threshold::Otsu { bins: 256 },
            connectivity: Connectivity::Four,
            noise: 0.1,
        }
    }
}
