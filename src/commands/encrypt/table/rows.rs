//! Row groups of a sealed Parquet file: the footer and what they need is opened, nothing else.

use crate::commands::encrypt::table;
use crate::commands::failure::{Failure, code};
use mfn::crypto::chunked::SealedReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::io::{Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// The plaintext of a sealed Parquet file, as the reader of Parquet wants it.
struct Rows {
    length: u64,
    reader: Arc<Mutex<SealedReader<File>>>,
}

/// A place in it to read on from.
struct From {
    at: u64,
    reader: Arc<Mutex<SealedReader<File>>>,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let length = reader.read_at(self.at, buffer).map_err(std::io::Error::other)?;
        self.at += length as u64;
        Ok(length)
    }
}

impl Length for Rows {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Rows {
    type T = From;

    fn get_read(&self, start: u64) -> Result<From, ParquetError> {
        Ok(From { at: start, reader: Arc::clone(&self.reader) })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<bytes::Bytes, ParquetError> {
        if start.saturating_add(length as u64) > self.length {
            return Err(ParquetError::EOF("the file ends before that".to_owned()));
        }
        let mut buffer = vec![0; length];
        self.get_read(start)?.read_exact(&mut buffer)?;
        Ok(buffer.into())
    }
}

/// Writes a Parquet file of some row groups; returns the number of rows.
pub(crate) fn copy(
    reader: SealedReader<File>,
    groups: &[usize],
    target: &mut (dyn Write + Send),
) -> Result<u64, Failure> {
    let failed = |error: ParquetError| {
        let code = if is_not_authentic(&error) { code::NO } else { code::FILE };
        Failure::message(code, error)
    };
    let rows = Rows { length: reader.length(), reader: Arc::new(Mutex::new(reader)) };
    let builder = ParquetRecordBatchReaderBuilder::try_new(rows).map_err(failed)?;
    table::check_groups(&builder, groups)?;
    let properties = table::properties(&builder, table::notes(&builder)).map_err(failed)?.build();
    table::copy(builder, groups, properties, target).map_err(failed)
}

/// Whether somewhere below it is a chunk that was not authentic: it comes as a failure to read,
/// of which Parquet's reader keeps the words alone.
fn is_not_authentic(error: &ParquetError) -> bool {
    error.to_string().contains("not authentic")
}
