//! Parquet's own encryption: what PyArrow makes of it, `scripts/interop_sealed.sh` shows.

use crate::encrypt::{encrypt, place};
use crate::read;
use arrow_array::{Array, Float64Array, Int64Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::path::Path;
use std::sync::Arc;

fn table(path: &Path) {
    let runs: Vec<i64> = (0..5_000).collect();
    let means: Vec<f64> = (0..5_000).map(|n| f64::from(n) * 0.25).collect();
    let batch = RecordBatch::try_from_iter([
        ("run", Arc::new(Int64Array::from(runs)) as Arc<dyn Array>),
        ("V_mean", Arc::new(Float64Array::from(means)) as Arc<dyn Array>),
    ])
    .unwrap();
    let mut writer =
        ArrowWriter::try_new(std::fs::File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn rows(path: &Path) -> Vec<RecordBatch> {
    let file = std::fs::File::open(path).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    builder.build().unwrap().map(Result::unwrap).collect()
}

#[test]
fn table_is_encrypted_by_parquets_rules_and_opened_with_its_keys() {
    let place = place();
    table(&place.path("t.parquet"));
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
