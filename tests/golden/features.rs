//! The 18 features against MFN v4.1: a sample in `data/`, and the full set where it is at hand.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its data has failed")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use mfn::features::{Connectivity, Features, Settings, TABLE, from_field, from_history};
use mfn::fractal::BoxSizes;
use mfn::grid::FieldView;
use ndarray::{Array, ArrayD, ArrayView3, Axis, Ix2, Ix3};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The folder below the crate's root, if it is there.
fn folder(path: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn read_json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn settings(config: &Value) -> Settings {
    let mut settings = Settings::default();
    for (key, value) in config.as_object().unwrap() {
        let count = || usize::try_from(value.as_u64().unwrap()).unwrap();
        let number = || value.as_f64().unwrap();
        match key.as_str() {
            "min_box_size" => settings.min_box_size = count(),
            "max_box_size" => settings.max_box_size = Some(count()),
            "num_scales" => settings.num_scales = count(),
            "threshold_low_mv" => settings.threshold_low = number(),
            "threshold_med_mv" => settings.threshold_med = number(),
            "threshold_high_mv" => settings.threshold_high = number(),
            "stability_threshold_mv" => settings.stability_threshold = number(),
            "stability_window" => settings.stability_window = count(),
            "connectivity" => {
                let neighbours = u8::try_from(count()).unwrap();
                settings.connectivity = Connectivity::from_neighbours(neighbours).unwrap();
            }
            _ => assert_eq!(key, "", "a setting this test does not know"),
        }
    }
    settings
}

/// The features of an array and the largest energy of a frame.
fn compute(array: ArrayD<f64>, settings: &Settings) -> (Features, f64) {
    let energy = |frames: ArrayView3<'_, f64>| {
        let energies = frames
            .axis_iter(Axis(0))
            .map(|frame| frame.iter().map(|value| (value * settings.scale).powi(2)).sum::<f64>());
        energies.fold(0.0, f64::max)
    };
    if array.ndim() == 2 {
        let field: Array<f64, Ix2> = array.into_dimensionality().unwrap();
        let largest = energy(field.view().insert_axis(Axis(0)));
        (from_field(settings, FieldView::F64(field.view())), largest)
    } else {
        let history: Array<f64, Ix3> = array.into_dimensionality().unwrap();
        let frames = history.axis_iter(Axis(0)).map(FieldView::F64);
        (from_history(settings, frames).unwrap(), energy(history.view()))
    }
}

/// How far a value may be off, as the data's README says; `None` for not at all.
fn tolerance(name: &str, expected: f64, largest_energy: f64) -> Option<f64> {
    match name {
        "D_box" | "D_r2" => Some(1e-11 * expected.abs() + 1e-12),
        "E_trend" => Some(1e-11 * expected.abs() + 1e-15 * largest_energy),
        _ => None,
    }
}

/// Checks the cases of a folder and gives their number.
fn check_cases(folder: &Path) -> usize {
    let json = read_json(&folder.join("cases.json"));
    let names: Vec<&str> = TABLE.iter().map(|feature| feature.name).collect();
    let order: Vec<_> = json["feature_order"].as_array().unwrap().iter().collect();
    assert_eq!(names, order);
    let cases = json["cases"].as_array().unwrap();
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let input = Path::new(case["input"].as_str().unwrap());
        let array: ArrayD<f64> =
            ndarray_npy::read_npy(folder.join(input.file_name().unwrap())).unwrap();
        let (features, largest_energy) = compute(array, &settings(&case["config"]));
        let expected = case["hex"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hex| f64::from_bits(u64::from_str_radix(hex.as_str().unwrap(), 16).unwrap()));
        for ((feature, found), expected) in features.iter().zip(expected) {
            let (name, found) = (feature.name, found.unwrap());
            let agrees = match tolerance(name, expected, largest_energy) {
                Some(tolerance) => (found - expected).abs() <= tolerance,
                None => found.to_bits() == expected.to_bits(),
            };
            assert!(agrees, "{id} {name}: found {found:e}, expected {expected:e}");
        }
    }
    cases.len()
}

/// Checks the box sizes of a folder and gives the number of rows.
fn check_box_sizes(folder: &Path) -> usize {
    let json = read_json(&folder.join("box_sizes.json"));
    let rows = json.as_array().unwrap();
    for row in rows {
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let sizes = |max| {
            let (min, n_scales) = (number(&row["min_box"]), number(&row["num_scales"]));
            BoxSizes { min, max, n_scales }.sizes(number(&row["n"]))
        };
        let expected: Vec<_> = row["sizes"].as_array().unwrap().iter().map(number).collect();
        assert_eq!(sizes(Some(number(&row["max_box"]))), expected, "{row}");
        assert_eq!(sizes(None), expected, "{row} with the largest box left to the grid");
    }
    rows.len()
}

#[test]
fn sampled_features_agree_with_v41() {
    assert_eq!(check_cases(&folder("data/golden/features").unwrap()), 43);
}

#[test]
fn sampled_box_sizes_agree_with_v41() {
    assert_eq!(check_box_sizes(&folder("data/golden/features").unwrap()), 77);
}

#[test]
fn all_features_agree_with_v41() {
    if let Some(folder) = folder("../shared/golden/features") {
        assert_eq!(check_cases(&folder), 174);
    }
}

#[test]
fn all_box_sizes_agree_with_v41() {
    if let Some(folder) = folder("../shared/golden/features") {
        assert_eq!(check_box_sizes(&folder), 553);
    }
}
