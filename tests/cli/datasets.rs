//! `mfn simulate SWEEP`: what a data set holds, how it is shared out, and what is refused.

use crate::Place;
use serde_json::Value;
use std::path::Path;

/// Four points with two seeds each, of 16² cells.
pub(crate) const SWEEP: &str = r#"
seed = 3
[grid]
rows = 16
cols = 16
[model]
kind = "gray-scott"
[time]
step = 0.5
steps = 20
[dataset]
chunk = 3
report = "no"
[sweep]
seeds_per_point = 2
[sweep.product]
"model.feed" = [0.03, 0.04]
"model.kill" = [0.055, 0.06]
"#;

fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("sweep.toml"), SWEEP).unwrap();
    place
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut all = vec!["simulate", "sweep.toml", "--out", "out"];
    all.extend(more);
    all
}

/// The digest of the data, as the manifest has it.
fn digest(place: &Place, folder: &str) -> Value {
    let text = std::fs::read_to_string(place.path(&format!("{folder}/manifest.json"))).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["dataset_sha256"].clone()
}

fn rows(path: &Path) -> usize {
    let table = mfn::format::read_parquet(path).unwrap();
    table.batches.iter().map(arrow_array::RecordBatch::num_rows).sum()
}

#[test]
fn data_set_has_its_rows_texts_and_manifest() {
    let place = place();
    let outcome = place.mfn(&with(&["--json"]));
    let manifest = outcome.expect(0).says(&["3 of 3 chunks done; 8 runs", "8 rows"]).json();
    assert_eq!((&manifest["rows"], &manifest["failures"]), (&8.into(), &0.into()));
    let expected = [
        "README.md",
        "croissant.json",
        "data",
        "environment.json",
        "failures.parquet",
        "manifest.json",
        "preset.toml",
        "ro-crate-metadata.json",
    ];
    assert_eq!(place.names("out"), expected);
    let parts = place.names("out/data");
    assert_eq!(parts, ["part-000000.parquet", "part-000001.parquet", "part-000002.parquet"]);
    let found = parts.iter().map(|part| rows(&place.path(&format!("out/data/{part}"))));
    assert_eq!(found.collect::<Vec<_>>(), [3, 3, 2]);
    let table = mfn::format::read_parquet(&place.path("out/data/part-000000.parquet")).unwrap();
    let field = table.schema.field_with_name("feed").unwrap();
    assert_eq!(field.metadata().get("role").map(String::as_str), Some("parameter"));
    place.mfn(&with(&[])).expect(0).says(&["complete: nothing to do"]);
    place.mfn(&with(&["--status"])).expect(0);
    place.mfn(&["features", "out"]).expect(4).says(&["out is a data set", "--report out"]);
    place.mfn(&["features", "--report", "out"]).expect(0);
}

#[test]
fn bytes_do_not_depend_on_threads_or_shards() {
    let place = place();
    place.mfn(&with(&["--threads", "1"])).expect(0);
    let expected = digest(&place, "out");
    for (folder, threads) in [("two", "2"), ("three", "3")] {
        let more = ["simulate", "sweep.toml", "--out", folder, "--threads", threads];
        place.mfn(&more).expect(0);
        assert_eq!(digest(&place, folder), expected, "{threads}");
    }
    let shard = |shard: &str, more: &[&str]| {
        let all = ["simulate", "sweep.toml", "--out", "shards", "--shard", shard];
        place.mfn(&[&all[..], more].concat())
    };
    shard("1/2", &[]).expect(0).says(&["when every shard is done"]);
    let finalize = ["simulate", "sweep.toml", "--out", "shards", "--finalize"];
    place.mfn(&finalize).expect(1).says(&["lacks 2 of 3 chunks", "hint: make them first"]);
    // The rest by another number of shards.
    shard("0/1", &[]).expect(0);
    assert_eq!(digest(&place, "shards"), expected);
    place.mfn(&finalize).expect(0).says(&["finalized already"]);
}

