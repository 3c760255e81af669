//! `mfn validate fields`: bounds, boundaries, histories, and files that are none.

use crate::Place;
use crate::validate::{check, note, sound, wrong};
use mfn::format::write_npy;
use mfn::grid::FieldView;
use ndarray::Array2;
use serde_json::Value;

fn json(place: &Place, code: i32, more: &[&str]) -> Value {
    let outcome = place.mfn(&[&["validate", "fields", "--json"][..], more].concat());
    sound(&outcome);
    outcome.expect(code).json()
}

fn write(place: &Place, name: &str, field: &Array2<f64>) {
    write_npy(&place.path(name), FieldView::F64(field.view())).unwrap();
}

/// A run that fills its grid with a pattern, with that boundary.
fn run(place: &Place, boundary: &str) {
    let set = format!("grid.boundary={boundary}");
    let more = ["--set", "grid.rows=48", "--set", "grid.cols=56", "--set", &set, "--steps", "1500"];
    let arguments = ["simulate", "fitzhugh-nagumo-labyrinth", "--out", boundary];
    place.mfn(&[&arguments[..], &more].concat()).expect(0);
}

#[test]
fn run_fits_its_own_boundary_and_no_other() {
    let place = Place::new();
    let all = ["periodic", "neumann", "dirichlet"];
    for own in all {
        run(&place, own);
        let found = json(&place, 0, &[own]);
        assert_eq!(note(&found, "boundary"), own);
        for other in all.into_iter().filter(|other| *other != own) {
            let found = json(&place, 1, &[own, "--boundary", other]);
            assert_eq!(wrong(&found), ["boundary"], "{own} as {other}");
        }
    }
}

#[test]
fn run_of_v4_is_held_against_the_bounds_of_its_potential() {
    let place = Place::new();
    let arguments = ["simulate", "mfn-v4-small", "--out", "v4", "--set", "time.save_every=8"];
    place.mfn(&arguments).expect(0);
    let found = json(&place, 0, &["v4"]);
    assert!(note(&found, "bounds").contains("wanted -0.095 to 0.04"), "{found}");
    assert_eq!(check(&found, "dtype")["pass"], true);
    assert_eq!(check(&found, "moving")["pass"], true);
    let found = json(&place, 1, &["v4", "--range=-0.07:-0.069", "--dtype", "f4", "--shape", "9x9"]);
    assert_eq!(wrong(&found), ["shape", "dtype", "bounds"]);
    assert!(note(&found, "bounds").starts_with("first in frame 0, row "), "{found}");
    assert_eq!(wrong(&json(&place, 1, &["v4", "--stationary"])), ["stationary"]);
    json(&place, 0, &["v4", "--stationary", "--exclude", "stat*"]);
}

#[test]
fn first_bad_cell_is_named() {
    let place = Place::new();
    let mut field = Array2::from_shape_fn((24, 30), |(row, col)| (row * 3 + col) as f64);
    write(&place, "good.npy", &field);
    let found = json(&place, 0, &["good.npy"]);
    let names: Vec<&Value> =
        found["checks"].as_array().unwrap().iter().map(|c| &c["name"]).collect();
    assert_eq!(names, ["readable", "finite", "constant"], "what nobody stated is not checked");
    field[(5, 7)] = f64::NAN;
    field[(9, 1)] = f64::NEG_INFINITY;
    write(&place, "bad.npy", &field);
    let found = json(&place, 1, &["bad.npy", "--boundary", "periodic"]);
    assert_eq!(wrong(&found), ["finite", "boundary"]);
    assert_eq!(check(&found, "finite")["found"], 2.0);
    assert_eq!(note(&found, "finite"), "first in frame 0, row 5, column 7: NaN");
    assert_eq!(check(&found, "boundary")["status"], "not-run");
    // Several inputs: all are looked at.
    let found = json(&place, 1, &["bad.npy", "good.npy"]);
    assert_eq!(found["checks"].as_array().unwrap().len(), 6);
    write(&place, "flat.npy", &Array2::from_elem((24, 30), -0.07));
    let found = json(&place, 1, &["flat.npy"]);
    assert_eq!(wrong(&found), ["constant"]);
    assert_eq!(note(&found, "constant"), "every cell is -0.07");
}

