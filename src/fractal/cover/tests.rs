//! Box counts and lacunarities that are known exactly.

use super::*;
use ndarray::Array2;

fn estimate(mask: &Array2<bool>, boundary: Boundary, cover: Cover) -> f64 {
    let found = BoxCover::of(Mask::Cells(mask.view()), boundary).unwrap().dimension(cover).unwrap();
    assert!(found.reliable, "{found:?}");
    assert!(found.interval.0 <= found.value && found.value <= found.interval.1);
    found.value
}

#[test]
fn squares_lines_and_points_have_dimension_2_1_0_at_any_place() {
    for boundary in [Boundary::Periodic, Boundary::Neumann] {
        let square = estimate(&Array2::from_elem((64, 128), true), boundary, Cover::Minimum);
        let line = Array2::from_shape_fn((64, 128), |(row, _)| row == 13);
        let line = estimate(&line, boundary, Cover::Minimum);
        let point = Array2::from_shape_fn((64, 128), |cell| cell == (9, 77));
        let point = estimate(&point, boundary, Cover::Minimum);
        for (found, expected) in [(square, 2.0), (line, 1.0), (point, 0.0)] {
            assert!((found - expected).abs() < 1e-12, "{boundary:?}: {found}");
        }
    }
}

#[test]
fn shifted_periodic_set_has_the_same_cover() {
    let set = |i: usize, j: usize| (i % 64) & (j % 64) == 0;
    let here = Array2::from_shape_fn((64, 64), |(i, j)| set(i, j));
    let there = Array2::from_shape_fn((64, 64), |(i, j)| set(i + 21, j + 50));
    let count = |mask: &Array2<bool>| {
        let cover = BoxCover::of(Mask::Cells(mask.view()), Boundary::Periodic).unwrap();
        cover.counts().iter().map(|c| (c.size, c.minimum, c.mean.to_bits())).collect::<Vec<_>>()
    };
    assert_eq!(count(&here), count(&there));
    let expected: Vec<(usize, u32)> = (0..5).map(|k| (1 << k, 3_u32.pow(6 - k))).collect();
    let found: Vec<(usize, u32)> = count(&there).iter().map(|c| (c.0, c.1)).collect();
    assert_eq!(found, expected);
}

#[test]
fn shifted_open_set_keeps_its_minimum() {
    // 81 = 3⁴ in the middle of 243 cells: no aligned grid of boxes begins at its corner.
    let in_gasket = |i: usize, j: usize| {
        let digit = |n: usize, k: u32| n / 3_usize.pow(k) % 3;
        i < 81 && j < 81 && (0..4).all(|k| digit(i, k) != 1 || digit(j, k) != 1)
    };
    let mask =
        Array2::from_shape_fn((243, 243), |(i, j)| i >= 70 && j >= 55 && in_gasket(i - 70, j - 55));
    let found = estimate(&mask, Boundary::Neumann, Cover::Minimum);
    assert!((found - 8_f64.ln() / 3_f64.ln()).abs() < 1e-9, "{found}");
}

#[test]
fn disk_has_dimension_2_in_spite_of_its_edge() {
    let disk = Array2::from_shape_fn((512, 512), |(i, j)| {
        let (y, x) = (i as f64 - 255.5, j as f64 - 255.5);
        x * x + y * y <= 200.0 * 200.0
    });
    for cover in [Cover::Minimum, Cover::Mean] {
        let found = estimate(&disk, Boundary::Neumann, cover);
        assert!((found - 2.0).abs() < 0.01, "{cover:?}: {found}");
    }
}

#[test]
fn uniform_mask_has_lacunarity_1() {
    for boundary in [Boundary::Periodic, Boundary::Neumann] {
        let full = Array2::from_elem((48, 64), true);
        let cover = BoxCover::of(Mask::Cells(full.view()), boundary).unwrap();
        assert!(cover.lacunarity().all(|value| value == Some(1.0)));
    }
}

#[test]
fn lacunarity_of_a_point_is_the_share_of_boxes_that_miss_it() {
    let point = Array2::from_shape_fn((32, 32), |cell| cell == (0, 31));
    let cover = BoxCover::of(Mask::Cells(point.view()), Boundary::Periodic).unwrap();
    for (counts, found) in cover.counts().iter().zip(cover.lacunarity()) {
        // s² of 1024 places hold the point once: ⟨M²⟩/⟨M⟩² = 1024/s².
        assert_eq!(found, Some(1024.0 / (counts.size * counts.size) as f64));
    }
}

#[test]
fn degenerate_masks_say_why_they_have_no_cover() {
    let of = |rows, cols, value| {
        let mask = Array2::from_elem((rows, cols), value);
        BoxCover::of(Mask::Cells(mask.view()), Boundary::Periodic).err()
    };
    assert_eq!(of(0, 7, true), Some(Undefined::NoCells));
    assert_eq!(of(1, 1, true), Some(Undefined::TooSmall { found: 1, wanted: 4 }));
    assert_eq!(of(1, 99, true), Some(Undefined::TooSmall { found: 1, wanted: 4 }));
    assert_eq!(of(3, 99, true), Some(Undefined::TooSmall { found: 3, wanted: 4 }));
    assert_eq!(of(16, 16, false), Some(Undefined::Empty));
    assert_eq!(of(4, 4, true), None);
    let nan = Array2::from_elem((16, 16), f64::NAN);
    let field = crate::grid::FieldView::F64(nan.view());
    let found = BoxCover::of(Mask::Above { field, threshold: 0.0 }, Boundary::Periodic);
    assert_eq!(found, Err(Undefined::Empty));
}
