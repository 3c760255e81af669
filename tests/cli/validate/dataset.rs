//! `mfn validate dataset`: whole, half finished, lied about, cut short.

use crate::Place;
use crate::datasets::SWEEP;
use crate::validate::{check, note, sound, wrong};
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use mfn::format::{Provenance, write_parquet};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("sweep.toml"), SWEEP).unwrap();
    place.mfn(&["simulate", "sweep.toml", "--out", "out"]).expect(0);
    place
}

fn json(place: &Place, code: i32, more: &[&str]) -> Value {
    let outcome = place.mfn(&[&["validate", "dataset", "--json"][..], more].concat());
    sound(&outcome);
    outcome.expect(code).json()
}

/// Changes the text of a file.
fn change(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} is in {text}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn data_set_as_it_was_made_passes_every_check() {
    let place = place();
    let found = json(&place, 0, &["out"]);
    assert_eq!(found["checks"].as_array().unwrap().len(), 17, "{found}");
    assert_eq!(note(&found, "readable"), "8 rows of 86 columns in 3 tables");
    assert_eq!(note(&found, "runs"), "8 rows, 0 failed");
    assert_eq!(check(&found, "seeds")["found"], 8.0);
    assert!(note(&found, "constant").contains(" constant columns: "));
    // One part of it is a table of anyone.
    let found = json(&place, 0, &["out/data/part-000000.parquet", "out/data"]);
    assert_eq!(check(&found, "units")["pass"], true);
    let arguments = ["validate", "dataset", "out", "--quiet"];
    let one = place.mfn(&[&arguments[..], &["--threads", "1"]].concat());
    assert_eq!(one.stdout, place.mfn(&arguments).expect(0).stdout);
}

#[test]
fn v4_data_set_passes_with_its_own_columns() {
    let place = Place::new();
    place.mfn(&["simulate", "v4-sweep-minimal", "--out", "v4"]).expect(0);
    let found = json(&place, 0, &["v4"]);
    assert_eq!(check(&found, "seeds")["found"], 2.0);
}

#[test]
fn half_finished_data_set_names_the_command_that_completes_it() {
    let place = place();
    place.mfn(&["simulate", "sweep.toml", "--out", "part", "--shard", "1/2"]).expect(0);
    let found = json(&place, 1, &["part"]);
    assert_eq!(wrong(&found), ["finished"]);
    assert_eq!(check(&found, "finished")["found"], 2.0);
    let (_, command) = note(&found, "finished").split_once("complete it: mfn ").unwrap();
    assert_eq!(command, "simulate part/preset.toml --out part");
    place.mfn(&command.split(' ').collect::<Vec<_>>()).expect(0);
    json(&place, 0, &["part"]);
    let digest =
        |folder: &str| std::fs::read(place.path(&format!("{folder}/manifest.json"))).unwrap();
    assert_eq!(digest("part"), digest("out"));
    // Complete but for the release.
    std::fs::remove_file(place.path("part/manifest.json")).unwrap();
    let found = json(&place, 1, &["part"]);
    assert!(wrong(&found).contains(&"finished"), "{found}");
}

#[test]
fn lying_manifest_is_named_file_by_file() {
    let place = place();
    let manifest = place.path("out/manifest.json");
    change(&manifest, "\"bytes\": ", "\"bytes\": 1");
    std::fs::write(place.path("out/notes.txt"), "mine").unwrap();
    let found = json(&place, 1, &["out"]);
    assert_eq!(wrong(&found), ["files", "unlisted"]);
    assert!(note(&found, "files").starts_with("README.md has "), "{found}");
    assert_eq!(note(&found, "unlisted"), "notes.txt");
    json(&place, 1, &["out", "--exclude", "unlisted"]);
    json(&place, 0, &["out", "--exclude", "dataset/unlisted", "--exclude", "files"]);
    // It counts wrong.
    change(&manifest, "\"rows\": 8", "\"rows\": 9");
    let found = json(&place, 1, &["out"]);
    assert_eq!(note(&found, "manifest"), "rows is 9, and the tables have 8");
    // It contradicts itself, and so lists nothing.
    change(&manifest, "\"dataset_sha256\": \"", "\"dataset_sha256\": \"0");
    let found = json(&place, 1, &["out"]);
    assert_eq!(wrong(&found), ["finished", "manifest", "files"]);
    assert_eq!(check(&found, "files")["status"], "not-run");
    std::fs::write(&manifest, "").unwrap();
    let found = json(&place, 1, &["out"]);
    assert!(check(&found, "manifest")["reason"].as_str().unwrap().contains("is not readable"));
}

