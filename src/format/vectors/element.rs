//! The types of floating-point elements, and their bytes.

use half::{bf16, f16};

/// What an element is stored as, little endian but for `Big`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    F16,
    Bf16,
    F32,
    F64,
    F32Big,
    F64Big,
}

/// Decodes bytes with `$from`, `$size` at a time.
macro_rules! decode {
    ($bytes:expr, $out:expr, $size:literal, $from:expr) => {
        for (place, bytes) in $out.iter_mut().zip($bytes.as_chunks::<$size>().0) {
            *place = $from(*bytes);
        }
    };
}

impl Element {
    /// Bytes of an element.
    pub(crate) fn size(self) -> usize {
        match self {
            Self::F16 | Self::Bf16 => 2,
            Self::F32 | Self::F32Big => 4,
            Self::F64 | Self::F64Big => 8,
        }
    }

    /// Whether single precision holds every value.
    pub(crate) fn is_single(self) -> bool {
        !matches!(self, Self::F64 | Self::F64Big)
    }

    /// Decodes elements into double precision.
    pub(crate) fn decode(self, bytes: &[u8], out: &mut [f64]) {
        match self {
            Self::F16 => decode!(bytes, out, 2, |b| f16::from_le_bytes(b).to_f64()),
            Self::Bf16 => decode!(bytes, out, 2, |b| bf16::from_le_bytes(b).to_f64()),
            Self::F32 => decode!(bytes, out, 4, |b| f64::from(f32::from_le_bytes(b))),
            Self::F32Big => decode!(bytes, out, 4, |b| f64::from(f32::from_be_bytes(b))),
            Self::F64 => decode!(bytes, out, 8, f64::from_le_bytes),
            Self::F64Big => decode!(bytes, out, 8, f64::from_be_bytes),
        }
    }

    /// Decodes elements into single precision.
    pub(crate) fn decode_single(self, bytes: &[u8], out: &mut [f32]) {
        match self {
            Self::F16 => decode!(bytes, out, 2, |b| f16::from_le_bytes(b).to_f32()),
            Self::Bf16 => decode!(bytes, out, 2, |b| bf16::from_le_bytes(b).to_f32()),
            Self::F32 => decode!(bytes, out, 4, f32::from_le_bytes),
            Self::F32Big => decode!(bytes, out, 4, f32::from_be_bytes),
            Self::F64 => decode!(bytes, out, 8, |b| f64::from_le_bytes(b) as f32),
            Self::F64Big => decode!(bytes, out, 8, |b| f64::from_be_bytes(b) as f32),
        }
    }
}
