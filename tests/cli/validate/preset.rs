//! `mfn validate preset`: runs, points, sweeps, and what is wrong with them.

use crate::Place;
use crate::validate::{check, note, sound, wrong};
use std::io::Write as _;
use std::process::Stdio;

/// A Brusselator above its Turing onset.
const PRESET: &str = "name = \"small\"\n\
    [grid]\nrows = 48\ncols = 48\nspacing = 0.9\n\
    [model]\nkind = \"brusselator\"\nfeed = 2.0\ncontrol = 4.5\n\
    diffusivity_u = 1.0\ndiffusivity_v = 8.0\n\
    [time]\nstep = 0.01\nsteps = 2000\n";

/// Two axes; `FEED` is replaced.
const SWEEP: &str = "[grid]\nrows = 16\ncols = 16\n[model]\nkind = \"gray-scott\"\n\
    [time]\nstep = 0.5\nsteps = 20\n[sweep]\nseeds = \"shared\"\n\
    [sweep.product]\n\"model.feed\" = FEED\n\"model.kill\" = [0.055, 0.06]\n";

fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("small.toml"), PRESET).unwrap();
    place
}

#[test]
fn preset_that_forms_a_pattern_passes() {
    let place = place();
    let json = place.mfn(&["validate", "preset", "small.toml", "--json"]).expect(0).json();
    let names: Vec<&str> =
        json["checks"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["accepted", "step", "memory", "pattern"]);
    let step = check(&json, "step")["found"].as_f64().unwrap();
    assert!(step > 0.05 && step < 1.0, "{step}");
    assert!(note(&json, "pattern").contains("forms a pattern"));
}

#[test]
fn built_in_presets_of_every_kind_pass_together() {
    let names = ["gray-scott-worms", "membrane-squid", "ifs-koch", "v4-sweep-minimal"];
    let outcome = Place::new().mfn(&[&["validate", "preset"][..], &names].concat());
    outcome.expect(0);
    for name in names {
        assert!(outcome.stdout.contains(&format!("preset {name}\n")), "{}", outcome.stdout);
    }
}

#[test]
fn what_is_wrong_is_the_reason() {
    let place = place();
    let json = |set: &str| {
        let arguments = ["validate", "preset", "small.toml", "--json", "--set", set];
        place.mfn(&arguments).expect(1).json()
    };
    for (set, reason) in [
        ("time.step=0.5", "time.step = 0.5 is unstable with euler: at most 0.0"),
        ("model.feed=-1", "model.feed = -1 is out of range"),
        ("model.fed=1", "unknown key model.fed; did you mean model.feed?"),
    ] {
        let found = json(set);
        assert_eq!(wrong(&found), ["accepted"]);
        let said = check(&found, "accepted")["reason"].as_str().unwrap().to_owned();
        assert!(said.contains(reason), "{said}");
    }
    // A box that is narrower than a wave.
    let found = json("grid.cols=4");
    assert_eq!(wrong(&found), ["pattern"]);
    let found = json("initial.kind=\"file\"");
    assert!(wrong(&found).contains(&"accepted") || wrong(&found).contains(&"initial"));
}

#[test]
fn clamped_instability_of_v4_is_seen() {
    let set = ["--set", "model.variant=legacy", "--set", "model.alpha=0.25"];
    let arguments = [&["validate", "preset", "mfn-v4-default", "--json"][..], &set].concat();
    let outcome = Place::new().mfn(&arguments);
    assert_eq!(wrong(&outcome.expect(1).json()), ["step"]);
}

#[test]
fn warnings_count_if_that_is_asked_for() {
    let place = place();
    // Too short a run to see the pattern.
    let more = ["validate", "preset", "small.toml", "--set", "time.steps=10"];
    place.mfn(&more).expect(0).says(&["warning: small.toml: the run ends at 0.1, before"]);
    let outcome = place.mfn(&[&more[..], &["--strict", "--json"]].concat());
    assert_eq!(wrong(&outcome.expect(1).json()), ["warnings"]);
    place.mfn(&[&more[..], &["--strict", "--exclude", "warn*"]].concat()).expect(0);
}

#[test]
fn sweep_is_looked_at_point_by_point() {
    let place = Place::new();
    let json = |feed: &str, code: i32| {
        std::fs::write(place.path("sweep.toml"), SWEEP.replace("FEED", feed)).unwrap();
        place.mfn(&["validate", "preset", "sweep.toml", "--json"]).expect(code).json()
    };
    assert_eq!(note(&json("[0.03, 0.04]", 0), "accepted"), "gray-scott, a data set of 4 runs");
    let found = json("[0.03, -1.0]", 1);
    assert_eq!(wrong(&found), ["points"]);
    assert_eq!(check(&found, "points")["found"], 2.0);
    assert!(note(&found, "points").contains("model.feed = -1.0"), "{found}");
    let found = json("[0.03, 0.03]", 1);
    assert_eq!(wrong(&found), ["runs"]);
    assert_eq!(check(&found, "runs")["found"], 2.0);
}

#[test]
fn every_input_is_looked_at() {
    let place = place();
    std::fs::write(place.path("empty.toml"), "").unwrap();
    std::fs::write(place.path("cut.toml"), &PRESET[..PRESET.len() - 10]).unwrap();
    std::fs::write(place.path("none.toml"), "[[[").unwrap();
    let files = ["empty.toml", "small.toml", "none.toml"];
    let outcome = place.mfn(&[&["validate", "preset", "--json"][..], &files].concat());
    sound(&outcome);
    outcome.expect(1).says(&["empty.toml: accepted and 1 more"]);
    let found = outcome.json();
    let inputs: Vec<&str> = found["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["pass"] == false)
        .map(|check| check["input"].as_str().unwrap())
        .collect();
    assert_eq!(inputs, ["empty.toml", "none.toml"]);
    place.mfn(&["validate", "preset", "cut.toml"]).expect(1);
}

#[test]
fn input_that_is_not_there_is_an_error() {
    let place = place();
    let mfn = |more: &[&str]| place.mfn(&[&["validate", "preset"][..], more].concat());
    mfn(&["small.toml", "no.toml"]).expect(4).says(&["there is no preset file no.toml"]);
    mfn(&["gray-scott-worm"]).expect(2).says(&["did you mean gray-scott-worms?"]);
    mfn(&[]).expect(2);
    mfn(&["small.toml", "--exclude", "stp"])
        .expect(2)
        .says(&["no check stp", "did you mean step?"]);
    mfn(&["small.toml", "--exclude", "*"]).expect(2).says(&["no check is left to run"]);
    let listed = mfn(&["--list"]);
    assert!(listed.expect(0).stdout.starts_with("accepted  "));
}

#[test]
fn preset_comes_from_standard_input_too() {
    let place = place();
    let mut command = place.command(&["validate", "preset", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(PRESET.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("preset -\n"));
}
