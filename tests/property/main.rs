//! What must hold for any input.

mod engine;
mod features;
mod format;
mod rng;
