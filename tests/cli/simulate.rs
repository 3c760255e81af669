//! `mfn simulate`: what it writes, what it refuses, what it prints.

use crate::{Place, read};

/// A run that takes a few milliseconds.
const SMALL: [&str; 8] =
    ["simulate", "mfn-v4-demo", "--out", "run", "--set", "grid.rows=16", "--set", "grid.cols=16"];

fn small(more: &[&'static str]) -> Vec<&'static str> {
    SMALL.iter().chain(more).copied().collect()
}

#[test]
fn preset_by_name_gives_the_documented_files() {
    let place = Place::new();
    let outcome = place.mfn(&small(&[]));
    assert_eq!(outcome.expect(0).stdout, "");
    let expected = [
        "activator.npy",
        "features.parquet",
        "field.npy",
        "field.png",
        "inhibitor.npy",
        "potential.npy",
        "preset.toml",
        "run.json",
    ];
    assert_eq!(place.names("run"), expected);
    assert_eq!(read(&place.path("run/field.npy")), read(&place.path("run/potential.npy")));
}

#[test]
fn every_format_and_picture_is_written_on_request() {
    let place = Place::new();
    let outcome = place.mfn(&small(&[
        "--set",
        "time.save_every=1",
        "--set",
        "output.formats=[\"npy\", \"npz\", \"h5\", \"parquet\", \"csv\"]",
        "--set",
        "output.plots=[\"png\", \"svg\", \"gif\", \"strip\"]",
        "--json",
    ]));
    let report = outcome.expect(0).json();
    assert_eq!(report["status"], "completed");
    let names = place.names("run");
    for name in ["history.npy", "fields.npz", "run.h5", "features.csv", "run.gif", "strip.png"] {
        assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
        assert!(report["files"][name]["sha256"].is_string(), "{name} is in the report");
    }
    // 32 frames of 16 × 16 doubles after a header of 128 bytes.
    assert_eq!(read(&place.path("run/history.npy")).len(), 128 + 32 * 16 * 16 * 8);
}

#[test]
fn demo_counts_what_v41_counted() {
    let report = Place::new().mfn(&["simulate", "mfn-v4-demo", "--json"]).expect(0).json();
    assert_eq!(report["counters"]["growth_events"], 11);
    assert_eq!(report["counters"]["turing_activations"], 0);
    assert_eq!(report["counters"]["clamping_events"], 0);
}

#[test]
fn last_frame_of_the_history_is_the_field() {
    let place = Place::new();
    place.mfn(&small(&["--set", "time.save_every=1"])).expect(0);
    let history = read(&place.path("run/history.npy"));
    let field = read(&place.path("run/field.npy"));
    assert_eq!(history[history.len() - 16 * 16 * 8..], field[field.len() - 16 * 16 * 8..]);
}

#[test]
fn what_is_saved_changes_no_other_file() {
    let place = Place::new();
    let run = |out: &'static str, every: &'static str| {
        let arguments = ["simulate", "schnakenberg-spots", "--steps", "60", "--out", out];
        let set = ["--set", "grid.rows=24", "--set", "grid.cols=40", "--set", every];
        place.mfn(&[&arguments[..], &set[..]].concat()).expect(0);
        let files = place.data(out).into_iter();
        files.filter(|(name, _)| name != "preset.toml" && name != "history.npy").collect::<Vec<_>>()
    };
    let none = run("none", "time.save_every=0");
    assert_eq!(none.len(), 5);
    assert_eq!(none, run("each", "time.save_every=1"));
    assert_eq!(none, run("some", "time.save_every=7"));
}

#[test]
fn threads_change_no_bit() {
    let place = Place::new();
    let run = |out: &'static str, threads: &'static str, seed: &'static str| {
        // Large enough that rows are shared out.
        let arguments = ["simulate", "gray-scott-maze", "--steps", "12", "--seed", seed];
        let more = ["--set", "grid.rows=400", "--set", "grid.cols=401"];
        let rest = ["--out", out, "--threads", threads];
        place.mfn(&[&arguments[..], &more[..], &rest[..]].concat()).expect(0);
        place.data(out)
    };
    let one = run("one", "1", "42");
    for (out, threads) in [("two", "2"), ("three", "3"), ("seven", "7")] {
        assert!(one == run(out, threads, "42"), "{threads} threads");
    }
    assert!(one != run("control", "1", "43"), "another seed must differ");
}

#[test]
fn resolved_preset_runs_again_to_the_same_bytes() {
    let place = Place::new();
    place.mfn(&small(&["--seed", "340282366920938463463374607431768211455"])).expect(0);
    place.mfn(&["simulate", "run/preset.toml", "--out", "again"]).expect(0);
    assert_eq!(place.data("run"), place.data("again"));
}

#[test]
fn preset_comes_from_standard_input_too() {
    let place = Place::new();
    let mut command = place.command(&["simulate", "-", "--out", "run"]);
    let preset = place.path("preset.toml");
    std::fs::write(&preset, "[model]\nkind = \"mfn-v4\"\n[time]\nsteps = 1\n").unwrap();
    command.stdin(std::fs::File::open(preset).unwrap());
    assert!(command.status().unwrap().success());
}

#[test]
fn environment_lies_between_preset_and_set() {
    let place = Place::new();
    let run = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        command.env("MFN_TIME_STEPS", "3").env("MFN_TIME_STEP_S", "1");
        let output = command.output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains("MFN_TIME_STEP_S is set, but means no key"), "{stderr}");
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["steps"].clone()
    };
    assert_eq!(run(&small(&["--json"])), 3);
    assert_eq!(run(&small(&["--json", "--force", "--set", "time.steps=4"])), 4);
    assert_eq!(run(&small(&["--json", "--force", "--set", "time.steps=4", "--steps", "5"])), 5);
}

