//! What must hold for any file: what is written is read back bit for bit, and damage is an error.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use image::{GrayImage, ImageFormat};
use mfn::format::{
    CheckpointRef, Dtype, FieldArray, FrameLayout, FrameReader, FrameWriter, Provenance,
    read_checkpoint, read_field, read_npy, read_parquet, sha256_hex, write_checkpoint, write_npy,
    write_parquet,
};
use mfn::grid::FieldView;
use ndarray::Array2;
use proptest::prelude::*;
use rust_hdf5::H5File;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

/// Fields whose cells have any bits: negative zero, subnormal numbers, NaN with a payload.
fn field_f64() -> impl Strategy<Value = Array2<f64>> {
    (1..6_usize, 1..6_usize).prop_flat_map(|shape| {
        prop::collection::vec(any::<u64>().prop_map(f64::from_bits), shape.0 * shape.1)
            .prop_map(move |cells| Array2::from_shape_vec(shape, cells).unwrap())
    })
}

fn field_f32() -> impl Strategy<Value = Array2<f32>> {
    (1..6_usize, 1..6_usize).prop_flat_map(|shape| {
        prop::collection::vec(any::<u32>().prop_map(f32::from_bits), shape.0 * shape.1)
            .prop_map(move |cells| Array2::from_shape_vec(shape, cells).unwrap())
    })
}

fn bits_f64(field: &Array2<f64>) -> Array2<u64> {
    field.mapv(f64::to_bits)
}

fn bits(field: &FieldArray) -> Array2<u64> {
    match field {
        FieldArray::F32(cells) => cells.mapv(|cell| u64::from(cell.to_bits())),
        FieldArray::F64(cells) => bits_f64(cells),
    }
}

fn provenance(preset: String) -> Provenance {
    Provenance {
        preset_sha256: sha256_hex(preset.as_bytes()),
        preset,
        version: "0.1.0".to_owned(),
        seed: "7".to_owned(),
        rng: "philox4x32-10".to_owned(),
        model: "gray-scott".to_owned(),
    }
}

