//! Cells, names and colours of a matrix.

use super::*;
use crate::plot::canvas::Mark;
use crate::plot::matrix::tints::MISSING;
use ndarray::Array2;

fn matrix<'a>(names: &'a [&'a str], values: &'a Array2<f64>) -> Matrix<'a> {
    Matrix { title: "t", subtitle: "", names, values: values.view(), label: "r" }
}

fn texts(canvas: &Canvas) -> Vec<String> {
    let text = |mark: &Mark| match mark {
        Mark::Text(text) => Some(text.content.clone()),
        _ => None,
    };
    canvas.marks.iter().filter_map(text).collect()
}

#[test]
fn zero_is_the_lightest_and_signs_are_told_apart() {
    let luma = |color: [u8; 3]| color.map(u32::from).iter().sum::<u32>();
    let levels: Vec<u32> = (0..=10).map(|i| luma(tint(f64::from(i) / 5.0 - 1.0))).collect();
    assert!(levels[..6].is_sorted() && levels[5..].is_sorted_by(|a, b| a >= b), "{levels:?}");
    assert!(tint(-1.0)[2] > tint(-1.0)[0] && tint(1.0)[0] > tint(1.0)[2]);
    assert!((0..=200).all(|i| tint(f64::from(i) / 100.0 - 1.0) != MISSING));
    assert_eq!(tint(f64::NAN), MISSING);
}

#[test]
fn every_name_is_on_both_axes_and_every_number_in_its_cell() {
    let values = ndarray::array![[1.0, -0.004], [f64::NAN, 1.0]];
    let told = texts(&matrix(&["first", "second"], &values).canvas().unwrap());
    for (text, times) in [("first", 2), ("second", 2), ("1.00", 2), ("0.00", 1), ("−0.00", 0)] {
        assert_eq!(told.iter().filter(|found| *found == text).count(), times, "{text}: {told:?}");
    }
}

#[test]
fn names_of_sixty_columns_do_not_touch() {
    let names: Vec<String> = (0..60).map(|i| format!("feature_{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let canvas = matrix(&names, &Array2::eye(60)).canvas().unwrap();
    let baselines: Vec<f64> = canvas
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text(text) if !text.turned && text.anchor == Anchor::End => Some(text.y),
            _ => None,
        })
        .collect();
    let names = &baselines[..60];
    assert!(names.windows(2).all(|pair| pair[1] - pair[0] >= 1.1 * TICK.size));
}

#[test]
fn what_is_no_square_is_refused() {
    let values = Array2::zeros((2, 2));
    assert!(matches!(matrix(&[], &values).png(), Err(Error::Empty { .. })));
    let wrong = matrix(&["a"], &values).png();
    assert!(matches!(wrong, Err(Error::Shape { found_rows: 2, rows: 1, .. })));
}
