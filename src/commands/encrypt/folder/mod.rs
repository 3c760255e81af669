//! Sealed folders on disk: making them, opening them, what an earlier sealer left.

pub(crate) mod contents;
pub(crate) mod copying;
pub(crate) mod finish;
pub(crate) mod memory;
pub(crate) mod open;
pub(crate) mod place;
pub(crate) mod seal;
pub(crate) mod session;
