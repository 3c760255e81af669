//! Rules that choose some updates by their distances from each other.

mod bulyan;
mod krum;
mod mda;
mod monna;
mod v4;

pub(crate) use crate::federate::rules::selection::bulyan::bulyan;
pub use crate::federate::rules::selection::krum::KrumVariant;
pub(crate) use crate::federate::rules::selection::krum::{krum, krum_scores, least, multi_krum};
pub(crate) use crate::federate::rules::selection::mda::mda;
pub(crate) use crate::federate::rules::selection::monna::monna;
pub(crate) use crate::federate::rules::selection::v4::krum_v4;
