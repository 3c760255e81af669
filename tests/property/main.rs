//! What must hold for any input.

mod engine;
mod estimators;
mod features;
mod federate;
mod format;
mod rng;
