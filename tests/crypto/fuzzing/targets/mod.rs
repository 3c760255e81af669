//! What each parser has to hold for any input, and the samples that an input is mangled from.
//!
//! The stable test beside this folder and the coverage-guided targets of `fuzz/` call the same
//! functions. An input's first byte chooses a way: the bytes as they are, or a part of something
//! whose tags, digests and checksums are then made right, so that what lies behind them is met.
//! Everything follows from the input: keys, salts and nonces are fixed.

#![allow(unreachable_pub, reason = "fuzz/src/lib.rs takes these files as its own")]
#![allow(clippy::unwrap_used, reason = "a target that fails has found something")]
#![allow(clippy::missing_panics_doc, reason = "idem")]

pub mod container;
mod documented;
pub mod header;
pub mod key_files;
pub mod legacy;
pub mod manifests;

use mfn::crypto::SecretKey;

/// A secret of one byte, repeated.
fn key(byte: u8) -> SecretKey {
    SecretKey::from_slice(&[byte; 32], "key").unwrap()
}

/// Bytes that look like nothing in particular: a linear congruential generator's high bits.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}

/// A sample: a way and what it is given.
fn sample(way: u8, input: &[u8]) -> Vec<u8> {
    [&[way], input].concat()
}

/// The way that an input asks for, of so many, and the rest of it.
fn way(input: &[u8], ways: u8) -> (u8, &[u8]) {
    input.split_first().map_or((0, input), |(first, rest)| (first % ways, rest))
}

/// An input that is used up from its beginning; zeros follow its end.
struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    fn byte(&mut self) -> u8 {
        self.array::<1>()[0]
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut array = [0; N];
        let taken = self.take(N);
        array[..taken.len()].copy_from_slice(taken);
        array
    }

    /// The next so many bytes, or what is left.
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// A number below `end`, from two bytes.
    fn below(&mut self, end: usize) -> usize {
        usize::from(u16::from_le_bytes(self.array())) % end.max(1)
    }

    fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}
