//! `mfn federate simulate`: what it writes, what it says, what it refuses.

use crate::Place;
use serde_json::Value;
use std::fmt::Write as _;

/// A small training on `t.csv`.
const SMALL: &str = r#"
name = "small"
seed = 7

[data]
path = "t.csv"
label = "kind"

[clients]
count = 7
byzantine = 1

[training]
rounds = 20
batch = 4
evaluate_every = 8
repeats = 2

[grid]
rules = ["mean", "median", "bucketing(2) + krum(byzfl)"]
attacks = ["none", "sign-flip(10)", "gaussian(5)", "label-flip"]
"#;

/// Three classes that are easy to tell apart; numbers from a small linear generator.
fn table() -> String {
    let mut state = 12_345_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24) - 0.5
    };
    let mut text = "id,kind,x,y,flat\n".to_owned();
    for row in 0..60 {
        let kind = row % 3;
        let (x, y) = [(0.0, 3.0), (3.0, 0.0), (-3.0, -3.0)][kind];
        let name = ["ring", "spot", "maze"][kind];
        writeln!(text, "{row},{name},{},{},1.5", x + noise(), y + noise()).unwrap();
    }
    text
}

fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("t.csv"), table()).unwrap();
    std::fs::write(place.path("small.toml"), SMALL).unwrap();
    place
}

/// `mfn federate simulate small.toml --out run` and more.
fn small<'a>(more: &[&'a str]) -> Vec<&'a str> {
    ["federate", "simulate", "small.toml", "--out", "run"].iter().chain(more).copied().collect()
}

/// Accuracy of a rule under an attack.
fn accuracy(report: &Value, rule: &str, attack: &str) -> f64 {
    let cells = report["results"].as_array().unwrap();
    let cell = cells.iter().find(|cell| cell["rule"] == rule && cell["attack"] == attack);
    cell.unwrap()["accuracy"].as_f64().unwrap()
}

#[test]
fn tables_pictures_and_report_are_written_and_the_table_is_printed() {
    let place = place();
    let outcome = place.mfn(&small(&["--set", "output.formats=[\"parquet\", \"csv\"]"]));
    outcome.expect(0).says(&["1 of 4 features are left out: flat (constant)", "6 files"]);
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{}", outcome.stdout);
    let heads = ["accuracy (%)", "none", "sign-flip(10)", "gaussian(5)", "label-flip"];
    assert!(heads.iter().all(|head| lines[0].contains(head)), "{}", lines[0]);
    assert!(lines[3].starts_with("bucketing(2) + krum(byzfl)  "));
    assert_eq!(
        place.names("run"),
        [
            "accuracy.csv",
            "accuracy.parquet",
            "curves.png",
            "heatmap.png",
            "preset.toml",
            "run.json",
            "summary.csv",
            "summary.parquet",
        ]
    );
    let courses = std::fs::read_to_string(place.path("run/accuracy.csv")).unwrap();
    let rows: Vec<&str> = courses.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(rows[0], "rule,attack,repeat,round,accuracy,loss");
    // 3 rules × 4 attacks × 2 repeats × rounds 0, 8, 16 and 20.
    assert_eq!(rows.len(), 1 + 3 * 4 * 2 * 4);
}

#[test]
fn the_report_says_what_was_learnt_and_lost() {
    let place = place();
    let report = place.mfn(&small(&["--json", "--quiet"])).expect(0).json();
    assert_eq!(report["status"], "completed");
    assert_eq!(report["data"]["classes"], serde_json::json!(["maze", "ring", "spot"]));
    assert_eq!(report["data"]["features_dropped"]["flat"], "constant");
    assert_eq!(report["clients"]["rows"].as_array().unwrap().len(), 2);
    assert_eq!(report["privacy"], Value::Null);
    assert!(report["attack_free_accuracy"].as_f64().unwrap() > 0.9);
    assert!(accuracy(&report, "mean", "sign-flip(10)") < 0.4);
    assert!(accuracy(&report, "median", "sign-flip(10)") > 0.9);
    for cell in report["results"].as_array().unwrap() {
        let [mean, least, most] =
            ["accuracy", "accuracy_min", "accuracy_max"].map(|key| cell[key].as_f64().unwrap());
        assert!(least <= mean && mean <= most);
        let lost = 100.0 * (report["attack_free_accuracy"].as_f64().unwrap() - mean);
        assert!((cell["accuracy_lost_points"].as_f64().unwrap() - lost).abs() < 1e-9);
    }
    // The same again has nothing to do, and says the same.
    let again = place.mfn(&small(&["--json"]));
    again.expect(0).says(&["nothing to do"]);
    assert_eq!(again.json(), report);
}

