//! The table of features as a file: Parquet, CSV, or a JSON object a line.

use crate::commands::failure::{Failure, code};
use crate::commands::features::measure::Measured;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Metadata, Schema};
use mfn::format::{Provenance, sha256_hex, write_atomic, write_csv, write_parquet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Parquet,
    Csv,
    Ndjson,
}

/// Rows for a file that appears when all are there.
#[derive(Debug)]
pub(crate) struct TableWriter {
    path: PathBuf,
    kind: Kind,
    rows: Vec<Measured>,
}

impl TableWriter {
    /// A table whose kind the name's ending says.
    pub(crate) fn for_path(path: &Path) -> Result<Self, Failure> {
        let kind = match path.extension().and_then(|ending| ending.to_str()) {
            Some("parquet") => Kind::Parquet,
            Some("csv") => Kind::Csv,
            Some("ndjson" | "jsonl") => Kind::Ndjson,
            _ => {
                let message = format!("--out {} has no known ending", path.display());
                return Err(Failure::message(code::USAGE, message)
                    .with_hint("end it with .parquet, .csv or .ndjson"));
            }
        };
        Ok(Self { path: path.to_owned(), kind, rows: Vec::new() })
    }

    /// Adds a row: the columns are those of the first.
    pub(crate) fn push(&mut self, row: &Measured) {
        self.rows.push(Measured { last: None, ..row.clone() });
    }

    /// Writes the file; nothing is written without a row.
    pub(crate) fn finish(self) -> Result<PathBuf, Failure> {
        if self.rows.is_empty() {
            return Err(Failure::message(
                code::NO,
                "no input could be measured: no table is written",
            ));
        }
        let provenance = self.provenance();
        match self.kind {
            Kind::Parquet => write_parquet(&self.path, &self.batch()?, &provenance)?,
            Kind::Csv => write_csv(&self.path, &self.batch()?, &provenance)?,
            Kind::Ndjson => {
                let lines: Vec<String> =
                    self.rows.iter().map(|row| row.json().to_string()).collect();
                let text = lines.join("\n") + "\n";
                write_atomic(&self.path, |file| file.write_all(text.as_bytes()))?;
            }
        }
        Ok(self.path)
    }

    fn batch(&self) -> Result<RecordBatch, Failure> {
        let rows = &self.rows;
        let texts = |pick: fn(&Measured) -> &str| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(rows.iter().map(pick)))
        };
        let counts = |pick: fn(&Measured) -> usize| -> ArrayRef {
            Arc::new(UInt64Array::from_iter_values(rows.iter().map(|row| pick(row) as u64)))
        };
        let mut columns: Vec<(Field, ArrayRef)> = vec![
            (
                column("input", DataType::Utf8, "", "the file, and the part of it"),
                texts(|row| &row.label),
            ),
            (
                column("rows", DataType::UInt64, "cells", "rows of a frame"),
                counts(|row| row.shape.0),
            ),
            (
                column("cols", DataType::UInt64, "cells", "columns of a frame"),
                counts(|row| row.shape.1),
            ),
            (
                column("frames", DataType::UInt64, "frames", "frames that were read"),
                counts(|row| row.frames),
            ),
            (
                column("unit", DataType::Utf8, "", "unit of the field's values"),
                texts(|row| &row.unit),
            ),
        ];
        let first = rows.first().map(|row| row.features.as_slice()).unwrap_or_default();
        for (index, found) in first.iter().enumerate() {
            let value = |row: &Measured| row.features.get(index)?.value.as_ref().ok().copied();
            let values: Float64Array = rows.iter().map(value).collect();
            let field = column(found.name, DataType::Float64, &self.unit(index), found.definition);
            columns.push((field.with_nullable(true), Arc::new(values)));
        }
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays);
        batch.map_err(|error| Failure::new(code::FILE, error))
    }

    /// The unit that all rows share; else that of each row's own field.
    fn unit(&self, index: usize) -> String {
        let units = || self.rows.iter().filter_map(|row| row.features.get(index));
        let first = units().next().map(|found| found.unit.clone()).unwrap_or_default();
        if units().all(|found| found.unit == first) { first } else { "row's own".to_owned() }
    }

    /// Where the table comes from: the inputs' names are its columns, so there is no preset.
    fn provenance(&self) -> Provenance {
        let names: Vec<&str> = self.rows.iter().map(|row| row.label.as_str()).collect();
        Provenance {
            preset: String::new(),
            preset_sha256: sha256_hex(names.join("\n").as_bytes()),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: String::new(),
            rng: "none".to_owned(),
            model: "features".to_owned(),
        }
    }
}

fn column(name: &str, kind: DataType, unit: &str, description: &str) -> Field {
    let metadata = Metadata::new().with("unit", unit).with("description", description);
    Field::new(name, kind, false).with_metadata(metadata)
}
