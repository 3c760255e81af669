//! Row groups of a sealed Parquet file.

use crate::encrypt::{encrypt, piped, place};
use crate::read;
use arrow_array::{Int64Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::properties::WriterProperties;
use std::path::Path;
use std::sync::Arc;

/// 60 000 rows in three row groups.
fn table(path: &Path) {
    let numbers: Vec<i64> = (0..60_000_i64).map(|n| n.wrapping_mul(6364136223846793005)).collect();
    let batch = RecordBatch::try_from_iter([(
        "number",
        Arc::new(Int64Array::from(numbers)) as Arc<dyn arrow_array::Array>,
    )])
    .unwrap();
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(20_000))
        .set_dictionary_enabled(false)
        .build();
    let file = std::fs::File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn rows(path: &Path, groups: Option<Vec<usize>>) -> Vec<RecordBatch> {
    let file = std::fs::File::open(path).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().with_batch_size(1 << 20);
    let builder = match groups {
        Some(groups) => builder.with_row_groups(groups),
        None => builder,
    };
    builder.build().unwrap().map(Result::unwrap).collect()
}

#[test]
fn row_groups_are_opened_without_the_others() {
    let place = place();
    let path = place.path("t.parquet");
    table(&path);
    encrypt(&place, "seal t.parquet --to me.key.pub --out sealed").expect(0);
    let open = "open sealed -i me.key --row-groups 2 --out two.parquet";
    encrypt(&place, open).expect(0).says(&["20000 rows opened"]);
    assert_eq!(rows(&place.path("two.parquet"), None), rows(&path, Some(vec![2])));
    let (code, stdout, told) = piped(&place, "open sealed -i me.key --row-groups 0,1 --out -", b"");
    assert_eq!(code, Some(0), "{told}");
    std::fs::write(place.path("both.parquet"), stdout).unwrap();
    let both = rows(&place.path("both.parquet"), None);
    assert_eq!(both.iter().map(RecordBatch::num_rows).sum::<usize>(), 40_000);
    let gone = encrypt(&place, "open sealed -i me.key --row-groups 3 --out x");
    gone.expect(2).says(&["no row group 3"]);
    // A damaged chunk in the first group harms nobody else.
    let mut bytes = read(&place.path("sealed"));
    bytes[60_000] ^= 1;
    std::fs::write(place.path("damaged"), bytes).unwrap();
    encrypt(&place, "open damaged -i me.key --row-groups 2 --out c.parquet").expect(0);
    assert_eq!(read(&place.path("c.parquet")), read(&place.path("two.parquet")));
    let bad = encrypt(&place, "open damaged -i me.key --row-groups 0 --out x");
    bad.expect(1).says(&["not authentic"]);
    assert!(!place.path("x").exists());
}
