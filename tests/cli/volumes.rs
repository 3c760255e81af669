//! Runs in a volume: what is written, resumed, started from, and refused.

use crate::Place;
use mfn::format::read_npy;

/// A volume of 8 × 12 × 10 cells.
fn small<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["simulate", "gray-scott-tubes", "--out", "run", "--quiet"];
    for set in ["grid.layers=8", "grid.rows=12", "grid.cols=10", "initial.count=1", "time.steps=40"]
    {
        arguments.extend(["--set", set]);
    }
    arguments.extend(more);
    arguments
}

#[test]
fn fields_have_three_axes_and_histories_four() {
    let place = Place::new();
    let formats = "output.formats=[\"npy\",\"npz\",\"h5\",\"parquet\"]";
    let plots = "output.plots=[\"png\",\"svg\",\"gif\",\"strip\",\"slices\",\"surface\"]";
    let more = ["--set", "time.save_every=20", "--set", formats, "--set", plots];
    place.mfn(&small(&more)).expect(0);
    let shape =
        |name: &str| read_npy(&place.path(&format!("run/{name}"))).unwrap().shape().to_vec();
    assert_eq!(shape("field.npy"), [8, 12, 10]);
    assert_eq!(shape("u.npy"), [8, 12, 10]);
    assert_eq!(shape("history.npy"), [2, 8, 12, 10]);
    for name in ["slices.png", "surface.png", "field.png", "field.svg", "run.gif", "strip.png"] {
        assert!(place.path(&format!("run/{name}")).exists(), "{name}");
    }
    let (field, _) =
        mfn::format::read_hdf5_field(&place.path("run/run.h5"), Some("last/v"), 3).unwrap();
    let saved = read_npy(&place.path("run/v.npy")).unwrap().into_f64();
    assert!(field.iter().eq(saved.iter()));
}

#[test]
fn features_are_those_of_the_layer_that_is_named() {
    let place = Place::new();
    let mean = |layer: &str| {
        let set = format!("features.layer={layer}");
        place.mfn(&small(&["--force", "--set", &set])).expect(0);
        let field = read_npy(&place.path("run/field.npy")).unwrap().into_f64();
        let text = std::fs::read_to_string(place.path("run/run.json")).unwrap();
        let report: serde_json::Value = serde_json::from_str(&text).unwrap();
        let found = report["features"]["V_mean"].as_f64().unwrap();
        let cells = field.index_axis(ndarray::Axis(0), layer.parse().unwrap_or(4)).to_owned();
        (found, cells.mean().unwrap())
    };
    for layer in ["0", "7", "\"auto\""] {
        let (found, wanted) = mean(layer);
        assert!((found - wanted).abs() < 1e-12, "{layer}: {found}, {wanted} wanted");
    }
}

#[test]
fn a_volume_starts_from_a_volume_and_from_a_plane() {
    let place = Place::new();
    place.mfn(&small(&[])).expect(0);
    let from = |path: &str, out: &str| {
        let path = format!("initial.path={path}");
        let arguments = [
            "simulate",
            "gray-scott-tubes",
            "--out",
            out,
            "--quiet",
            "--set",
            "grid.layers=8",
            "--set",
            "grid.rows=12",
            "--set",
            "grid.cols=10",
            "--set",
            "initial.kind=file",
            "--set",
            &path,
            "--set",
            "initial.amplitude=0",
            "--set",
            "time.steps=0",
        ];
        place.mfn(&arguments)
    };
    from("run/field.npy", "again").expect(0);
    let read = |path: &str| read_npy(&place.path(path)).unwrap().into_f64();
    assert_eq!(read("again/v.npy"), read("run/v.npy"));
    let plane = read("run/field.npy").index_axis(ndarray::Axis(0), 3).to_owned();
    let view = plane.view().into_dimensionality().unwrap();
    mfn::format::write_npy(&place.path("plane.npy"), mfn::grid::FieldView::F64(view)).unwrap();
    from("plane.npy", "repeated").expect(0);
    for layer in read("repeated/v.npy").outer_iter() {
        assert_eq!(layer, plane);
    }
}

#[test]
fn what_does_not_go_with_a_volume_is_named() {
    let place = Place::new();
    for (preset, set, texts) in [
        ("gray-scott-tubes", "grid.layers=2", ["grid.layers = 2", "at least 3 layers"]),
        ("gray-scott-tubes", "grid.stencil=nine-point", ["nine-point", "twenty-seven-point"]),
        ("gray-scott-spots", "grid.stencil=seven-point", ["seven-point", "five-point"]),
        ("gray-scott-spots", "features.layer=3", ["features.layer", "unknown key"]),
        ("gray-scott-tubes", "features.layer=64", ["features.layer = 64", "grid.layers = 64"]),
        ("gray-scott-spots", "output.plots=[\"surface\"]", ["surface", "png"]),
        ("mfn-v4-demo", "grid.layers=8", ["grid.layers", "unknown key"]),
    ] {
        let arguments = ["simulate", preset, "--out", "x", "--set", set];
        place.mfn(&arguments).expect(2).says(&texts);
        assert!(!place.path("x").exists(), "{set} leaves no folder");
    }
}

#[test]
fn volume_too_large_for_memory_is_refused_before_anything_is_taken() {
    let sides = ["--set", "grid.layers=60000", "--set", "grid.rows=1000"];
    let outcome = Place::new().mfn(&[&["simulate", "gray-scott-tubes"][..], &sides].concat());
    // 60000 × 1000 × 64 cells × 2 species × 2 buffers × 8 bytes.
    outcome.expect(2).says(&["60000 × 1000 × 64 cells", "122880000000 bytes", "grid.layers"]);
    let all = ["--set", "grid.layers=65535", "--set", "grid.rows=65535"];
    let outcome = Place::new().mfn(&[&["simulate", "gray-scott-tubes"][..], &all].concat());
    outcome.expect(2).says(&["grid.layers = 65535", "32 bits"]);
}

#[test]
fn certificate_of_a_volume_has_three_numbers() {
    let outcome = Place::new().mfn(&["simulate", "brusselator-balls", "--explain", "--json"]);
    let value = outcome.expect(0).json();
    let numbers =
        value.pointer("/certificate/grid_mode/index").or(value.pointer("/grid_mode/index"));
    assert_eq!(numbers.unwrap().as_array().unwrap().len(), 3);
}
