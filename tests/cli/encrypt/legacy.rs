//! Ciphertexts of MFN v4.1: opened with its key or its passphrase; its XOR layout is refused.

use crate::encrypt::{encrypt, place, secret};
use crate::read;
use mfn::crypto::encoding::from_hex;
use serde_json::Value;

fn golden() -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/golden/crypto.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn ciphertexts_of_v4_open_with_key_or_passphrase() {
    let (place, golden) = (place(), golden());
    let bytes = |case: &Value, key: &str| {
        from_hex(case[key].as_str().unwrap_or_default()).unwrap().to_vec()
    };
    let case = &golden["aes_gcm"]["cases"][1];
    std::fs::write(place.path("blob"), bytes(case, "blob")).unwrap();
    secret(&place.path("v4.key"), &bytes(case, "key"));
    encrypt(&place, "open blob --v4 --key-file v4.key --out plain").expect(0);
    assert_eq!(read(&place.path("plain")), bytes(case, "plaintext"));
    let wrong = encrypt(&place, "open blob --v4 --key-file v4.key --context other --out x");
    wrong.expect(1).says(&["not authentic"]);

    let case = &golden["password_example"];
    std::fs::write(place.path("blob"), bytes(case, "blob")).unwrap();
    secret(&place.path("words"), case["password"].as_str().unwrap().as_bytes());
    let salt = case["salt"].as_str().unwrap();
    let open = format!(
        "open blob --v4 --passphrase-file words --v4-salt {salt} --context ctx --out again"
    );
    encrypt(&place, &open).expect(0);
    assert_eq!(read(&place.path("again")), case["plaintext"].as_str().unwrap().as_bytes());
    encrypt(&place, "open blob --v4 --out x").expect(2);
}

#[test]
fn xor_layout_is_refused_with_the_reason() {
    let (place, golden) = (place(), golden());
    let case = &golden["legacy_security_encryption"]["cases"][0];
    std::fs::write(place.path("token"), case["token"].as_str().unwrap()).unwrap();
    let refused = encrypt(&place, "open token --v4 --key-file raw.key --out x");
    refused.expect(4).says(&["XOR layout", "repeats every 32 bytes", "hint:"]);
    assert!(!place.path("x").exists());
}
