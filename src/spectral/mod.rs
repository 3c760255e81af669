//! Fourier transforms whose bits are the same on every machine.
//!
//! Sines come from the `libm` crate and every line is transformed in the same order of operations,
//! so that neither the C library nor the SIMD level shows (ADR 0006).

mod fft;
mod plane;

pub use crate::spectral::fft::{Batch, Fft, LANES};
pub use crate::spectral::plane::{Plane, PlaneFft};