#[test]
fn folder_with_another_run_is_kept_unless_forced() {
    let place = Place::new();
    place.mfn(&small(&[])).expect(0);
    let before = place.data("run");
    place.mfn(&small(&["--seed", "7"])).expect(4).says(&["another preset", "--force"]);
    place.mfn(&small(&["--seed", "7", "--resume"])).expect(4).says(&["another preset"]);
    assert_eq!(before, place.data("run"));
    place.mfn(&small(&[])).expect(0).says(&["complete: nothing to do"]);
    place.mfn(&small(&["--seed", "7", "--force"])).expect(0);
    assert_ne!(before, place.data("run"));
}

#[test]
fn damaged_result_is_not_taken_for_complete() {
    let place = Place::new();
    place.mfn(&small(&[])).expect(0);
    let before = place.data("run");
    std::fs::write(place.path("run/field.npy"), "torn").unwrap();
    place.mfn(&small(&[])).expect(0);
    assert_eq!(before, place.data("run"));
}

#[test]
fn bad_presets_are_named_and_leave_nothing() {
    let place = Place::new();
    for (set, texts) in [
        ("model.alhpa=0.1", vec!["unknown key model.alhpa", "did you mean model.alpha?"]),
        ("model.alpha=0.3", vec!["model.alpha = 0.3", "0.05 to below 0.25", "1/step"]),
        ("model.alpha=nan", vec!["model.alpha = nan", "out of range"]),
        ("model.alpha=big", vec!["model.alpha = \"big\"", "is text", "a number"]),
        ("grid.rows=3", vec!["grid.rows = 3", "4 to 1024"]),
        ("time.step=0.5", vec!["time.step = 0.5"]),
        ("output.plots=[\"gfi\"]", vec!["gfi", "did you mean gif?"]),
        ("nothing", vec!["--set nothing", "key.path=value"]),
    ] {
        place.mfn(&["simulate", "mfn-v4-demo", "--out", "x", "--set", set]).expect(2).says(&texts);
        assert!(!place.path("x").exists(), "{set} leaves no folder");
    }
    place
        .mfn(&["simulate", "gray-scott-maze", "--set", "time.step=99"])
        .expect(2)
        .says(&["time.step = 99 is unstable with euler: at most", "hint: lower time.step to"]);
}

#[test]
fn run_too_large_for_memory_is_refused_with_its_bytes() {
    let arguments = ["simulate", "gray-scott-maze", "--set", "grid.rows=65535"];
    let outcome = Place::new().mfn(&[&arguments[..], &["--set", "grid.cols=65535"]].concat());
    // 65535² cells × 2 species × 2 buffers × 8 bytes.
    outcome.expect(2).says(&["137434759200 bytes", "hint:"]);
}

#[test]
fn bad_initial_files_are_named() {
    let place = Place::new();
    std::fs::write(place.path("empty.npy"), "").unwrap();
    std::fs::write(place.path("text.png"), "no picture").unwrap();
    let header =
        b"\x93NUMPY\x01\x00\x76\x00{'descr': '<f8', 'fortran_order': False, 'shape': (9, 9), }";
    std::fs::write(place.path("torn.npy"), header).unwrap();
    for (file, texts) in [
        ("none.npy", vec!["none.npy"]),
        ("empty.npy", vec!["empty.npy", "NPY, HDF5, PNG or JPEG"]),
        ("text.png", vec!["text.png"]),
        ("torn.npy", vec!["torn.npy"]),
    ] {
        let path = format!("initial.path={file}");
        let arguments = ["simulate", "gray-scott-portrait", "--out", "x", "--set", &path];
        place.mfn(&arguments).expect(4).says(&texts);
    }
}

