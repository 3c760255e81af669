//! Ciphertexts of MFN v4.1.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mfn_fuzz::{seed, targets::legacy};

fuzz_target!(
    init: seed("legacy", &legacy::samples()),
    |input: &[u8]| legacy::answers(input)
);
