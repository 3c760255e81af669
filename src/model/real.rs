//! The numbers that kinetics are evaluated in: single or double precision.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A floating-point number of either precision.
///
/// There is no fused multiply-add on purpose: every path must round alike (DESIGN, determinism).
pub trait Real:
    Copy
    + Send
    + Sync
    + PartialOrd
    + Default
    + std::fmt::Debug
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + 'static
{
    /// An unsigned integer as wide as the number, so that flags stay in vector registers.
    type Mask: Copy + Send + Default + Eq + std::ops::BitOr<Output = Self::Mask>;

    /// Rounds a double to this precision.
    fn from_f64(value: f64) -> Self;

    /// Widens to double precision, exactly.
    fn to_f64(self) -> f64;

    /// Square root, correctly rounded.
    #[must_use]
    fn sqrt(self) -> Self;

    /// 1 if the number is NaN or infinite, else 0.
    fn not_finite(self) -> Self::Mask;
}

impl Real for f32 {
    type Mask = u32;

    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value as Self
    }

    #[inline(always)]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        self.sqrt()
    }

    #[inline(always)]
    fn not_finite(self) -> u32 {
        u32::from(!self.is_finite())
    }
}

impl Real for f64 {
    type Mask = u64;

    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn to_f64(self) -> f64 {
        self
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        self.sqrt()
    }

    #[inline(always)]
    fn not_finite(self) -> u64 {
        u64::from(!self.is_finite())
    }
}
