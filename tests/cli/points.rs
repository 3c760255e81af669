//! `mfn simulate` of the kinds without a grid of species: `membrane` and `ifs`.

use crate::{Place, read};
use mfn::format::sha256_hex;

const SQUID: [&str; 4] = ["simulate", "membrane-squid", "--out", "run"];
/// A cloud that takes a few milliseconds.
const TRIANGLE: [&str; 10] = [
    "simulate",
    "ifs-sierpinski",
    "--out",
    "run",
    "--set",
    "model.points=2000",
    "--set",
    "model.dimension_points=0",
    "--set",
    "grid.rows=40",
];

fn more<'a>(arguments: &[&'a str], rest: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().chain(rest).copied().collect()
}

#[test]
fn membrane_gives_the_documented_files_and_comes_to_rest() {
    let place = Place::new();
    let set = ["--set", "output.formats=[\"npy\", \"parquet\", \"csv\"]", "--json"];
    let report = place.mfn(&more(&SQUID, &set)).expect(0).json();
    let expected = [
        "potential.csv",
        "potential.npy",
        "potential.parquet",
        "potential.png",
        "preset.toml",
        "run.json",
    ];
    assert_eq!(place.names("run"), expected);
    assert_eq!(read(&place.path("run/potential.npy")).len(), 128 + 1001 * 8);
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    // Hodgkin and Katz 1949: −59.7 mV; both ways to it agree.
    let rest = number(&report["resting_potential_mv"]);
    assert!((rest + 59.68).abs() < 0.01, "{rest}");
    assert!((rest - number(&report["ghk_potential_mv"])).abs() < 1e-9);
    assert!((rest - number(&report["potential"]["last_mv"])).abs() < 0.1);
    assert_eq!(report["counters"]["clamping_events"], 0);
}

#[test]
fn schemes_agree_on_the_course_of_the_potential() {
    let place = Place::new();
    let last = |stepper: &str| {
        let stepper = format!("time.stepper={stepper}");
        // The current is still on at the end.
        let set = ["--set", &stepper, "--set", "time.steps=500", "--json", "--force"];
        let report = place.mfn(&more(&SQUID, &set)).expect(0).json();
        report["potential"]["last_mv"].as_f64().unwrap()
    };
    let (euler, rk4, adaptive) = (last("euler"), last("rk4"), last("adaptive"));
    assert!((rk4 - adaptive).abs() < 1e-5, "{rk4} and {adaptive}");
    let gap = (euler - rk4).abs();
    assert!(gap < 0.1 && gap > 1e-9, "{euler} and {rk4}");
}

#[test]
fn compatible_membrane_counts_its_clamps() {
    let place = Place::new();
    let run = |variant: &str| {
        let variant = format!("model.variant={variant}");
        let arguments = ["simulate", "membrane-mammal", "--explain", "--json", "--set", &variant];
        let ions = &place.mfn(&arguments).expect(0).json()["ions"];
        ions["Ca"]["equilibrium_potential_mv"].as_f64().unwrap().round()
    };
    assert_eq!((run("codata"), run("mfn-v4")), (132.0, 102.0));
    let set = ["--set", "model.variant=mfn-v4", "--set", "ions.Na.inside=0", "--json"];
    let report = place.mfn(&more(&["simulate", "membrane-mammal"], &set)).expect(0).json();
    assert_eq!(report["counters"]["clamping_events"], 2, "calcium and sodium inside");
}

#[test]
fn bad_membranes_are_named_and_leave_nothing() {
    let place = Place::new();
    for (set, texts) in [
        ("ions.Xe.inside=0.1", vec!["ions", "\"Xe\"", "K, Na, Cl, Ca, Mg, H"]),
        ("ions.na.inside=0.1", vec!["\"na\"", "did you mean Na?"]),
        ("ions.Na.insid=0.1", vec!["unknown key ions.Na.insid", "did you mean ions.Na.inside?"]),
        ("ions.Na.inside=0", vec!["ions.Na.inside = 0", "above 0", "mol/L"]),
        ("ions.Na.outside=-1", vec!["ions.Na.outside = -1", "above 0"]),
        ("ions.Ca.inside=1e-7", vec!["ions.Ca.outside is missing", "mol/L"]),
        ("time.stepper=rk5", vec!["rk5", "did you mean rk4?"]),
        ("stimulus.end=1", vec!["stimulus.start = 20 ms", "stimulus.end = 1 ms"]),
        ("grid.rows=8", vec!["unknown key grid.rows"]),
        ("model.variant=mfn-v4", vec!["ghk", "mfn-v4", "MFN v4.1 has none"]),
    ] {
        place
            .mfn(&["simulate", "membrane-squid", "--out", "x", "--set", set])
            .expect(2)
            .says(&texts);
        assert!(!place.path("x").exists(), "{set} leaves no folder");
    }
    let unstable = ["--set", "time.step=11", "--set", "time.stepper=euler"];
    place.mfn(&more(&["simulate", "membrane-mammal"], &unstable)).expect(2).says(&[
        "time.step = 11",
        "at most 10",
        "adaptive",
        "(ms)",
    ]);
    std::fs::write(place.path("tight.toml"), "[model]\nkind = \"membrane\"\n").unwrap();
    place.mfn(&["simulate", "tight.toml"]).expect(2).says(&["conductance", "leak_conductance"]);
    std::fs::write(place.path("bare.toml"), "[model]\nkind = \"membrane\"\n[ions.K]\n").unwrap();
    place.mfn(&["simulate", "bare.toml"]).expect(2).says(&["ions.K.inside is missing"]);
    std::fs::write(place.path("kind.toml"), "[model]\nkind = \"membran\"\n").unwrap();
    place.mfn(&["simulate", "kind.toml"]).expect(2).says(&["did you mean membrane?"]);
}

