//! A dimension with its error, and all that is needed to draw how it was found.

use crate::fractal::scaling::regression::Correction;
use std::ops::Range;

/// Fewest octaves of scales over which a power law is believed.
pub(crate) const FEWEST_OCTAVES: f64 = 3.0;
/// Least R² with which a power law is believed.
const LEAST_R_SQUARED: f64 = 0.99;

/// A dimension, estimated as the slope of a log–log plot.
///
/// `interval` is meant to hold the dimension of the process that made the set in 95 of 100
/// realisations, not only the slope of this one: its width comes from the scatter about the line,
/// the differences between parts of the set, and the differences between windows of scales
/// ([`Scaling::estimate`](crate::fractal::Scaling::estimate) has the formula). For a set that is
/// exactly self-similar all three vanish.
///
/// # Examples
///
/// ```
/// use mfn::fractal::{BoxCover, Cover, Mask};
/// use mfn::grid::Boundary;
///
/// // Cells (i, j) without a common bit draw Sierpiński's triangle: D = log₂ 3.
/// let triangle = ndarray::Array2::from_shape_fn((64, 64), |(i, j)| i & j == 0);
/// let cover = BoxCover::of(Mask::Cells(triangle.view()), Boundary::Neumann)?;
/// let found = cover.dimension(Cover::Minimum)?;
/// assert!((found.value - 3_f64.log2()).abs() < 1e-9 && found.reliable);
/// # Ok::<(), mfn::fractal::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionEstimate {
    /// The dimension.
    pub value: f64,
    /// Its standard error.
    pub std_error: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// Share of the variance that the fit of `window` explains; 1 if all ordinates are equal.
    pub r_squared: f64,
    /// Doublings of the scale within `window`.
    pub octaves: f64,
    /// The scales of the best single fit, as indices into `scales`.
    pub window: Range<usize>,
    /// The correction to scaling of that fit.
    pub correction: Correction,
    /// All scales that were measured, in cells (in unit length for points), ascending.
    pub scales: Vec<f64>,
    /// Abscissas of the log–log plot: ±ln of the scales.
    pub log_scales: Vec<f64>,
    /// Ordinates of the log–log plot, whose slope is the dimension.
    pub log_measures: Vec<f64>,
    /// Ordinate of the line at abscissa 0, through the middle of the window.
    pub intercept: f64,
    /// Whether the best window has at least 3 octaves and R² ≥ 0.99.
    pub reliable: bool,
}

impl DimensionEstimate {
    /// Whether a power law over so many octaves, with that R², is believed.
    pub(crate) fn believed(octaves: f64, r_squared: f64) -> bool {
        // Six doublings between 64 and 1 are 6 but for rounding.
        octaves >= FEWEST_OCTAVES - 1e-9 && r_squared >= LEAST_R_SQUARED
    }
}
