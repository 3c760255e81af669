//! Fractal geometry: dimensions with their errors, multifractal spectra, lacunarity, surfaces.
//!
//! | of a | gives | by |
//! |---|---|---|
//! | [`Mask`] | box-counting dimension, lacunarity | [`BoxCover`] |
//! | [`Mask`] | mass (correlation) dimension | [`mass_dimension`] |
//! | [`Mask`] | its interface, hull, external perimeter, to be measured in turn | [`Interface`] |
//! | [`Mask`] | succolarity | [`Succolarity`] |
//! | [`Measure`] | D_q, τ(q), f(α); information and correlation dimension | [`Multifractal`] |
//! | points | correlation dimension | [`correlation_dimension`] |
//! | [`FieldView`](crate::grid::FieldView) | spectral slope, Hurst exponent | [`SurfaceSpectrum`] |
//!
//! Every estimator returns its value or the reason why there is none ([`Undefined`]); a dimension
//! comes with its error and the log–log plot it was read from ([`DimensionEstimate`]).
//!
//! [`box_count`] is the count of MFN v4.1, kept as it is; [`ifs`] has iterated function systems.

mod box_counting;
mod box_sizes;
mod correlation_sum;
mod cover;
mod flood;
pub mod ifs;
mod interface;
mod line;
mod mask;
mod mass_dimension;
mod multifractal;
mod scaling;
mod succolarity;
mod surface;
mod undefined;

pub use crate::fractal::box_counting::BoxCounting;
pub use crate::fractal::box_counting::box_count;
pub use crate::fractal::box_sizes::BoxSizes;
pub use crate::fractal::correlation_sum::correlation_dimension;
pub use crate::fractal::cover::{BoxCounts, BoxCover, Cover};
pub use crate::fractal::interface::Interface;
pub use crate::fractal::line::Line;
pub use crate::fractal::mask::Mask;
pub use crate::fractal::mass_dimension::mass_dimension;
pub use crate::fractal::multifractal::{Measure, Multifractal};
pub use crate::fractal::scaling::{Correction, DimensionEstimate, Scaling};
pub use crate::fractal::succolarity::Succolarity;
pub use crate::fractal::surface::{Estimate, SpectrumRing, SurfaceSpectrum};
pub use crate::fractal::undefined::Undefined;
