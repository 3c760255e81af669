//! `mfn federate`.

mod aggregate;
mod simulate;