#[test]
fn bytes_do_not_depend_on_threads() {
    let place = place();
    let data = |threads: &'static str| {
        place.mfn(&small(&["--force", "--threads", threads])).expect(0);
        place.data("run")
    };
    let one = data("1");
    assert_eq!(data("2"), one);
    assert_eq!(data("3"), one);
    // Another seed has other bytes: the comparison can fail.
    place.mfn(&small(&["--force", "--seed", "8"])).expect(0);
    assert_ne!(place.data("run"), one);
}

#[test]
fn privacy_is_told_per_client_and_round() {
    let place = place();
    let set = ["--set", "privacy.noise=1.5", "--set", "privacy.delta=1e-4", "--json"];
    let report = place.mfn(&small(&set)).expect(0).json();
    let [least, most] =
        ["epsilon_min", "epsilon_max"].map(|key| report["privacy"][key].as_f64().unwrap());
    assert!(0.0 < least && least <= most && most.is_finite());
    assert!(place.names("run").contains(&"privacy.parquet".to_owned()));
}

#[test]
fn the_mean_falls_and_robust_rules_hold_on_the_built_in_patterns() {
    let place = Place::new();
    let rules = ["median", "trimmed-mean", "multi-krum", "nnm + krum"];
    let attacks = ["sign-flip(10)", "ipm(20)", "alie-optimised"];
    let sets = [
        format!("grid.rules=[\"mean\", \"{}\"]", rules.join("\", \"")),
        format!("grid.attacks=[\"{}\"]", attacks.join("\", \"")),
    ];
    let arguments = ["federate", "simulate", "patterns", "--json", "--set", &sets[0], "--set"];
    let more = [sets[1].as_str(), "--set", "training.repeats=3"];
    let report = place.mfn(&[&arguments[..], &more].concat()).expect(0).json();
    let free = report["attack_free_accuracy"].as_f64().unwrap();
    assert!(free > 0.95, "{free}");
    for attack in attacks {
        let mean = accuracy(&report, "mean", attack);
        assert!(mean < 0.2, "the mean under {attack}: {mean}");
        for rule in rules {
            let found = accuracy(&report, rule, attack);
            assert!(found > free - 0.05, "{rule} under {attack}: {found}, attack-free {free}");
        }
    }
}

#[test]
fn a_training_that_comes_to_nothing_is_told_and_leaves_a_gap() {
    let place = place();
    let outcome = place.mfn(&small(&["--json", "--set", "grid.attacks=[\"nan\"]"]));
    outcome.expect(0).says(&["mean under nan", "rejected"]);
    let report = outcome.json();
    let cell = &report["results"][0];
    assert_eq!((&cell["rule"], &cell["accuracy"]), (&Value::from("mean"), &Value::Null));
    assert!(accuracy(&report, "median", "nan") > 0.9);
    let alone = ["--set", "grid.attacks=[\"nan\"]", "--set", "grid.rules=[\"mean\"]", "--force"];
    place.mfn(&small(&alone)).expect(3).says(&["every training of the grid came to nothing"]);
}

#[test]
fn presets_are_listed_and_run_by_name() {
    let place = Place::new();
    let list = place.mfn(&["federate", "simulate", "--list-presets"]);
    list.expect(0);
    assert!(list.stdout.starts_with("patterns "), "{}", list.stdout);
    let list = place.mfn(&["federate", "simulate", "--list-presets", "--json"]).expect(0).json();
    assert!(list.as_array().unwrap().len() >= 3);
    let wrong = place.mfn(&["federate", "simulate", "paterns"]);
    wrong.expect(2).says(&["did you mean patterns?", "hint: mfn federate simulate --list-presets"]);
    place.mfn(&["federate", "simulate", "no/such.toml"]).expect(4).says(&["no preset file"]);
    place.mfn(&["federate", "simulate"]).expect(2).says(&["Usage"]);
}

