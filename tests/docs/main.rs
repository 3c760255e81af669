//! The documents say what the code says; `MFN_UPDATE=1 cargo test --test docs` rewrites them.

mod features;
mod federate;
mod models;
mod page;
mod presets;
mod steppers;
