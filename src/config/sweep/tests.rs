//! Sections `[sweep]` and `[dataset]` as written: what they mean, and what is refused.

use crate::config::{Error, SweepPreset, Written};

const MODEL: &str = "[model]\nkind = \"gray-scott\"\n";

fn check(text: &str) -> Result<SweepPreset, Error> {
    SweepPreset::check(&Written::from_toml(&format!("{MODEL}{text}"), "test").unwrap())
}

fn values(sweep: &SweepPreset, run: u64) -> Vec<String> {
    let settings = sweep.sweep.run(run).settings;
    settings.iter().map(|(key, value)| format!("{key}={value}")).collect()
}

#[test]
fn axes_may_be_written_quoted_or_in_sections() {
    let quoted = check("[sweep.product]\n\"model.feed\" = [0.03, 0.04]").unwrap();
    let nested = check("[sweep.product]\nmodel.feed = [0.03, 0.04]").unwrap();
    let section = check("[sweep.product.model]\nfeed = [0.03, 0.04]").unwrap();
    assert_eq!((&quoted.sweep, &quoted.sweep), (&nested.sweep, &section.sweep));
    assert_eq!(quoted.text(), section.text());
}

#[test]
fn assignment_adds_or_replaces_an_axis() {
    let mut written = Written::from_toml(MODEL, "test").unwrap();
    assert!(!written.is_sweep());
    for assignment in [
        "sweep.product.model.feed=[0.03, 0.04]",
        "sweep.product.model.feed=[0.01, 0.02, 0.03]",
        "sweep.seeds_per_point=2",
        "dataset.schema=mfn",
    ] {
        written.apply_assignment(assignment).unwrap();
    }
    assert!(written.is_sweep());
    let sweep = SweepPreset::check(&written).unwrap();
    assert_eq!((sweep.sweep.n_points(), sweep.sweep.n_runs()), (3, 6));
}

#[test]
fn text_read_again_is_the_same_sweep() {
    let text = "[time]\nsteps = 10\n[dataset]\ntitle = \"T\"\n[sweep]\nseeds = \"shared\"\n\
                filter = [\"model.feed < model.kill\"]\n\
                [[sweep.list]]\n\"model.feed\" = 0.03\n\"time.step\" = 0.5\n\
                [[sweep.list]]\n\"model.feed\" = 0.04\n\"time.step\" = 1.0\n\
                [sweep.zip]\n\"grid.rows\" = [16, 32]\n\"grid.cols\" = [32, 16]\n\
                [sweep.random]\ncount = 3\n\"model.kill\" = { from = 0.05, to = 0.06 }";
    let first = check(text).unwrap();
    let second =
        SweepPreset::check(&Written::from_toml(first.text(), "its text").unwrap()).unwrap();
    assert_eq!(first.text(), second.text());
    assert_eq!(first.sweep, second.sweep);
    assert_eq!(first.sweep.n_points(), 12);
    let keys = ["model.feed", "time.step", "grid.rows", "grid.cols", "model.kill"];
    assert_eq!(first.sweep.keys(), keys);
    assert_eq!(
        values(&first, 3)[..4],
        ["model.feed=0.03", "time.step=0.5", "grid.rows=32", "grid.cols=16"]
    );
}

#[test]
fn ranges_are_spaced_with_both_ends() {
    let sweep = check(
        "[sweep.product]\n\"time.steps\" = { from = 10, to = 40, count = 4 }\n\
         \"model.feed\" = { from = 0.01, to = 0.04, count = 3, scale = \"log\" }",
    )
    .unwrap();
    assert_eq!(values(&sweep, 0), ["time.steps=10", "model.feed=0.01"]);
    assert_eq!(values(&sweep, 11), ["time.steps=40", "model.feed=0.04"]);
}

#[test]
fn random_whole_numbers_follow_the_key() {
    let sweep = check(
        "[sweep.random]\ncount = 50\n\"time.steps\" = { from = 1, to = 3 }\n\
         \"model.feed\" = { from = 0, to = 0.06 }\n\"grid.boundary\" = [\"periodic\", \"neumann\"]",
    )
    .unwrap();
    for run in 0..50 {
        let preset = sweep.preset(&sweep.sweep.run(run)).unwrap();
        assert!((1..=3).contains(&preset.steps));
    }
}

