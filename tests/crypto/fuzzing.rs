//! Made-up and mangled input: every parser answers, none panics, and nothing forged is believed.
//!
//! Each target runs for a moment; `MFN_FUZZ_SECONDS=600 cargo test --test crypto fuzzing` runs
//! each for ten minutes. `MFN_FUZZ_SEED` begins elsewhere.

#![allow(clippy::print_stderr, reason = "how much was tried belongs to the result")]

use crate::noise;
use mfn::crypto::chunked::{Salt, SealedReader, open, seal};
use mfn::crypto::folder::{Index, IndexEntry, SealedFile, SealedList};
use mfn::crypto::keys::{Identity, PublicKey, parse_identities};
use mfn::crypto::signature::{Signature, SigningKey, VerifyingKey};
use mfn::crypto::{Cost, Header, Limits, Passphrase, Purpose, Recipient, Secret, SecretKey};
use mfn::rng::Generator;
use std::io::{Cursor, Read as _};
use std::time::{Duration, Instant};

/// Numbers at the edges of what lengths and counts can be.
const EDGES: [u64; 10] = [0, 1, 15, 16, 17, 0x7f, 0xff, 0xffff, 0x7fff_ffff, u64::MAX];

struct Fuzzer {
    rng: Generator,
    until: Instant,
    n_inputs: u64,
}

impl Fuzzer {
    fn new() -> Self {
        let number = |name: &str, otherwise: u64| {
            std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
        };
        let rng = Generator::from_seed(number("MFN_FUZZ_SEED", 1).into());
        let milliseconds = number("MFN_FUZZ_SECONDS", 0) * 1000 + 300;
        Self { rng, until: Instant::now() + Duration::from_millis(milliseconds), n_inputs: 0 }
    }

    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { self.rng.integers(0..end as i64).unwrap() as usize }
    }

    /// A mangled copy of one of the samples.
    fn mangled(&mut self, samples: &[Vec<u8>]) -> Vec<u8> {
        let index = self.below(samples.len());
        let mut bytes = samples[index].clone();
        for _ in 0..=self.below(4) {
            let (at, length) = (self.below(bytes.len()), 1 + self.below(40));
            let end = bytes.len().min(at + length);
            match self.below(8) {
                0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                1 if at < bytes.len() => bytes[at] = self.below(256) as u8,
                2 => bytes.truncate(at),
                3 => drop(bytes.drain(at..end)),
                4 => {
                    let copy = bytes[at..end].to_vec();
                    let to = self.below(bytes.len());
                    bytes.splice(to..to, copy);
                }
                5 => {
                    let edge = EDGES[self.below(EDGES.len())].to_le_bytes();
                    let width = [1, 2, 4, 8][self.below(4)].min(end - at);
                    bytes[at..at + width].copy_from_slice(&edge[..width]);
                }
                6 => {
                    let other = &samples[self.below(samples.len())];
                    let from = self.below(other.len());
                    bytes.truncate(at);
                    bytes.extend(&other[from..]);
                }
                _ => {
                    let random: Vec<u8> = (0..length).map(|_| self.below(256) as u8).collect();
                    bytes.splice(at..end, random);
                }
            }
        }
        bytes
    }

    /// Gives mangled samples to a target until the time is over; there were some.
    fn run(mut self, samples: &[Vec<u8>], mut target: impl FnMut(&[u8], bool)) {
        while Instant::now() < self.until || self.n_inputs < 100 {
            let input = self.mangled(samples);
            let is_sample = samples.contains(&input);
            target(&input, is_sample);
            self.n_inputs += 1;
        }
        eprintln!("{} inputs", self.n_inputs);
        assert!(self.n_inputs >= 100);
    }
}

#[test]
fn header_answers_anything() {
    let raw = SecretKey::from_slice(&[4; 32], "key").unwrap();
    let cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };
    let passphrase = Passphrase::new(b"x".to_vec()).unwrap();
    let identity = Identity::generate().unwrap();
    let recipients = [
        Recipient::Raw(raw.clone()),
        Recipient::Passphrase(passphrase.clone(), cost),
        Recipient::X25519(identity.public()),
    ];
    let header = |number: usize| {
        let key = SecretKey::random().unwrap();
        Header::new(Purpose::Message, [1; 16], &key, &recipients[..number]).unwrap()
    };
    let samples: Vec<Vec<u8>> = [1, 2, 3].map(|number| header(number).bytes().to_vec()).into();
    let limits = Limits { memory_kib: 64 };
    let secrets =
        [Secret::Raw(raw), Secret::Passphrase(passphrase), Secret::X25519(Box::new(identity))];
    Fuzzer::new().run(&samples, |input, _| {
        if let Ok(header) = Header::read(&mut &*input) {
            let _ = header.recipients();
            let opened = header.unlock(&secrets, limits).is_ok();
            // What follows a header is not its business; all else is authenticated.
            let is_true = samples.iter().any(|sample| header.bytes() == sample.as_slice());
            assert!(is_true || !opened, "a header that nobody made was believed");
        }
    });
}

