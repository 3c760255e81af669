//! Parquet Modular Encryption (AES_GCM_V1), as PyArrow, Spark and others read it with the key.
//!
//! The footer is encrypted too. Each key's metadata is key material of the kind that PyArrow's
//! `CryptoFactory` reads: it names the key, as `footer` or by its column, and wraps nothing, so a
//! `KmsClient` only has to give the key of that name.

use crate::cli::encrypt::{Modular, Open, Seal};
use crate::commands::encrypt::secrets::about;
use crate::commands::encrypt::{file, opening, print_json, table};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::crypto::Error;
use mfn::crypto::keys::read_secret_file;
use mfn::format::AtomicFile;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::encryption::decrypt::{FileDecryptionProperties, KeyRetriever};
use parquet::encryption::encrypt::FileEncryptionProperties;
use parquet::errors::ParquetError;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The name of the key of the footer and of columns without one of their own.
const FOOTER: &str = "footer";

type Key = Zeroizing<Vec<u8>>;

/// The keys of a table.
struct Keys {
    footer: Key,
    columns: BTreeMap<String, Key>,
}

impl Keys {
    fn read(key_files: &[PathBuf], modular: &Modular) -> Result<Self, Failure> {
        let [footer] = key_files else {
            let message = "--parquet-modular wants one --key-file: the key of the footer";
            return Err(Failure::message(code::USAGE, message));
        };
        let mut columns = BTreeMap::new();
        for text in &modular.column_key {
            let (column, path) = text.split_once('=').ok_or_else(|| {
                let message = format!("--column-key {text} is none: wanted COLUMN=FILE");
                Failure::message(code::USAGE, message)
            })?;
            columns.insert(column.to_owned(), key(Path::new(path))?);
        }
        Ok(Self { footer: key(footer)?, columns })
    }
}

impl Keys {
    /// What decrypts with one key, or with the key that each column's metadata names.
    fn into_decryption(self, aad: &[u8]) -> Result<Arc<FileDecryptionProperties>, ParquetError> {
        if self.columns.is_empty() {
            let decryption = FileDecryptionProperties::builder(self.footer.to_vec());
            return match aad {
                [] => decryption.build(),
                aad => decryption.with_aad_prefix(aad.to_vec()).build(),
            };
        }
        let decryption = FileDecryptionProperties::with_key_retriever(Arc::new(self));
        match aad {
            [] => decryption.build(),
            aad => decryption.with_aad_prefix(aad.to_vec()).build(),
        }
    }
}

impl KeyRetriever for Keys {
    fn retrieve_key(&self, key_metadata: &[u8]) -> Result<Vec<u8>, ParquetError> {
        let material: Option<Value> = serde_json::from_slice(key_metadata).ok();
        let name = material.as_ref().and_then(|material| material["masterKeyID"].as_str());
        let key = match name {
            Some(FOOTER) => Some(&self.footer),
            name => name.and_then(|name| self.columns.get(name)),
        };
        let name = name.unwrap_or("without a name");
        key.map(|key| key.to_vec())
            .ok_or_else(|| ParquetError::General(format!("the key {name} is not given")))
    }
}

/// A key of 16 or 32 bytes.
fn key(path: &Path) -> Result<Key, Failure> {
    let key = read_secret_file(path).map_err(about(path))?;
    if !matches!(key.len(), 16 | 32) {
        let (what, found, wanted) = ("key of Parquet's encryption", key.len() as u64, "16 or 32");
        return Err(about(path)(Error::Length { what, found, wanted }));
    }
    Ok(key)
}

