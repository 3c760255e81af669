//! Ciphertexts of MFN v4.1: true ones are opened, changed ones are not, its XOR layout never.

use super::{Choices, sample, way};
use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::aes::{Aes128, Aes192, Aes256};
use aes_gcm::{AesGcm, KeyInit as _, Nonce};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use mfn::crypto::encoding::from_hex;
use mfn::crypto::{Error, legacy_hkdf, open_legacy};
use serde_json::Value;
use std::sync::LazyLock;

/// What v4.1.0 wrote.
const GOLDEN: &str = include_str!("../../../../data/golden/crypto.json");
const NONCE: [u8; 12] = [8; 12];

struct Sealed {
    key: Vec<u8>,
    aad: Vec<u8>,
    blob: Vec<u8>,
    plain: Vec<u8>,
}

static SEALED: LazyLock<Vec<Sealed>> = LazyLock::new(|| {
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    let bytes = |case: &Value, key: &str| {
        case[key].as_str().map_or_else(Vec::new, |text| from_hex(text).unwrap().to_vec())
    };
    let sealed = |case: &Value| Sealed {
        key: bytes(case, "key"),
        aad: bytes(case, "aad"),
        blob: bytes(case, "blob"),
        plain: bytes(case, "plaintext"),
    };
    golden["aes_gcm"]["cases"].as_array().unwrap().iter().map(sealed).collect()
});

/// Ciphertexts as they are; plaintexts; what the XOR layout encodes; inputs of a derivation.
pub fn samples() -> Vec<Vec<u8>> {
    let numbered = (0..).zip(SEALED.iter());
    let mut samples: Vec<Vec<u8>> = numbered
        .map(|(index, sealed)| sample(0, &[&[index], sealed.blob.as_slice()].concat()))
        .collect();
    samples.extend([
        sample(1, b"\x00\x05\x07\x00\x10aad..plaintext"),
        sample(1, b"\x01\x00\x00\x00\x01"),
        sample(1, b"\x02\x01\x1d\x00\x80plaintext"),
        sample(1, b"\x03\x01\x1d\x00\x80plaintext"),
        sample(2, &[&[0, 0][..], &[1; 64]].concat()),
        sample(2, &[&[3, 2][..], &[1; 63]].concat()),
        sample(3, b"\x20\x00\x03secret and context"),
    ]);
    samples
}

/// Opens whatever it is given.
pub fn answers(input: &[u8]) {
    let (way, rest) = way(input, 4);
    let mut choices = Choices(rest);
    match way {
        0 => as_it_is(&mut choices),
        1 => sealed(&mut choices),
        2 => xor_token(&mut choices),
        _ => derived(&mut choices),
    }
}

fn as_it_is(choices: &mut Choices<'_>) {
    let truth = &SEALED[usize::from(choices.byte()) % SEALED.len()];
    match open_legacy(choices.0, &truth.key, &truth.aad) {
        Ok(plain) => assert!(choices.0 == truth.blob && *plain == truth.plain),
        Err(error) => {
            assert!(choices.0 != truth.blob);
            assert!(error.is_not_authentic() || matches!(error, Error::XorLayout), "{error}");
        }
    }
}

/// AES-GCM with a key of 16, 24 or 32 bytes.
fn seal(key: &[u8], plain: &[u8], aad: &[u8]) -> Vec<u8> {
    type Gcm<A> = AesGcm<A, aes_gcm::aead::consts::U12>;
    let (nonce, payload) = (Nonce::from(NONCE), Payload { msg: plain, aad });
    let sealed = match key.len() {
        16 => Gcm::<Aes128>::new_from_slice(key).unwrap().encrypt(&nonce, payload),
        24 => Gcm::<Aes192>::new_from_slice(key).unwrap().encrypt(&nonce, payload),
        _ => Gcm::<Aes256>::new_from_slice(key).unwrap().encrypt(&nonce, payload),
    };
    [&NONCE[..], &sealed.unwrap()].concat()
}

/// What is sealed is opened, and with a changed byte or another context it is not.
fn sealed(choices: &mut Choices<'_>) {
    let key = vec![6; [16, 24, 32, 20][usize::from(choices.byte() % 4)]];
    let length = usize::from(choices.byte() % 32);
    let (at, by) = (choices.below(1 << 16), choices.byte());
    let (aad, plain) = (choices.take(length), choices.0);
    if key.len() == 20 {
        let found = open_legacy(&[&NONCE[..], &[0; 16], plain].concat(), &key, aad);
        assert!(matches!(found, Err(Error::Length { .. })));
        return;
    }
    let mut blob = seal(&key, plain, aad);
    let found = open_legacy(&blob, &key, aad);
    assert_eq!(*found.unwrap(), plain);
    let refused = |blob: &[u8], aad: &[u8]| {
        assert!(open_legacy(blob, &key, aad).unwrap_err().is_not_authentic());
    };
    refused(&blob, &[aad, b"x"].concat());
    refused(&blob[..at % blob.len()], aad);
    let index = at % blob.len();
    blob[index] ^= by.max(1);
    refused(&blob, aad);
}

/// Text that could be a token of the XOR layout is refused as one, whatever it holds.
fn xor_token(choices: &mut Choices<'_>) {
    let end = ["", "=", "==", "\n", "==\r\n"][usize::from(choices.byte() % 5)];
    let key = vec![6; [16, 24, 32, 20][usize::from(choices.byte() % 4)]];
    let token = Base64UrlUnpadded::encode_string(choices.0) + end;
    let error = open_legacy(token.as_bytes(), &key, b"").unwrap_err();
    match error {
        Error::Length { .. } => assert!(key.len() == 20 && token.len() >= 28),
        Error::XorLayout => assert!(choices.0.len() >= 64),
        error => assert!(error.is_not_authentic() && choices.0.len() < 64),
    }
}

fn derived(choices: &mut Choices<'_>) {
    let length = choices.below(1 << 14);
    let secret = choices.byte();
    let found = legacy_hkdf(choices.take(usize::from(secret)), choices.0, length);
    match found {
        Ok(key) => assert!(key.len() == length && length <= 8160),
        Err(_) => assert!(length > 8160),
    }
}
