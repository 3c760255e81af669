//! The numeric columns of one Parquet file, or of several with the same columns.

use crate::commands::failure::{Failure, code};
use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType};
use arrow_schema::DataType;
use mfn::features::Column;
use mfn::format::{Provenance, read_parquet, sha256_of_file};
use std::path::{Path, PathBuf};

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// The path that was asked for.
    pub(crate) name: String,
    /// The files, in the order of their names.
    pub(crate) files: Vec<InputFile>,
    /// The numeric columns; booleans are 0 and 1.
    pub(crate) columns: Vec<Column>,
    /// A sentence on each column; empty where the file has none.
    pub(crate) descriptions: Vec<String>,
    /// Columns that are not numeric, with their types.
    pub(crate) left_out: Vec<(String, String)>,
    /// Columns with integers that double precision rounds.
    pub(crate) rounded: Vec<String>,
    /// Where the table comes from, if it says so.
    pub(crate) provenance: Option<Provenance>,
}

/// One file of a table.
#[derive(Debug)]
pub(crate) struct InputFile {
    pub(crate) path: PathBuf,
    pub(crate) sha256: String,
    pub(crate) rows: usize,
}

impl Table {
    /// Reads a file, or every `*.parquet` of a folder.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        Self::of_files(files_of(path)?.into_iter(), &path.display().to_string())
    }

    /// Reads several files together, under one name.
    pub(crate) fn of_files(
        files: impl Iterator<Item = PathBuf>,
        name: &str,
    ) -> Result<Self, Failure> {
        let mut table = Self { name: name.to_owned(), ..Self::default() };
        for file in files {
            let part = Part::read(&file)?;
            if table.files.is_empty() {
                table.provenance = part.provenance;
                table.left_out = part.left_out;
                table.columns = part.columns;
                table.descriptions = part.descriptions;
            } else {
                table.append(&file, part.columns)?;
            }
            for name in part.rounded {
                if !table.rounded.contains(&name) {
                    table.rounded.push(name);
                }
            }
            let sha256 = sha256_of_file(&file)?;
            table.files.push(InputFile { path: file, sha256, rows: part.rows });
        }
        Ok(table)
    }

    /// Adds the rows of another file.
    fn append(&mut self, file: &Path, columns: Vec<Column>) -> Result<(), Failure> {
        let names = |columns: &[Column]| columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
        let (found, wanted) = (names(&columns), names(&self.columns));
        if found != wanted {
            let message = format!(
                "{} has the numeric columns {}: wanted {} as in the first file",
                file.display(),
                found.join(", "),
                wanted.join(", ")
            );
            let failure = Failure::message(code::FILE, message);
            return Err(failure.with_hint("report on the files one by one"));
        }
        for (own, other) in self.columns.iter_mut().zip(columns) {
            own.values.extend(other.values);
        }
        Ok(())
    }
}

/// The file itself; of a folder its `*.parquet`, or those in its `data` (a dataset's layout).
pub(crate) fn files_of(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    for folder in [path.join("data"), path.to_owned()] {
        let files = if folder.is_dir() { parquet_files(&folder)? } else { Vec::new() };
        if !files.is_empty() {
            return Ok(files);
        }
    }
    let message = format!("{} has no *.parquet file, nor has its data folder", path.display());
    Err(Failure::message(code::FILE, message))
}

fn parquet_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| {
        let context = format!("cannot read the folder {}", folder.display());
        Failure::new(code::FILE, anyhow::Error::new(error).context(context))
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|end| end == "parquet") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// One file as it is read.
#[derive(Debug)]
struct Part {
    rows: usize,
    columns: Vec<Column>,
    descriptions: Vec<String>,
    left_out: Vec<(String, String)>,
    rounded: Vec<String>,
    provenance: Option<Provenance>,
}

