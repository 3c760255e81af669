//! Parquet's columns, encoded and decoded one after the other.
//!
//! `ArrowWriter` opens the encoders of all columns at once: a dictionary and two contexts of zstd
//! each, 170 kB a column, which for a hundred columns is more than everything else that a sweep
//! holds; its reader does the like. Here one column is open at a time; the bytes are the same.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::Schema;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::arrow::arrow_writer::{ArrowRowGroupWriterFactory, compute_leaves};
use parquet::arrow::{ArrowSchemaConverter, add_encoded_arrow_schema_to_metadata};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use std::fs::File;
use std::io::Write;
use std::sync::Arc;

/// Writes a table as Parquet, in row groups of at most as many rows as the properties say.
pub(crate) fn encode(
    batch: &RecordBatch,
    mut properties: WriterProperties,
) -> Result<Vec<u8>, ParquetError> {
    let schema = batch.schema();
    let columns = ArrowSchemaConverter::new().convert(&schema)?;
    add_encoded_arrow_schema_to_metadata(&schema, &mut properties);
    let properties = Arc::new(properties);
    let most_rows = properties.max_row_group_row_count().unwrap_or(usize::MAX);
    let mut file =
        SerializedFileWriter::new(Vec::new(), columns.root_schema_ptr(), Arc::clone(&properties))?;
    for start in (0..batch.num_rows()).step_by(most_rows) {
        let rows = batch.slice(start, most_rows.min(batch.num_rows() - start));
        let mut group = file.next_row_group()?;
        for column in 0..rows.num_columns() {
            append(&mut group, &rows.project(&[column])?, &properties)?;
        }
        group.close()?;
    }
    file.into_inner()
}

/// Encodes the one column of a table and appends it.
fn append<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &RecordBatch,
    properties: &WriterPropertiesPtr,
) -> Result<(), ParquetError> {
    let schema: Arc<Schema> = column.schema();
    let leaves = ArrowSchemaConverter::new().convert(&schema)?;
    // Gives encoders for this column alone; nothing is written to it.
    let file = SerializedFileWriter::new(
        std::io::sink(),
        leaves.root_schema_ptr(),
        Arc::clone(properties),
    )?;
    let factory = ArrowRowGroupWriterFactory::new(&file, Arc::clone(&schema));
    let writers = factory.create_column_writers(0)?;
    let leaves = compute_leaves(schema.field(0), column.column(0))?;
    for (mut writer, leaf) in writers.into_iter().zip(leaves) {
        writer.write(&leaf)?;
        writer.close()?.append_to_row_group(group)?;
    }
    Ok(())
}

/// Reads all rows of a Parquet file, in pieces of some thousand.
pub(crate) fn decode(
    file: &File,
    metadata: &Arc<ParquetMetaData>,
) -> Result<Vec<RecordBatch>, ParquetError> {
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(metadata), ArrowReaderOptions::new())?;
    let schema = metadata.schema();
    if schema.fields().is_empty() {
        let reader = reader(file, &metadata, None)?;
        return Ok(reader.collect::<Result<_, _>>()?);
    }
    // Of each piece the columns so far.
    let mut pieces: Vec<Vec<ArrayRef>> = Vec::new();
    for column in 0..schema.fields().len() {
        for (index, piece) in reader(file, &metadata, Some(column))?.enumerate() {
            if index == pieces.len() {
                pieces.push(Vec::new());
            }
            pieces[index].extend_from_slice(piece?.columns());
        }
    }
    let whole = |piece| RecordBatch::try_new(Arc::clone(schema), piece);
    Ok(pieces.into_iter().map(whole).collect::<Result<_, _>>()?)
}

/// Reads one column, or all.
fn reader(
    file: &File,
    metadata: &ArrowReaderMetadata,
    column: Option<usize>,
) -> Result<ParquetRecordBatchReader, ParquetError> {
    let builder =
        ParquetRecordBatchReaderBuilder::new_with_metadata(file.try_clone()?, metadata.clone());
    let columns = builder.parquet_schema();
    let mask =
        column.map_or_else(ProjectionMask::all, |column| ProjectionMask::roots(columns, [column]));
    builder.with_projection(mask).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Float64Array, Int64Array, StringArray};
    use parquet::arrow::ArrowWriter;
    use parquet::basic::{Compression, ZstdLevel};

    fn table(rows: usize) -> RecordBatch {
        let numbers = (0..rows).map(|row| (row % 7 != 3).then_some((row as f64).sqrt()));
        let columns: [(&str, ArrayRef); 3] = [
            ("x", Arc::new(numbers.collect::<Float64Array>())),
            ("n", Arc::new((0..rows as i64).collect::<Int64Array>())),
            ("name", Arc::new(StringArray::from_iter_values((0..rows).map(|row| row.to_string())))),
        ];
        RecordBatch::try_from_iter(columns).unwrap()
    }

    fn properties(most_rows: usize) -> WriterProperties {
        WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).unwrap()))
            .set_max_row_group_row_count(Some(most_rows))
            .build()
    }

    #[test]
    fn bytes_are_those_of_the_writer_that_opens_all_columns_at_once() {
        for (rows, most_rows) in [(0, 10), (1, 10), (25, 10), (30, 10), (5000, 1 << 20)] {
            let batch = table(rows);
            let together = Some(properties(most_rows));
            let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), together).unwrap();
            writer.write(&batch).unwrap();
            let expected = writer.into_inner().unwrap();
            let found = encode(&batch, properties(most_rows)).unwrap();
            assert!(found == expected, "{rows} rows, {most_rows} a group");
        }
    }

    #[test]
    fn pieces_are_those_of_the_reader_that_opens_all_columns_at_once() {
        for (rows, most_rows) in [(0, 10), (25, 10), (5000, 700)] {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&encode(&table(rows), properties(most_rows)).unwrap()).unwrap();
            let builder = ParquetRecordBatchReaderBuilder::try_new(file.try_clone().unwrap());
            let builder = builder.unwrap();
            let found = decode(&file, builder.metadata()).unwrap();
            let expected = builder.build().unwrap().collect::<Result<Vec<_>, _>>().unwrap();
            assert_eq!(found, expected);
            assert_eq!(found.iter().map(RecordBatch::num_rows).sum::<usize>(), rows);
        }
    }
}