#[test]
fn initial_array_must_have_the_shape_of_the_grid() {
    let place = Place::new();
    place.mfn(&small(&[])).expect(0);
    let from = "[model]\nkind = \"mfn-v4\"\n[initial]\nkind = \"file\"\npath = \"run/field.npy\"\n";
    std::fs::write(place.path("again.toml"), from).unwrap();
    let run = |rows| {
        let rows = format!("grid.rows={rows}");
        place.mfn(&[
            "simulate",
            "again.toml",
            "--out",
            "x",
            "--set",
            &rows,
            "--set",
            "grid.cols=16",
        ])
    };
    run(16).expect(0);
    run(17).expect(4).says(&["16", "17"]);
}

#[test]
fn numbers_that_fail_end_with_3_and_say_where() {
    let place = Place::new();
    std::fs::write(place.path("big.npy"), npy(8, 1e200)).unwrap();
    let text = "[model]\nkind = \"schnakenberg\"\n[grid]\nrows = 8\ncols = 8\n\
                [initial]\nkind = \"file\"\npath = \"big.npy\"\n";
    std::fs::write(place.path("bad.toml"), text).unwrap();
    let outcome = place.mfn(&["simulate", "bad.toml", "--out", "x"]);
    outcome.expect(3).says(&["u became", "in cell (0, 0) at step 1", "hint:"]);
    assert_eq!(place.names("x"), ["preset.toml"], "nothing under a final name");
}

/// An NPY file of n × n doubles of one value.
fn npy(n: usize, value: f64) -> Vec<u8> {
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({n}, {n}), }}");
    let padded = format!("{header:<117}\n");
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend(u16::try_from(padded.len()).unwrap().to_le_bytes());
    bytes.extend(padded.as_bytes());
    bytes.extend(std::iter::repeat_n(value.to_le_bytes(), n * n).flatten());
    bytes
}

#[test]
fn explain_and_list_print_on_standard_output_alone() {
    let place = Place::new();
    let explain = place.mfn(&["simulate", "schnakenberg-spots", "--explain"]);
    assert_eq!(explain.expect(0).stderr, "");
    assert!(explain.stdout.contains("Turing-unstable") && explain.stdout.contains("λ_m"));
    let v4 = place.mfn(&["simulate", "mfn-v4-default", "--explain"]);
    assert!(v4.expect(0).stdout.contains("cannot form a Turing pattern"));
    let list = place.mfn(&["simulate", "--list-presets", "--json"]);
    let presets = list.expect(0).json();
    for preset in presets.as_array().unwrap() {
        let name = preset["name"].as_str().unwrap();
        let explain = place.mfn(&["simulate", name, "--explain", "--json", "--set", "seed=1"]);
        if explain.stdout.contains("runs_per_chunk") {
            assert_eq!(explain.expect(0).json()["points_not_accepted"], 0, "{name}");
        } else if name.starts_with("ifs-") {
            assert!(explain.expect(0).json()["affinity_dimension"].is_number(), "{name}");
        } else if name == "membrane-squid" {
            // Its scheme chooses its own step.
            assert!(explain.expect(0).json()["largest_step"].is_null());
        } else if name != "gray-scott-portrait" {
            let json = explain.expect(0).json();
            let unlimited = json["stepper"] == "etdrk4" || json["stepper"] == "adaptive";
            assert_eq!(json["largest_step"].is_null(), unlimited, "{name}");
        }
    }
    assert_eq!(place.names("."), Vec::<String>::new());
}

#[test]
fn no_escape_codes_off_a_terminal() {
    let place = Place::new();
    for progress in ["auto", "bar", "plain", "json", "none"] {
        let outcome = place.mfn(&small(&["--force", "--progress", progress]));
        assert!(!outcome.expect(0).stderr.contains('\u{1b}'), "{progress}");
    }
    assert!(!place.mfn(&["simulate", "nothing"]).expect(2).stderr.contains('\u{1b}'));
    assert_eq!(place.mfn(&small(&["--force", "--quiet"])).expect(0).stderr, "");
}

#[test]
fn a_folder_with_a_presets_name_does_not_hide_the_preset() {
    let place = Place::new();
    std::fs::create_dir(place.path("mfn-v4-demo")).unwrap();
    place.mfn(&["simulate", "mfn-v4-demo", "--quiet", "--out", "run"]).expect(0);
    std::fs::create_dir(place.path("elsewhere")).unwrap();
    place.mfn(&["simulate", "elsewhere"]).expect(2).says(&["no built-in preset elsewhere"]);
}