#[test]
fn every_run_is_a_preset_of_its_own() {
    let place = place();
    place.mfn(&with(&["--set", "dataset.fields=[\"npy\"]"])).expect(0);
    let explain = place.mfn(&with(&["--explain"]));
    let stdout = &explain.expect(0).stdout;
    let line = stdout.lines().find(|line| line.contains("run 7")).unwrap();
    let seed = line.split("seed ").nth(1).unwrap().split(',').next().unwrap();
    let set =
        ["model.feed=0.04", "model.kill=0.06", "grid.rows=16", "grid.cols=16", "time.step=0.5"];
    let mut one = vec!["simulate", "-", "--out", "one", "--steps", "20", "--seed", seed];
    for assignment in &set {
        one.extend(["--set", assignment]);
    }
    let mut command = place.command(&one);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(
        &mut child.stdin.take().unwrap(),
        b"[model]\nkind = \"gray-scott\"\n",
    )
    .unwrap();
    assert!(child.wait().unwrap().success());
    // Run 7 is the second of the last chunk's two runs.
    let stack = mfn::format::read_npy(&place.path("out/fields/part-000002.u.npy")).unwrap();
    let field = mfn::format::read_npy(&place.path("one/u.npy")).unwrap();
    let stack = stack.into_f64();
    assert_eq!(stack.shape(), [2, 1, 16, 16]);
    let last: Vec<f64> = stack.iter().copied().skip(256).collect();
    assert_eq!(last, field.into_f64().iter().copied().collect::<Vec<_>>());
}

#[test]
fn every_layout_of_fields_is_written_and_none_is_left_over() {
    let place = place();
    let layouts = "dataset.fields=[\"npy\", \"h5\", \"the-well\", \"pdebench\"]";
    let more = ["--set", layouts, "--set", "time.save_every=5"];
    place.mfn(&with(&more)).expect(0);
    place.mfn(&with(&[&more[..], &["--verify"]].concat())).expect(0);
    let well = "out/the-well/gray_scott_reaction_diffusion";
    assert!(place.path(&format!("{well}/stats.yaml")).exists());
    assert_eq!(place.names("out/pdebench"), ["2D_diff-react_NA_NA.h5"]);
    assert_eq!(place.names("out/fields").len(), 3 * 3);
    assert!(!place.path("out/.mfn").exists());
    // PDEBench alone leaves no stack behind.
    let more = ["--set", "dataset.fields=[\"pdebench\"]", "--set", "time.save_every=5"];
    let all = [&["simulate", "sweep.toml", "--out", "other"][..], &more].concat();
    place.mfn(&all).expect(0);
    assert!(!place.names("other").contains(&"fields".to_owned()));
}

#[test]
fn failed_run_is_a_row_of_failures() {
    let place = place();
    // Noise of a million a step throws the cubic term over.
    let sweep = "[grid]\nrows = 8\ncols = 8\n[model]\nkind = \"fitzhugh-nagumo\"\n\
                 diffusivity_u = 0.01\ndiffusivity_v = 0.05\n\
                 [time]\nstepper = \"euler-maruyama\"\nstep = 0.4\nsteps = 50\n\
                 [dataset]\nfeatures = \"v4\"\nreport = \"no\"\n\
                 [sweep.product]\n\"time.noise\" = [0.01, 1e6, 0.02]\n";
    std::fs::write(place.path("blow.toml"), sweep).unwrap();
    let outcome = place.mfn(&["simulate", "blow.toml", "--out", "blow"]);
    outcome.expect(0).says(&["1 of them failed", "1 failed runs in failures.parquet"]);
    assert_eq!(rows(&place.path("blow/data/part-000000.parquet")), 2);
    assert_eq!(rows(&place.path("blow/failures.parquet")), 1);
    let fast = ["simulate", "blow.toml", "--out", "fast", "--fail-fast", "--threads", "1"];
    place.mfn(&fast).expect(3).says(&["run 1:", "without --fail-fast"]);
    let all = ["simulate", "blow.toml", "--out", "all", "--set", "sweep.product.time.noise=[1e6]"];
    place.mfn(&all).expect(3).says(&["all 1 runs failed"]);
}

#[test]
fn damage_is_found_and_mended() {
    let place = place();
    place.mfn(&with(&[])).expect(0);
    let expected = digest(&place, "out");
    let path = place.path("out/data/part-000001.parquet");
    let whole = std::fs::read(&path).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    for bytes in [&changed[..], &whole[..100], b""] {
        std::fs::write(&path, bytes).unwrap();
        let verify = place.mfn(&with(&["--verify"]));
        assert!(verify.expect(1).stdout.contains("damaged: data/part-000001.parquet"));
        let status = place.mfn(&with(&["--status", "--json"])).expect(1).json();
        assert_eq!((&status["done"], &status["chunks"]), (&2.into(), &3.into()));
        place
            .mfn(&with(&[]))
            .expect(0)
            .says(&["data/part-000001.parquet is not as it was written"]);
        assert_eq!(std::fs::read(&path).unwrap(), whole);
        assert_eq!(digest(&place, "out"), expected);
    }
    let card = place.path("out/README.md");
    std::fs::remove_file(&card).unwrap();
    place.mfn(&with(&["--verify"])).expect(1);
    place.mfn(&with(&[])).expect(0);
    assert!(card.exists());
}

