//! Sealed data against public vectors, MFN v4.1's ciphertexts, and everybody who changes a byte.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up must stop")]
#![allow(clippy::panic, reason = "idem")]

#[cfg(feature = "age")]
mod age;
mod fuzzing;
mod legacy;
mod minisign;
mod rfc;
mod streams;
mod tampering;
mod vectors;

use crate::fuzzing::targets::noise;
use mfn::crypto::encoding::from_hex;

/// The bytes of hexadecimal digits.
fn hex(text: &str) -> Vec<u8> {
    from_hex(text).unwrap().to_vec()
}
