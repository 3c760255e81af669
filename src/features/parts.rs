//! What the features are read from: one part per group of features.

use crate::features::Settings;
use crate::features::clusters::Structure;
use crate::features::moments::Moments;
use crate::features::streaming::Temporal;
use crate::fractal::BoxSizes;
use crate::fractal::Line;
use crate::fractal::Mask;
use crate::fractal::box_count;
use crate::grid::FieldView;

/// The computed parts; a row of the table picks one number out of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts {
    /// The fit of the box counts above the low threshold; `None` if there is none.
    pub(crate) boxes: Option<Line>,
    pub(crate) moments: Moments,
    pub(crate) temporal: Temporal,
    pub(crate) structure: Structure,
}

impl Parts {
    /// All parts of a run whose last frame is `last`.
    pub(crate) fn of(last: FieldView<'_>, settings: &Settings, temporal: Temporal) -> Self {
        let threshold = settings.threshold_low / settings.scale;
        let sizes = BoxSizes {
            min: settings.min_box_size,
            max: settings.max_box_size,
            n_scales: settings.num_scales,
        };
        Self {
            boxes: box_count(Mask::Above { field: last, threshold }, sizes).fit(),
            moments: Moments::of(last, settings.scale),
            temporal,
            structure: Structure::of(last, settings),
        }
    }
}
