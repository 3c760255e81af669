//! Arguments of `mfn encrypt seal` and `open`.

use crate::cli::Manner;
use crate::cli::encrypt::keys::{AskedPassphrase, Unlocking};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Arguments of `mfn encrypt seal`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn encrypt seal field.npy --out field.npy.sealed --passphrase-file pass.txt\n  \
    mfn encrypt seal out/sweep --to me.key.pub --to you.key.pub --out sealed\n  \
    mfn encrypt seal out/sweep --to me.key.pub --hide-names --hide-sizes --out sealed\n  \
    mfn encrypt seal t.parquet --parquet-modular --key-file data.key --out t.enc.parquet\n  \
    tar c out | mfn encrypt seal - --key-file data.key --out - > out.tar.sealed")]
pub(crate) struct Seal {
    /// A file, a folder with all below it, or `-` for standard input.
    pub(crate) input: PathBuf,

    /// The sealed file or folder; `-` for standard output.
    #[arg(long, value_name = "OUT")]
    pub(crate) out: PathBuf,

    /// A public key, or a file of them: its owner can open it.
    #[arg(long, value_name = "KEY")]
    pub(crate) to: Vec<String>,

    /// A raw key of 32 bytes: whoever has it can open it.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) passphrase: AskedPassphrase,

    /// Memory of Argon2id for the passphrase.
    #[arg(long, value_name = "MIB", default_value_t = 64,
        value_parser = clap::value_parser!(u32).range(1..=4_194_303))]
    pub(crate) argon2_memory: u32,

    /// Bind the sealed file to a text that has to be given again to open it.
    #[arg(long, value_name = "TEXT")]
    pub(crate) context: Option<String>,

    /// Of a folder: give the sealed files random names.
    #[arg(long)]
    pub(crate) hide_names: bool,

    /// Of a folder: pad the files so that their sizes tell little, at most 12 % more.
    #[arg(long)]
    pub(crate) hide_sizes: bool,

    /// Of a folder: an identity among the recipients, to go on where an earlier one stopped.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) identity: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) modular: Modular,

    /// The format: this program's own, or age's.
    #[arg(long, value_enum, default_value_t = Format::Mfn)]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) manner: Manner,
}

/// Formats of sealed files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Seekable, for any recipient, with a context.
    Mfn,
    /// age v1, for keys of age or a passphrase.
    Age,
}

/// Parquet's own encryption.
#[derive(Debug, Args)]
pub(crate) struct Modular {
    /// Encrypt a Parquet file, or all of them below a folder, by Parquet's own rules, as PyArrow
    /// reads it: the footer and all columns with --key-file, a key of 16 or 32 bytes.
    #[arg(long, conflicts_with = "passphrase_source")]
    pub(crate) parquet_modular: bool,

    /// Of Parquet's own encryption: a column with a key of its own, in a file.
    #[arg(long, value_name = "COLUMN=FILE", requires = "parquet_modular")]
    pub(crate) column_key: Vec<String>,
}

/// Arguments of `mfn encrypt open`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    mfn encrypt open field.npy.sealed --passphrase-file pass.txt --out field.npy\n  \
    mfn encrypt open sealed --identity me.key --out opened\n  \
    mfn encrypt open sealed --identity me.key --shard 3 --out opened\n  \
    mfn encrypt open field.npy.sealed --identity me.key --range 0:128 --out -\n  \
    mfn encrypt open table.parquet.sealed -i me.key --row-groups 0,3 --out rows.parquet")]
pub(crate) struct Open {
    /// A sealed file or folder, or `-` for standard input.
    pub(crate) input: PathBuf,

    /// The opened file or folder; `-` for standard output.
    #[arg(long, value_name = "OUT")]
    pub(crate) out: PathBuf,

    #[command(flatten)]
    pub(crate) selection: Selection,

    /// The context that a file was sealed with.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) context: String,

    #[command(flatten)]
    pub(crate) unlocking: Unlocking,

    #[command(flatten)]
    pub(crate) v4: V4,

    #[command(flatten)]
    pub(crate) modular: Modular,

    /// The format: this program's own, or age's.
    #[arg(long, value_enum, default_value_t = Format::Mfn)]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) manner: Manner,
}

/// Which part is opened.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Bytes START:END of the opened file, counted from 0, without END; either may be left out.
    #[arg(long, value_name = "START:END")]
    pub(crate) range: Option<String>,

    /// Of a folder: only the file with this path; `*` stands for any letters.
    #[arg(long, value_name = "PATH")]
    pub(crate) file: Vec<String>,

    /// Of a data set: only the files of chunk N, as data/part-00000N.parquet.
    #[arg(long, value_name = "N")]
    pub(crate) shard: Vec<u32>,

    /// Of a Parquet file: only these row groups, counted from 0, as 0,3,4.
    #[arg(long, value_name = "LIST", value_delimiter = ',', conflicts_with = "range")]
    pub(crate) row_groups: Vec<usize>,
}

/// Ciphertexts of MFN v4.1.
#[derive(Debug, Args)]
pub(crate) struct V4 {
    /// The input is a ciphertext of MFN v4.1: nonce, ciphertext, tag; its key is --key-file (16,
    /// 24 or 32 bytes), or is derived from the passphrase.
    #[arg(id = "v4", long = "v4")]
    pub(crate) asked: bool,

    /// How MFN v4.1 derived the key from the passphrase.
    #[arg(long = "v4-kdf", value_enum, default_value_t = V4Kdf::Pbkdf2)]
    pub(crate) kdf: V4Kdf,

    /// The salt of that derivation, in hexadecimal.
    #[arg(long = "v4-salt", value_name = "HEX", requires = "v4")]
    pub(crate) salt: Option<String>,
}

/// Derivations of MFN v4.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum V4Kdf {
    /// PBKDF2-HMAC-SHA-256, 100 000 iterations.
    Pbkdf2,
    /// scrypt, N = 2¹⁴, r = 8, p = 1.
    Scrypt,
}
