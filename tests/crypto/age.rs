//! age's own vectors (C2SP/CCTV), as the crate `age` carries them: all 123, by the name of each.
//!
//! `cargo test --features age --test crypto age`.

use mfn::crypto::{AgeSecrets, Passphrase, generate_age_key, open_age, seal_age};
use sha2::{Digest as _, Sha256};
use std::io::Read as _;
use std::path::PathBuf;
use std::process::Command;
use zeroize::Zeroizing;

/// Where the crate departs from the vectors, on purpose and by its own tests: two old forms of a
/// stanza are read, and white space before the armour is not skipped.
const DEPARTURES: [&str; 3] =
    ["stanza_missing_body", "stanza_missing_final_line", "armor_whitespace_outside"];

/// The folder of the vectors in the sources of the crate.
fn vectors() -> PathBuf {
    let arguments = ["metadata", "--format-version", "1", "--offline", "--features", "age"];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let age = packages.iter().find(|package| package["name"] == "age").unwrap();
    let manifest = PathBuf::from(age["manifest_path"].as_str().unwrap());
    manifest.with_file_name("tests").join("testdata/testkit")
}

/// A vector: its keys and values, and the file.
struct Vector {
    head: Vec<(String, String)>,
    file: Vec<u8>,
}

impl Vector {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
        let text = std::str::from_utf8(&bytes[..end]).unwrap();
        let pair = |line: &str| line.split_once(": ").map(|(k, v)| (k.to_owned(), v.to_owned()));
        let mut vector =
            Self { head: text.lines().filter_map(pair).collect(), file: bytes[end + 2..].to_vec() };
        if vector.values("compressed") == ["zlib"] {
            let mut file = Vec::new();
            let mut inflated = flate2::read::ZlibDecoder::new(vector.file.as_slice());
            inflated.read_to_end(&mut file).unwrap();
            vector.file = file;
        }
        vector
    }

    fn values(&self, key: &str) -> Vec<&str> {
        let fits = self.head.iter().filter(|(found, _)| found == key);
        fits.map(|(_, value)| value.as_str()).collect()
    }

    fn secrets(&self) -> AgeSecrets {
        let keys = self.values("identity").join("\n").into_bytes();
        let words = self.values("passphrase");
        let words = words.first().map(|words| Passphrase::new(words.as_bytes().to_vec()).unwrap());
        AgeSecrets::parse(&[Zeroizing::new(keys)], words.as_ref()).unwrap()
    }
}

#[test]
fn vectors_of_age_are_met_but_for_three_departures() {
    let (mut n_vectors, mut n_departures) = (0, 0);
    for entry in std::fs::read_dir(vectors()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let vector = Vector::parse(&std::fs::read(&path).unwrap());
        let mut payload = Vec::new();
        let result = open_age(&mut vector.file.as_slice(), &mut payload, &vector.secrets());
        let expect = vector.values("expect")[0];
        n_vectors += 1;
        if DEPARTURES.contains(&name.as_str()) {
            assert_eq!(result.is_ok(), expect != "success", "{name} departs no more");
            n_departures += 1;
            continue;
        }
        assert_eq!(result.is_ok(), expect == "success", "{name}: {expect}, {result:?}");
        if matches!(expect, "success" | "payload failure") {
            let digest = mfn::crypto::encoding::to_hex(&Sha256::digest(&payload));
            assert_eq!(digest, vector.values("payload")[0], "{name}");
        } else {
            assert!(payload.is_empty(), "{name}");
        }
        if let Err(error) = result {
            let is_key = matches!(expect, "no match" | "HMAC failure" | "payload failure");
            assert!(!is_key || error.is_not_authentic(), "{name}: {error}");
        }
    }
    assert_eq!((n_vectors, n_departures), (123, 3));
}

#[test]
fn what_is_sealed_is_opened() {
    let (secret, public) = generate_age_key();
    let (mut sealed, mut opened) = (Vec::new(), Vec::new());
    let plain = crate::noise(200_000);
    seal_age(&mut plain.as_slice(), &mut sealed, &[public], None).unwrap();
    let secrets = AgeSecrets::parse(&[Zeroizing::new(secret.as_bytes().to_vec())], None).unwrap();
    open_age(&mut sealed.as_slice(), &mut opened, &secrets).unwrap();
    assert!(opened == plain);
    for at in (0..sealed.len()).step_by(997) {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        let mut released = Vec::new();
        assert!(open_age(&mut changed.as_slice(), &mut released, &secrets).is_err());
        assert!(plain.starts_with(&released));
    }
}
