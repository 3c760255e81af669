//! `mfn features`: what is read, what is printed, and what happens to bad files.

use crate::{Outcome, Place};
use mfn::format::{read_npy, read_parquet, write_npy};
use mfn::grid::FieldView;
use ndarray::Array2;
use serde_json::Value;

fn lines(outcome: &Outcome) -> Vec<Value> {
    outcome.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A run of MFN v4.1's demo, with its history.
fn run(place: &Place) {
    let more = ["--set", "time.save_every=1", "--set", "output.formats=[\"npy\",\"npz\",\"h5\"]"];
    place
        .mfn(&[&["simulate", "mfn-v4-demo", "--out", "run", "--quiet"][..], &more].concat())
        .expect(0);
}

fn stripes(side: usize) -> Array2<f64> {
    Array2::from_shape_fn((side, side), |(row, col)| {
        let (y, x) = (row as f64, col as f64);
        (0.39 * x + 0.05 * y).sin() + 0.3 * (0.7 * y).cos()
    })
}

fn write(place: &Place, name: &str, field: &Array2<f64>) {
    write_npy(&place.path(name), FieldView::F64(field.view())).unwrap();
}

#[test]
fn the_eighteen_of_a_history_are_those_of_its_run() {
    let place = Place::new();
    run(&place);
    let report = std::fs::read_to_string(place.path("run/run.json")).unwrap();
    let wanted = serde_json::from_str::<Value>(&report).unwrap()["features"].clone();
    for input in ["run/history.npy", "run", "run/run.h5"] {
        let found = place.mfn(&["features", "--set-name", "v4", input, "--json"]);
        let line = lines(found.expect(0)).remove(0);
        assert_eq!(line["features"], wanted, "{input}");
        assert!(line["input"].as_str().unwrap().starts_with(input), "{input}");
    }
    // One frame has the static ones alone.
    let last = place.mfn(&["features", "--set-name", "v4", "run/field.npy", "--json"]);
    let line = lines(last.expect(0)).remove(0);
    assert_eq!(line["features"]["V_mean"], wanted["V_mean"]);
    assert_eq!(line["features"]["dV_mean"], 0.0);
    assert_eq!(line["stationarity"], Value::Null, "one frame does not move");
}

#[test]
fn histories_are_labelled_evolving_stationary_or_frozen() {
    let place = Place::new();
    let (moving, resting) = (stripes(16), stripes(16) * 2.0);
    for (name, frames, label, since) in [
        ("moves.npy", [&moving, &resting, &moving, &resting, &moving], "evolving", None),
        ("rests.npy", [&moving, &resting, &resting, &resting, &resting], "stationary", Some(1)),
        ("frozen.npy", [&resting; 5], "frozen", Some(0)),
    ] {
        let views = frames.map(|frame| frame.view());
        let history = ndarray::stack(ndarray::Axis(0), &views).unwrap();
        ndarray_npy::write_npy(place.path(name), &history).unwrap();
        let found = place.mfn(&["features", name, "--json"]);
        let line = lines(found.expect(0)).remove(0);
        assert_eq!(line["stationarity"], label, "{name}");
        assert_eq!(line["stationary_since"].as_u64(), since, "{name}");
    }
}

#[test]
fn settings_and_frames_are_chosen_by_flags() {
    let place = Place::new();
    run(&place);
    let of = |more: &[&str]| {
        let all = [&["features", "run/history.npy", "--set-name", "v4", "--json"], more].concat();
        lines(place.mfn(&all).expect(0)).remove(0)
    };
    let low = of(&["--set", "features.threshold_low_mv=-75"]);
    assert!(low["features"]["f_active"].as_f64() > of(&[])["features"]["f_active"].as_f64());
    let first = of(&["--frame", "0"]);
    let history = read_npy(&place.path("run/history.npy")).unwrap().into_f64();
    let mean = history.index_axis(ndarray::Axis(0), 0).mean().unwrap() * 1000.0;
    assert!((first["features"]["V_mean"].as_f64().unwrap() - mean).abs() < 1e-9);
    let volts = of(&["--scale", "1", "--unit", "V"]);
    let ratio = volts["features"]["V_mean"].as_f64().unwrap() * 1000.0
        / of(&[])["features"]["V_mean"].as_f64().unwrap();
    assert!((ratio - 1.0).abs() < 1e-12, "{ratio}");
}

#[test]
fn extended_set_knows_the_run_it_reads() {
    let place = Place::new();
    let small = ["--set", "grid.rows=48", "--set", "grid.cols=64", "--set", "time.steps=3000"];
    let simulate = ["simulate", "brusselator-stripes", "--out", "run", "--quiet"];
    place.mfn(&[&simulate[..], &small].concat()).expect(0);
    let line = lines(place.mfn(&["features", "run", "--json"]).expect(0)).remove(0);
    assert_eq!((&line["boundary"], &line["spacing"]), (&"periodic".into(), &1.0.into()));
    let dimension = line["features"]["box_dimension"].as_f64().unwrap();
    assert!(dimension > 1.0 && dimension < 2.2, "{dimension}");
    // One frame: dynamics are missing, with a reason.
    assert!(line["features"]["change_rms"].is_null());
    assert!(line["reasons"]["change_rms"].as_str().unwrap().contains("at least 2"));
}

#[test]
fn one_bad_file_among_many_is_reported_and_the_others_are_measured() {
    let place = Place::new();
    write(&place, "good.npy", &stripes(32));
    write(&place, "nan.npy", &stripes(32).mapv(|value| if value > 1.2 { f64::NAN } else { value }));
    std::fs::write(place.path("empty.npy"), "").unwrap();
    std::fs::write(place.path("text.npy"), "no array").unwrap();
    let whole = std::fs::read(place.path("good.npy")).unwrap();
    std::fs::write(place.path("torn.npy"), &whole[..500]).unwrap();
    let inputs = ["empty.npy", "good.npy", "nan.npy", "none.npy", "text.npy", "torn.npy"];
    let outcome = place.mfn(&[&["features", "--json"][..], &inputs[..3], &inputs[4..]].concat());
    outcome.expect(1).says(&["empty.npy", "text.npy", "torn.npy", "3 of 5 inputs"]);
    let found = lines(&outcome);
    assert_eq!(found.len(), 2);
    let nulls = found[1]["features"].as_object().unwrap();
    assert!(nulls["wavelength"].is_null() && nulls["V_mean"].is_null());
    assert!(found[1]["reasons"]["wavelength"].as_str().unwrap().contains("NaN"));
    place.mfn(&[&["features"][..], &inputs].concat()).expect(4).says(&["none.npy"]);
}

#[test]
fn tables_hold_a_row_an_input_in_order() {
    let place = Place::new();
    for (index, side) in [24, 32, 40].into_iter().enumerate() {
        write(&place, &format!("f{index}.npy"), &stripes(side));
    }
    for name in ["t.parquet", "t.csv", "t.ndjson"] {
        place.mfn(&["features", "f*.npy", "--out", name, "--quiet", "--threads", "3"]).expect(0);
    }
    let table = read_parquet(&place.path("t.parquet")).unwrap();
    let batch = &table.batches[0];
    assert_eq!(batch.num_rows(), 3);
    let wavelength = batch.schema().field_with_name("wavelength").unwrap().clone();
    assert_eq!(wavelength.metadata().get("unit").map(String::as_str), Some("length"));
    let text = std::fs::read_to_string(place.path("t.ndjson")).unwrap();
    let sides: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["rows"].clone())
        .collect();
    assert_eq!(sides, [24, 32, 40]);
    let csv = std::fs::read_to_string(place.path("t.csv")).unwrap();
    assert!(csv.contains("f2.npy,40,40,1"));
}

