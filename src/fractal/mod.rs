//! Fractal geometry: box counting as MFN v4.1 does it, and iterated function systems in [`ifs`].
//!
//! [`box_count`] counts the boxes of every size of a [`BoxSizes`] list that a [`Mask`] touches;
//! [`BoxCounting::fit`] turns the counts into a dimension. Nothing here can fail: a pattern that
//! has no dimension (empty, or seen at fewer than two sizes) gives `None`.

mod box_counting;
mod box_sizes;
pub mod ifs;
mod line;
mod mask;
mod undefined;

pub use crate::fractal::box_counting::BoxCounting;
pub use crate::fractal::box_counting::box_count;
pub use crate::fractal::box_sizes::BoxSizes;
pub use crate::fractal::line::Line;
pub use crate::fractal::mask::Mask;
pub use crate::fractal::undefined::Undefined;
