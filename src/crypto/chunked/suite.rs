//! The two instances of the construction, and the key, nonce and commitment of a message.

use crate::crypto::Error;
use hkdf::Hkdf;
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};
use sha2::Sha512;
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, Zeroizing};

/// Bytes of plaintext in every chunk but the last, which has fewer.
pub const CHUNK: usize = 16 * 1024;
/// Bytes of an authentication tag.
pub const TAG: usize = 16;
/// Bytes of a sealed chunk but the last.
pub const SEALED_CHUNK: usize = CHUNK + TAG;
/// Bytes of a salt.
pub const SALT: usize = 24;
/// Bytes before the first chunk: salt and commitment.
pub const PREFIX: usize = SALT + COMMITMENT;
/// Chunks a message has at most: 2³⁸, which is 4 PiB.
pub const MAX_CHUNKS: u64 = 1 << 38;

const COMMITMENT: usize = 32;
const NONCE: usize = 12;

/// An instance of C2SP chunked encryption: a cipher, its key derived with HKDF-Expand-SHA-512.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// AES-128-GCM, "Cobblestone-128": for the published vectors alone.
    Aes128Gcm,
    /// AES-256-GCM, "Cobblestone-256": what this program writes.
    Aes256Gcm,
}

impl Suite {
    /// Bytes of the input key, and of the cipher's key.
    pub fn key_length(self) -> usize {
        match self {
            Self::Aes128Gcm => 16,
            Self::Aes256Gcm => 32,
        }
    }

    fn info(self) -> &'static [u8] {
        match self {
            Self::Aes128Gcm => b"c2sp.org/chunked-encryption@v1+AEAD_AES_128_GCM\0",
            Self::Aes256Gcm => b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0",
        }
    }

    fn cipher(self) -> &'static Algorithm {
        match self {
            Self::Aes128Gcm => &AES_128_GCM,
            Self::Aes256Gcm => &AES_256_GCM,
        }
    }
}

/// The key of one message: what seals and opens its chunks.
///
/// It is wiped when it is dropped.
pub(crate) struct MessageKey {
    suite: Suite,
    cipher: LessSafeKey,
    base_nonce: [u8; NONCE],
    pub(crate) commitment: [u8; COMMITMENT],
}

impl MessageKey {
    /// Derives key ‖ base nonce ‖ commitment = HKDF-Expand(input key, info ‖ salt ‖ context).
    pub(crate) fn derive(
        suite: Suite,
        input_key: &[u8],
        salt: &[u8; SALT],
        context: &[u8],
    ) -> Result<Self, Error> {
        let length = suite.key_length();
        if input_key.len() != length {
            let wanted = if length == 16 { "16" } else { "32" };
            let found = input_key.len() as u64;
            return Err(Error::Length { what: "input key", found, wanted });
        }
        let mut derived = Zeroizing::new([0_u8; 32 + NONCE + COMMITMENT]);
        let (derived, _) = derived.split_at_mut(length + NONCE + COMMITMENT);
        expand(input_key, &[suite.info(), salt, context], derived)?;
        let (key, rest) = derived.split_at(length);
        let (nonce, committed) = rest.split_at(NONCE);
        let unbound = UnboundKey::new(suite.cipher(), key);
        let cipher = LessSafeKey::new(unbound.map_err(|_| Error::Refused { what: "a key" })?);
        let (mut base_nonce, mut commitment) = ([0; NONCE], [0; COMMITMENT]);
        base_nonce.copy_from_slice(nonce);
        commitment.copy_from_slice(committed);
        Ok(Self { suite, cipher, base_nonce, commitment })
    }

    /// The key of a message that begins with these bytes; a false commitment is refused.
    pub(crate) fn of_prefix(
        suite: Suite,
        input_key: &[u8],
        prefix: &[u8; PREFIX],
        context: &[u8],
    ) -> Result<Self, Error> {
        let (head, commitment) = prefix.split_at(SALT);
        let mut salt = [0; SALT];
        salt.copy_from_slice(head);
        let key = Self::derive(suite, input_key, &salt, context)?;
        let same: bool = key.commitment.ct_eq(commitment).into();
        if same { Ok(key) } else { Err(Error::Commitment) }
    }

    /// Puts the expanded key of zeros where that of the message was: ring's keys are not wiped when
    /// they are dropped.
    fn wipe(&mut self) {
        let zeros = [0; 32];
        let key = zeros.get(..self.suite.key_length()).unwrap_or(&zeros);
        if let Ok(unbound) = UnboundKey::new(self.suite.cipher(), key) {
            self.cipher = LessSafeKey::new(unbound);
        }
        self.base_nonce.zeroize();
        // Nobody reads it again, which is no reason to leave it out.
        std::hint::black_box(self);
    }