#[test]
fn the_table_for_people_has_units_and_reasons() {
    let place = Place::new();
    write(&place, "flat.npy", &Array2::from_elem((20, 20), 0.5));
    let outcome = place.mfn(&["features", "flat.npy", "--scale", "1", "--set-name", "extended"]);
    let text = &outcome.expect(0).stdout;
    assert!(text.contains("value_mean") && text.contains("0.5"), "{text}");
    assert!(text.contains("flat.npy: the field is constant: no "), "{text}");
}

#[test]
fn pictures_show_field_masks_and_fits() {
    let place = Place::new();
    write(&place, "f.npy", &stripes(48));
    place.mfn(&["features", "f.npy", "--plot", "why", "--quiet", "--scale", "1"]).expect(0);
    for name in ["f.npy.field.png", "f.npy.masks.png", "f.npy.charts.png"] {
        assert!(place.path(&format!("why/{name}")).exists(), "{name}");
    }
}

#[test]
fn wrong_flags_are_named_before_any_file_is_opened() {
    let place = Place::new();
    for (flags, texts) in [
        (["--threshold", "high"], ["--threshold high", "otsu"]),
        (["--threshold", "q2"], ["--threshold q2", "quantile"]),
        (["--boundary", "round"], ["--boundary round", "periodic"]),
        (["--spacing", "0"], ["--spacing 0", "above 0"]),
        (["--range", "3:1"], ["--range 3:1", "low below high"]),
        (["--set", "model.feed=1"], ["--set model.feed=1", "features.connectivity"]),
        (["--set", "features.connectivty=8"], ["features.connectivty", "did you mean"]),
        (["--set", "features.connectivity=5"], ["features.connectivity = 5", "4"]),
        (["--out", "table.xls"], ["table.xls", ".parquet"]),
    ] {
        let outcome = place.mfn(&[&["features", "none.npy"][..], &flags].concat());
        outcome.expect(2).says(&texts);
    }
    place.mfn(&["features"]).expect(2);
}

#[test]
fn describe_lists_every_feature_once() {
    let outcome = Place::new().mfn(&["features", "--describe", "--json"]);
    let entries = outcome.expect(0).json();
    let names: std::collections::BTreeSet<&str> =
        entries.as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), entries.as_array().unwrap().len());
    assert!(names.contains("D_box") && names.contains("box_dimension"));
    let text = Place::new().mfn(&["features", "--describe"]).expect(0).stdout.clone();
    assert!(names.iter().all(|name| text.contains(name)));
}
