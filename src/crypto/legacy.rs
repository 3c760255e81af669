//! What MFN v4.1 wrote: its AES-GCM layout and its derivations, to be opened and never written.
//!
//! A v4.1 ciphertext is nonce (12 bytes) ‖ ciphertext ‖ tag (16), under a key of 16, 24 or 32
//! bytes, with a context as additional data. Its XOR layout hides nothing and is refused.

use crate::crypto::Error;
use crate::crypto::Passphrase;
use crate::crypto::SecretKey;
use aes_gcm::aead::array::ArraySize;
use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::aes::cipher::{BlockCipherEncrypt, BlockSizeUser};
use aes_gcm::aes::{Aes128, Aes192, Aes256};
use aes_gcm::{AesGcm, KeyInit, Nonce};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

const NONCE: usize = 12;
const TAG: usize = 16;
/// Salt, initialisation vector and tag of the XOR layout.
const LEAST_XOR: usize = 64;

/// A key derivation of v4.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegacyKdf {
    /// PBKDF2-HMAC-SHA-256 with 100 000 iterations.
    Pbkdf2,
    /// scrypt with N = 2¹⁴, r = 8, p = 1.
    Scrypt,
}

impl LegacyKdf {
    /// The key of 32 bytes that v4.1 derives from a passphrase and a salt.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if the implementation refuses the parameters.
    pub fn derive(self, passphrase: &Passphrase, salt: &[u8]) -> Result<SecretKey, Error> {
        let mut key = SecretKey::blank();
        let out = key.expose_mut();
        match self {
            Self::Pbkdf2 => {
                pbkdf2::pbkdf2_hmac::<Sha256>(passphrase.expose(), salt, 100_000, out);
            }
            Self::Scrypt => {
                let refused = Error::Refused { what: "scrypt" };
                let params = scrypt::Params::new(14, 8, 1).map_err(|_| refused)?;
                scrypt::scrypt(passphrase.expose(), salt, &params, out)
                    .map_err(|_| Error::Refused { what: "scrypt" })?;
            }
        }
        Ok(key)
    }
}

/// The key that v4.1 derives from a shared secret: HKDF-SHA-256 with a salt of 32 zeros and the
/// info `MFN-ECDH-v1` ‖ context.
///
/// Its shared secrets come from a ladder that is not X25519, so this opens only what was made
/// with a secret from elsewhere.
///
/// # Errors
///
/// [`Error::TooMany`] for more than 8160 bytes.
pub fn legacy_hkdf(
    secret: &[u8],
    context: &[u8],
    length: usize,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut key = Zeroizing::new(vec![0; length]);
    let hkdf = Hkdf::<Sha256>::new(Some(&[0; 32]), secret);
    hkdf.expand_multi_info(&[b"MFN-ECDH-v1", context], &mut key).map_err(|_| Error::TooMany {
        what: "bytes of a key",
        found: length as u64,
        most: 8160,
    })?;
    Ok(key)
}

/// What v4.1 sealed: all of it, or nothing.
///
/// # Errors
///
/// [`Error::Length`] for a key that is none, [`Error::XorLayout`] for a token of the XOR layout,
/// [`Error::Truncated`] below 28 bytes, [`Error::Chunk`] if it is not authentic.
pub fn open_legacy(sealed: &[u8], key: &[u8], aad: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let opened = open_gcm_layout(sealed, key, aad);
    match opened {
        Err(Error::Chunk { .. } | Error::Truncated { .. }) if is_xor_token(sealed) => {
            Err(Error::XorLayout)
        }
        opened => opened,
    }
}

fn open_gcm_layout(sealed: &[u8], key: &[u8], aad: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (nonce, rest) = sealed
        .split_at_checked(NONCE)
        .filter(|(_, rest)| rest.len() >= TAG)
        .ok_or(Error::Truncated { what: "the ciphertext" })?;
    open_gcm(key, nonce, aad, rest)
}

/// AES-GCM with keys of 16, 24 or 32 bytes and nonces of 12.
///
/// # Errors
///
/// As [`open_legacy`].
fn open_gcm(
    key: &[u8],
    nonce: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    match key.len() {
        16 => open_with::<Aes128>(key, nonce, aad, sealed),
        24 => open_with::<Aes192>(key, nonce, aad, sealed),
        32 => open_with::<Aes256>(key, nonce, aad, sealed),
        found => Err(Error::Length {
            what: "key of MFN v4.1",
            found: found as u64,
            wanted: "16, 24 or 32",
        }),
    }
}

fn open_with<A>(
    key: &[u8],
    nonce: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error>
where
    A: BlockCipherEncrypt + BlockSizeUser<BlockSize = aes_gcm::aead::consts::U16> + KeyInit,
    A::KeySize: ArraySize,
{
    let refused = |_| Error::Refused { what: "a key" };
    let cipher = AesGcm::<A, aes_gcm::aead::consts::U12>::new_from_slice(key).map_err(refused)?;
    let nonce = Nonce::try_from(nonce).map_err(|_| Error::Refused { what: "a nonce" })?;
    let opened = cipher.decrypt(&nonce, Payload { msg: sealed, aad });
    opened.map(Zeroizing::new).map_err(|_| Error::Chunk { index: 0 })
}

/// True for text that can be a token of the XOR layout: URL-safe base64 of 64 bytes or more.
fn is_xor_token(sealed: &[u8]) -> bool {
    let text = std::str::from_utf8(sealed).unwrap_or_default().trim_end();
    let decoded = Base64UrlUnpadded::decode_vec(text.trim_end_matches('='));
    decoded.is_ok_and(|bytes| bytes.len() >= LEAST_XOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_is_told() {
        for length in 0..NONCE + TAG {
            let error = open_legacy(&vec![0; length], &[0; 32], b"").unwrap_err();
            assert!(matches!(error, Error::Truncated { .. }), "{length}");
        }
        assert!(matches!(open_legacy(&[0; 28], &[0; 32], b""), Err(Error::Chunk { .. })));
        assert!(matches!(open_legacy(&[0; 28], &[0; 20], b""), Err(Error::Length { .. })));
    }

    #[test]
    fn xor_tokens_are_known_by_their_form() {
        let token = Base64UrlUnpadded::encode_string(&[1; 64]);
        assert!(matches!(open_legacy(token.as_bytes(), &[0; 32], b""), Err(Error::XorLayout)));
        assert!(!is_xor_token(Base64UrlUnpadded::encode_string(&[1; 63]).as_bytes()));
    }

    #[test]
    fn derivation_is_bound() {
        assert_eq!(legacy_hkdf(&[0; 32], b"ctx", 8160).unwrap().len(), 8160);
        assert!(legacy_hkdf(&[0; 32], b"ctx", 8161).is_err());
    }
}