    /// Base nonce XOR the chunk's number as a big-endian integer.
    fn nonce(&self, index: u64) -> Result<Nonce, Error> {
        if index >= MAX_CHUNKS {
            return Err(Error::TooMany { what: "chunks", found: index + 1, most: MAX_CHUNKS });
        }
        let mut nonce = self.base_nonce;
        for (byte, counter) in nonce.iter_mut().rev().zip(index.to_le_bytes()) {
            *byte ^= counter;
        }
        Ok(Nonce::assume_unique_for_key(nonce))
    }

    /// Seals a chunk in place: all of `slot` but its last 16 bytes is plaintext, those are the tag.
    pub(crate) fn seal(&self, index: u64, slot: &mut [u8]) -> Result<(), Error> {
        let refused = || Error::Refused { what: "a chunk" };
        let end = slot.len().checked_sub(TAG).ok_or_else(refused)?;
        let (text, tag) = slot.split_at_mut(end);
        let found = self.cipher.seal_in_place_separate_tag(self.nonce(index)?, Aad::empty(), text);
        tag.copy_from_slice(found.map_err(|_| refused())?.as_ref());
        Ok(())
    }

    /// Opens the chunk that begins at byte `from` of `slot`, to the slot's beginning; what is left
    /// in `slot` after an error is not plaintext.
    pub(crate) fn open_within<'a>(
        &self,
        index: u64,
        slot: &'a mut [u8],
        from: usize,
    ) -> Result<&'a mut [u8], Error> {
        let opened = self.cipher.open_within(self.nonce(index)?, Aad::empty(), slot, from..);
        opened.map_err(|_| Error::Chunk { index })
    }

    /// Opens a chunk in place; what is left in `slot` after an error is not plaintext.
    pub(crate) fn open<'a>(&self, index: u64, slot: &'a mut [u8]) -> Result<&'a mut [u8], Error> {
        let opened = self.cipher.open_in_place(self.nonce(index)?, Aad::empty(), slot);
        opened.map_err(|_| Error::Chunk { index })
    }
}

impl Drop for MessageKey {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// HKDF-Expand-SHA-512 (RFC 5869 §2.3).
///
/// A key shorter than the hash, which the crate refuses, is padded with the zeros that HMAC would
/// pad it with (RFC 2104 §2), so the result is that of the short key.
fn expand(key: &[u8], info: &[&[u8]], okm: &mut [u8]) -> Result<(), Error> {
    let mut padded = Zeroizing::new([0_u8; 64]);
    let refused = || Error::Refused { what: "a derivation" };
    padded.get_mut(..key.len()).ok_or_else(refused)?.copy_from_slice(key);
    let hkdf = Hkdf::<Sha512>::from_prk(padded.as_slice()).map_err(|_| refused())?;
    hkdf.expand_multi_info(info, okm).map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiped_key_is_that_of_zeros() {
        for suite in [Suite::Aes128Gcm, Suite::Aes256Gcm] {
            let length = suite.key_length();
            let mut key = MessageKey::derive(suite, &[1; 32][..length], &[2; SALT], b"").unwrap();
            let sealed = |key: &MessageKey| {
                let mut slot = [7; 32 + TAG];
                key.seal(0, &mut slot).unwrap();
                slot
            };
            let before = sealed(&key);
            key.wipe();
            let zeros = UnboundKey::new(suite.cipher(), &[0; 32][..length]).unwrap();
            let (cipher, base_nonce) = (LessSafeKey::new(zeros), [0; NONCE]);
            let blank = MessageKey { suite, cipher, base_nonce, commitment: [0; COMMITMENT] };
            assert_ne!(sealed(&key), before);
            assert_eq!(sealed(&key), sealed(&blank));
        }
    }

    #[test]
    fn counter_is_bound_by_the_published_limit() {
        let key = MessageKey::derive(Suite::Aes256Gcm, &[1; 32], &[2; SALT], b"").unwrap();
        let mut slot = [0; TAG];
        assert!(key.seal(MAX_CHUNKS - 1, &mut slot).is_ok());
        let error = key.seal(MAX_CHUNKS, &mut slot).unwrap_err();
        assert!(matches!(error, Error::TooMany { .. }));
    }
}
