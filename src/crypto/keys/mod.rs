//! Keys of recipients: X25519 key pairs as text, raw keys as 32 bytes, and the files they are in.

mod files;
mod x25519;

pub use crate::crypto::keys::files::{
    check_secret_mode, parse_identities, read_identities, read_raw_key, read_secret_file,
    write_secret_file,
};
pub use crate::crypto::keys::x25519::{Identity, PublicKey};
