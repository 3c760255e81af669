//! Columns out of Parquet.

use crate::format::Error;
use crate::format::named::{Cells, NamedColumn, NamedColumns};
use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    ArrowPrimitiveType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::path::Path;

pub(crate) fn columns(bytes: Vec<u8>, origin: &Path) -> Result<NamedColumns, Error> {
    let malformed =
        |found: String| Error::Malformed { path: origin.to_owned(), format: "Parquet", found };
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes))
        .map_err(|error| malformed(error.to_string()))?;
    let schema = builder.schema().clone();
    let reader = builder.build().map_err(|error| malformed(error.to_string()))?;
    let mut table = NamedColumns::default();
    let mut found: Vec<Option<Cells>> = schema.fields().iter().map(|_| None).collect();
    for batch in reader {
        let batch = batch.map_err(|error| malformed(error.to_string()))?;
        table.rows += batch.num_rows();
        for (own, array) in found.iter_mut().zip(batch.columns()) {
            match (own.as_mut(), cells(array)) {
                (Some(own), Some(cells)) => {
                    own.append(cells);
                }
                (None, cells) => *own = cells,
                (Some(_), None) => {}
            }
        }
    }
    for (field, cells) in schema.fields().iter().zip(found) {
        let name = field.name().clone();
        match cells.or_else(|| empty(field.data_type())) {
            Some(cells) => {
                let role = field.metadata().get("role").cloned().unwrap_or_default();
                table.columns.push(NamedColumn { name, role, cells });
            }
            None => table.left_out.push((name, field.data_type().to_string())),
        }
    }
    Ok(table)
}

/// The cells of a column of a table without rows.
fn empty(kind: &DataType) -> Option<Cells> {
    cells(&arrow_array::new_empty_array(kind))
}

/// `None` for types that are neither numbers nor texts.
fn cells(array: &ArrayRef) -> Option<Cells> {
    let numbers = match array.data_type() {
        DataType::Float64 => numbers::<Float64Type>(array, |value| value),
        DataType::Float32 => numbers::<Float32Type>(array, f64::from),
        DataType::Float16 => numbers::<Float16Type>(array, f64::from),
        DataType::Int64 => numbers::<Int64Type>(array, |value| value as f64),
        DataType::Int32 => numbers::<Int32Type>(array, f64::from),
        DataType::Int16 => numbers::<Int16Type>(array, f64::from),
        DataType::Int8 => numbers::<Int8Type>(array, f64::from),
        DataType::UInt64 => numbers::<UInt64Type>(array, |value| value as f64),
        DataType::UInt32 => numbers::<UInt32Type>(array, f64::from),
        DataType::UInt16 => numbers::<UInt16Type>(array, f64::from),
        DataType::UInt8 => numbers::<UInt8Type>(array, f64::from),
        DataType::Boolean => {
            let flags = array.as_boolean().iter();
            flags.map(|flag| flag.map_or(f64::NAN, |flag| f64::from(u8::from(flag)))).collect()
        }
        DataType::Utf8 => return Some(texts(array.as_string::<i32>().iter())),
        DataType::LargeUtf8 => return Some(texts(array.as_string::<i64>().iter())),
        DataType::Utf8View => return Some(texts(array.as_string_view().iter())),
        DataType::Dictionary(_, kind) if **kind == DataType::Utf8 => {
            let dictionary = array.as_any_dictionary_opt()?;
            let words = dictionary.values().as_string_opt::<i32>()?;
            let keys = dictionary.normalized_keys();
            let word = |row: usize| {
                let is_there = array.is_valid(row) && keys[row] < words.len();
                is_there.then(|| words.value(keys[row]))
            };
            return Some(texts((0..array.len()).map(word)));
        }
        _ => return None,
    };
    Some(Cells::Numbers(numbers))
}

fn numbers<T: ArrowPrimitiveType>(array: &ArrayRef, number: impl Fn(T::Native) -> f64) -> Vec<f64> {
    array.as_primitive::<T>().iter().map(|value| value.map_or(f64::NAN, &number)).collect()
}

fn texts<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> Cells {
    Cells::Texts(texts.map(|text| text.unwrap_or_default().to_owned()).collect())
}
