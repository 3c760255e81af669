//! Arguments that name keys and passphrases. No secret is ever an argument itself.

use clap::Args;
use std::path::PathBuf;

/// Where a passphrase comes from.
#[derive(Debug, Args)]
pub(crate) struct AskedPassphrase {
    /// Ask for a passphrase on the terminal.
    #[arg(long, group = "passphrase_source")]
    pub(crate) passphrase: bool,

    /// Take the passphrase from a file; one line ending at its end is no part of it.
    #[arg(long, value_name = "FILE", group = "passphrase_source")]
    pub(crate) passphrase_file: Option<PathBuf>,

    /// Take the passphrase from an open file descriptor.
    #[arg(long, value_name = "N", group = "passphrase_source")]
    pub(crate) passphrase_fd: Option<u32>,

    /// Take the passphrase from an environment variable.
    #[arg(long, value_name = "VARIABLE", group = "passphrase_source")]
    pub(crate) passphrase_env: Option<String>,
}

/// What opens: an identity, a raw key, a passphrase.
#[derive(Debug, Args)]
pub(crate) struct Unlocking {
    /// A file of X25519 secret keys, as of `mfn encrypt keygen`.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) identity: Vec<PathBuf>,

    /// A raw key of 32 bytes.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) passphrase: AskedPassphrase,

    /// Accept Argon2id with up to so much memory from a header.
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    pub(crate) argon2_limit: u32,
}

/// Recipients that are added.
#[derive(Debug, Args)]
pub(crate) struct NewRecipients {
    /// A public key, or a file of them.
    #[arg(long, value_name = "KEY")]
    pub(crate) to: Vec<String>,

    /// Add a raw key of 32 bytes.
    #[arg(long, value_name = "FILE")]
    pub(crate) add_key_file: Vec<PathBuf>,

    /// Add the passphrase in a file.
    #[arg(long, value_name = "FILE")]
    pub(crate) add_passphrase_file: Option<PathBuf>,

    /// Memory of Argon2id for a new passphrase.
    #[arg(long, value_name = "MIB", default_value_t = 64,
        value_parser = clap::value_parser!(u32).range(1..=4_194_303))]
    pub(crate) argon2_memory: u32,
}
