//! What the rows of all chunks have in common, read one chunk at a time.

use crate::commands::failure::Failure;
use crate::commands::sweep::columns::Source;
use crate::commands::sweep::place::Place;
use crate::commands::sweep::plan::Plan;
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use mfn::format::read_parquet;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    /// Columns with one value in all rows.
    pub(crate) constant_columns: Vec<String>,
    /// Runs that came to rest; none without the label.
    pub(crate) stationary_runs: Option<u64>,
    /// Values clamped in all runs; none where nothing is clamped.
    pub(crate) clamping_events: Option<u64>,
}

/// A value that columns are compared by: its bits, or its text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Bits {
    Null,
    Word(u64),
    Text(String),
}

/// What is known of a column so far.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    Nothing,
    Always(Bits),
    Varies,
}

impl Observed {
    /// Reads every chunk's table.
    pub(crate) fn of(plan: &Plan, place: &Place) -> Result<Self, Failure> {
        let table = &plan.table;
        let mut seen = vec![Seen::Nothing; table.columns.len()];
        let mut stationary = 0;
        let mut clamped = 0;
        let at = |wanted: &Source| table.sources.iter().position(|source| source == wanted);
        let label = at(&Source::Stationary);
        let counter = at(&Source::Counter("clamping_events".to_owned()));
        for chunk in 0..plan.chunks.count() {
            let path = place.file(&Plan::table_path(&plan.chunks.chunk(chunk)));
            for batch in read_parquet(&path)?.batches {
                look(&batch, &mut seen);
                stationary += label.map_or(0, |column| flags(&batch, column));
                clamped += counter.map_or(0, |column| total(&batch, column));
            }
        }
        let columns = table.columns.iter().zip(&seen);
        let constant = columns.filter(|(_, seen)| matches!(seen, Seen::Always(_)));
        Ok(Self {
            constant_columns: constant.map(|(column, _)| column.name.clone()).collect(),
            stationary_runs: label.map(|_| stationary),
            clamping_events: counter.map(|_| clamped),
        })
    }
}

fn look(batch: &RecordBatch, seen: &mut [Seen]) {
    for (column, seen) in batch.columns().iter().zip(seen) {
        for row in 0..column.len() {
            match seen {
                Seen::Varies => break,
                Seen::Nothing => *seen = Seen::Always(bits(column.as_ref(), row)),
                Seen::Always(first) if *first == bits(column.as_ref(), row) => {}
                Seen::Always(_) => *seen = Seen::Varies,
            }
        }
    }
}

fn bits(column: &dyn Array, row: usize) -> Bits {
    if column.is_null(row) {
        return Bits::Null;
    }
    match column.data_type() {
        DataType::Float64 => Bits::Word(column.as_primitive::<Float64Type>().value(row).to_bits()),
        DataType::Int64 => {
            Bits::Word(column.as_primitive::<Int64Type>().value(row).cast_unsigned())
        }
        DataType::Boolean => Bits::Word(u64::from(column.as_boolean().value(row))),
        _ => Bits::Text(column.as_string::<i32>().value(row).to_owned()),
    }
}

fn flags(batch: &RecordBatch, column: usize) -> u64 {
    batch.column(column).as_boolean().true_count() as u64
}

fn total(batch: &RecordBatch, column: usize) -> u64 {
    let values = batch.column(column).as_primitive::<Int64Type>();
    values.iter().flatten().map(|count| u64::try_from(count).unwrap_or_default()).sum()
}