#[test]
fn container_answers_anything() {
    let key = SecretKey::from_slice(&[5; 32], "key").unwrap();
    let plains: Vec<Vec<u8>> = [0, 100, 16384, 40_000].map(noise).into();
    let sealed = |plain: &Vec<u8>| {
        let mut sealed = Vec::new();
        seal(&mut plain.as_slice(), &mut sealed, &key, b"", Salt::random().unwrap()).unwrap();
        sealed
    };
    let samples: Vec<Vec<u8>> = plains.iter().map(sealed).collect();
    Fuzzer::new().run(&samples, |input, is_sample| {
        let mut opened = Vec::new();
        let result = open(&mut &*input, &mut opened, &key, b"");
        assert!(is_sample || result.is_err(), "a message that nobody sealed was opened");
        let begins = plains.iter().any(|plain| plain.starts_with(&opened));
        assert!(begins, "{} bytes that nobody sealed came out", opened.len());
        if let Ok(mut reader) = SealedReader::new(Cursor::new(input), 0, &key, b"") {
            let mut all = Vec::new();
            let result = reader.read_to_end(&mut all);
            assert!(plains.iter().any(|plain| plain.starts_with(&all)), "random access");
            assert!(is_sample || result.is_err() || !plains.contains(&all));
        }
    });
}

#[test]
fn key_files_answer_anything() {
    let identity = Identity::generate().unwrap();
    let signing = SigningKey::generate().unwrap();
    let signature = signing.sign(&mut &b"x"[..], "comment").unwrap();
    let verifying = signing.verifying_key();
    let samples = [
        format!("# mine\n{}\n", &*identity.to_text()).into_bytes(),
        identity.public().to_string().into_bytes(),
        signing.to_text().as_bytes().to_vec(),
        verifying.to_text().into_bytes(),
        signature.to_text().into_bytes(),
    ];
    Fuzzer::new().run(&samples, |input, _| {
        let _ = parse_identities(input);
        let _ = SigningKey::parse(input);
        if let Ok(text) = std::str::from_utf8(input) {
            let _ = PublicKey::parse(text);
            let _ = VerifyingKey::parse(text);
            if let Ok(found) = Signature::parse(text) {
                let holds = verifying.verify(&mut &b"x"[..], &found).is_ok();
                assert!(!holds || found == signature, "a signature that nobody made holds");
            }
        }
    });
}

#[test]
fn manifests_answer_anything() {
    let file = |path: &str| SealedFile {
        path: path.into(),
        key: 0,
        bytes: 72,
        sha256: "ab".repeat(32),
        token: None,
    };
    let list = SealedList { id: [1; 16], index: file("k0/i"), files: vec![file("a"), file("b")] };
    let entry = IndexEntry {
        path: "data/part.parquet".into(),
        bytes: 5,
        sha256: "cd".repeat(32),
        sealed: "k0/x".into(),
        key: 0,
    };
    let index = Index { id: [1; 16], files: vec![entry] };
    let samples = [list.to_json().unwrap().into_bytes(), index.to_padded_json().unwrap()];
    let leads_out = |path: &str| path.starts_with('/') || path.split('/').any(|part| part == "..");
    Fuzzer::new().run(&samples, |input, _| {
        if let Ok(list) = SealedList::parse(input) {
            assert!(!list.files.iter().any(|file| leads_out(&file.path)));
            assert_eq!(SealedList::parse(list.to_json().unwrap().as_bytes()).unwrap(), list);
        }
        if let Ok(index) = Index::parse(input) {
            let paths = index.files.iter().flat_map(|entry| [&entry.path, &entry.sealed]);
            assert!(!paths.into_iter().any(|path| leads_out(path)));
        }
    });
}
