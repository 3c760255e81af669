//! Pictures: heat maps, frame strips and animations of fields, and line charts, as bytes.
//!
//! A picture is laid out once, as a list of marks on a canvas, and then drawn as PNG or as
//! SVG, so that both look the same. Row 0 of a field is at the top, column 0 at the left. Nothing
//! here knows a path or a clock: the same input gives the same bytes.

mod animation;
mod axes;
mod canvas;
mod chart;
mod color;
mod colorbar;
mod cross_table;
mod heatmap;
mod histograms;
mod matrix;
mod quantity;
mod sample;
mod scale;
mod sheet;
mod strip;
mod text_mask;
mod ticks;
mod volume;

pub use crate::plot::animation::Animation;
pub use crate::plot::chart::{Band, ChartAxis, ChartSheet, LineChart, Rule, Series, Stroke};
pub use crate::plot::color::ColorMap;
pub use crate::plot::cross_table::CrossTable;
pub use crate::plot::heatmap::HeatMap;
pub use crate::plot::histograms::{HistogramPanel, Histograms};
pub use crate::plot::matrix::Matrix;
pub use crate::plot::quantity::Quantity;
pub use crate::plot::scale::Scale;
pub use crate::plot::sheet::{Sheet, Thumbnail, Tile};
pub use crate::plot::strip::Strip;
pub use crate::plot::text_mask::text_mask;
pub use crate::plot::volume::{Slices, Surface, Volume};

/// Why a picture could not be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field has no cell.
    #[error("a field of {rows} × {cols} cells cannot be drawn: each side needs at least 1 cell")]
    Empty {
        /// Rows found.
        rows: usize,
        /// Columns found.
        cols: usize,
    },
    /// There is nothing to put into a strip, a sheet or an animation.
    #[error("no frame was given: a strip, a sheet or an animation needs at least 1")]
    NoFrames,
    /// A frame does not have the shape of the first one.
    #[error(
        "a frame of {found_rows} × {found_cols} cells does not fit: wanted {rows} × {cols} cells"
    )]
    Shape {
        /// Rows found.
        found_rows: usize,
        /// Columns found.
        found_cols: usize,
        /// Rows wanted.
        rows: usize,
        /// Columns wanted.
        cols: usize,
    },
    /// The ends of the colour bar are not two finite numbers in order.
    #[error("a colour range from {low} to {high} is no range: wanted finite numbers, low ≤ high")]
    Range {
        /// Lower end, in the units displayed.
        low: f64,
        /// Upper end, in the units displayed.
        high: f64,
    },
    /// The factor between stored and displayed values is not a positive number.
    #[error("a display scale of {found} is no factor: wanted a finite number above 0")]
    Scale {
        /// The factor found.
        found: f64,
    },
    /// The spacing of the cells is not a positive finite length.
    #[error("a spacing of {found} is not a length: wanted a finite number above 0")]
    Spacing {
        /// The spacing found.
        found: f64,
    },
    /// There is nothing to put into a sheet of charts.
    #[error("no chart was given: a sheet needs at least 1")]
    NoCharts,
    /// A chart has no series.
    #[error("the chart of {chart} has no series: a line chart needs at least 1")]
    NoSeries {
        /// Name of the chart's y axis.
        chart: String,
    },
    /// A series has no point.
    #[error("the series {series} has no point: leave it out or give it at least 1")]
    NoPoints {
        /// Its label.
        series: String,
    },
    /// A number to draw is NaN or infinite.
    #[error("{what} holds {found}: a chart takes finite numbers; leave such points out")]
    NotFinite {
        /// The series, line or band, by its label.
        what: String,
        /// The number found.
        found: f64,
    },
    /// A number has no place on a logarithmic axis.
    #[error(
        "{what} holds {found}, which a logarithmic axis cannot show: wanted numbers above 0, or \
         a linear axis"
    )]
    NotPositive {
        /// The series, line, band or axis, by its label.
        what: String,
        /// The number found.
        found: f64,
    },
    /// The ends given for an axis are not two finite numbers in order.
    #[error("the axis {axis} from {low} to {high} is no range: wanted finite numbers, low < high")]
    AxisRange {
        /// Name of the axis.
        axis: String,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// The typeface lacks a letter.
    #[error("the typeface has no letter {letter:?} (U+{:04X})", u32::from(*.letter))]
    NoLetter {
        /// The letter.
        letter: char,
    },
    /// A text that is to be a mask covers no cell.
    #[error(
        "the text {text:?} leaves no mark on {rows} × {cols} cells: wanted a letter, and cells \
         enough to show it"
    )]
    NoInk {
        /// The text.
        text: String,
        /// Rows of the mask.
        rows: usize,
        /// Columns of the mask.
        cols: usize,
    },
    /// The PNG encoder failed.
    #[error("the picture could not be encoded as PNG")]
    Png(#[from] image::ImageError),
    /// The GIF encoder failed.
    #[error("the animation could not be encoded as GIF")]
    Gif(#[from] gif::EncodingError),
}
