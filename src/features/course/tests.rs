//! Courses of runs whose fields are known.

use super::*;
use crate::features::Error;
use ndarray::Array2;

const ALL: Quantities = Quantities { mean: true, amplitude: true, wavelength: true, energy: true };
const NOTHING: Quantities =
    Quantities { mean: false, amplitude: false, wavelength: false, energy: false };

/// Two species on 8 × 32 cells: the second is a wave of 4 cycles, of this height.
fn frame(height: f64) -> [Array2<f64>; 2] {
    let turn = std::f64::consts::TAU / 8.0;
    let wave = |(_, col): (usize, usize)| 0.5 + height * (turn * col as f64).cos();
    [Array2::from_elem((8, 32), 0.25 * height), Array2::from_shape_fn((8, 32), wave)]
}

fn push(course: &mut Course, step: u64, height: f64) {
    let fields = frame(height);
    let views = fields.each_ref().map(|field| FieldView::F64(field.view()));
    course.push(step, 0.5 * step as f64, &views, Some(-height)).unwrap();
}

fn empty(quantities: Quantities) -> Course {
    Course::new(quantities, (8, 32), (2, 1), 1000.0, 0.5)
}

#[test]
fn rows_have_mean_amplitude_wavelength_and_rate() {
    let mut course = empty(ALL);
    push(&mut course, 0, 0.1);
    push(&mut course, 4, 0.2);
    let [first, second] = course.rows() else { panic!("two rows were pushed") };
    assert_eq!((second.step, second.time, first.rate_of_change), (4, 2.0, None));
    let near = |found: f64, wanted: f64| assert!((found / wanted - 1.0).abs() < 1e-12, "{found}");
    near(second.means[0], 0.05);
    near(second.means[1], 0.5);
    near(second.amplitude.unwrap(), 200.0);
    near(second.standard_deviation.unwrap(), 200.0 / 2_f64.sqrt());
    near(second.wavelength.unwrap(), 4.0);
    assert_eq!(second.energy, Some(-0.2));
    // A change of 100 in two units of time, of a range of 400.
    near(second.rate_of_change.unwrap(), 0.125);
    near(course.drifts()[0], 1.0);
    assert!(course.drifts()[1] < 1e-15);
}

#[test]
fn run_is_stationary_from_the_first_of_its_last_quiet_frames() {
    let mut course = empty(ALL);
    for (step, height) in [0.1, 0.1, 0.3, 0.31, 0.31, 0.31].into_iter().enumerate() {
        push(&mut course, step as u64, height);
    }
    let since = |bound: f64| course.stationary_since(bound).map(|row| row.step);
    assert_eq!(since(1e-6), Some(4));
    assert_eq!(since(0.1), Some(3));
    assert_eq!(since(10.0), Some(1));
    assert_eq!(since(0.0), None);
    push(&mut course, 6, 0.4);
    assert_eq!(course.stationary_since(1e-6), None);
}

#[test]
fn rises_of_the_energy_are_counted_unless_they_are_rounding() {
    let mut course = empty(ALL);
    // The energy of a height is −height: it falls, rises by 0.1 and 0.3, and then by rounding.
    for (step, height) in [0.3, 0.5, 0.4, 0.1, 0.1 - 1e-15].into_iter().enumerate() {
        push(&mut course, step as u64, height);
    }
    let rises = course.energy_rises().unwrap();
    assert_eq!(rises.count, 2);
    assert!((rises.largest - 0.3).abs() < 1e-15);
}

#[test]
fn uniform_field_has_a_rate_only_if_it_drifts_and_never_a_wavelength() {
    let mut course = empty(ALL);
    push(&mut course, 0, 0.0);
    push(&mut course, 1, 0.0);
    assert_eq!(course.rows()[1].rate_of_change, Some(0.0));
    let other = Array2::from_elem((8, 32), 0.7);
    course
        .push(2, 1.0, &[FieldView::F64(other.view()), FieldView::F64(other.view())], None)
        .unwrap();
    let last = &course.rows()[2];
    assert_eq!((last.wavelength, last.amplitude), (None, Some(0.0)));
    assert_eq!((last.standard_deviation, last.rate_of_change), (Some(0.0), Some(2.0)));
}

#[test]
fn what_is_not_asked_for_is_not_there() {
    let mut course = empty(NOTHING);
    push(&mut course, 0, 0.1);
    push(&mut course, 2, 0.2);
    let row = &course.rows()[1];
    assert!(row.means.is_empty() && row.rate_of_change.is_some());
    assert_eq!((row.amplitude, row.standard_deviation, row.wavelength), (None, None, None));
    assert_eq!((row.energy, course.energy_rises()), (None, None));
    assert!(course.drifts().is_empty());
}

#[test]
fn course_restored_anywhere_goes_on_the_same() {
    let quantities = [ALL, Quantities { mean: false, wavelength: false, ..ALL }];
    for (quantities, cut) in quantities.into_iter().flat_map(|q| (0..4).map(move |cut| (q, cut))) {
        let (mut whole, mut first) = (empty(quantities), empty(quantities));
        let heights = [0.0, 0.1, 0.2, 0.21];
        for (step, height) in heights.into_iter().enumerate() {
            push(&mut whole, step as u64, height);
            if step < cut {
                push(&mut first, step as u64, height);
            }
        }
        let mut second = empty(quantities).restore(&first.state_words()).unwrap();
        for (step, height) in heights.into_iter().enumerate().skip(cut) {
            push(&mut second, step as u64, height);
        }
        assert_eq!(second, whole, "cut at {cut}");
        assert_eq!(second.state_words(), whole.state_words());
    }
}

#[test]
fn words_of_another_run_are_refused() {
    let mut course = empty(ALL);
    push(&mut course, 0, 0.1);
    let words = course.state_words();
    let longer: Vec<u64> = words.iter().copied().chain([0]).collect();
    for wrong in [&[][..], &[u64::MAX], &[1], &words[..words.len() - 1], &longer] {
        let error = empty(ALL).restore(wrong).unwrap_err();
        assert_eq!(error, Error::Course { rows: 8, cols: 32, n_species: 2 });
    }
    let small = Array2::zeros((3, 3));
    let error = course.push(1, 1.0, &[FieldView::F64(small.view())], None).unwrap_err();
    assert!(matches!(error, Error::Shape { rows: 3, expected_rows: 8, .. }));
}