/// Encrypts a Parquet file.
pub(crate) fn seal(seal: &Seal, output: &mut Output) -> Result<(), Failure> {
    check_files(&seal.input, &seal.out)?;
    if !seal.to.is_empty() {
        let message = "Parquet's own encryption has keys, and no recipients: leave out --to";
        return Err(Failure::message(code::USAGE, message));
    }
    let keys = Keys::read(&seal.key_file, &seal.modular)?;
    let failed = |error: ParquetError| {
        Failure::message(code::FILE, error).about(&seal.input.display().to_string())
    };
    let builder = ParquetRecordBatchReaderBuilder::try_new(file::open(&seal.input)?);
    let builder = builder.map_err(failed)?;
    let paths: Vec<String> =
        builder.parquet_schema().columns().iter().map(|column| column.path().string()).collect();
    if let Some(column) = keys.columns.keys().find(|column| !paths.contains(column)) {
        let failure = Failure::message(code::USAGE, format!("there is no column {column}"));
        return Err(failure.with_hint(format!("its columns are {}", paths.join(", "))));
    }
    let mut encryption = FileEncryptionProperties::builder(keys.footer.to_vec())
        .with_footer_key_metadata(material(FOOTER, true));
    if !keys.columns.is_empty() {
        for path in &paths {
            // A column without a key of its own would not be encrypted once another has one.
            let (name, key) = match keys.columns.get(path) {
                Some(key) => (path.as_str(), key),
                None => (FOOTER, &keys.footer),
            };
            let material = material(name, false);
            encryption = encryption.with_column_key_and_metadata(path, key.to_vec(), material);
        }
    }
    if let Some(context) = &seal.context {
        encryption = encryption.with_aad_prefix(context.as_bytes().to_vec());
    }
    let properties = table::properties(&builder)
        .and_then(|properties| {
            Ok(properties.with_file_encryption_properties(encryption.build()?).build())
        })
        .map_err(failed)?;
    let mut atomic = AtomicFile::create(&seal.out)?;
    let n_rows = table::copy(builder, &[], properties, atomic.file_mut()).map_err(failed)?;
    atomic.commit()?;
    let out = seal.out.display().to_string();
    if seal.manner.json {
        let value = serde_json::json!({
            "sealed": out, "rows": n_rows, "column_keys": keys.columns.keys().collect::<Vec<_>>(),
        });
        return print_json(&value, output);
    }
    output.note(&format!("{out}: {n_rows} rows encrypted by Parquet's own rules"));
    Ok(())
}

/// Decrypts a Parquet file, or some of its row groups.
pub(crate) fn open(open: &Open, output: &mut Output) -> Result<(), Failure> {
    check_files(&open.input, &open.out)?;
    let keys = Keys::read(&open.unlocking.key_file, &open.modular)?;
    let mut input = file::open(&open.input)?;
    check_magic(&mut input, &open.input)?;
    let name = open.input.display().to_string();
    let failed = |error: ParquetError| {
        let message = format!("not authentic: another key, or it was changed ({error})");
        Failure::message(code::NO, message).about(&name)
    };
    let aad = open.context.as_bytes();
    let has_columns = !keys.columns.is_empty();
    let decryption = keys.into_decryption(aad).map_err(failed)?;
    let options = ArrowReaderOptions::new().with_file_decryption_properties(decryption);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(input, options);
    let builder = builder.map_err(failed).map_err(|failure| {
        if has_columns {
            failure
        } else {
            failure.with_hint("columns with keys of their own want --column-key")
        }
    })?;
    let groups = &open.selection.row_groups;
    table::check_groups(&builder, groups)?;
    let properties = table::properties(&builder).map_err(failed)?.build();
    let mut atomic = AtomicFile::create(&open.out)?;
    let n_rows = table::copy(builder, groups, properties, atomic.file_mut()).map_err(failed)?;
    atomic.commit()?;
    opening::report(open, (n_rows, "rows"), output)
}

/// One file into another.
fn check_files(input: &Path, out: &Path) -> Result<(), Failure> {
    if file::is_stream(input) || file::is_stream(out) || input.is_dir() {
        let message = "Parquet's own encryption is of one file into another";
        return Err(Failure::message(code::USAGE, message));
    }
    file::refuse_existing(out)
}

/// A file with an encrypted footer ends with `PARE`.
fn check_magic(file: &mut File, path: &Path) -> Result<(), Failure> {
    let mut magic = [0; 4];
    let read = file.seek(SeekFrom::End(-4)).and_then(|_| file.read_exact(&mut magic));
    match read {
        Ok(()) if magic == *b"PARE" => Ok(()),
        _ => {
            let found = "it does not end with `PARE`".to_owned();
            let wanted = "Parquet file with an encrypted footer";
            Err(about(path)(Error::Unrecognised { wanted, found }))
        }
    }
}

/// Key material of version 1 (parquet-format, "Parquet key management tools"): no more than a name.
fn material(name: &str, is_footer: bool) -> Vec<u8> {
    let mut material = serde_json::json!({
        "keyMaterialType": "PKMT1",
        "internalStorage": true,
        "isFooterKey": is_footer,
        "masterKeyID": name,
        "wrappedDEK": name,
        "doubleWrapping": false,
    });
    if is_footer {
        material["kmsInstanceID"] = "DEFAULT".into();
        material["kmsInstanceURL"] = "DEFAULT".into();
    }
    material.to_string().into_bytes()
}
