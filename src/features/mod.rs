//! Features: a run of fields as 18 numbers, those of MFN v4.1, accumulated while it runs.
//!
//! [`Streaming`] takes a run frame by frame and keeps no history; [`from_field`] and
//! [`from_history`] are the short ways. [`TABLE`] has the name, unit, range and definition of each
//! feature, in the published order.
//!
//! A feature is one row of the table, which picks a number out of a part; a part is one file:
//!
//! | part | features |
//! |---|---|
//! | [`crate::fractal::box_count`] | `D_box`, `D_r2` |
//! | `moments` | `V_min`, `V_max`, `V_mean`, `V_std`, `V_skew`, `V_kurt` |
//! | `temporal`: `change`, `stability`, `trend` | `dV_mean`, `dV_max`; `T_stable`; `E_trend` |
//! | `clusters`: `structure` over [`Components`] | `f_active`, `N_clusters_*`, cluster sizes |
//!
//! Beside the 18 there are estimators that give a value or say why there is none
//! ([`crate::fractal::Undefined`]), each in one file:
//!
//! | folder | estimators |
//! |---|---|
//! | `spectrum` | [`Periodogram`], [`Spectrum`] with its dominant wave and [`Band`] |
//! | `clusters` | [`Components`] on the plane and the torus |
//! | `shape` | [`Threshold`], [`ClusterSizes`], [`PowerLaw`], [`Minkowski`] |
//! | `topology` | [`Betti`] numbers, [`Persistence`] and its [`Diagram`] |
//! | `pattern`: waves | [`Angular`], [`Autocorrelation`], [`Orientation`] |
//! | `pattern`: values | [`Ordinal`], [`histogram_entropy`], [`morans_i`] |
//! | `dynamics`: runs | [`Evolution`], [`Stationarity`], [`autocorrelation_time`] |
//! | `dynamics`: chaos | [`twin_exponent`], [`tangent_exponent`] of a [`Flow`] |
//!
//! and the [`Course`] of a run. [`Extended`] puts them together: the set of features that vary.
//! [`Report`] says of a table of many runs which of its columns inform.
//!
//! The values agree with MFN v4.1 bit for bit, except for the three least-squares results
//! (`D_box`, `D_r2`, `E_trend`), which agree to 1e-11. v4.1 takes squares only; here a rectangle
//! works too: box sizes follow its shorter side n = min(rows, cols), and of size s the
//! ⌊rows/s⌋ × ⌊cols/s⌋ boxes from the top left are counted.

mod cells;
mod clusters;
mod course;
mod dynamics;
mod extended;
#[cfg(test)]
mod fixture;
mod moments;
mod parts;
mod pattern;
mod report;
mod rows;
mod settings;
mod shape;
mod spectrum;
mod streaming;
mod surface;
mod table;
mod temporal;
mod topology;
mod unit;
mod values;

pub use crate::features::clusters::{Components, Connectivity};
pub use crate::features::course::{Course, EnergyRises, Quantities, Row};
pub use crate::features::dynamics::{
    Benettin, Change, Evolution, Exponent, Flow, LyapunovError, Stationarity, TangentFlow,
    autocorrelation_time, tangent_exponent, twin_exponent,
};
pub use crate::features::extended::{Extended, ExtendedFeature, ExtendedSettings, Parts};
pub use crate::features::moments::PairwiseSum;
pub use crate::features::pattern::{
    Angular, Autocorrelation, Ordinal, Orientation, histogram_entropy, morans_i,
};
pub use crate::features::report::{
    Association, Column, Correlations, FEWEST_ROWS, Histogram, MOST_MISSING, REDUNDANT, Report,
    ReportError, Summary, Warning,
};
pub use crate::features::settings::Settings;
pub use crate::features::shape::{ClusterSizes, Minkowski, PowerLaw, Threshold};
pub use crate::features::spectrum::{Band, Dominant, Periodogram, Spectrum};
pub use crate::features::streaming::Streaming;
pub use crate::features::surface::Surface;
pub use crate::features::table::Feature;
pub use crate::features::table::N_FEATURES;
pub use crate::features::table::TABLE;
pub use crate::features::topology::{Betti, Diagram, Pair, Persistence};
pub use crate::features::unit::Unit;
pub use crate::features::values::Features;

use crate::grid::FieldView;

/// What can be wrong with the frames of a run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A history has no frame.
    #[error("a history of 0 frames has no features: wanted at least 1 frame")]
    NoFrame,
    /// A frame does not have the run's shape.
    #[error(
        "a frame of {rows} × {cols} cells does not fit a run of {expected_rows} × \
         {expected_cols} cells"
    )]
    Shape {
        /// Rows found.
        rows: usize,
        /// Columns found.
        cols: usize,
        /// Rows wanted.
        expected_rows: usize,
        /// Columns wanted.
        expected_cols: usize,
    },
    /// The number of frames is not the one announced.
    #[error("found {found} frames: wanted the {expected} that were announced")]
    Frames {
        /// Frames found.
        found: usize,
        /// Frames announced.
        expected: usize,
    },
    /// A saved course of a run is damaged or belongs to another run.
    #[error("the saved course is not one of {rows} × {cols} cells with {n_species} species")]
    Course {
        /// Rows of the run.
        rows: usize,
        /// Columns of the run.
        cols: usize,
        /// Species of the run.
        n_species: usize,
    },
    /// A saved evolution is damaged or belongs to another run.
    #[error("the saved evolution is not one of {rows} × {cols} cells")]
    Evolution {
        /// Rows of the run.
        rows: usize,
        /// Columns of the run.
        cols: usize,
    },
    /// A saved state belongs to another run.
    #[error("the saved state is not one of a run of {n_frames} frames of {rows} × {cols} cells")]
    State {
        /// Rows of the run.
        rows: usize,
        /// Columns of the run.
        cols: usize,
        /// Frames of the run.
        n_frames: usize,
    },
}

/// The features of one field, in the field's own unit; the temporal ones are 0.
///
/// # Examples
///
/// ```
/// use mfn::features::{Settings, from_field};
/// use mfn::grid::FieldView;
///
/// let volts = ndarray::array![[-0.07, -0.05], [-0.07, -0.07]];
/// let features = from_field(&Settings::default(), FieldView::F64(volts.view()));
/// assert_eq!(features.get("V_mean"), Some(-65.0));
/// assert_eq!(features.get("max_cluster_size"), Some(1.0));
/// assert_eq!(features.get("T_stable"), Some(0.0));
/// ```
pub fn from_field(settings: &Settings, field: FieldView<'_>) -> Features {
    let temporal = streaming::Temporal::default();
    Features::from_parts(&parts::Parts::of(field, settings, temporal))
}

/// The features of a history: frame t is the state after step t + 1.
///
/// # Errors
///
/// [`Error::NoFrame`] without a frame, [`Error::Shape`] if the frames differ in shape,
/// [`Error::Frames`] if the iterator does not have the length it claims.
pub fn from_history<'a>(
    settings: &Settings,
    frames: impl IntoIterator<Item = FieldView<'a>, IntoIter: ExactSizeIterator>,
) -> Result<Features, Error> {
    let mut frames = frames.into_iter();
    let n_frames = frames.len();
    let mut last = frames.next().ok_or(Error::NoFrame)?;
    let (rows, cols) = last.shape();
    let mut streaming = Streaming::new(*settings, rows, cols, n_frames);
    streaming.push(last)?;
    for frame in frames {
        streaming.push(frame)?;
        last = frame;
    }
    streaming.finish(last)
}
