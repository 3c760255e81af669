//! Key files and signatures.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mfn_fuzz::{seed, targets::key_files};

fuzz_target!(
    init: seed("key_files", &key_files::samples()),
    |input: &[u8]| key_files::answers(input)
);
