//! CSV, tables as text.
//!
//! The first lines are comments, `# key: value`, with all of the provenance but the text of the
//! preset, whose SHA-256 is there: `pandas.read_csv(path, comment="#")` passes over them. Then a
//! header row, then the rows. Floats have the fewest digits that read back to the same bits, a
//! null is an empty cell, NaN is `NaN`, and text with a `#` is quoted. Units have no place in
//! CSV: they are in the Parquet file.

use crate::format::Error;
use crate::format::Provenance;
use crate::format::write_atomic;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, UInt64Array,
};
use std::io::{self, Write};
use std::path::Path;

/// Writes a table as a CSV file.
///
/// # Errors
///
/// [`Error::Column`] if a column is none of `Float64`, `Int64`, `UInt64`, `Boolean` and `Utf8`;
/// [`Error::Io`] if the file cannot be written.
pub fn write_csv(path: &Path, batch: &RecordBatch, provenance: &Provenance) -> Result<(), Error> {
    let schema = batch.schema();
    let columns = schema
        .fields()
        .iter()
        .zip(batch.columns())
        .map(|(field, array)| Column::of(field.name(), array))
        .collect::<Result<Vec<_>, _>>()?;
    write_atomic(path, |file| {
        for (key, text) in provenance.entries() {
            if key != "mfn.preset" {
                writeln!(file, "# {key}: {}", text.replace(['\n', '\r'], " "))?;
            }
        }
        let mut writer = csv::WriterBuilder::new().comment(Some(b'#')).from_writer(file);
        writer.write_record(schema.fields().iter().map(|field| field.name())).map_err(to_io)?;
        for row in 0..batch.num_rows() {
            writer.write_record(columns.iter().map(|column| column.cell(row))).map_err(to_io)?;
        }
        writer.flush()
    })
}

/// One column, its type known.
enum Column<'a> {
    Float(&'a Float64Array),
    Integer(&'a Int64Array),
    Count(&'a UInt64Array),
    Flag(&'a BooleanArray),
    Text(&'a StringArray),
}

impl<'a> Column<'a> {
    fn of(name: &str, array: &'a ArrayRef) -> Result<Self, Error> {
        let any = array.as_any();
        any.downcast_ref()
            .map(Self::Float)
            .or_else(|| any.downcast_ref().map(Self::Integer))
            .or_else(|| any.downcast_ref().map(Self::Count))
            .or_else(|| any.downcast_ref().map(Self::Flag))
            .or_else(|| any.downcast_ref().map(Self::Text))
            .ok_or_else(|| Error::Column {
                column: name.to_owned(),
                found: array.data_type().to_string(),
                format: "CSV",
                wanted: "Float64, Int64, UInt64, Boolean or Utf8",
            })
    }

    fn cell(&self, row: usize) -> String {
        match self {
            _ if self.is_null(row) => String::new(),
            // Unlike `{}`, `{:?}` writes 1e300 with an exponent and 1 as 1.0, so that a reader
            // that guesses types finds a float.
            Self::Float(values) => format!("{:?}", values.value(row)),
            Self::Integer(values) => values.value(row).to_string(),
            Self::Count(values) => values.value(row).to_string(),
            Self::Flag(values) => values.value(row).to_string(),
            Self::Text(values) => values.value(row).to_owned(),
        }
    }

    fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Float(values) => values.is_null(row),
            Self::Integer(values) => values.is_null(row),
            Self::Count(values) => values.is_null(row),
            Self::Flag(values) => values.is_null(row),
            Self::Text(values) => values.is_null(row),
        }
    }
}

fn to_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::provenance::example;
    use arrow_array::Float32Array;
    use std::sync::Arc;

    fn csv_of(columns: Vec<(&str, ArrayRef)>) -> Result<String, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        write_csv(&path, &batch, &example())?;
        Ok(std::fs::read_to_string(&path).unwrap())
    }

    #[test]
    fn every_type_has_its_text() {
        let floats = vec![Some(0.1 + 0.2), None, Some(-0.0), Some(1e300), Some(f64::NAN)];
        let text = csv_of(vec![
            ("D_box", Arc::new(Float64Array::from(floats))),
            ("n", Arc::new(Int64Array::from(vec![i64::MIN, -1, 0, 1, 2]))),
            ("seed", Arc::new(UInt64Array::from(vec![u64::MAX, 1, 0, 1, 2]))),
            ("ok", Arc::new(BooleanArray::from(vec![true, false, true, true, true]))),
            ("a \"note\"", Arc::new(StringArray::from(vec!["a,b", "# c", "d", "e#f", "g"]))),
        ])
        .unwrap();
        let (comments, rows): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with('#'));
        assert_eq!(comments.len(), 5);
        assert_eq!(comments[1], "# mfn.version: 0.1.0");
        let expected = [
            "D_box,n,seed,ok,\"a \"\"note\"\"\"",
            "0.30000000000000004,-9223372036854775808,18446744073709551615,true,\"a,b\"",
            ",-1,1,false,\"# c\"",
            "-0.0,0,0,true,d",
            "1e300,1,1,true,\"e#f\"",
            "NaN,2,2,true,g",
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn other_types_are_named() {
        let error = csv_of(vec![("u", Arc::new(Float32Array::from(vec![1.0])))]).unwrap_err();
        let expected = "column u is of type Float32: a CSV table holds Float64, Int64, UInt64, \
                        Boolean or Utf8";
        assert_eq!(error.to_string(), expected);
    }
}
