//! Parquet Modular Encryption (AES_GCM_V1), as PyArrow, Spark and others read it with the key.
//!
//! The footer is encrypted too. Each key's metadata is key material of the kind that PyArrow's
//! `CryptoFactory` reads: it names the key, as `footer` or by its column, and wraps nothing, so a
//! `KmsClient` only has to give the key of that name.

mod file;
mod folder;
mod keys;

use crate::cli::encrypt::{Open, Seal};
use crate::commands::encrypt::file::{is_stream, refuse_existing};
use crate::commands::encrypt::folder::copying::digest_of;
use crate::commands::encrypt::opening::of_parts;
use crate::commands::encrypt::sealing::of_folders;
use crate::commands::encrypt::table::modular::file::{Plain, decrypt};
use crate::commands::encrypt::table::modular::keys::Keys;
use crate::commands::encrypt::{opening, print_json, refuse_flags};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use std::path::Path;
use std::sync::Arc;

/// Why a flag is refused.
const NOTHING: &str = "means nothing for Parquet's own encryption";

/// Encrypts a Parquet file, or all of a folder.
pub(crate) fn seal(seal: &Seal, output: &mut Output) -> Result<(), Failure> {
    check_streams(&seal.input, &seal.out)?;
    refuse_flags(&of_folders(seal), NOTHING)?;
    if !seal.to.is_empty() {
        let message = "Parquet's own encryption has keys, and no recipients: leave out --to";
        return Err(Failure::message(code::USAGE, message));
    }
    let keys = Arc::new(Keys::read(&seal.key_file, &seal.modular)?);
    let context = seal.context.as_deref().unwrap_or_default();
    if seal.input.is_dir() {
        return folder::seal(seal, &keys, context, output);
    }
    refuse_existing(&seal.out)?;
    let plain = Plain::open(&seal.input)?;
    let token = keys.token(&digest_of(&seal.input)?.sha256);
    check_columns(&keys, plain.columns())?;
    let rows = plain.encrypt(&seal.out, &keys, (context, token))?;
    let out = seal.out.display().to_string();
    if seal.manner.json {
        let column_keys: Vec<&str> = keys.columns().collect();
        let value = serde_json::json!({ "sealed": out, "rows": rows, "column_keys": column_keys });
        return print_json(&value, output);
    }
    output.note(&format!("{out}: {rows} rows encrypted by Parquet's own rules"));
    Ok(())
}

/// Decrypts a Parquet file or some of its row groups, or all of a folder.
pub(crate) fn open(open: &Open, output: &mut Output) -> Result<(), Failure> {
    check_streams(&open.input, &open.out)?;
    let [file, shard, range, _] = of_parts(open);
    let identity = (!open.unlocking.identity.is_empty(), "--identity");
    refuse_flags(&[file, shard, range, identity, (open.v4.asked, "--v4")], NOTHING)?;
    let keys = Arc::new(Keys::read(&open.unlocking.key_file, &open.modular)?);
    if open.input.is_dir() {
        return folder::open(open, &keys, output);
    }
    refuse_existing(&open.out)?;
    let groups = &open.selection.row_groups;
    let rows = decrypt(&open.input, &open.out, &keys, (&open.context, groups))?;
    opening::report(open, (rows, "rows"), output)
}

fn check_streams(input: &Path, out: &Path) -> Result<(), Failure> {
    if is_stream(input) || is_stream(out) {
        let message = "Parquet's own encryption is of one file or folder into another";
        return Err(Failure::message(code::USAGE, message));
    }
    Ok(())
}

/// Refuses keys of columns that no table has.
fn check_columns(keys: &Keys, columns: &[String]) -> Result<(), Failure> {
    let gone = keys.columns().find(|name| !columns.iter().any(|column| column == name));
    gone.map_or(Ok(()), |column| {
        let failure = Failure::message(code::USAGE, format!("there is no column {column}"));
        Err(failure.with_hint(format!("its columns are {}", columns.join(", "))))
    })
}
