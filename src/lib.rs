//! `mfn`: reaction–diffusion fields, pattern and fractal features, and ML-ready datasets.
//!
//! The way of one run: a preset is checked by [`config`], stepped by [`engine`] with observers,
//! summarised by [`features`], written by [`mod@format`] and drawn by [`plot`]. The rooms depend
//! one way; `docs/architecture.md` has the table and `tests/tidy.rs` holds it.

pub mod config;
pub mod crypto;
pub mod dataset;
pub mod engine;
pub mod features;
pub mod federate;
pub mod format;
pub mod fractal;
pub mod grid;
pub mod membrane;
pub mod model;
pub mod plot;
pub mod rng;
pub mod spectral;
pub mod verify;