#[test]
fn damaged_and_missing_parts_are_seen() {
    let place = place();
    let part = |index: u64| place.path(&format!("out/data/part-00000{index}.parquet"));
    let bytes = std::fs::read(part(1)).unwrap();
    std::fs::write(part(1), &bytes[..bytes.len() / 2]).unwrap();
    let found = json(&place, 1, &["out"]);
    assert_eq!(wrong(&found), ["manifest", "files", "readable", "runs", "seeds"]);
    assert_eq!(check(&found, "runs")["status"], "not-run");
    std::fs::remove_file(part(1)).unwrap();
    let found = json(&place, 1, &["out"]);
    assert_eq!(wrong(&found), ["finished", "manifest", "files"]);
    assert!(note(&found, "files").contains("part-000001.parquet is missing"), "{found}");
    // Rows of another part in its place.
    std::fs::copy(part(0), part(1)).unwrap();
    let found = json(&place, 1, &["out"]);
    for name in ["files", "duplicates", "runs", "seeds"] {
        assert!(wrong(&found).contains(&name), "{name}: {found}");
    }
    let said = note(&found, "runs");
    assert!(said.starts_with("run 3 is lost; run 4 is lost; run 5 is lost; run 0 is"), "{said}");
}

#[test]
fn preset_of_another_data_set_is_seen() {
    let place = place();
    let preset = place.path("out/preset.toml");
    change(&preset, "[0.03, 0.04]", "[0.03, 0.05]");
    let found = json(&place, 1, &["out"]);
    assert_eq!(wrong(&found), ["manifest", "files", "parameters"]);
    assert!(note(&found, "parameters").contains("feed = 0.04, wanted 0.05"), "{found}");
    change(&preset, "[0.03, 0.05]", "[0.03, \"x\"]");
    let found = json(&place, 1, &["out"]);
    assert!(note(&found, "parameters").contains("model.feed = \"x\" is text"), "{found}");
    for text in ["", "[sweep", "[model]\nkind = \"gray-scott\"\n"] {
        std::fs::write(&preset, text).unwrap();
        let found = json(&place, 1, &["out"]);
        assert_eq!(wrong(&found)[0], "preset", "{found}");
    }
}