#[test]
fn tolerance_that_cannot_be_met_ends_with_3_and_a_way_out() {
    let place = Place::new();
    let set = ["--set", "time.tolerance=1e-300"];
    let outcome = place.mfn(&more(&SQUID, &set));
    outcome.expect(3).says(&["the tolerance of 1.000e-303 V", "hint: raise time.tolerance"]);
    assert_eq!(place.names("run"), ["preset.toml"], "nothing under a final name");
}

#[test]
fn cloud_gives_the_documented_files() {
    let place = Place::new();
    let report = place.mfn(&more(&TRIANGLE, &["--set", "grid.cols=50", "--json"])).expect(0).json();
    let expected = ["field.npy", "field.png", "points.npy", "preset.toml", "run.json"];
    assert_eq!(place.names("run"), expected);
    assert_eq!(read(&place.path("run/points.npy")).len(), 128 + 2000 * 2 * 8);
    assert_eq!(read(&place.path("run/field.npy")).len(), 128 + 40 * 50 * 8);
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let half = -std::f64::consts::LN_2;
    for exponent in report["lyapunov_exponents"].as_array().unwrap() {
        assert!((number(exponent) - half).abs() < 1e-12, "{exponent}");
    }
    assert!((number(&report["similarity_dimension"]) - 1.584962500721156).abs() < 1e-14);
    assert_eq!(report["points_outside_window"], 0);
    assert!(report["box_dimension"].is_null(), "not asked for");
}

#[test]
fn compatible_cloud_has_the_bits_of_v41() {
    let place = Place::new();
    let set = ["--set", "model.dimension_points=0", "--out", "run", "--json"];
    let report = place.mfn(&more(&["simulate", "ifs-mfn-v4"], &set)).expect(0).json();
    let points = read(&place.path("run/points.npy"));
    let golden =
        read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/golden/ifs.json"));
    let golden: serde_json::Value = serde_json::from_slice(&golden).unwrap();
    let cases = golden["legacy"].as_array().unwrap();
    let case = cases.iter().find(|case| case["seed"] == "42").unwrap();
    assert_eq!(case["sha256"], sha256_hex(&points[128..]));
    let mean = report["mean_log_determinant"].as_f64().unwrap();
    assert_eq!(case["lyapunov"], format!("{:016x}", mean.to_bits()));
    assert_eq!(report["rng"], "numpy-pcg64");
}

#[test]
fn bad_systems_are_named() {
    let place = Place::new();
    for (set, texts) in [
        ("model.variant=kock", vec!["kock", "did you mean koch?"]),
        ("model.variant=koch", vec!["model.transforms", "variant = \"koch\"", "other variants"]),
        ("model.points=0", vec!["model.points = 0", "1 to 20000000"]),
        ("grid.window=[0, 1, 1, 0]", vec!["grid.window", "x_min, x_max, y_min, y_max"]),
        ("grid.window=[0, 1, 0, 2]", vec!["cells are squares", "grid.rows = 1536 would"]),
        ("grid.window=[0, 1]", vec!["grid.window", "min < max"]),
        ("model.scale_max=1", vec!["model.scale_max = 1", "below 1"]),
        ("model.scale_min=0.9", vec!["model.scale_min = 0.9", "model.scale_max = "]),
        ("time.steps=5", vec!["unknown key time.steps"]),
    ] {
        place.mfn(&["simulate", "ifs-random", "--out", "x", "--set", set]).expect(2).says(&texts);
        assert!(!place.path("x").exists(), "{set} leaves no folder");
    }
}

#[test]
fn cloud_too_large_for_memory_is_refused_with_its_bytes() {
    let set = ["--set", "grid.rows=65535", "--set", "grid.cols=65535"];
    let outcome = Place::new().mfn(&more(&["simulate", "ifs-koch"], &set));
    // 65535² cells × 16 bytes and a million points × 24.
    outcome.expect(2).says(&["68741379600 bytes", "hint: lower grid.rows"]);
}

#[test]
fn point_runs_keep_the_rules_of_the_folder() {
    let place = Place::new();
    for arguments in [&SQUID[..], &TRIANGLE[..]] {
        place.mfn(&more(arguments, &["--force"])).expect(0);
        let before = place.data("run");
        place.mfn(arguments).expect(0).says(&["complete: nothing to do"]);
        let other = more(arguments, &["--set", "name=other"]);
        place.mfn(&other).expect(4).says(&["another preset", "--force"]);
        assert_eq!(before, place.data("run"));
        place.mfn(&["simulate", "run/preset.toml", "--out", "again", "--force"]).expect(0);
        assert_eq!(before, place.data("again"), "the resolved preset gives the same bytes");
    }
    let seed = more(&TRIANGLE, &["--seed", "7", "--force"]);
    let before = read(&place.path("run/points.npy"));
    place.mfn(&seed).expect(0);
    assert_ne!(before, read(&place.path("run/points.npy")), "another seed must differ");
}
