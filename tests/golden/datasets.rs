//! MFN v4.1's data sets: its columns, seeds and values, made by the program from its presets.
//!
//! `data/golden/datasets.json` holds the rows of its default sweep, its sampler and three
//! scenarios; the features as the bits of each double.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its data must stop")]

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use mfn::features::TABLE;
use mfn::format::read_parquet;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Features from LAPACK's least squares, with their relative tolerance; all others are bit-exact.
const FITTED: [(&str, f64); 3] = [("D_box", 1e-11), ("D_r2", 1e-11), ("E_trend", 1e-9)];

fn made(preset: &str, folder: &Path) -> Vec<RecordBatch> {
    let out = folder.join(preset);
    let mut command = Command::new(env!("CARGO_BIN_EXE_mfn"));
    command.args(["simulate", preset, "--quiet", "--out"]).arg(&out);
    assert!(command.status().unwrap().success(), "{preset}");
    let mut parts: Vec<_> =
        std::fs::read_dir(out.join("data")).unwrap().map(|entry| entry.unwrap().path()).collect();
    parts.sort();
    parts.iter().flat_map(|part| read_parquet(part).unwrap().batches).collect()
}

fn cell(column: &dyn Array, row: usize) -> Value {
    match column.data_type() {
        DataType::Int64 => json!(column.as_primitive::<Int64Type>().value(row)),
        DataType::Float64 => json!(column.as_primitive::<Float64Type>().value(row)),
        DataType::Boolean => json!(column.as_boolean().value(row)),
        _ => json!(column.as_string::<i32>().value(row)),
    }
}

fn check_features(batch: &RecordBatch, row: usize, hex: &str, preset: &str) {
    for (index, feature) in TABLE.iter().enumerate() {
        let digits = &hex[16 * index..16 * (index + 1)];
        let expected = f64::from_bits(u64::from_str_radix(digits, 16).unwrap());
        let column = batch.column_by_name(feature.name).unwrap();
        let found = column.as_primitive::<Float64Type>().value(row);
        let loose = FITTED.iter().find(|(name, _)| *name == feature.name);
        let tolerance = loose.map_or(0.0, |(_, relative)| relative * expected.abs() + 1e-12);
        let same = found.to_bits() == expected.to_bits() || (found - expected).abs() <= tolerance;
        assert!(same, "{preset} row {row}: {} = {found}, v4.1 has {expected}", feature.name);
    }
}

#[test]
fn data_sets_of_v4_1_have_their_columns_seeds_and_values() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/golden/datasets.json");
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut n_rows = 0;
    for (preset, golden) in golden.as_object().unwrap() {
        let batches = made(preset, folder.path());
        let schema = batches[0].schema();
        // The golden set leaves out the one column that a clock wrote.
        let names: Vec<&str> = schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .filter(|name| *name != "timestamp")
            .collect();
        assert_eq!(json!(names), golden["columns"], "{preset}");
        let rows = batches.iter().flat_map(|batch| (0..batch.num_rows()).map(move |r| (batch, r)));
        let expected = golden["rows"].as_array().unwrap();
        let features = golden["features"].as_array().unwrap();
        let mut own = 0;
        for ((batch, row), (expected, hex)) in rows.zip(expected.iter().zip(features)) {
            let others = golden["others"].as_array().unwrap();
            for (name, value) in others.iter().zip(expected.as_array().unwrap()) {
                let column = batch.column_by_name(name.as_str().unwrap()).unwrap();
                assert_eq!(cell(column.as_ref(), row), *value, "{preset} row {own}: {name}");
            }
            check_features(batch, row, hex.as_str().unwrap(), preset);
            own += 1;
        }
        assert_eq!(own, expected.len(), "{preset}");
        n_rows += own;
    }
    assert_eq!(n_rows, 72 + 200 + 10 + 100 + 5);
}
