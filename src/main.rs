//! The `mfn` binary.

fn main() {}
