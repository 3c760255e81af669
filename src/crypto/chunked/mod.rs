//! C2SP chunked encryption (<https://c2sp.org/chunked-encryption>), exactly as published.
//!
//! A message is salt (24 bytes) ‖ commitment (32) ‖ chunks. Every chunk is AES-GCM over 16 KiB,
//! the last over fewer, possibly none; its nonce is the base nonce XOR its number. So
//!
//! key ‖ base nonce ‖ commitment = HKDF-Expand-SHA-512(input key,
//! "c2sp.org/chunked-encryption\@v1+" ‖ AEAD name ‖ 0x00 ‖ salt ‖ context),
//!
//! and chunk k begins at byte 56 + k · (16384 + 16): each can be opened alone. The commitment is
//! checked before any chunk, the length of the last chunk tells the end.

mod batch;
mod files;
mod memory;
mod places;
mod random;
mod stream;
mod suite;
mod turns;

pub use crate::crypto::chunked::files::{open_file, seal_file};
pub use crate::crypto::chunked::memory::{open_bytes, seal_bytes};
pub use crate::crypto::chunked::random::SealedReader;
pub use crate::crypto::chunked::stream::{Salt, open, open_with, seal, seal_with};
pub use crate::crypto::chunked::suite::{
    CHUNK, MAX_CHUNKS, PREFIX, SALT, SEALED_CHUNK, Suite, TAG,
};
pub(crate) use crate::crypto::chunked::turns::read_full;

use crate::crypto::Error;

/// Bytes of the message that holds so many bytes.
///
/// # Examples
///
/// ```
/// use mfn::crypto::chunked::sealed_length;
/// assert_eq!(sealed_length(0), 56 + 16);
/// assert_eq!(sealed_length(16384), 56 + 16384 + 16 + 16);
/// ```
pub fn sealed_length(length: u64) -> u64 {
    let chunks = length / CHUNK as u64 + 1;
    PREFIX as u64 + length + chunks * TAG as u64
}

/// Bytes that a message of so many bytes holds.
///
/// # Errors
///
/// [`Error::Truncated`] if no message has that length: its last chunk would have no end.
pub fn opened_length(sealed: u64) -> Result<u64, Error> {
    let body = sealed.checked_sub(PREFIX as u64).ok_or(Error::Truncated { what: "the prefix" })?;
    let (full, rest) = (body / SEALED_CHUNK as u64, body % SEALED_CHUNK as u64);
    let last = rest.checked_sub(TAG as u64).ok_or(Error::Truncated { what: "the last chunk" })?;
    Ok(full * CHUNK as u64 + last)
}
