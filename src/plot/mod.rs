//! Pictures of fields: heat maps, frame strips and animations, as bytes.
//!
//! A picture is laid out once, as a list of marks on a canvas, and then drawn as PNG or as
//! SVG, so that both look the same. Row 0 of a field is at the top, column 0 at the left. Nothing
//! here knows a path or a clock: the same input gives the same bytes.

mod animation;
mod axes;
mod canvas;
mod color;
mod colorbar;
mod heatmap;
mod quantity;
mod sample;
mod strip;
mod ticks;

pub use crate::plot::animation::Animation;
pub use crate::plot::color::ColorMap;
pub use crate::plot::heatmap::HeatMap;
pub use crate::plot::quantity::Quantity;
pub use crate::plot::strip::Strip;

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
    /// There is nothing to put into a strip or an animation.
    #[error("no frame was given: a strip or an animation needs at least 1")]
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
    /// The PNG encoder failed.
    #[error("the picture could not be encoded as PNG")]
    Png(#[from] image::ImageError),
    /// The GIF encoder failed.
    #[error("the animation could not be encoded as GIF")]
    Gif(#[from] gif::EncodingError),
}
