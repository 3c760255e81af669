//! What must hold for any input.

mod engine;
mod estimators;
mod features;
mod format;
mod rng;
