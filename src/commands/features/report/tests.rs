//! The report of whole files, as the subcommand calls it.

use super::*;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Metadata, Schema};
use mfn::format::{Provenance, write_parquet};
use serde_json::Value;
use std::sync::Arc;

fn origin() -> Provenance {
    let text = |text: &str| text.to_owned();
    Provenance {
        preset: text("name = \"x\""),
        preset_sha256: text("0"),
        version: text("0"),
        seed: text("1"),
        rng: text("r"),
        model: text("m"),
    }
}

fn write(path: &Path, fields: Vec<Field>, columns: Vec<ArrayRef>) {
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
    write_parquet(path, &batch, &origin()).unwrap();
}

/// A deterministic number from 0 to 1: two rounds of splitmix64's finaliser.
fn noise(row: usize, column: usize) -> f64 {
    let mix = |x: u64| {
        let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb)
    };
    let bits = mix(mix(1 + row as u64).wrapping_add(column as u64 + 1));
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// 60 columns × 200 rows: skewed, whole, correlated, constant, half known, empty.
fn wide(path: &Path) {
    let (mut fields, mut columns) = (Vec::new(), Vec::<ArrayRef>::new());
    for column in 0..60 {
        let value = |row: usize| -> Option<f64> {
            let (x, shared) = (noise(row, column), noise(row, 100 + column / 10));
            match column % 10 {
                0 => Some(shared),
                1 => Some(shared + 0.1 * x),
                2 => Some(-70.0 - 3.0 * shared - 4.0 * x),
                3 => Some((x * 6.0).floor()),
                4 => Some((12.0 * x).exp()),
                5 => (x > 0.3).then_some(1e-7 * x),
                6 if column > 30 => Some(0.0),
                7 if column == 57 => None,
                8 => (row > 150).then_some(x),
                _ => Some(x * x * x - shared),
            }
        };
        let name = if column == 2 { "V_min".to_owned() } else { format!("feature_{column}_long") };
        let unit = Metadata::new().with("unit", "mV").with("description", "a | b");
        fields.push(Field::new(name, DataType::Float64, true).with_metadata(unit));
        columns.push(Arc::new((0..200).map(value).collect::<Float64Array>()));
    }
    write(path, fields, columns);
}

fn mixed(path: &Path) {
    let fields = vec![
        Field::new("seed", DataType::Int64, false),
        Field::new("turing", DataType::Boolean, true),
        Field::new("name", DataType::Utf8, false),
    ];
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(vec![1, (1 << 53) + 1])),
        Arc::new(BooleanArray::from(vec![Some(true), None])),
        Arc::new(StringArray::from(vec!["a", "b"])),
    ];
    write(path, fields, columns);
}

fn document(table: &Table) -> Value {
    json::document(table, &Report::of(&table.columns).unwrap())
}

#[test]
fn folder_holds_numbers_words_and_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wide.parquet");
    wide(&path);
    let out = folder.path().join("out");
    run(&path, Some(&out), false, &mut Output::new()).unwrap();
    let read = |name: &str| std::fs::read(out.join(name)).unwrap();
    let value: Value = serde_json::from_slice(&read("report.json")).unwrap();
    assert_eq!((&value["rows"], value["columns"].as_array().unwrap().len()), (&200.into(), 60));
    assert_eq!(value["columns"][36]["constant"], true);
    assert_eq!(value["columns"][8]["informative"], false);
    assert_eq!(value["correlations"]["pearson"][57][0], Value::Null);
    let page = String::from_utf8(read("report.md")).unwrap();
    assert!(page.contains("- V_min: a \\| b\n"), "{page}");
    for name in ["correlations.png", "distributions.png"] {
        assert!(read(name).windows(10).any(|bytes| bytes == b"mfn.preset"), "{name}");
    }
    let again = folder.path().join("again");
    run(&path, Some(&again), true, &mut Output::new()).unwrap();
    for name in FILES {
        assert!(read(name) == std::fs::read(again.join(name)).unwrap(), "{name}");
    }
}

#[test]
fn integers_and_booleans_are_numbers_and_text_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mixed.parquet");
    mixed(&path);
    let table = Table::read(&path).unwrap();
    assert_eq!(table.columns[1].values, [Some(1.0), None]);
    let value = document(&table);
    assert_eq!(value["left_out"], serde_json::json!([{"name": "name", "type": "Utf8"}]));
    let kinds: Vec<&str> =
        value["warnings"].as_array().unwrap().iter().filter_map(|w| w["kind"].as_str()).collect();
    assert_eq!(kinds, ["rounded", "few-rows", "nulls", "constant"]);
    let text = text::report(&table, &Report::of(&table.columns).unwrap());
    assert!(text.contains("left out, not numeric: name (Utf8)"), "{text}");
}

#[test]
fn files_of_a_folder_are_one_table() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["data/b.parquet", "data/a.parquet", "failures.parquet"] {
        std::fs::create_dir_all(folder.path().join("data")).unwrap();
        mixed(&folder.path().join(name));
    }
    let table = Table::read(folder.path()).unwrap();
    let names: Vec<_> = table.files.iter().filter_map(|file| file.path.file_name()).collect();
    assert_eq!(
        (names, table.columns[0].values.len()),
        (vec!["a.parquet".as_ref(), "b.parquet".as_ref()], 4)
    );
    wide(&folder.path().join("data/c.parquet"));
    let failure = Table::read(folder.path()).unwrap_err();
    assert!(matches!(failure, Failure::Error { code: code::FILE, .. }), "{failure:?}");
}

#[test]
fn what_cannot_be_reported_on_is_a_file_error() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    std::fs::write(place("text.parquet"), "no Parquet").unwrap();
    std::fs::create_dir(place("empty")).unwrap();
    let words = Field::new("name", DataType::Utf8, false);
    write(&place("words.parquet"), vec![words], vec![Arc::new(StringArray::from(vec!["a"]))]);
    let number = Field::new("x", DataType::Float64, false);
    let nothing: ArrayRef = Arc::new(Float64Array::from(Vec::<f64>::new()));
    write(&place("rows.parquet"), vec![number], vec![nothing]);
    for (name, told) in [
        ("missing.parquet", "missing.parquet"),
        ("text.parquet", "Parquet"),
        ("empty", "no *.parquet file"),
        ("words.parquet", "no numeric column"),
        ("rows.parquet", "0 rows"),
    ] {
        let failure = run(&place(name), None, false, &mut Output::new()).unwrap_err();
        let Failure::Error { code, error, .. } = failure else { panic!("{name}") };
        assert_eq!(code, code::FILE, "{name}");
        assert!(format!("{error:#}").contains(told), "{name}: {error:#}");
    }
}
