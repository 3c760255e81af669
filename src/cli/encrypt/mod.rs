//! Arguments of `mfn encrypt`.

mod keys;
mod whole;

pub(crate) use crate::cli::encrypt::keys::{AskedPassphrase, NewRecipients, Unlocking};
pub(crate) use crate::cli::encrypt::whole::{Format, Modular, Open, Seal, V4Kdf};

use crate::cli::Manner;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Arguments of `mfn encrypt`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn encrypt keygen --out me.key\n  \
    mfn encrypt seal out/sweep --to me.key.pub --out sealed\n  \
    mfn encrypt verify sealed\n  \
    mfn encrypt open sealed --identity me.key --out opened")]
pub(crate) struct Encrypt {
    #[command(subcommand)]
    pub(crate) action: Action,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Seal a file or a folder for recipients.
    Seal(Box<Seal>),
    /// Open what was sealed, or a part of it.
    Open(Box<Open>),
    /// Say what can be known of a sealed file or folder, without a key or with one.
    Inspect(Inspect),
    /// Check signature, manifest and every file, sealed or not, and name what is wrong.
    Verify(Verify),
    /// Make a key: to open with, to sign with, or a raw one.
    Keygen(Keygen),
    /// Sign a manifest or a file.
    Sign(Sign),
    /// Add or remove recipients; the data stay as they are.
    Recipients(Recipients),
    /// Seal again under a new data key.
    Rotate(Rotate),
}

/// Arguments of `mfn encrypt inspect`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn encrypt inspect sealed\n  \
    mfn encrypt inspect field.npy.sealed --identity me.key --json")]
pub(crate) struct Inspect {
    /// A sealed file or folder.
    pub(crate) input: PathBuf,

    #[command(flatten)]
    pub(crate) unlocking: Unlocking,

    #[command(flatten)]
    pub(crate) manner: Manner,
}

/// Arguments of `mfn encrypt verify`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn encrypt verify sealed --public-key lab.pub\n  \
    mfn encrypt verify sealed --identity me.key\n  \
    mfn encrypt verify out/sweep --public-key lab.pub --json")]
pub(crate) struct Verify {
    /// A data set, a sealed folder, a sealed file, or any file with its signature.
    pub(crate) input: PathBuf,

    /// The public key of who signed, as a file or as its line: the signature has to be there.
    #[arg(long, value_name = "KEY")]
    pub(crate) public_key: Option<String>,

    /// The signature [default: beside the manifest or the file, with .minisig after its name].
    #[arg(long, value_name = "FILE", requires = "public_key")]
    pub(crate) signature: Option<PathBuf>,

    /// The context that a sealed file was sealed with.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) context: String,

    #[command(flatten)]
    pub(crate) unlocking: Unlocking,

    #[command(flatten)]
    pub(crate) manner: Manner,
}

/// Arguments of `mfn encrypt keygen`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn encrypt keygen --out me.key\n  \
    mfn encrypt keygen --kind sign --out lab.key\n  \
    mfn encrypt keygen --kind raw --out data.key")]
pub(crate) struct Keygen {
    /// The file of the secret key, made with mode 0600; a public key goes to FILE.pub.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,

    /// What the key is for.
    #[arg(long, value_enum, default_value_t = KeyKind::X25519)]
    pub(crate) kind: KeyKind,

    /// Print one JSON object on standard output.
    #[arg(long)]
    pub(crate) json: bool,

    /// Print nothing but data and errors.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Kinds of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyKind {
    /// A key pair: seal for the public key, open with the secret one.
    X25519,
    /// A key pair of minisign: sign with the secret key, verify with the public one.
    Sign,
    /// 32 random bytes, that both seal and open.
    Raw,
    /// A key pair of age, for --format age.
    Age,
}

/// Arguments of `mfn encrypt sign`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn encrypt sign sealed --key lab.key\n  \
    mfn encrypt sign out/sweep --key lab.key --comment 'release 1.0'")]
pub(crate) struct Sign {
    /// A data set (its manifest.json is signed), a sealed folder (its seal.json), or any file.
    pub(crate) input: PathBuf,

    /// The secret signing key.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,

    /// The trusted comment, signed too [default: the name of what is signed].
    #[arg(long, value_name = "TEXT")]
    pub(crate) comment: Option<String>,

    /// The signature [default: beside what is signed, with .minisig after its name].
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Replace a signature that is there.
    #[arg(long)]
    pub(crate) force: bool,

    /// Print one JSON object on standard output.
    #[arg(long)]
    pub(crate) json: bool,

    /// Print nothing but data and errors.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Arguments of `mfn encrypt recipients`.
#[derive(Debug, Args)]
pub(crate) struct Recipients {
    #[command(subcommand)]
    pub(crate) change: Change,
}

/// How recipients change.
#[derive(Debug, Subcommand)]
pub(crate) enum Change {
    /// Give the data key to more recipients.
    #[command(after_help = "Example:\n  \
        mfn encrypt recipients add sealed --identity me.key --to you.key.pub")]
    Add(AddRecipients),
    /// Take recipients out of the header; they may have kept the data key: see `rotate`.
    #[command(after_help = "Example:\n  \
        mfn encrypt recipients remove sealed you.key.pub --identity me.key")]
    Remove(RemoveRecipients),
}

/// Arguments of `mfn encrypt recipients add`.
#[derive(Debug, Args)]
pub(crate) struct AddRecipients {
    /// A sealed file or folder; it is changed in place.
    pub(crate) input: PathBuf,

    #[command(flatten)]
    pub(crate) new: NewRecipients,

    #[command(flatten)]
    pub(crate) unlocking: Unlocking,

    #[command(flatten)]
    pub(crate) manner: Manner,
}

/// Arguments of `mfn encrypt recipients remove`.
#[derive(Debug, Args)]
pub(crate) struct RemoveRecipients {
    /// A sealed file or folder; it is changed in place.
    pub(crate) input: PathBuf,

    /// Public keys, files of them, or names that `inspect` tells with a key.
    #[arg(value_name = "RECIPIENT", required = true)]
    pub(crate) names: Vec<String>,

    #[command(flatten)]
    pub(crate) unlocking: Unlocking,

    #[command(flatten)]
    pub(crate) manner: Manner,
}

/// Arguments of `mfn encrypt rotate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn encrypt rotate sealed --identity me.key\n  \
    mfn encrypt rotate sealed --identity me.key --drop passphrase")]
pub(crate) struct Rotate {
    /// A sealed file or folder; it is replaced when all of it is sealed again.
    pub(crate) input: PathBuf,

    /// Leave out a recipient: a public key, a file of them, or a name that `inspect` tells.
    #[arg(long, value_name = "RECIPIENT")]
    pub(crate) drop: Vec<String>,

    /// The context that a sealed file was sealed with.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) context: String,

    #[command(flatten)]
    pub(crate) unlocking: Unlocking,

    #[command(flatten)]
    pub(crate) manner: Manner,
}
