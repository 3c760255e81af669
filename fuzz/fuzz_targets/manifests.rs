//! Lists and indices of sealed folders, manifests of data sets.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mfn_fuzz::{seed, targets::manifests};

fuzz_target!(
    init: seed("manifests", &manifests::samples()),
    |input: &[u8]| manifests::answers(input)
);