proptest! {
    #[test]
    fn npy_gives_back_every_bit(double in field_f64(), single in field_f32()) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("field.npy");
        write_npy(&path, FieldView::F64(double.view())).unwrap();
        match read_npy(&path).unwrap() {
            mfn::format::NpyArray::F64(read) => {
                prop_assert_eq!(read.mapv(f64::to_bits), bits_f64(&double).into_dyn());
            }
            other => prop_assert!(false, "{:?}", other),
        }
        write_npy(&path, FieldView::F32(single.t())).unwrap();
        match read_npy(&path).unwrap() {
            mfn::format::NpyArray::F32(read) => {
                prop_assert_eq!(read.mapv(f32::to_bits), single.t().mapv(f32::to_bits).into_dyn());
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn frames_give_back_every_bit(frame in field_f32(), n_frames in 1..4_usize, cut in 0..4_usize) {
        let folder = TempDir::new().unwrap();
        let (part, path) = (folder.path().join("h.part"), folder.path().join("h.npy"));
        let (rows, cols) = frame.dim();
        let layout = FrameLayout { n_frames, layers: 1, rows, cols, dtype: Dtype::F32 };
        let kept = cut.min(n_frames);
        let shifted =
            |index: usize| frame.mapv(|cell| f32::from_bits(cell.to_bits() ^ index as u32));
        let mut writer = FrameWriter::create(&part, layout).unwrap();
        for index in 0..n_frames {
            writer.append(FieldView::F32(shifted(index).view())).unwrap();
        }
        drop(writer);
        let mut writer = FrameWriter::resume(&part, layout, kept).unwrap();
        for index in kept..n_frames {
            writer.append(FieldView::F32(shifted(index).view())).unwrap();
        }
        writer.finish(&path).unwrap();
        let reader = FrameReader::open(&path).unwrap();
        for index in 0..n_frames {
            let expected = bits(&FieldArray::F32(shifted(index)));
            prop_assert_eq!(bits(&reader.read_frame(index).unwrap()), expected);
        }
    }

    #[test]
    fn checkpoint_gives_back_every_bit_and_sees_every_flip(
        double in field_f64(),
        single in field_f32(),
        words in prop::collection::vec(any::<u64>(), 0..9),
        header in "\\PC{0,40}",
        place in any::<prop::sample::Index>(),
        mask in 1..=255_u8,
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("run.ckpt");
        let arrays = [("u", FieldView::F64(double.view())), ("v", FieldView::F32(single.view()))];
        let words = words.as_slice();
        let state = CheckpointRef { header: &header, arrays: &arrays, words: &[("rng", words)] };
        write_checkpoint(&path, &state).unwrap();
        let read = read_checkpoint(&path).unwrap();
        prop_assert_eq!(&read.header, &header);
        prop_assert_eq!(bits(read.array("u").unwrap()), bits_f64(&double));
        prop_assert_eq!(bits(read.array("v").unwrap()), bits(&FieldArray::F32(single.clone())));
        prop_assert_eq!(read.words("rng").unwrap(), words);

        let mut bytes = std::fs::read(&path).unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= mask;
        std::fs::write(&path, &bytes).unwrap();
        prop_assert!(read_checkpoint(&path).is_err(), "byte {}", place);
    }

    #[test]
    fn parquet_gives_back_every_bit(
        floats in prop::collection::vec(any::<Option<u64>>(), 1..20),
        integer in any::<i64>(),
        text in "\\PC{0,20}",
        preset in "\\PC{0,60}",
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("t.parquet");
        let n_rows = floats.len();
        let floats: Float64Array = floats.iter().map(|cell| cell.map(f64::from_bits)).collect();
        let columns: [(&str, ArrayRef); 3] = [
            ("x", Arc::new(floats.clone())),
            ("n", Arc::new(Int64Array::from(vec![integer; n_rows]))),
            ("s", Arc::new(StringArray::from(vec![text.as_str(); n_rows]))),
        ];
        let batch = RecordBatch::try_from_iter_with_nullable(
            columns.into_iter().map(|(name, column)| (name, column, true)),
        ).unwrap();
        write_parquet(&path, &batch, &provenance(preset.clone())).unwrap();
        let table = read_parquet(&path).unwrap();
        prop_assert_eq!(&table.schema.metadata["mfn.preset"], &preset);
        prop_assert_eq!(table.batches.len(), 1);
        let read = table.batches[0].column(0).as_any().downcast_ref::<Float64Array>().unwrap();
        let cells = |array: &Float64Array| -> Vec<Option<u64>> {
            array.iter().map(|cell| cell.map(f64::to_bits)).collect()
        };
        prop_assert_eq!(cells(read), cells(&floats));
        prop_assert_eq!(table.batches[0].column(1).to_data(), batch.column(1).to_data());
        prop_assert_eq!(table.batches[0].column(2).to_data(), batch.column(2).to_data());
    }
}

/// A small file of each kind that `read_field` reads.
fn inputs(folder: &TempDir) -> Vec<(&'static str, PathBuf)> {
    let field = Array2::from_shape_fn((6, 5), |(row, col)| (row * 5 + col) as f32);
    let picture = GrayImage::from_fn(12, 9, |x, y| image::Luma([(x * 20 + y) as u8]));
    let path = |name: &str| folder.path().join(name);
    write_npy(&path("field.npy"), FieldView::F32(field.view())).unwrap();
    picture.save_with_format(path("field.png"), ImageFormat::Png).unwrap();
    picture.save_with_format(path("field.jpg"), ImageFormat::Jpeg).unwrap();
    let file = H5File::create(path("field.h5")).unwrap();
    let cells: Vec<f32> = field.iter().copied().collect();
    let plain = file.new_dataset::<f32>().shape([6, 5]).create("plain").unwrap();
    plain.write_raw(&cells).unwrap();
    file.close().unwrap();
    let file = H5File::create(path("packed.h5")).unwrap();
    let builder = file.new_dataset::<f32>().shape([6, 5]).chunk(&[2, 5]).shuffle_deflate(4);
    builder.create("packed").unwrap().write_raw(&cells).unwrap();
    file.close().unwrap();
    ["field.npy", "field.png", "field.jpg", "field.h5", "packed.h5"]
        .map(|name| (name, path(name)))
        .to_vec()
}

#[test]
fn whole_inputs_are_read_and_cut_ones_never_panic() {
    let folder = TempDir::new().unwrap();
    for (name, path) in inputs(&folder) {
        assert!(read_field(&path, None, 2).is_ok(), "{name}: {:?}", read_field(&path, None, 2));
        let bytes = std::fs::read(&path).unwrap();
        for kept in 0..bytes.len() {
            std::fs::write(&path, &bytes[..kept]).unwrap();
            let read = read_field(&path, None, 2);
            // The last bytes of an HDF5 file may be padding; all other formats end with data
            // or with an end mark (of PNG, 12 bytes the decoder need not see).
            let must_fail = kept + 12 < bytes.len() && !name.ends_with("h5");
            assert!(!must_fail || read.is_err(), "{name} cut to {kept} of {}", bytes.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_inputs_never_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..4),
    ) {
        let folder = TempDir::new().unwrap();
        for (_, path) in inputs(&folder) {
            let mut bytes = std::fs::read(&path).unwrap();
            for (place, mask) in &flips {
                let place = place.index(bytes.len());
                bytes[place] ^= mask;
            }
            std::fs::write(&path, &bytes).unwrap();
            // Any answer will do, as long as there is one and its message can be shown.
            if let Err(error) = read_field(&path, None, 2) {
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }
}
