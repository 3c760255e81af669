//! Sealed messages, and parts of them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mfn_fuzz::{seed, targets::container};

fuzz_target!(
    init: seed("container", &container::samples()),
    |input: &[u8]| container::answers(input)
);