#[test]
fn folder_of_another_data_set_or_run_is_refused() {
    let place = place();
    place.mfn(&with(&[])).expect(0);
    let before = digest(&place, "out");
    let other = with(&["--set", "time.steps=21"]);
    place.mfn(&other).expect(4).says(&["holds a data set of another preset", "--force"]);
    assert_eq!(digest(&place, "out"), before);
    place.mfn(&with(&["--set", "time.steps=21", "--force"])).expect(0);
    assert_ne!(digest(&place, "out"), before);
    let run = ["simulate", "mfn-v4-demo", "--out", "run", "--steps", "1"];
    place.mfn(&run).expect(0);
    place.mfn(&["simulate", "sweep.toml", "--out", "run"]).expect(4).says(&["holds a single run"]);
    place.mfn(&["simulate", "sweep.toml", "--out", "none", "--status"]).expect(4);
}

#[test]
fn second_program_on_a_shard_is_told() {
    let place = place();
    let more = ["--set", "time.steps=200000", "--set", "grid.rows=64", "--progress", "none"];
    let all = [&with(&more)[..], &["--shard", "0/2"]].concat();
    let mut first = place.command(&all).stderr(std::process::Stdio::null()).spawn().unwrap();
    let ledger = place.path("out/.mfn/shard-0-of-2.ndjson");
    while !ledger.exists() || std::fs::metadata(&ledger).unwrap().len() == 0 {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    place.mfn(&all).expect(4).says(&["another mfn is working on shard 0/2 of out"]);
    place.command(&["--version"]).output().unwrap();
    first.kill().unwrap();
    first.wait().unwrap();
}

#[test]
fn what_cannot_be_run_is_refused_before_anything_runs() {
    let place = place();
    #[rustfmt::skip]
    let cases: [(&[&str], i32, &str); 13] = [
        (&["--set", "sweep.product.model.feed=[]"], 2, "model.feed has no value"),
        (&["--set", "sweep.product.model.feet=[0.1]"], 2, "unknown key model.feet; did you mean model.feed?"),
        (&["--set", "sweep.product.model.feed=[0.03, 7.0]"], 2, "2 of 4 points are not accepted: point 2"),
        (&["--set", "sweep.runs=1000000000"], 2, "the sweep has 1000000000 runs: is that meant?"),
        (&["--shard", "3/3"], 2, "shard 3 of 3 is none: shards are numbered from 0 to 2"),
        (&["--shard", "x"], 2, "--shard x is no shard: wanted I/N"),
        (&["--shard", "auto"], 2, "--shard auto finds no job array"),
        (&["--set", "dataset.fields=[\"the-well\"]"], 2, "time.save_every = 0 saves no frame"),
        (&["--set", "dataset.fields=[\"npy\"]", "--set", "sweep.product.grid.rows=[8, 16]"], 2, "holds fields of one shape"),
        (&["--set", "dataset.schema=v4-sweep"], 2, "has the columns of v4.1"),
        (&["--set", "dataset.version=one"], 2, "MAJOR.MINOR.PATCH"),
        (&["--lyapunov"], 2, "--lyapunov is of one run"),
        (&["--set", "features.enabled=false"], 2, "leaves a data set without its features"),
    ];
    for (more, code, text) in cases {
        place.mfn(&with(more)).expect(code).says(&[text]);
        assert!(!place.path("out").exists(), "{more:?}");
    }
    place
        .mfn(&["simulate", "mfn-v4-demo", "--shard", "0/2"])
        .expect(2)
        .says(&["--shard is of a data set"]);
}

#[test]
fn stopped_by_the_time_limit_it_goes_on() {
    let place = place();
    let more = ["--set", "time.steps=20000", "--set", "dataset.chunk=1", "--progress", "json"];
    let stopped = place.mfn(&with(&[&more[..], &["--time-limit", "0", "--json"]].concat()));
    let report = stopped.expect(75).says(&["run the same command again to go on"]).json();
    assert_eq!(report["status"], "stopped");
    place.mfn(&with(&more)).expect(0);
    place.mfn(&with(&[&more[..], &["--verify"]].concat())).expect(0);
}

#[test]
fn full_disk_leaves_what_is_done() {
    let place = place();
    let program = env!("CARGO_BIN_EXE_mfn");
    let line = "trap '' XFSZ; ulimit -f 1; exec \"$0\" simulate sweep.toml --out out";
    let mut command = std::process::Command::new("sh");
    command.args(["-c", line, program]).current_dir(place.path(""));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("cannot write"), "{told}");
    assert!(place.names("out/data").iter().all(|name| !name.contains("part-")), "no half a file");
    place.mfn(&with(&[])).expect(0);
}
