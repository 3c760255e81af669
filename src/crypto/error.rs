//! What can go wrong with sealed data, keys and signatures.

use std::io;

/// Why data are not opened, or not believed.
///
/// No message holds a secret, a plaintext or a byte of a key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The commitment to the key is another.
    #[error("not authentic: the key, the context or the first 56 bytes are not those it has")]
    Commitment,
    /// A chunk was changed, moved or repeated, or something follows the last one.
    #[error("not authentic: chunk {index} is not the one that was sealed there")]
    Chunk {
        /// Number of the chunk, counted from 0.
        index: u64,
    },
    /// The data end before their end.
    #[error("not authentic: {what} is cut short")]
    Truncated {
        /// What ends early.
        what: &'static str,
    },
    /// The header was put together from others, or changed.
    #[error("not authentic: the header was changed, or is that of another file")]
    HeaderAltered,
    /// None of the recipients is the one that asks.
    #[error(
        "not opened: {tried} fits none of the {recipients} recipients, or the header was changed"
    )]
    NoRecipient {
        /// The secrets that were tried, by their kind.
        tried: String,
        /// Recipients in the header.
        recipients: usize,
    },
    /// What was opened is not what the list says.
    #[error("not authentic: {path} {found}")]
    Content {
        /// The file.
        path: String,
        /// What is wrong with it.
        found: String,
    },
    /// A signature does not hold.
    #[error("the signature does not hold: {found}")]
    Signature {
        /// What is wrong.
        found: &'static str,
    },
    /// Made for something else.
    #[error("no {wanted}: {found}")]
    Unrecognised {
        /// What was wanted: `sealed file`, `public key`.
        wanted: &'static str,
        /// What was found.
        found: String,
    },
    /// Written by another version of the format.
    #[error("version {found} of the {format} is not known: wanted {wanted}")]
    Version {
        /// The format.
        format: &'static str,
        /// Version found.
        found: u64,
        /// Version wanted.
        wanted: u64,
    },
    /// The content does not follow the format.
    #[error("{format} is malformed: {found}")]
    Malformed {
        /// The format.
        format: &'static str,
        /// What was found.
        found: String,
    },
    /// A derivation that would take too much memory or time.
    #[error("Argon2id with {found} {what} is refused: at most {most}")]
    Costly {
        /// What there is too much of: `KiB of memory`, `passes`.
        what: &'static str,
        /// How much.
        found: u64,
        /// How much is accepted.
        most: u64,
    },
    /// A passphrase without a letter.
    #[error("the passphrase is empty: wanted at least 1 byte")]
    EmptyPassphrase,
    /// A key that everybody knows the outcome of.
    #[error("{what} is of small order: everybody could compute what it is to hide")]
    SmallOrder {
        /// What it is: `the public key`.
        what: &'static str,
    },
    /// A key file that others may read.
    #[error("the key file can be read by others: its mode is {mode:03o}, wanted 600 or 400")]
    Permissions {
        /// Permission bits found.
        mode: u32,
    },
    /// A key of another length.
    #[error("the {what} has {found} bytes: wanted {wanted}")]
    Length {
        /// What it is: `raw key file`.
        what: &'static str,
        /// Bytes found.
        found: u64,
        /// Bytes wanted.
        wanted: &'static str,
    },
    /// A number that cannot be.
    #[error("{found} {what}: at most {most}")]
    TooMany {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: u64,
        /// How many there may be.
        most: u64,
    },
    /// A range outside the data.
    #[error("bytes {start}..{end} are not all there: it holds {length}")]
    Range {
        /// First byte.
        start: u64,
        /// The byte after the last.
        end: u64,
        /// Bytes there are.
        length: u64,
    },
    /// The broken cipher of MFN v4.1.
    #[error(
        "this is MFN v4.1's XOR layout, and it is not opened: its key stream repeats every 32 \
         bytes, so it hides nothing longer, and its one key serves cipher and tag alike"
    )]
    XorLayout,
    /// The operating system gives no random numbers.
    #[error("the operating system gives no random numbers: {source}")]
    Random {
        /// Why not.
        source: getrandom::Error,
    },
    /// A limit of an implementation below this one.
    #[error("{what} was refused by the cipher's implementation")]
    Refused {
        /// What was asked for.
        what: &'static str,
    },
    /// The operating system refused.
    #[error("cannot {action}: {source}")]
    Io {
        /// What was tried: `read`, `write`.
        action: &'static str,
        /// Why it failed.
        source: io::Error,
    },
}

impl Error {
    /// True if the data, the key or the signature is not the right one: the answer is no.
    pub fn is_not_authentic(&self) -> bool {
        matches!(
            self,
            Self::Commitment
                | Self::Chunk { .. }
                | Self::Truncated { .. }
                | Self::HeaderAltered
                | Self::NoRecipient { .. }
                | Self::Content { .. }
                | Self::Signature { .. }
                | Self::SmallOrder { .. }
        )
    }

    /// The way out, where there is one to name.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Commitment => Some("give the context that it was sealed with"),
            Self::Permissions { .. } => Some("chmod 600 the file"),
            Self::Costly { .. } => Some("--argon2-limit raises the limit, if you trust the file"),
            Self::XorLayout => Some("read it with MFN v4.1 itself, then seal it with this program"),
            _ => None,
        }
    }
}

/// Turns an operating-system error into [`Error::Io`].
pub(crate) fn io_error(action: &'static str) -> impl FnOnce(io::Error) -> Error {
    move |source| Error::Io { action, source }
}