#[test]
fn history_of_one_frame_again_and_again_does_not_move() {
    let place = Place::new();
    let frame = Array2::from_shape_fn((8, 8), |(row, col)| (row * col) as f64);
    let layout = mfn::format::FrameLayout {
        n_frames: 4,
        layers: 1,
        rows: 8,
        cols: 8,
        dtype: mfn::format::Dtype::F64,
    };
    let mut writer = mfn::format::FrameWriter::create(&place.path("history.npy"), layout).unwrap();
    for _ in 0..4 {
        writer.append(FieldView::F64(frame.view())).unwrap();
    }
    drop(writer);
    let name = place.names(".").remove(0);
    let found = json(&place, 1, &[&name]);
    assert_eq!(wrong(&found), ["moving"]);
    assert_eq!(note(&found, "moving"), "frozen since frame 0");
    assert_eq!(wrong(&json(&place, 1, &[&name, "--stationary"])), ["moving"]);
}

#[test]
fn boundary_that_cannot_be_told_is_not_run() {
    let place = Place::new();
    let field = Array2::from_shape_fn((40, 40), |(row, col)| (row + col) as f64);
    write(&place, "slope.npy", &field);
    let found = json(&place, 1, &["slope.npy", "--boundary", "dirichlet"]);
    assert_eq!(check(&found, "boundary")["status"], "not-run");
    assert!(check(&found, "boundary")["reason"].as_str().unwrap().contains("--rim VALUE"));
    assert_eq!(wrong(&json(&place, 1, &["slope.npy", "--boundary", "neumann"])), ["boundary"]);
    let small = field.slice(ndarray::s![..10, ..]).to_owned();
    write(&place, "small.npy", &small);
    let outcome = place.mfn(&["validate", "fields", "small.npy", "--boundary", "periodic"]);
    outcome
        .expect(1)
        .says(&["1 not run", "hint: to do without a check, leave it out: --exclude b"]);
    assert!(outcome.stdout.contains("NOT RUN  boundary  not run: 10 × 40 cells are too few"));
    json(&place, 0, &["small.npy", "--boundary", "periodic", "--exclude", "boundary"]);
}

#[test]
fn file_that_is_none_is_a_row_and_one_that_is_not_there_an_error() {
    let place = Place::new();
    write(&place, "whole.npy", &Array2::from_shape_fn((9, 9), |(row, _)| row as f64));
    let bytes = std::fs::read(place.path("whole.npy")).unwrap();
    std::fs::write(place.path("cut.npy"), &bytes[..bytes.len() - 8]).unwrap();
    for (name, bytes) in [
        ("empty.npy", &b""[..]),
        ("text.npy", b"a, b"),
        ("zip.npz", b"PK\x03\x04"),
        ("half.h5", b"\x89HDF\r\n\x1a\n\0\0"),
    ] {
        std::fs::write(place.path(name), bytes).unwrap();
    }
    for name in ["cut.npy", "empty.npy", "text.npy", "zip.npz", "half.h5"] {
        let found = json(&place, 1, &[name, "--exclude", "readable"]);
        assert_eq!(wrong(&found), ["readable"], "{name}");
    }
    let found = json(&place, 1, &["empty.npy", "whole.npy"]);
    assert_eq!(found["checks"].as_array().unwrap().len(), 4);
    let mfn = |more: &[&str]| place.mfn(&[&["validate", "fields"][..], more].concat());
    mfn(&["no.npy"]).expect(4).says(&["`no.npy` does not exist"]);
    std::fs::create_dir(place.path("none")).unwrap();
    mfn(&["none"]).expect(4).says(&["none is a folder of none of these"]);
    for (more, said) in [
        (["--range", "1"], "--range 1 is no range"),
        (["--boundary", "open"], "--boundary open is unknown"),
        (["--shape", "9"], "--shape 9 is no shape"),
        (["--rim", "nan"], "--rim NaN is out of range"),
        (["--exclude", "finit"], "did you mean finite?"),
    ] {
        mfn(&[&["whole.npy"][..], &more].concat()).expect(2).says(&[said]);
    }
}
