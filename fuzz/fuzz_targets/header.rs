//! Headers of sealed files and folders.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mfn_fuzz::{seed, targets::header};

fuzz_target!(
    init: seed("header", &header::samples()),
    |input: &[u8]| header::answers(input)
);
