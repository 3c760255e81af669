//! What was found of one column over all parts.

use crate::commands::features::report::table::{numbers, numeric};
use crate::commands::sweep::plan::Plan;
use crate::commands::validate::data::dataset::bounds::Bounds;
use arrow_array::Array;
use arrow_array::cast::AsArray as _;
use arrow_schema::{DataType, Field};

/// A column as it was declared, and the counts over its cells.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) role: String,
    pub(crate) is_float: bool,
    pub(crate) bounds: Bounds,
    /// Whether the preset, or the column's meaning, forbids an empty cell.
    pub(crate) is_required: bool,
    pub(crate) nulls: u64,
    pub(crate) nan: u64,
    pub(crate) infinite: u64,
    pub(crate) outside: u64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    first: Option<String>,
    pub(crate) varies: bool,
}

impl Column {
    /// A column of which no cell has been seen.
    pub(crate) fn new(field: &Field, plan: Option<&Plan>) -> Self {
        let told = |key: &str| field.metadata().get(key).cloned().unwrap_or_default();
        let name = field.name().clone();
        let planned = plan.and_then(|plan| plan.table.columns.iter().find(|c| c.name == name));
        let role = told("role");
        let is_required = match planned {
            Some(column) => !column.nullable,
            None => role == "identifier" || !field.is_nullable(),
        };
        Self {
            bounds: Bounds::of(&name, plan),
            name,
            unit: told("unit"),
            role,
            is_float: field.data_type().is_floating(),
            is_required,
            nulls: 0,
            nan: 0,
            infinite: 0,
            outside: 0,
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            first: None,
            varies: false,
        }
    }

    /// Whether it is a feature: by its role, or, where files have none, by its name.
    pub(crate) fn is_feature(&self) -> bool {
        self.role == "feature" || self.role.is_empty() && matches!(self.bounds, Bounds::Feature(..))
    }

    /// Takes the cells of a piece of a part.
    pub(crate) fn take(&mut self, array: &dyn Array) {
        self.nulls += array.null_count() as u64;
        if numeric(array.data_type()) {
            for (value, _) in numbers(array) {
                self.count(value);
            }
        }
        for row in 0..array.len() {
            match &self.first {
                _ if self.varies => break,
                None => self.first = Some(cell(array, row)),
                Some(first) => self.varies = *first != cell(array, row),
            }
        }
    }

    fn count(&mut self, value: Option<f64>) {
        match value {
            None => {}
            Some(value) if value.is_nan() => self.nan += 1,
            Some(value) if value.is_infinite() => self.infinite += 1,
            Some(value) => {
                self.low = self.low.min(value);
                self.high = self.high.max(value);
                self.outside += u64::from(!self.bounds.holds(value));
            }
        }
    }
}

/// A cell as text that two cells share only if they are the same: numbers by their shortest digits.
pub(crate) fn cell(array: &dyn Array, row: usize) -> String {
    if array.is_null(row) {
        return "null".to_owned();
    }
    match array.data_type() {
        DataType::Utf8 => format!("{:?}", array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => format!("{:?}", array.as_string::<i64>().value(row)),
        DataType::Int64 => {
            array.as_primitive::<arrow_array::types::Int64Type>().value(row).to_string()
        }
        DataType::UInt64 => {
            array.as_primitive::<arrow_array::types::UInt64Type>().value(row).to_string()
        }
        data_type if numeric(data_type) => {
            let one = array.slice(row, 1);
            let value = numbers(one.as_ref()).first().and_then(|(value, _)| *value);
            value.map_or_else(|| "null".to_owned(), |value| value.to_string())
        }
        // Of a type that no table of this program has: rows are not told apart by it.
        other => other.to_string(),
    }
}
