//! Fields and pictures that are read, and those that are refused.

use super::*;
use crate::format::write_npy;
use crate::grid::FieldView;
use image::{DynamicImage, GrayImage, ImageBuffer, Luma, RgbImage, RgbaImage};
use ndarray::array;
use std::path::PathBuf;
use tempfile::TempDir;

fn saved(folder: &TempDir, name: &str, picture: &DynamicImage, format: ImageFormat) -> PathBuf {
    let path = folder.path().join(name);
    picture.save_with_format(&path, format).unwrap();
    path
}

fn luminances(picture: impl Into<DynamicImage>) -> Array2<f64> {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(&folder, "picture", &picture.into(), ImageFormat::Png);
    let field = read_field(&path, None, 2).unwrap();
    assert!(field.is_image);
    field.values
}

#[test]
fn picture_becomes_luminance() {
    let grey = GrayImage::from_raw(3, 1, vec![0, 51, 255]).unwrap();
    assert_eq!(luminances(grey), array![[0.0, 0.2, 1.0]]);
    let deep: ImageBuffer<Luma<u16>, _> = ImageBuffer::from_raw(1, 2, vec![1_u16, 65535]).unwrap();
    assert_eq!(luminances(deep), array![[1.0 / 65535.0], [1.0]]);
    let colours = RgbImage::from_raw(3, 1, vec![255, 0, 0, 0, 255, 0, 0, 0, 255]).unwrap();
    assert_eq!(luminances(colours), array![[0.2126, 0.7152, 0.0722]]);
    let clear = RgbaImage::from_raw(2, 1, vec![255, 255, 255, 0, 255, 255, 255, 51]).unwrap();
    assert_eq!(luminances(clear), array![[0.0, 0.2]]);
}

#[test]
fn jpeg_is_read_and_a_cut_one_refused() {
    let folder = tempfile::tempdir().unwrap();
    let grey = GrayImage::from_fn(40, 30, |x, y| Luma([(x * 3 + y) as u8]));
    let path = saved(&folder, "picture.png", &grey.into(), ImageFormat::Jpeg);
    let field = read_field(&path, None, 2).unwrap();
    assert_eq!(field.values.dim(), (30, 40));
    assert!((field.values[(10, 20)] - 70.0 / 255.0).abs() < 0.03);
    let bytes = std::fs::read(&path).unwrap();
    for kept in [bytes.len() - 1, bytes.len() / 2, 4] {
        std::fs::write(&path, &bytes[..kept]).unwrap();
        let error = read_field(&path, None, 2).unwrap_err();
        assert!(matches!(error, Error::Malformed { format: "JPEG", .. }), "{error}");
    }
}

#[test]
fn array_comes_as_it_is_and_must_fit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.png");
    let values = array![[1.0, -0.0, 5.0]];
    write_npy(&path, FieldView::F64(values.view())).unwrap();
    let field = read_field(&path, None, 2).unwrap();
    assert_eq!((field.source_range, field.is_image), ((-0.0, 5.0), false));
    assert_eq!(field.fit(1, 3).unwrap(), values);
    let error = field.fit(2, 3).unwrap_err();
    assert_eq!(error.to_string(), "a field of 1 × 3 cells does not fit: wanted 2 × 3");
}

#[test]
fn cell_that_is_not_finite_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.npy");
    write_npy(&path, FieldView::F64(array![[1.0, 2.0], [f64::NAN, 3.0]].view())).unwrap();
    let error = read_field(&path, None, 2).unwrap_err();
    assert!(matches!(error, Error::NotFinite { row: 1, col: 0, .. }), "{error}");
    assert!(error.to_string().ends_with("has NaN in cell (1, 0): wanted finite values"));
}

#[test]
fn other_content_is_refused_whatever_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.npy");
    let check = |bytes: &[u8], expected: &str| {
        std::fs::write(&path, bytes).unwrap();
        let error = read_field(&path, None, 2).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    };
    check(b"", "begins with nothing: wanted NPY, HDF5, PNG or JPEG");
    check(b"GIF89a", "begins with 474946383961");
    check(b"\x89PNG\r\n\x1a\n", "is not a readable PNG file");
    check(b"\x89HDF\r\n\x1a\n", "is not a readable HDF5 file");
    let missing = read_field(&folder.path().join("none"), None, 2).unwrap_err();
    assert!(missing.to_string().ends_with("none: no such file or folder"));
}

#[test]
fn picture_is_fitted_within_its_range() {
    let values = Array2::from_shape_fn((9, 16), |(row, col)| f64::from((row + col) % 2 == 0));
    let field = InputField { values, layers: 1, source_range: (0.0, 1.0), is_image: true };
    for (rows, cols) in [(64, 64), (3, 3), (5, 40), (1, 1)] {
        let fitted = field.fit(rows, cols).unwrap();
        assert_eq!(fitted.dim(), (rows, cols));
        assert!(fitted.iter().all(|value| (0.0..=1.0).contains(value)));
    }
    assert!(matches!(field.fit(0, 3), Err(Error::Shape { .. })));
}
