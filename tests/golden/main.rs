//! MFN v4.1's and NumPy's own numbers, bit for bit where they are exact.

mod features;
mod rng;
mod simulation;
