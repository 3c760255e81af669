//! Parquet's own encryption: what PyArrow makes of it, `scripts/interop_sealed.sh` shows.

use crate::encrypt::{encrypt, place};
use crate::read;
use arrow_array::{Array, Float64Array, Int64Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::path::Path;
use std::sync::Arc;

fn table(path: &Path, n_rows: u16) {
    let runs: Vec<i64> = (0..n_rows.into()).collect();
    let means: Vec<f64> = (0..n_rows).map(|n| f64::from(n) * 0.25).collect();
    let batch = RecordBatch::try_from_iter([
        ("run", Arc::new(Int64Array::from(runs)) as Arc<dyn Array>),
        ("V_mean", Arc::new(Float64Array::from(means)) as Arc<dyn Array>),
    ])
    .unwrap();
    // Snappy, as PyArrow, Spark and DuckDB compress unless they are told otherwise.
    let snappy = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let file = std::fs::File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(snappy)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn rows(path: &Path) -> Vec<RecordBatch> {
    let file = std::fs::File::open(path).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    builder.build().unwrap().map(Result::unwrap).collect()
}

#[test]
fn tables_of_a_folder_are_encrypted_by_one_command_and_what_is_done_stays() {
    let place = place();
    let names = ["data/part-000000.parquet", "data/part-000001.parquet"];
    std::fs::create_dir_all(place.path("set/data")).unwrap();
    for name in names {
        table(&place.path("set").join(name), 100);
    }
    std::fs::write(place.path("set/README.md"), b"about").unwrap();
    encrypt(&place, "keygen --kind raw --out column.key").expect(0);
    let way = "--parquet-modular --key-file raw.key --column-key V_mean=column.key";
    let seal_in = |way: &str, (rows, kept): (usize, usize)| {
        let report = encrypt(&place, &format!("seal set {way} --out enc --json")).expect(0).json();
        let expected = serde_json::json!({
            "sealed": "enc", "files": 2, "rows": rows, "files_kept": kept, "files_left_out": 1,
        });
        assert_eq!(report, expected);
    };
    let seal = |expected| seal_in(way, expected);
    // What was encrypted without a column's key is encrypted again with it.
    seal_in("--parquet-modular --key-file raw.key", (200, 0));
    seal((200, 0));
    let first = read(&place.path("enc").join(names[0]));
    assert!(first.ends_with(b"PARE"));
    assert!(!place.path("enc/README.md").exists());
    // What is gone is made again, what changed is encrypted again, what is there stays.
    std::fs::remove_file(place.path("enc").join(names[1])).unwrap();
    seal((100, 1));
    table(&place.path("set").join(names[1]), 70);
    seal((70, 1));
    seal((0, 2));
    assert!(read(&place.path("enc").join(names[0])) == first);
    encrypt(&place, &format!("open enc {way} --out open")).expect(0).says(&["2 files decrypted"]);
    for name in names {
        assert_eq!(rows(&place.path("open").join(name)), rows(&place.path("set").join(name)));
    }
}

#[test]
fn folders_without_tables_or_with_other_keys_are_refused() {
    let place = place();
    std::fs::create_dir_all(place.path("empty")).unwrap();
    std::fs::create_dir(place.path("set")).unwrap();
    table(&place.path("set/t.parquet"), 100);
    encrypt(&place, "keygen --kind raw --out other.key").expect(0);
    let (way, other) =
        ("--parquet-modular --key-file raw.key", "--parquet-modular --key-file other.key");
    encrypt(&place, &format!("seal set {way} --out enc")).expect(0);
    encrypt(&place, &format!("seal set {other} --out enc")).expect(4).says(&["do not open it"]);
    encrypt(&place, &format!("open enc {other} --out x")).expect(1).says(&["not authentic"]);
    assert!(!place.path("x/t.parquet").exists());
    encrypt(&place, &format!("open enc {way} --out set")).expect(4).says(&["exists"]);
    encrypt(&place, &format!("open enc {way} --row-groups 0 --out x")).expect(2);
    encrypt(&place, &format!("seal set {way} --out set/enc")).expect(2).says(&["into itself"]);
    assert!(!place.path("set/enc").exists());
    let gone = format!("seal set {way} --column-key v=other.key --out y");
    encrypt(&place, &gone).expect(2).says(&["no column v", "run, V_mean"]);
    encrypt(&place, &format!("seal empty {way} --out y")).expect(4).says(&["no Parquet file"]);
    assert!(!place.path("y").exists());
}

#[test]
fn table_is_encrypted_by_parquets_rules_and_opened_with_its_keys() {
    let place = place();
    table(&place.path("t.parquet"), 5_000);
    encrypt(&place, "keygen --kind raw --out column.key").expect(0);
    encrypt(&place, "keygen --kind raw --out other.key").expect(0);
    let plain = rows(&place.path("t.parquet"));
    for (out, keys) in [
        ("one.parquet", "--key-file raw.key"),
        ("two.parquet", "--key-file raw.key --column-key V_mean=column.key"),
        ("bound.parquet", "--key-file raw.key --context table-7"),
    ] {
        let way = format!("--parquet-modular {keys}");
        encrypt(&place, &format!("seal t.parquet {way} --out {out}")).expect(0);
        assert!(read(&place.path(out)).ends_with(b"PARE"));
        encrypt(&place, &format!("open {out} {way} --out open-{out}")).expect(0);
        assert_eq!(rows(&place.path(&format!("open-{out}"))), plain);
        let wrong = format!("open {out} --parquet-modular --key-file other.key --out x");
        encrypt(&place, &wrong).expect(1).says(&["not authentic"]);
        let mut bytes = read(&place.path(out));
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(place.path("changed"), bytes).unwrap();
        encrypt(&place, &format!("open changed {way} --out x")).expect(1);
        assert!(!place.path("x").exists());
    }
    let unbound = "open bound.parquet --parquet-modular --key-file raw.key --out x";
    encrypt(&place, unbound).expect(1);
    let plain = "open t.parquet --parquet-modular --key-file raw.key --out x";
    encrypt(&place, plain).expect(4).says(&["PARE"]);
    let gone = "seal t.parquet --parquet-modular --key-file raw.key --column-key v=other.key";
    encrypt(&place, &format!("{gone} --out x")).expect(2).says(&["no column v", "run, V_mean"]);
    encrypt(&place, "seal t.parquet --parquet-modular --out x").expect(2).says(&["--key-file"]);
}