/// A table of anyone: two features and a number of the run, without units.
fn foreign(path: &Path, run: [i64; 3], mean: [f64; 3]) {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("run", Arc::new(Int64Array::from(run.to_vec()))),
        ("f_active", Arc::new(Float64Array::from(vec![0.5, 0.5, 0.5]))),
        ("V_std", Arc::new(Float64Array::from(mean.to_vec()))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    write_bare(path, &batch);
}

#[test]
fn table_of_anyone_is_held_against_what_features_are() {
    let place = Place::new();
    let table = place.path("table.parquet");
    let found = |run, mean| {
        foreign(&table, run, mean);
        json(&place, 1, &["table.parquet"])
    };
    assert_eq!(wrong(&found([0, 1, 2], [1.0, 2.0, 3.0])), ["units"]);
    json(&place, 0, &["table.parquet", "--exclude", "units"]);
    let bad = found([0, 1, 2], [1.0, f64::NAN, f64::INFINITY]);
    assert_eq!(wrong(&bad), ["units", "finite"]);
    assert_eq!(note(&bad, "finite"), "V_std: 1 NaN, 1 infinite");
    // A standard deviation is not negative.
    assert_eq!(wrong(&found([0, 1, 2], [1.0, -2.0, 3.0])), ["units", "ranges"]);
    assert_eq!(wrong(&found([0, 2, 1], [1.0, 2.0, 3.0])), ["units", "runs"]);
    assert_eq!(wrong(&found([0, 1, 3], [1.0, 2.0, 3.0])), ["units", "runs"]);
    assert_eq!(wrong(&found([0, 1, 2], [1.0, 2.0, 1.0])), ["units", "duplicates"]);
    assert_eq!(wrong(&found([0, 1, 2], [2.0; 3])), ["units", "constant", "duplicates"]);
    // Two parts of one folder that do not fit.
    std::fs::create_dir(place.path("two")).unwrap();
    foreign(&place.path("two/a.parquet"), [0, 1, 2], [1.0, 2.0, 3.0]);
    let other: ArrayRef = Arc::new(Float64Array::from(vec![0.1]));
    let batch = RecordBatch::try_from_iter([("V_std", other)]).unwrap();
    let read = mfn::format::read_parquet(&place.path("two/a.parquet")).unwrap();
    assert_eq!(read.batches.len(), 1);
    write_bare(&place.path("two/b.parquet"), &batch);
    let found = json(&place, 1, &["two", "--exclude", "units"]);
    assert_eq!(wrong(&found), ["schema"]);
}

fn write_bare(path: &Path, batch: &RecordBatch) {
    let words = || "none".to_owned();
    let provenance = Provenance {
        preset: words(),
        preset_sha256: words(),
        version: words(),
        seed: words(),
        rng: words(),
        model: words(),
    };
    write_parquet(path, batch, &provenance).unwrap();
}

#[test]
fn runs_are_looked_at_in_their_folders() {
    let place = Place::new();
    for seed in ["1", "2"] {
        let out = format!("runs/{seed}");
        let more = ["--set", "grid.rows=16", "--set", "grid.cols=16", "--steps", "5"];
        let arguments = ["simulate", "gray-scott-worms", "--seed", seed, "--out", &out];
        place.mfn(&[&arguments[..], &more].concat()).expect(0);
    }
    assert_eq!(note(&json(&place, 0, &["runs"]), "finished"), "2 runs");
    std::fs::write(place.path("runs/2/field.npy"), "").unwrap();
    let found = json(&place, 1, &["runs"]);
    assert_eq!(wrong(&found), ["files"]);
    std::fs::remove_file(place.path("runs/1/run.json")).unwrap();
    assert_eq!(wrong(&json(&place, 1, &["runs"])), ["finished", "files"]);
}

#[test]
fn what_is_no_data_set_is_an_error() {
    let place = Place::new();
    std::fs::create_dir(place.path("none")).unwrap();
    std::fs::write(place.path("none/a.txt"), "a").unwrap();
    std::fs::write(place.path("empty.parquet"), "").unwrap();
    let mfn = |more: &[&str]| place.mfn(&[&["validate", "dataset"][..], more].concat());
    mfn(&["none"]).expect(4).says(&["none is no data set", "hint: wanted a folder"]);
    mfn(&["nothing"]).expect(4).says(&["there is no file or folder nothing"]);
    mfn(&["-"]).expect(2).says(&["a data set is a folder or a Parquet file"]);
    mfn(&["empty.parquet"]).expect(1).says(&["empty.parquet: readable"]);
    // What cannot be read passes by no --exclude.
    mfn(&["empty.parquet", "--exclude", "*"]).expect(1);
    mfn(&["none", "--exclude", "duplicate"]).expect(2).says(&["did you mean duplicates?"]);
    mfn(&["none", "--exclude", "xyzzy"]).expect(2).says(&["the checks are preset, finished"]);
}
