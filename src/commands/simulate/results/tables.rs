//! The row of features that a run adds to a table: one Arrow record batch.

use crate::commands::failure::{Failure, code};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Metadata, Schema};
use mfn::config::Preset;
use mfn::features::{Features, TABLE};
use std::sync::Arc;

/// A column with its unit and description in the metadata.
pub(crate) fn column(
    name: &str,
    data_type: DataType,
    unit: &str,
    description: &str,
    nullable: bool,
) -> Field {
    let metadata = Metadata::new().with("unit", unit).with("description", description);
    Field::new(name, data_type, nullable).with_metadata(metadata)
}

/// One row: name, seed, steps, the 18 features, the counters.
pub(crate) fn features(
    preset: &Preset,
    features: &Features,
    counters: &[(&'static str, u64)],
) -> Result<RecordBatch, Failure> {
    let mut fields = vec![
        column("name", DataType::Utf8, "", "name of the run", false),
        column("seed", DataType::Utf8, "", "seed of every random stream, in decimal", false),
        column("steps", DataType::UInt64, "steps", "steps taken", false),
    ];
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(vec![preset.name.clone()])),
        Arc::new(StringArray::from(vec![preset.seed.to_string()])),
        Arc::new(UInt64Array::from(vec![preset.steps])),
    ];
    let unit = preset.model.observable().unit;
    for (feature, value) in TABLE.iter().zip(features.values()) {
        let unit = feature.unit.text(unit);
        fields.push(column(feature.name, DataType::Float64, &unit, feature.definition, true));
        columns.push(Arc::new(Float64Array::from(vec![*value])));
    }
    for (name, count) in counters {
        fields.push(column(name, DataType::UInt64, "count", "counted over the whole run", false));
        columns.push(Arc::new(UInt64Array::from(vec![*count])));
    }
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns);
    batch.map_err(|error| Failure::new(code::FILE, error))
}
