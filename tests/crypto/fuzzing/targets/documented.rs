//! The header as `docs/sealing.md` prints it, written and read without the program's own code.

use super::key;
use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use mfn::crypto::chunked::{Salt, seal};
use mfn::crypto::keys::Identity;
use mfn::crypto::{Passphrase, SecretKey};
use sha2::Sha256;

/// The id of every header that is made here.
pub const ID: [u8; 16] = [1; 16];
const SALT: [u8; 32] = [2; 32];
/// Bytes of a message that holds a key.
const WRAPPED: usize = 104;

/// A message with a fixed salt.
pub fn message(plain: &[u8], key: &SecretKey, context: &[u8], salt: u8) -> Vec<u8> {
    let mut sealed = Vec::new();
    seal(&mut &*plain, &mut sealed, key, context, Salt::fixed([salt; 24])).unwrap();
    sealed
}

/// HKDF-SHA-256.
fn derived(secret: &SecretKey, salt: &[u8], info: &[u8]) -> SecretKey {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), secret.expose()).expand(info, &mut key).unwrap();
    SecretKey::from_slice(&key, "key").unwrap()
}

/// A part of a header: its kind and its body.
pub type Part = (u8, Vec<u8>);

fn wrapped(data_key: &SecretKey, wrapping: &SecretKey, kind: &[u8]) -> Vec<u8> {
    message(data_key.expose(), wrapping, &[b"mfn-seal/v1/wrap/", kind, b"/", &ID].concat(), 3)
}

/// The part of an X25519 key.
pub fn x25519(data_key: &SecretKey, recipient: &Identity) -> Part {
    let ephemeral = Identity::from_secret(&key(0x77)).unwrap();
    let shared = ephemeral.shared_with(recipient.public().bytes()).unwrap();
    let head = ephemeral.public().bytes().to_vec();
    let salt = [head.as_slice(), recipient.public().bytes()].concat();
    let wrapping = derived(&shared, &salt, b"mfn-seal/v1/x25519");
    (1, [head, wrapped(data_key, &wrapping, b"x25519")].concat())
}

/// The part of a passphrase, with Argon2id's memory in KiB, passes and lanes.
pub fn passphrase(data_key: &SecretKey, words: &Passphrase, cost: [u32; 3]) -> Part {
    let salt = [4; 16];
    let mut wrapping = [0; 32];
    let params = Params::new(cost[0], cost[1], cost[2], Some(32)).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(words.expose(), &salt, &mut wrapping).unwrap();
    let wrapping = SecretKey::from_slice(&wrapping, "key").unwrap();
    let mut body: Vec<u8> = cost.iter().flat_map(|number| number.to_le_bytes()).collect();
    body.extend(salt);
    body.extend(wrapped(data_key, &wrapping, b"passphrase"));
    (2, body)
}

/// The part of a raw key.
pub fn raw(data_key: &SecretKey, raw: &SecretKey) -> Part {
    (3, wrapped(data_key, raw, b"key-file"))
}

/// A header of these parts, and of notes that hold this text.
pub fn header(purpose: u16, data_key: &SecretKey, parts: &[Part], notes: &[u8]) -> Vec<u8> {
    let notes_key = derived(data_key, &SALT, b"mfn-seal/v1/notes");
    let notes = message(notes, &notes_key, &[&b"mfn-seal/v1/notes"[..], &ID].concat(), 5);
    let mut bytes = b"mfn-seal\x01\0".to_vec();
    bytes.extend(purpose.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend(ID);
    bytes.extend(SALT);
    bytes.extend((parts.len() as u16).to_le_bytes());
    for (kind, body) in parts {
        bytes.push(*kind);
        bytes.extend((body.len() as u16).to_le_bytes());
        bytes.extend(body);
    }
    bytes.extend((notes.len() as u16).to_le_bytes());
    bytes.extend(notes);
    bytes.extend([0; 32]);
    finish(&mut bytes, data_key);
    bytes
}

/// Makes the length and the tag of a header right, whatever else it is.
pub fn finish(bytes: &mut [u8], data_key: &SecretKey) {
    let length = bytes.len();
    if length < 96 {
        return;
    }
    bytes[12..16].copy_from_slice(&(length as u32).to_le_bytes());
    let (head, tag) = bytes.split_at_mut(length - 32);
    let mac_key = derived(data_key, &head[32..64], b"mfn-seal/v1/mac");
    let mut mac = Hmac::<Sha256>::new_from_slice(mac_key.expose()).unwrap();
    mac.update(head);
    tag.copy_from_slice(&mac.finalize().into_bytes());
}

/// Whether these bytes begin with a header, without a look at its tag.
pub fn begins_with_header(bytes: &[u8]) -> bool {
    let number = |at: usize, width: usize| {
        let digits = bytes.get(at..at + width)?;
        Some(digits.iter().rev().fold(0, |number, digit| number << 8 | usize::from(*digit)))
    };
    let parts_fill = |end: usize| {
        let (mut at, mut n_passphrases) = (66, 0);
        for _ in 0..number(64, 2)? {
            let head = match number(at, 1)? {
                1 => 32,
                2 => 28,
                3 => 0,
                _ => return None,
            };
            n_passphrases += u8::from(head == 28);
            let length = number(at + 1, 2).filter(|length| *length == head + WRAPPED)?;
            at += 3 + length;
        }
        (n_passphrases <= 4 && at + 2 + number(at, 2)? == end).then_some(())
    };
    bytes.starts_with(b"mfn-seal\x01\0")
        && matches!(number(10, 2), Some(1 | 2))
        && matches!(number(64, 2), Some(1..=64))
        && number(12, 4)
            .filter(|length| (100..=65536).contains(length) && *length <= bytes.len())
            .is_some_and(|length| parts_fill(length - 32).is_some())
}
