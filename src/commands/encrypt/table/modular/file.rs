//! One table, encrypted or decrypted.

use crate::commands::encrypt::file;
use crate::commands::encrypt::secrets::about;
use crate::commands::encrypt::table;
use crate::commands::encrypt::table::modular::keys::Keys;
use crate::commands::failure::{Failure, code};
use mfn::crypto::Error;
use mfn::format::AtomicFile;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The note in the encrypted footer that tells what was encrypted, as [`Keys::token`].
const SOURCE: &str = "mfn.source";

type Builder = ParquetRecordBatchReaderBuilder<File>;

/// A table that is not encrypted yet.
pub(super) struct Plain {
    path: PathBuf,
    builder: Builder,
    columns: Vec<String>,
}

impl Plain {
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let builder = Builder::try_new(file::open(path)?).map_err(unreadable(path))?;
        let columns = builder.parquet_schema().columns().iter();
        let columns = columns.map(|column| column.path().string()).collect();
        Ok(Self { path: path.to_owned(), builder, columns })
    }

    /// The paths of its columns.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Encrypts it, with the token that tells what it was; returns the number of rows.
    pub(super) fn encrypt(
        self,
        out: &Path,
        keys: &Keys,
        (context, token): (&str, String),
    ) -> Result<u64, Failure> {
        let Self { path, builder, columns } = self;
        let mut notes = table::notes(&builder);
        notes.push(KeyValue::new(SOURCE.to_owned(), token));
        let properties = table::properties(&builder, notes).and_then(|properties| {
            let encryption = keys.encryption(&columns, context)?;
            Ok(properties.with_file_encryption_properties(encryption).build())
        });
        let properties = properties.map_err(unreadable(&path))?;
        let mut atomic = AtomicFile::create(out)?;
        let rows = table::copy(builder, &[], properties, atomic.file_mut());
        let rows = rows.map_err(unreadable(&path))?;
        atomic.commit()?;
        Ok(rows)
    }
}

fn unreadable(path: &Path) -> impl Fn(ParquetError) -> Failure {
    let name = path.display().to_string();
    move |error| Failure::message(code::FILE, error).about(&name)
}

/// Decrypts a table, or some of its row groups; returns the number of rows.
pub(super) fn decrypt(
    input: &Path,
    out: &Path,
    keys: &Arc<Keys>,
    (context, groups): (&str, &[usize]),
) -> Result<u64, Failure> {
    let builder = encrypted(input, keys, context)?;
    table::check_groups(&builder, groups)?;
    let mut notes = table::notes(&builder);
    notes.retain(|note| note.key != SOURCE);
    let properties = table::properties(&builder, notes).map_err(forged(input))?.build();
    let mut atomic = AtomicFile::create(out)?;
    let rows = table::copy(builder, groups, properties, atomic.file_mut());
    let rows = rows.map_err(forged(input))?;
    atomic.commit()?;
    Ok(rows)
}

/// The token of the file that was encrypted into this one, if these keys open it.
pub(super) fn source_of(path: &Path, keys: &Arc<Keys>, context: &str) -> Option<String> {
    let builder = encrypted(path, keys, context).ok()?;
    table::notes(&builder).into_iter().find(|note| note.key == SOURCE)?.value
}

fn forged(path: &Path) -> impl Fn(ParquetError) -> Failure {
    let name = path.display().to_string();
    move |error| {
        let message = format!("not authentic: another key, or it was changed ({error})");
        Failure::message(code::NO, message).about(&name)
    }
}

/// An encrypted table whose footer these keys open.
fn encrypted(path: &Path, keys: &Arc<Keys>, context: &str) -> Result<Builder, Failure> {
    let mut input = file::open(path)?;
    check_magic(&mut input, path)?;
    let decryption = keys.decryption(context).map_err(forged(path))?;
    let options = ArrowReaderOptions::new().with_file_decryption_properties(decryption);
    let builder = Builder::try_new_with_options(input, options);
    builder.map_err(forged(path)).map_err(|failure| {
        if keys.columns().next().is_some() {
            failure
        } else {
            failure.with_hint("columns with keys of their own want --column-key")
        }
    })
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
