//! Parquet tables: row groups of a sealed one, and Parquet's own encryption.

pub(crate) mod modular;
pub(crate) mod rows;

use crate::commands::failure::{Failure, code};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, RowGroupMetaData};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::file::reader::ChunkReader;
use std::io::Write;
use std::sync::Arc;

/// The notes of a table; the schema is written anew.
pub(crate) fn notes<T: ChunkReader>(builder: &ParquetRecordBatchReaderBuilder<T>) -> Vec<KeyValue> {
    let file = builder.metadata().file_metadata();
    let mut notes = file.key_value_metadata().cloned().unwrap_or_default();
    notes.retain(|note| note.key != "ARROW:schema");
    notes
}

/// How a table is written: with these notes, its row groups as they were, compressed by zstd.
pub(crate) fn properties<T: ChunkReader>(
    builder: &ParquetRecordBatchReaderBuilder<T>,
    notes: Vec<KeyValue>,
) -> Result<WriterPropertiesBuilder, ParquetError> {
    let level = Compression::ZSTD(ZstdLevel::try_new(3)?);
    let metadata = builder.metadata();
    let most = metadata.row_groups().iter().map(RowGroupMetaData::num_rows).max().unwrap_or(1);
    Ok(WriterProperties::builder()
        .set_compression(level)
        .set_max_row_group_row_count(Some(usize::try_from(most.max(1)).unwrap_or(usize::MAX)))
        .set_key_value_metadata(Some(notes)))
}

/// Copies rows, of some row groups if any is named; returns how many there were.
pub(crate) fn copy<T: ChunkReader + 'static>(
    builder: ParquetRecordBatchReaderBuilder<T>,
    groups: &[usize],
    properties: WriterProperties,
    target: &mut (dyn Write + Send),
) -> Result<u64, ParquetError> {
    let schema = Arc::clone(builder.schema());
    let builder = match groups {
        [] => builder,
        groups => builder.with_row_groups(groups.to_vec()),
    };
    let mut writer = ArrowWriter::try_new(target, schema, Some(properties))?;
    let mut n_rows = 0;
    for batch in builder.build()? {
        let batch = batch?;
        n_rows += batch.num_rows() as u64;
        writer.write(&batch)?;
    }
    writer.close()?;
    Ok(n_rows)
}

/// Refuses row groups that are not there.
pub(crate) fn check_groups<T: ChunkReader>(
    builder: &ParquetRecordBatchReaderBuilder<T>,
    groups: &[usize],
) -> Result<(), Failure> {
    let there = builder.metadata().num_row_groups();
    let gone = groups.iter().find(|group| **group >= there);
    gone.map_or(Ok(()), |group| {
        let message = format!("there is no row group {group}: it has {there}, counted from 0");
        Err(Failure::message(code::USAGE, message))
    })
}
