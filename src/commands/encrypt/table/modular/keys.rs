//! The keys of a table: that of the footer, and those of columns that have one of their own.

use crate::cli::encrypt::Modular;
use crate::commands::encrypt::secrets::about;
use crate::commands::failure::{Failure, code};
use mfn::crypto::Error;
use mfn::crypto::encoding::to_hex;
use mfn::crypto::keys::read_secret_file;
use parquet::encryption::decrypt::{FileDecryptionProperties, KeyRetriever};
use parquet::encryption::encrypt::FileEncryptionProperties;
use parquet::errors::ParquetError;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The name of the key of the footer and of columns without one of their own.
const FOOTER: &str = "footer";

type Key = Zeroizing<Vec<u8>>;

/// The keys of a table.
pub(super) struct Keys {
    footer: Key,
    columns: BTreeMap<String, Key>,
}

impl Keys {
    pub(super) fn read(key_files: &[PathBuf], modular: &Modular) -> Result<Self, Failure> {
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

    /// The columns with a key of their own.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// What tells that a file was encrypted from one with this SHA-256, with these keys. It is kept
    /// where only the footer's key opens it.
    pub(super) fn token(&self, source: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(source);
        let footer = (FOOTER, &self.footer);
        let columns = self.columns.iter().map(|(name, key)| (name.as_str(), key));
        for (name, key) in [footer].into_iter().chain(columns) {
            hash.update([0]);
            hash.update(name);
            hash.update([0]);
            hash.update(Sha256::digest(key));
        }
        to_hex(&hash.finalize())
    }

    /// What encrypts a table with these columns, some of which may have a key here.
    pub(super) fn encryption(
        &self,
        columns: &[String],
        context: &str,
    ) -> Result<Arc<FileEncryptionProperties>, ParquetError> {
        let mut encryption = FileEncryptionProperties::builder(self.footer.to_vec())
            .with_footer_key_metadata(material(FOOTER, true));
        if columns.iter().any(|column| self.columns.contains_key(column)) {
            for path in columns {
                // A column without a key of its own would not be encrypted once another has one.
                let (name, key) = match self.columns.get(path) {
                    Some(key) => (path.as_str(), key),
                    None => (FOOTER, &self.footer),
                };
                let material = material(name, false);
                encryption = encryption.with_column_key_and_metadata(path, key.to_vec(), material);
            }
        }
        if !context.is_empty() {
            encryption = encryption.with_aad_prefix(context.as_bytes().to_vec());
        }
        encryption.build()
    }

    /// What decrypts with one key, or with the key that each column's metadata names.
    pub(super) fn decryption(
        self: &Arc<Self>,
        context: &str,
    ) -> Result<Arc<FileDecryptionProperties>, ParquetError> {
        let aad = context.as_bytes();
        if self.columns.is_empty() {
            let decryption = FileDecryptionProperties::builder(self.footer.to_vec());
            return match aad {
                [] => decryption.build(),
                aad => decryption.with_aad_prefix(aad.to_vec()).build(),
            };
        }
        let keys: Arc<dyn KeyRetriever> = Arc::<Self>::clone(self);
        let decryption = FileDecryptionProperties::with_key_retriever(keys);
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
