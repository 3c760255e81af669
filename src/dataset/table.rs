//! The table of a data set: columns with their meaning, rows, and both as an Arrow record batch.

use crate::dataset::Error;
use crate::dataset::release::ColumnRole;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Metadata, Schema, SchemaRef};
use std::sync::Arc;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Whole numbers, int64.
    Whole,
    /// Numbers, float64.
    Number,
    /// true or false.
    Flag,
    /// Text.
    Text,
}

impl ColumnKind {
    /// Its name in errors.
    fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole numbers",
            Self::Number => "numbers",
            Self::Flag => "flags",
            Self::Text => "text",
        }
    }

    fn data_type(self) -> DataType {
        match self {
            Self::Whole => DataType::Int64,
            Self::Number => DataType::Float64,
            Self::Flag => DataType::Boolean,
            Self::Text => DataType::Utf8,
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its cells are.
    pub kind: ColumnKind,
    /// Unit; empty where a unit makes no sense.
    pub unit: String,
    /// What it means, in a sentence.
    pub description: String,
    /// What it is for.
    pub role: ColumnRole,
    /// Whether cells may be empty.
    pub nullable: bool,
}

impl Column {
    /// A column without unit and description, whose cells are never empty.
    pub fn new(name: &str, kind: ColumnKind, role: ColumnRole) -> Self {
        let (unit, description) = (String::new(), String::new());
        Self { name: name.to_owned(), kind, unit, description, role, nullable: false }
    }

    /// The same with a unit and a sentence on what it means.
    #[must_use]
    pub fn described(self, unit: &str, description: &str) -> Self {
        Self { unit: unit.to_owned(), description: description.to_owned(), ..self }
    }

    /// The same with cells that may be empty.
    #[must_use]
    pub fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A whole number.
    Whole(i64),
    /// A finite number.
    Number(f64),
    /// true or false.
    Flag(bool),
    /// Text.
    Text(String),
    /// Nothing: the run has no such value.
    Empty,
}

impl Cell {
    fn kind_name(&self) -> &'static str {
        match self {
            Self::Whole(_) => ColumnKind::Whole.name(),
            Self::Number(_) => ColumnKind::Number.name(),
            Self::Flag(_) => ColumnKind::Flag.name(),
            Self::Text(_) => ColumnKind::Text.name(),
            Self::Empty => "nothing",
        }
    }

    /// A finite number, or nothing.
    pub fn number(value: Option<f64>) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Empty, Self::Number)
    }
}

/// Rows that are put together column by column.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    rows: Vec<(u64, Vec<Cell>)>,
}

impl Rows {
    /// Adds the row of a run, a cell a column.
    pub fn push(&mut self, run: u64, cells: Vec<Cell>) {
        self.rows.push((run, cells));
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows as a record batch of these columns.
    ///
    /// # Errors
    ///
    /// [`Error::Cell`] if a cell is not of its column's kind, or empty where it may not be.
    pub fn batch(&self, columns: &[Column]) -> Result<RecordBatch, Error> {
        let arrays: Result<Vec<ArrayRef>, Error> =
            columns.iter().enumerate().map(|(index, column)| self.column(index, column)).collect();
        let arrays = arrays?;
        let schema = schema(columns);
        let rows = arrow_array::RecordBatchOptions::new().with_row_count(Some(self.rows.len()));
        RecordBatch::try_new_with_options(schema, arrays, &rows).map_err(|error| Error::Cell {
            column: error.to_string(),
            run: self.rows.first().map_or(0, |(run, _)| *run),
            wanted: "its kind",
            found: "another",
        })
    }

    fn column(&self, index: usize, column: &Column) -> Result<ArrayRef, Error> {
        macro_rules! cells {
            ($array:ty, $pattern:pat => $value:expr) => {{
                let mut values = Vec::with_capacity(self.rows.len());
                for (run, cells) in &self.rows {
                    values.push(match cells.get(index) {
                        Some($pattern) => Some($value),
                        Some(Cell::Empty) if column.nullable => None,
                        other => return Err(wrong(column, *run, other)),
                    });
                }
                Arc::new(<$array>::from(values)) as ArrayRef
            }};
        }
        Ok(match column.kind {
            ColumnKind::Whole => cells!(Int64Array, Cell::Whole(value) => *value),
            ColumnKind::Number => cells!(Float64Array, Cell::Number(value) => *value),
            ColumnKind::Flag => cells!(BooleanArray, Cell::Flag(value) => *value),
            ColumnKind::Text => cells!(StringArray, Cell::Text(value) => value.as_str()),
        })
    }
}

fn wrong(column: &Column, run: u64, found: Option<&Cell>) -> Error {
    Error::Cell {
        column: column.name.clone(),
        run,
        wanted: column.kind.name(),
        found: found.map_or("no cell", Cell::kind_name),
    }
}

/// The Arrow schema of these columns, with unit, description and role in each field's metadata.
fn schema(columns: &[Column]) -> SchemaRef {
    let field = |column: &Column| {
        let metadata = Metadata::new()
            .with("unit", column.unit.as_str())
            .with("description", column.description.as_str())
            .with("role", column.role.text());
        Field::new(&column.name, column.kind.data_type(), column.nullable).with_metadata(metadata)
    };
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::Array as _;

    fn column(name: &str, kind: ColumnKind, nullable: bool) -> Column {
        let (unit, description) = ("mV".to_owned(), "a test".to_owned());
        Column { name: name.into(), kind, unit, description, role: ColumnRole::Feature, nullable }
    }

    #[test]
    fn cells_become_columns_of_their_kind() {
        let columns = [
            column("run", ColumnKind::Whole, false),
            column("x", ColumnKind::Number, true),
            column("on", ColumnKind::Flag, false),
            column("why", ColumnKind::Text, true),
        ];
        let mut rows = Rows::default();
        rows.push(
            0,
            vec![Cell::Whole(0), Cell::number(Some(1.5)), Cell::Flag(true), Cell::Text("a".into())],
        );
        rows.push(1, vec![Cell::Whole(1), Cell::number(None), Cell::Flag(false), Cell::Empty]);
        let batch = rows.batch(&columns).unwrap();
        assert_eq!((batch.num_rows(), batch.num_columns()), (2, 4));
        assert_eq!(batch.column(1).null_count(), 1);
        assert_eq!(batch.schema().field(1).metadata().get("unit"), Some(&"mV".to_owned()));
    }

    #[test]
    fn cell_of_another_kind_is_named_with_its_run() {
        let columns = [column("x", ColumnKind::Number, false)];
        for (cell, found) in [(Cell::Whole(1), "whole numbers"), (Cell::Empty, "nothing")] {
            let mut rows = Rows::default();
            rows.push(7, vec![cell]);
            let wanted = "numbers";
            let expected = Error::Cell { column: "x".into(), run: 7, wanted, found };
            assert_eq!(rows.batch(&columns), Err(expected));
        }
    }

    #[test]
    fn no_row_is_a_table_too() {
        let batch = Rows::default().batch(&[column("x", ColumnKind::Number, true)]).unwrap();
        assert_eq!((batch.num_rows(), batch.num_columns()), (0, 1));
    }
}
