//! MFN v4.1's own ciphertexts and derivations (`data/golden/crypto.json`, written by v4.1.0).

use crate::hex;
use mfn::crypto::keys::Identity;
use mfn::crypto::{Error, LegacyKdf, Passphrase, SecretKey, legacy_hkdf, open_legacy};
use serde_json::Value;
use std::path::Path;

fn golden() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/golden/crypto.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The cases of a group; an empty group is a fault.
fn cases(value: &Value) -> &[Value] {
    let cases = value.get("cases").unwrap_or(value).as_array().unwrap();
    assert!(!cases.is_empty());
    cases
}

fn bytes(case: &Value, key: &str) -> Vec<u8> {
    case[key].as_str().map(hex).unwrap_or_default()
}

#[test]
fn ciphertexts_of_v4_open_and_changed_ones_do_not() {
    let golden = golden();
    let mut lengths = std::collections::BTreeSet::new();
    for case in cases(&golden["aes_gcm"]) {
        let (key, blob, aad) = (bytes(case, "key"), bytes(case, "blob"), bytes(case, "aad"));
        lengths.insert(key.len());
        let opened = open_legacy(&blob, &key, &aad).unwrap();
        assert_eq!(opened.as_slice(), bytes(case, "plaintext"));
        for at in 0..blob.len() {
            let mut changed = blob.clone();
            changed[at] ^= 0x10;
            let error = open_legacy(&changed, &key, &aad).unwrap_err();
            assert!(error.is_not_authentic(), "byte {at}: {error}");
        }
        let error = open_legacy(&blob, &key, &[&aad[..], b"x"].concat()).unwrap_err();
        assert!(matches!(error, Error::Chunk { .. }));
    }
    assert!(lengths.len() >= 2, "{lengths:?}");
}

#[test]
fn derivations_of_v4_give_its_keys() {
    let golden = golden();
    for case in cases(&golden["hkdf_derive_symmetric_key"]) {
        let length = case["length"].as_u64().unwrap() as usize;
        let secret = bytes(case, "shared_secret");
        let key = legacy_hkdf(&secret, &bytes(case, "context"), length).unwrap();
        assert_eq!(key.as_slice(), bytes(case, "key"));
    }
    let example = &golden["password_example"];
    let password = example["password"].as_str().unwrap();
    let passphrase = Passphrase::new(password.into()).unwrap();
    let key = LegacyKdf::Pbkdf2.derive(&passphrase, &bytes(example, "salt")).unwrap();
    assert_eq!(key.expose().as_slice(), bytes(example, "derived_key"));
    let aad = example["aad"].as_str().unwrap().as_bytes();
    let opened = open_legacy(&bytes(example, "blob"), key.expose(), aad).unwrap();
    assert_eq!(opened.as_slice(), example["plaintext"].as_str().unwrap().as_bytes());
    let mut n_default = 0;
    for case in cases(&golden["scrypt"]) {
        let passphrase = Passphrase::new(case["password"].as_str().unwrap().into()).unwrap();
        let is_default =
            (&case["n"], &case["r"], &case["p"]) == (&16384.into(), &8.into(), &1.into());
        if is_default {
            let key = LegacyKdf::Scrypt.derive(&passphrase, &bytes(case, "salt")).unwrap();
            assert_eq!(key.expose().as_slice(), bytes(case, "key"));
            n_default += 1;
        }
    }
    assert!(n_default > 0);
}

#[test]
fn xor_tokens_are_refused_with_the_reason() {
    for case in cases(&golden()["legacy_security_encryption"]) {
        let token = case["token"].as_str().unwrap();
        let error = open_legacy(token.as_bytes(), &bytes(case, "key"), b"").unwrap_err();
        assert!(matches!(error, Error::XorLayout));
        assert!(error.to_string().contains("repeats every 32 bytes"));
    }
}

#[test]
fn exchange_is_that_of_the_standard_and_not_v4s() {
    for case in cases(&golden()["x25519"]) {
        let identity = |key: &str| {
            let secret = SecretKey::from_slice(&bytes(case, key), "scalar").unwrap();
            Identity::from_secret(&secret).unwrap()
        };
        let (one, other) = (identity("priv_a"), identity("priv_b"));
        let (right, wrong) = (&case["RFC7748"], &case["PEER_NONSTANDARD"]);
        assert_eq!(one.public().bytes().as_slice(), bytes(right, "pub_a"));
        assert_eq!(other.public().bytes().as_slice(), bytes(right, "pub_b"));
        let shared = one.shared_with(other.public().bytes()).unwrap();
        assert_eq!(shared.expose().as_slice(), bytes(right, "shared"));
        assert_ne!(shared.expose().as_slice(), bytes(wrong, "shared"));
    }
}
