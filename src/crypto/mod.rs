//! Authenticated encryption of data sets: chunked, for several recipients, signed.
//!
//! The cipher is C2SP chunked encryption ([`chunked`]); a [`Header`] gives its key to recipients;
//! a sealed [`folder`] has an index and a public list, which a [`signature`] can vouch for.
//! Secrets are wiped when they are dropped, and no message, `Debug` or error holds one.

#[cfg(feature = "age")]
mod age;
pub mod chunked;
pub mod encoding;
mod error;
pub mod folder;
mod header;
pub mod keys;
mod legacy;
mod secret;
pub mod signature;

#[cfg(feature = "age")]
pub use crate::crypto::age::{AgeSecrets, generate_age_key, open_age, seal_age};
pub use crate::crypto::error::Error;
pub use crate::crypto::header::{Cost, Header, Limits, Purpose, Recipient, Secret, Unlocked};
pub use crate::crypto::legacy::{LegacyKdf, legacy_hkdf, open_legacy};
pub use crate::crypto::secret::{Passphrase, SecretKey, random_bytes};
