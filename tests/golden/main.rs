//! MFN v4.1's and NumPy's own numbers, bit for bit where they are exact.

mod datasets;
mod features;
mod ifs;
mod krum;
mod membrane;
mod rng;
mod simulation;
