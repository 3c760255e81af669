//! Made-up and mangled input: every parser answers, none panics, and nothing forged is believed.
//!
//! Each target runs for a moment; `MFN_FUZZ_SECONDS=600 cargo test --test crypto fuzzing` runs
//! each for ten minutes. `MFN_FUZZ_SEED` begins elsewhere. `scripts/fuzz.sh` gives the same targets
//! to libFuzzer, which sees the branches that an input takes.

#![allow(clippy::print_stderr, reason = "how much was tried belongs to the result")]

pub(crate) mod targets;

use crate::fuzzing::targets::{container, header, key_files, legacy, manifests};
use mfn::rng::Generator;
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

    /// Gives the samples and mangled ones to a target until the time is over; there were some.
    fn run(mut self, samples: &[Vec<u8>], target: fn(&[u8])) {
        for sample in samples {
            target(sample);
        }
        while Instant::now() < self.until || self.n_inputs < 100 {
            let input = self.mangled(samples);
            target(&input);
            self.n_inputs += 1;
        }
        eprintln!("{} inputs", self.n_inputs);
        assert!(self.n_inputs >= 100);
    }
}

#[test]
fn header_answers_anything() {
    Fuzzer::new().run(&header::samples(), header::answers);
}

#[test]
fn container_answers_anything() {
    Fuzzer::new().run(&container::samples(), container::answers);
}

#[test]
fn key_files_answer_anything() {
    Fuzzer::new().run(&key_files::samples(), key_files::answers);
}

#[test]
fn manifests_answer_anything() {
    Fuzzer::new().run(&manifests::samples(), manifests::answers);
}

#[test]
fn legacy_answers_anything() {
    Fuzzer::new().run(&legacy::samples(), legacy::answers);
}
