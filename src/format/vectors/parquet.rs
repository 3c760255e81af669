//! A Parquet table of vectors: a row each, or a column each.

use crate::format::Error;
use crate::format::vectors::{Content, Element, Segment, Spool, Tensor};
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// The column that holds vectors as lists.
const UPDATE: &str = "update";

/// The vectors, unpacked into a temporary file.
pub(crate) fn content(path: &Path, scratch: &Path) -> Result<Content, Error> {
    let table = Table { path };
    let fields = table.fields()?;
    let mut spool = Spool::new(scratch)?;
    let mut pending = Vec::new();
    let mut examples = None;
    if let Some(column) = fields.iter().position(|(name, _)| name == UPDATE) {
        table.lists(column, &mut spool, &mut pending)?;
        if let Some(column) = fields.iter().position(|(name, _)| name == "client") {
            let names = table.strings(column)?;
            pending.iter_mut().zip(names).for_each(|(one, name)| one.name = name);
        }
        if let Some(column) = fields.iter().position(|(name, _)| name == "examples") {
            examples = Some(table.numbers(column)?);
        }
    } else {
        for (column, (name, _)) in fields.iter().enumerate() {
            pending.push(table.column(column, name, &mut spool)?);
        }
    }
    let file = spool.finish()?;
    let tensor = |one: Pending| Tensor {
        name: one.name,
        shape: vec![one.length],
        segment: Segment {
            path: path.to_owned(),
            file: Arc::clone(&file),
            offset: one.offset,
            length: one.length,
            element: one.element,
        },
    };
    Ok(Content { tensors: pending.into_iter().map(tensor).collect(), examples })
}

/// A vector in a temporary file that is still being written.
struct Pending {
    name: String,
    offset: u64,
    length: usize,
    element: Element,
}

struct Table<'a> {
    path: &'a Path,
}

impl Table<'_> {
    fn malformed(&self, found: String) -> Error {
        Error::Malformed { path: self.path.to_owned(), format: "Parquet", found }
    }

    fn builder(&self) -> Result<ParquetRecordBatchReaderBuilder<File>, Error> {
        let open = crate::format::io_error(self.path, "open");
        ParquetRecordBatchReaderBuilder::try_new(File::open(self.path).map_err(open)?)
            .map_err(|error| self.malformed(error.to_string()))
    }

    /// Names and types of the columns.
    fn fields(&self) -> Result<Vec<(String, DataType)>, Error> {
        let schema = Arc::clone(self.builder()?.schema());
        let pair =
            |field: &Arc<arrow_schema::Field>| (field.name().clone(), field.data_type().clone());
        Ok(schema.fields().iter().map(pair).collect())
    }

    /// Calls `look` for each piece of a column, of at most `rows` rows.
    fn pieces(
        &self,
        column: usize,
        rows: usize,
        mut look: impl FnMut(&ArrayRef) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let builder = self.builder()?;
        let mask = ProjectionMask::roots(builder.parquet_schema(), [column]);
        let failed = |error: ParquetError| self.malformed(error.to_string());
        let reader = builder.with_projection(mask).with_batch_size(rows).build().map_err(failed)?;
        for batch in reader {
            let batch: RecordBatch = batch.map_err(|error| self.malformed(error.to_string()))?;
            look(batch.column(0))?;
        }
        Ok(())
    }

    /// A vector a row.
    fn lists(
        &self,
        column: usize,
        spool: &mut Spool,
        pending: &mut Vec<Pending>,
    ) -> Result<(), Error> {
        self.pieces(column, 1, |piece| {
            let lists = piece.as_list_opt::<i32>().map(|lists| lists.value(0));
            let large = || piece.as_list_opt::<i64>().map(|lists| lists.value(0));
            let fixed = || piece.as_fixed_size_list_opt().map(|lists| lists.value(0));
            let Some(values) = lists.or_else(large).or_else(fixed) else {
                return Err(self.element_type(piece.data_type()));
            };
            let offset = spool.length();
            let element = self.write(&values, spool)?;
            let (name, length) = (pending.len().to_string(), values.len());
            pending.push(Pending { name, offset, length, element });
            Ok(())
        })
    }

    /// A vector from a column.
    fn column(&self, column: usize, name: &str, spool: &mut Spool) -> Result<Pending, Error> {
        let (offset, mut length, mut element) = (spool.length(), 0, Element::F64);
        self.pieces(column, 1 << 16, |piece| {
            element = self.write(piece, spool)?;
            length += piece.len();
            Ok(())
        })?;
        Ok(Pending { name: name.to_owned(), offset, length, element })
    }

    /// Writes numbers to the temporary file; a missing one is NaN, which no rule takes.
    fn write(&self, values: &ArrayRef, spool: &mut Spool) -> Result<Element, Error> {
        if let Some(values) = values.as_primitive_opt::<Float32Type>() {
            for value in values {
                spool.write(&value.unwrap_or(f32::NAN).to_le_bytes())?;
            }
            return Ok(Element::F32);
        }
        if let Some(values) = values.as_primitive_opt::<Float64Type>() {
            for value in values {
                spool.write(&value.unwrap_or(f64::NAN).to_le_bytes())?;
            }
            return Ok(Element::F64);
        }
        Err(self.element_type(values.data_type()))
    }

    fn element_type(&self, found: &DataType) -> Error {
        Error::ElementType {
            path: self.path.to_owned(),
            found: found.to_string(),
            wanted: "lists in a column `update`, or columns, of Float32 or Float64",
        }
    }

    fn strings(&self, column: usize) -> Result<Vec<String>, Error> {
        let mut strings = Vec::new();
        self.pieces(column, 1 << 10, |piece| {
            if let Some(values) = piece.as_string_opt::<i32>() {
                strings.extend(values.iter().map(|value| value.unwrap_or_default().to_owned()));
            } else if let Some(values) = piece.as_primitive_opt::<Int64Type>() {
                strings.extend(values.iter().map(|value| value.unwrap_or_default().to_string()));
            }
            Ok(())
        })?;
        Ok(strings)
    }

    fn numbers(&self, column: usize) -> Result<Vec<f64>, Error> {
        let mut numbers = Vec::new();
        self.pieces(column, 1 << 10, |piece| {
            if let Some(values) = piece.as_primitive_opt::<Int64Type>() {
                numbers.extend(values.iter().map(|value| value.unwrap_or_default() as f64));
            } else if let Some(values) = piece.as_primitive_opt::<Float64Type>() {
                numbers.extend(values.iter().map(|value| value.unwrap_or(f64::NAN)));
            } else {
                return Err(self.element_type(piece.data_type()));
            }
            Ok(())
        })?;
        Ok(numbers)
    }
}
