//! Parquet, columns on disk: zstd, with units and provenance in the metadata.
//!
//! The metadata of each field (`unit`, `description`) and the provenance are kept in the Arrow
//! schema, where PyArrow shows them as `schema.field(i).metadata` and `schema.metadata`; the
//! provenance is also in the file's own key-value metadata, for readers that know no Arrow.

mod columns;

use crate::format::Error;
use crate::format::Provenance;
use crate::format::atomic::AtomicFile;
use crate::format::io_error;
use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

/// Good compression at the speed of the disk.
const ZSTD_LEVEL: i32 = 3;

/// A table as it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Columns, with the metadata of each and of the table.
    pub schema: SchemaRef,
    /// The rows, in pieces.
    pub batches: Vec<RecordBatch>,
    /// The file's own key-value metadata, in its order.
    pub metadata: Vec<(String, String)>,
}

/// Writes a table as a Parquet file.
///
/// # Errors
///
/// [`Error::Io`] if the file cannot be written or a column has a type that Parquet lacks.
pub fn write_parquet(
    path: &Path,
    batch: &RecordBatch,
    provenance: &Provenance,
) -> Result<(), Error> {
    write_parquet_with(path, batch, provenance, &[])
}

/// Writes a table with further entries of the file's own metadata; the file is read back from the
/// disk and compared byte by byte before it gets its name.
///
/// # Errors
///
/// As [`write_parquet`]; [`Error::Malformed`] if what is read back is not what was written.
pub fn write_parquet_with(
    path: &Path,
    batch: &RecordBatch,
    provenance: &Provenance,
    notes: &[(&str, String)],
) -> Result<(), Error> {
    let encoded = encode(batch, provenance, notes).map_err(io_error(path, "write"))?;
    let mut file = AtomicFile::create(path)?;
    let written = file.file_mut().write_all(&encoded).and_then(|()| file.file_mut().sync_all());
    written.map_err(io_error(path, "write"))?;
    let found = std::fs::read(file.part_path()).map_err(io_error(path, "read"))?;
    if found != encoded {
        return Err(malformed(path, "it reads back as other bytes".to_owned()));
    }
    file.commit()
}

fn encode(
    batch: &RecordBatch,
    provenance: &Provenance,
    notes: &[(&str, String)],
) -> io::Result<Vec<u8>> {
    let batch = with_provenance(batch, provenance).map_err(io::Error::other)?;
    let properties = properties(provenance, notes).map_err(to_io)?;
    columns::encode(&batch, properties).map_err(to_io)
}

fn properties(
    provenance: &Provenance,
    notes: &[(&str, String)],
) -> Result<WriterProperties, ParquetError> {
    let entries = provenance.entries().map(|(key, text)| (key, text.to_owned()));
    let entries = entries.into_iter().chain(notes.iter().cloned());
    let metadata = entries.map(|(key, text)| KeyValue { key: key.to_owned(), value: Some(text) });
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?))
        .set_created_by(format!("mfn {}", provenance.version))
        .set_key_value_metadata(Some(metadata.collect()))
        .build())
}

/// What a Parquet file says of itself, without its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableNotes {
    /// Number of rows.
    pub rows: u64,
    /// Bytes of the row groups before compression.
    pub bytes: u64,
    /// The file's own key-value metadata, in its order.
    pub metadata: Vec<(String, String)>,
}

/// Reads what a Parquet file says of itself.
///
/// # Errors
///
/// As [`read_parquet`].
pub fn read_parquet_notes(path: &Path) -> Result<TableNotes, Error> {
    let (builder, metadata) = opened(path)?;
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let groups = builder.metadata().row_groups().iter();
    Ok(TableNotes {
        rows: count(builder.metadata().file_metadata().num_rows()),
        bytes: groups.map(|group| count(group.total_byte_size())).sum(),
        metadata,
    })
}

