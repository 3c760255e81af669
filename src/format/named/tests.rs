//! The same table out of both formats, and what is none.

use super::*;
use crate::format::provenance::example;
use crate::format::{write_csv, write_parquet};
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float32Array, Float64Array, Int64Array, RecordBatch,
    StringArray,
};
use arrow_schema::{DataType, Field, Metadata, Schema};
use std::sync::Arc;

fn batch() -> RecordBatch {
    let role = Metadata::new().with("role", "feature");
    let schema = Schema::new(vec![
        Field::new("x", DataType::Float64, true).with_metadata(role),
        Field::new("n", DataType::Int64, false),
        Field::new("ok", DataType::Boolean, false),
        Field::new("class", DataType::Utf8, false),
    ]);
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Float64Array::from(vec![Some(0.5), None, Some(-1e300)])),
        Arc::new(Int64Array::from(vec![3, -4, 5])),
        Arc::new(BooleanArray::from(vec![true, false, true])),
        Arc::new(StringArray::from(vec!["a", "b, c", "é#"])),
    ];
    RecordBatch::try_new(Arc::new(schema), columns).unwrap()
}

fn numbers(table: &NamedColumns, name: &str) -> Vec<f64> {
    match &table.get(name).unwrap().cells {
        Cells::Numbers(numbers) => numbers.clone(),
        Cells::Texts(texts) => panic!("{texts:?}"),
    }
}

#[test]
fn both_formats_give_the_same_columns() {
    let folder = tempfile::tempdir().unwrap();
    let [parquet, csv] = ["t.parquet", "t.csv"].map(|name| folder.path().join(name));
    write_parquet(&parquet, &batch(), &example()).unwrap();
    write_csv(&csv, &batch(), &example()).unwrap();
    for (path, role) in [(parquet, "feature"), (csv, "")] {
        let table = NamedColumns::read(&path).unwrap();
        assert_eq!(table.rows, 3);
        assert_eq!(table.get("x").unwrap().role, role);
        let x = numbers(&table, "x");
        assert_eq!([x[0], x[2]].map(f64::to_bits), [0.5_f64, -1e300].map(f64::to_bits));
        assert!(x[1].is_nan());
        assert_eq!(numbers(&table, "n"), [3.0, -4.0, 5.0]);
        let texts = Cells::Texts(["a", "b, c", "é#"].map(ToOwned::to_owned).to_vec());
        assert_eq!(table.get("class").unwrap().cells, texts);
    }
}

#[test]
fn small_numbers_and_dictionaries_are_read_and_lists_are_left_out() {
    let words: DictionaryArray<arrow_array::types::Int32Type> =
        vec![Some("b"), None, Some("a")].into_iter().collect();
    let columns: [(&str, ArrayRef); 3] = [
        ("f", Arc::new(Float32Array::from(vec![0.5, 1.5, 2.5]))),
        ("word", Arc::new(words)),
        ("raw", Arc::new(arrow_array::BinaryArray::from(vec![&b"x"[..], b"y", b"z"]))),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.parquet");
    write_parquet(&path, &RecordBatch::try_from_iter(columns).unwrap(), &example()).unwrap();
    let table = NamedColumns::read(&path).unwrap();
    assert_eq!(numbers(&table, "f"), [0.5, 1.5, 2.5]);
    let texts = Cells::Texts(["b", "", "a"].map(ToOwned::to_owned).to_vec());
    assert_eq!(table.get("word").unwrap().cells, texts);
    assert_eq!(table.left_out, [("raw".to_owned(), "Binary".to_owned())]);
}

#[test]
fn what_is_no_table_is_refused() {
    let check = |bytes: &[u8], expected: &str| {
        let error = NamedColumns::of_bytes(bytes.to_vec(), "t".as_ref()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(b"", "CSV file: it has no header line");
    check(b"a,b\n1\n", "CSV file");
    check(b"a,a\n1,2\n", "two columns are called a");
    check(b"\xff\xfe\x00", "CSV file");
    check(b"PAR1 and no more", "Parquet file");
}

#[test]
fn columns_without_rows_keep_their_kind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.parquet");
    write_parquet(&path, &batch().slice(0, 0), &example()).unwrap();
    let table = NamedColumns::read(&path).unwrap();
    assert_eq!((table.rows, table.columns.len()), (0, 4));
    assert!(matches!(table.get("class").unwrap().cells, Cells::Texts(_)));
}
