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

use mfn::crypto::encoding::from_hex;

/// The bytes of hexadecimal digits.
fn hex(text: &str) -> Vec<u8> {
    from_hex(text).unwrap().to_vec()
}

/// Bytes that look like nothing in particular: a linear congruential generator's high bits.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}