fn with_provenance(
    batch: &RecordBatch,
    provenance: &Provenance,
) -> Result<RecordBatch, ArrowError> {
    let mut schema = batch.schema().as_ref().clone();
    for (key, text) in provenance.entries() {
        schema.metadata.insert(key, text);
    }
    batch.clone().with_schema(Arc::new(schema))
}

/// Reads a Parquet file whole.
///
/// # Errors
///
/// [`Error::Io`] if the file cannot be opened, [`Error::Malformed`] if it cannot be decoded.
pub fn read_parquet(path: &Path) -> Result<Table, Error> {
    let file = File::open(path).map_err(io_error(path, "open"))?;
    let (builder, metadata) = opened(path)?;
    let schema = Arc::clone(builder.schema());
    let batches = columns::decode(&file, builder.metadata())
        .map_err(|error| malformed(path, error.to_string()))?;
    Ok(Table { schema, batches, metadata })
}

type Opened = (ParquetRecordBatchReaderBuilder<File>, Vec<(String, String)>);

fn opened(path: &Path) -> Result<Opened, Error> {
    let file = File::open(path).map_err(io_error(path, "open"))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)
        .map_err(|error| malformed(path, error.to_string()))?;
    let pairs = builder.metadata().file_metadata().key_value_metadata();
    let pair = |pair: &KeyValue| (pair.key.clone(), pair.value.clone().unwrap_or_default());
    let metadata = pairs.into_iter().flatten().map(pair).collect();
    Ok((builder, metadata))
}

fn malformed(path: &Path, found: String) -> Error {
    Error::Malformed { path: path.to_owned(), format: "Parquet", found }
}

/// Keeps the operating system's error where there is one, so that a full disk is still told.
fn to_io(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(source) => *source,
            Err(source) => io::Error::other(source),
        },
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::provenance::example;
    use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, Int64Array, StringArray};
    use arrow_schema::{DataType, Field, Metadata, Schema};

    fn table() -> RecordBatch {
        let unit = Metadata::new().with("unit", "mV").with("description", "mean potential");
        let schema = Schema::new(vec![
            Field::new("V_mean", DataType::Float64, true).with_metadata(unit),
            Field::new("n", DataType::Int64, false),
            Field::new("ok", DataType::Boolean, false),
            Field::new("name", DataType::Utf8, false),
        ]);
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Float64Array::from(vec![Some(-70.5), None])),
            Arc::new(Int64Array::from(vec![i64::MIN, 3])),
            Arc::new(BooleanArray::from(vec![true, false])),
            Arc::new(StringArray::from(vec!["a", "é"])),
        ];
        RecordBatch::try_new(Arc::new(schema), columns).unwrap()
    }

    fn written(folder: &tempfile::TempDir, name: &str) -> std::path::PathBuf {
        let path = folder.path().join(name);
        write_parquet(&path, &table(), &example()).unwrap();
        path
    }

    #[test]
    fn table_units_and_provenance_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let read = read_parquet(&written(&folder, "t.parquet")).unwrap();
        assert_eq!(read.batches.len(), 1);
        for (found, expected) in read.batches[0].columns().iter().zip(table().columns()) {
            assert_eq!(found.to_data(), expected.to_data());
        }
        assert_eq!(read.schema.field(0).metadata()["unit"], "mV");
        for (key, text) in example().entries() {
            assert!(read.metadata.contains(&(key.to_owned(), text.to_owned())), "{key}");
            assert_eq!(read.schema.metadata[key], text);
        }
    }

    #[test]
    fn same_table_gives_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let bytes = |name: &str| std::fs::read(written(&folder, name)).unwrap();
        assert_eq!(bytes("a.parquet"), bytes("b.parquet"));
    }

    #[test]
    fn cut_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(&folder, "t.parquet");
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        assert!(matches!(read_parquet(&path), Err(Error::Malformed { format: "Parquet", .. })));
    }
}