#[test]
fn what_is_written_wrongly_is_named() {
    for (set, expected) in [
        ("trainin.rounds=3", "unknown key trainin.rounds; did you mean training.rounds?"),
        ("clients.byzantine=4", "clients.byzantine = 4 does not go with clients.count = 7"),
        ("grid.rules=[\"krun\"]", "did you mean krum?"),
        ("grid.rules=[\"nnm + mean\"]", "has \"nnm + mean\": mean needs f = 0"),
        ("grid.attacks=[\"alie(x)\"]", "x is no finite number"),
        ("training.learning_rate=0", "training.learning_rate = 0 is out of range"),
        ("data.label=kin", "data.label: kin is no column of t.csv; did you mean kind?"),
        ("data.label=x", "has 1 row: wanted at least 2, one to train and one to test"),
        ("data.label=flat", "has 1 values in t.csv"),
        ("data.features=z", "data.features: z is no column of t.csv"),
        ("data.features=kind", "which is the class itself"),
        ("data.features=flat", "none of the 1 features is finite and varies"),
        ("clients.count=1000", "45 training rows do not suffice 1000 clients"),
        ("data.sha256=abc", "data.sha256 = abc"),
    ] {
        let place = place();
        let outcome = place.mfn(&small(&["--set", set]));
        outcome.expect(2).says(&[expected]);
        assert!(outcome.stdout.is_empty());
        assert!(!place.path("run/run.json").exists());
    }
    let place = place();
    place.mfn(&small(&["--set", "data.label=z"])).expect(2).says(&["columns of few values: kind"]);
}

#[test]
fn files_that_are_no_tables_are_refused() {
    for (bytes, expected) in [
        (&b""[..], "it has no header line"),
        (b"id,kind,x,y\n", "t.csv has no row"),
        (b"id,kind,x,y\n1,a\n", "t.csv is not a readable CSV file"),
        (b"PAR1", "t.csv is not a readable Parquet file"),
        (b"kind,x\na,1\n,2\nb,3\n", "t.csv has no kind in row 1: every row wants a class"),
    ] {
        let place = place();
        std::fs::write(place.path("t.csv"), bytes).unwrap();
        place.mfn(&small(&[])).expect(4).says(&[expected]);
    }
    let place = place();
    std::fs::write(place.path("t.csv"), "kind,x\na,1\na,2\nb,3\n").unwrap();
    place.mfn(&small(&[])).expect(2).says(&["class b has 1 row: wanted at least 2"]);
    std::fs::remove_file(place.path("t.csv")).unwrap();
    place.mfn(&small(&[])).expect(4).says(&["there is no file or folder t.csv"]);
}

#[test]
fn another_run_in_the_folder_is_kept() {
    let place = place();
    place.mfn(&small(&["--set", "training.rounds=1"])).expect(0);
    place.mfn(&small(&[])).expect(4).says(&["holds a run of another preset", "--force"]);
    std::fs::write(place.path("t.csv"), table().replace("1.5", "2.5")).unwrap();
    let changed = place.mfn(&small(&["--set", "training.rounds=1"]));
    changed.expect(4).says(&["holds a run of another preset"]);
    place.mfn(&small(&["--force"])).expect(0);
}

#[test]
fn a_data_set_of_this_program_is_learnt_from() {
    let place = Place::new();
    let sweep = "[grid]\nrows = 16\ncols = 16\n[model]\nkind = \"gray-scott\"\n[time]\nsteps = 60\n\
                 [dataset]\nchunk = 8\nreport = \"no\"\n[sweep]\nseeds_per_point = 10\n\
                 [sweep.zip]\n\"model.feed\" = [0.014, 0.058]\n\"model.kill\" = [0.054, 0.065]\n";
    std::fs::write(place.path("sweep.toml"), sweep).unwrap();
    place.mfn(&["simulate", "sweep.toml", "--out", "set", "--quiet"]).expect(0);
    let arguments = ["federate", "simulate", "patterns", "--out", "run", "--json"];
    let mut arguments = arguments.to_vec();
    for set in [
        "data.path=set",
        "data.label=feed, kill",
        "clients.count=5",
        "clients.byzantine=1",
        "training.rounds=10",
        "grid.rules=median",
        "grid.attacks=none",
    ] {
        arguments.extend(["--set", set]);
    }
    let report = place.mfn(&arguments).expect(0).json();
    let classes = serde_json::json!(["0.014 / 0.054", "0.058 / 0.065"]);
    assert_eq!(report["data"]["classes"], classes);
    assert_eq!(report["data"]["rows"], 20);
}

#[cfg(unix)]
#[test]
fn an_interrupted_grid_keeps_nothing_and_says_how_to_go_on() {
    use std::time::{Duration, Instant};

    let place = place();
    let long = small(&["--set", "training.rounds=1000000", "--json"]);
    let mut command = place.command(&long);
    let pipes = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    let start = Instant::now();
    while !place.path("run/.mfn/lock").exists() {
        assert!(start.elapsed() < Duration::from_secs(20), "the run does not start");
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(200));
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(75));
    assert_eq!(place.names("run"), [""; 0]);
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["status"], "stopped");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("stopped by a signal after 0 of 26 trainings"), "{said}");
    assert!(said.contains("hint: run the same command again"), "{said}");
}
