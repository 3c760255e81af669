//! What the features depend on besides the field.

use crate::features::Connectivity;

/// The settings of the features.
///
/// Thresholds are in feature units: the unit a field value has after it was multiplied by `scale`.
/// MFN v4.1 holds volts and speaks of millivolts, so its scale is 1000. Ranges and cross-checks
/// are the business of whoever reads a preset; any values are safe here.
///
/// | field | meaning | unit | default (MFN v4.1) |
/// |---|---|---|---|
/// | `min_box_size` | side of the smallest box | cells | 2 |
/// | `max_box_size` | side of the largest box; `None` chooses by the grid | cells | `None` |
/// | `num_scales` | how many box sizes | – | 5 |
/// | `threshold_low` | active cells are above it | feature unit | −60 |
/// | `threshold_med` | for `N_clusters_med` | feature unit | −50 |
/// | `threshold_high` | for `N_clusters_high` | feature unit | −40 |
/// | `stability_threshold` | spread of the changes of a quiet frame | feature unit | 0.001 |
/// | `stability_window` | quiet frames in a row | frames | 10 |
/// | `connectivity` | which cells are neighbours | – | four |
/// | `scale` | field value → feature unit | feature unit per field unit | 1000 |
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Side of the smallest box, in cells; 0 gives no sizes and so no dimension.
    pub min_box_size: usize,
    /// Side of the largest box, in cells; see [`crate::fractal::BoxSizes::largest`] for `None`.
    pub max_box_size: Option<usize>,
    /// How many box sizes are spaced geometrically.
    pub num_scales: usize,
    /// A cell is active if value > `threshold_low` / `scale`, compared in the field's unit.
    pub threshold_low: f64,
    /// The threshold of `N_clusters_med`, compared likewise.
    pub threshold_med: f64,
    /// The threshold of `N_clusters_high`, compared likewise.
    pub threshold_high: f64,
    /// A frame is quiet if the spread of its changes is below this (strictly).
    pub stability_threshold: f64,
    /// Quiet frames in a row that make a run stable; 0 counts as 1.
    pub stability_window: usize,
    /// Which cells are neighbours.
    pub connectivity: Connectivity,
    /// Factor from the field's unit to the feature unit.
    pub scale: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            min_box_size: 2,
            max_box_size: None,
            num_scales: 5,
            threshold_low: -60.0,
            threshold_med: -50.0,
            threshold_high: -40.0,
            stability_threshold: 0.001,
            stability_window: 10,
            connectivity: Connectivity::Four,
            scale: 1000.0,
        }
    }
}