impl Part {
    fn read(path: &Path) -> Result<Self, Failure> {
        let table = read_parquet(path)?;
        let mut part = Self {
            rows: table.batches.iter().map(arrow_array::RecordBatch::num_rows).sum(),
            columns: Vec::new(),
            descriptions: Vec::new(),
            left_out: Vec::new(),
            rounded: Vec::new(),
            provenance: provenance(&table.metadata),
        };
        for (index, field) in table.schema.fields().iter().enumerate() {
            let name = field.name().clone();
            let arrays = table.batches.iter().map(|batch| batch.column(index).as_ref());
            let Some(values) = numeric(field.data_type()).then(|| arrays.flat_map(numbers)) else {
                part.left_out.push((name, field.data_type().to_string()));
                continue;
            };
            let values: Vec<(Option<f64>, bool)> = values.collect();
            if values.iter().any(|(_, rounded)| *rounded) {
                part.rounded.push(name.clone());
            }
            let told = |key: &str| field.metadata().get(key).cloned().unwrap_or_default();
            part.descriptions.push(told("description"));
            let values = values.into_iter().map(|(value, _)| value).collect();
            part.columns.push(Column { name, unit: told("unit"), values });
        }
        Ok(part)
    }
}

/// The origin that this program writes into every file.
fn provenance(metadata: &[(String, String)]) -> Option<Provenance> {
    let entry = |key: &str| {
        let found = metadata.iter().find(|(name, _)| name == key);
        found.map(|(_, text)| text.clone())
    };
    Some(Provenance {
        preset: entry("mfn.preset")?,
        preset_sha256: entry("mfn.preset_sha256")?,
        version: entry("mfn.version")?,
        seed: entry("mfn.seed")?,
        rng: entry("mfn.rng")?,
        model: entry("mfn.model")?,
    })
}

/// Whether a column of that type is reported on.
pub(crate) fn numeric(data_type: &DataType) -> bool {
    data_type.is_floating() || data_type.is_integer() || *data_type == DataType::Boolean
}

/// The values of a numeric array, each with whether it was rounded.
pub(crate) fn numbers(array: &dyn Array) -> Vec<(Option<f64>, bool)> {
    // Every integer up to 2^53 is a double; beyond, the way back tells.
    let long = |x: i64| (x as f64, i128::from(x) != (x as f64) as i128);
    let long_unsigned = |x: u64| (x as f64, i128::from(x) != (x as f64) as i128);
    match array.data_type() {
        DataType::Float64 => each::<Float64Type>(array, |x| (x, false)),
        DataType::Float32 => each::<Float32Type>(array, |x| (f64::from(x), false)),
        DataType::Float16 => each::<Float16Type>(array, |x| (x.to_f64(), false)),
        DataType::Int64 => each::<Int64Type>(array, long),
        DataType::Int32 => each::<Int32Type>(array, |x| (f64::from(x), false)),
        DataType::Int16 => each::<Int16Type>(array, |x| (f64::from(x), false)),
        DataType::Int8 => each::<Int8Type>(array, |x| (f64::from(x), false)),
        DataType::UInt64 => each::<UInt64Type>(array, long_unsigned),
        DataType::UInt32 => each::<UInt32Type>(array, |x| (f64::from(x), false)),
        DataType::UInt16 => each::<UInt16Type>(array, |x| (f64::from(x), false)),
        DataType::UInt8 => each::<UInt8Type>(array, |x| (f64::from(x), false)),
        DataType::Boolean => {
            let value =
                |value: Option<bool>| (value.map(|value| f64::from(u8::from(value))), false);
            array.as_boolean().iter().map(value).collect()
        }
        // Asked before: such a column is left out.
        _ => Vec::new(),
    }
}

fn each<T: ArrowPrimitiveType>(
    array: &dyn Array,
    number: impl Fn(T::Native) -> (f64, bool),
) -> Vec<(Option<f64>, bool)> {
    let value = |value: Option<T::Native>| match value.map(&number) {
        Some((value, rounded)) => (Some(value), rounded),
        None => (None, false),
    };
    array.as_primitive::<T>().iter().map(value).collect()
}
