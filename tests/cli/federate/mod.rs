//! `mfn federate`.

mod simulate;
