//! Ed25519 signatures (RFC 8032), in the files of minisign, verified strictly.
//!
//! A signature is over the BLAKE2b-512 digest of the message, as minisign's prehashed form `ED`,
//! and a second one over the first and the trusted comment. Verification refuses keys and points
//! of small order and encodings that are not canonical, so a signature holds for one message and
//! one key.

mod minisign;

pub use crate::crypto::signature::minisign::{Signature, SigningKey, VerifyingKey};