#[test]
fn section_without_axes_is_one_point() {
    for text in ["[sweep]", "[sweep]\nseeds_per_point = 1"] {
        let sweep = check(text).unwrap();
        assert_eq!((sweep.sweep.n_points(), sweep.sweep.n_runs()), (1, 1));
    }
    let ifs = Written::from_toml("[model]\nkind = \"ifs\"\n[sweep]", "test").unwrap();
    let error = SweepPreset::check(&ifs).unwrap_err().to_string();
    assert!(error.contains("a data set is of fields on a grid"), "{error}");
}

#[test]
fn each_run_has_its_own_preset() {
    let sweep =
        check("[sweep]\nseeds = \"counted\"\n[sweep.product]\n\"model.feed\" = [0.03, 0.04]");
    let sweep = sweep.unwrap();
    let presets = [0, 1].map(|run| sweep.preset(&sweep.sweep.run(run)).unwrap());
    assert_eq!(presets.each_ref().map(|preset| preset.seed), [42, 43]);
    assert_ne!(presets[0].model, presets[1].model);
    assert_eq!(sweep.name, "gray-scott");
}

#[test]
#[rustfmt::skip]
fn what_is_wrong_is_named() {
    for (text, expected) in [
        ("[sweep]\nseeds_per_pont = 3", "unknown key sweep.seeds_per_pont; did you mean sweep.seeds_per_point?"),
        ("[sweep]\nseeds = \"count\"", "sweep.seeds = \"count\" is unknown"),
        ("[sweep]\nseeds_per_point = 0", "sweep.seeds_per_point = 0 is out of range: wanted a whole number above 0"),
        ("[sweep.product]\n\"model.feed\" = []", "model.feed has no value"),
        ("[sweep.product]\n\"model.feet\" = [0.1]", "unknown key model.feet; did you mean model.feed?"),
        ("[sweep.product]\n\"model.feed\" = 0.1", "sweep.product.model.feed = 0.1 is out of range: wanted a list"),
        ("[sweep.product]\n\"model.feed\" = [nan]", "finite numbers, flags or words"),
        ("[sweep.product]\n\"model.feed\" = { from = 1.0, to = 2.0 }", "sweep.product.model.feed.count is missing"),
        ("[sweep.product]\n\"model.feed\" = { from = 0.0, to = 2.0, count = 3, scale = \"log\" }", "ends above 0"),
        ("[sweep.product]\n\"model.feed\" = [0.01]\n[sweep.zip]\n\"model.feed\" = [0.02]", "model.feed is set by two axes"),
        ("[sweep.zip]\n\"model.feed\" = [0.1]\n\"model.kill\" = [0.1, 0.2]", "zipped axes have one length"),
        ("[[sweep.list]]\n\"model.feed\" = 0.1\n[[sweep.list]]\n\"model.kill\" = 0.1", "each point sets the same keys"),
        ("[sweep.random]\n\"model.feed\" = { from = 0.0, to = 0.1 }", "sweep.random.count is missing"),
        ("[sweep.random]\ncount = 3\n\"model.feed\" = { from = 0.1, to = 0.0 }", "goes from 0.1 to 0"),
        ("[sweep.random]\ncount = 3\n\"time.steps\" = { from = 0.5, to = 3 }", "whole numbers, since the key holds one"),
        ("[sweep.random]\ncount = 3\nmethod = \"sobel\"\n\"model.feed\" = [0.1]", "did you mean sobol?"),
        ("[sweep]\nfilter = \"model.kill < 1\"\n[sweep.product]\n\"model.feed\" = [0.01]", "which is no axis of the sweep"),
        ("[dataset]\nschem = \"mfn\"\n[sweep.product]\n\"model.feed\" = [0.01]", "unknown key dataset.schem"),
        ("[dataset]\nsplits = [0.5, 0.6, 0.1]\n[sweep.product]\n\"model.feed\" = [0.01]", "three shares"),
        ("[dataset]\ndate = \"2026-02-30\"\n[sweep.product]\n\"model.feed\" = [0.01]", "YYYY-MM-DD"),
        ("[dataset]\nlicense = \"\"\n[sweep.product]\n\"model.feed\" = [0.01]", "SPDX identifier"),
        ("[dataset]\ndate = \"yesterday\"\n[sweep.product]\n\"model.feed\" = [0.01]", "YYYY-MM-DD"),
    ] {
        let error = check(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}
