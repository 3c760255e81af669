//! Runs that are stopped, by a signal or from outside, and go on.

use crate::Place;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// A run of some seconds with every kind of file.
const LONG: [&str; 18] = [
    "simulate",
    "gray-scott-spots",
    "--set",
    "grid.rows=96",
    "--set",
    "grid.cols=80",
    "--set",
    "time.steps=30000",
    "--set",
    "time.save_every=1000",
    "--set",
    "observe.every=300",
    "--set",
    "output.formats=[\"npy\", \"h5\", \"parquet\"]",
    "--set",
    "output.plots=[\"png\", \"gif\"]",
    "--out",
    "run",
];

fn with(arguments: &[&'static str]) -> Vec<&'static str> {
    LONG.iter().chain(arguments).copied().collect()
}

#[cfg(unix)]
#[test]
fn terminated_run_goes_on_to_the_same_bytes() {
    let place = Place::new();
    let mut whole = LONG.to_vec();
    whole[17] = "whole";
    place.mfn(&whole).expect(0);
    let mut stops = 0;
    for signal in ["-TERM", "-INT", "-TERM"] {
        let mut child = place.command(&LONG).stderr(Stdio::piped()).spawn().unwrap();
        wait_for(&place, &mut child);
        let kill =
            std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        match child.wait().unwrap().code() {
            Some(75) => stops += 1,
            Some(0) => break,
            other => panic!("exit code {other:?}"),
        }
        assert!(!place.path("run/run.json").exists(), "a stopped run has no report");
        assert!(!place.path("run/history.npy").exists(), "nor a torn history");
    }
    assert!(stops > 0, "the run was stopped at least once");
    place.mfn(&with(&["--resume"])).expect(0);
    assert!(place.names("run").contains(&"observed.parquet".to_owned()));
    assert!(place.data("whole") == place.data("run"));
}

/// Waits until the run steps: its first file is there and a moment has passed.
#[cfg(unix)]
fn wait_for(place: &Place, child: &mut std::process::Child) {
    let start = Instant::now();
    while !place.path("run/preset.toml").exists() {
        assert!(start.elapsed() < Duration::from_secs(20), "the run does not start");
        assert!(child.try_wait().unwrap().is_none(), "the run ended early");
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(60));
}

#[test]
fn killed_run_goes_on_from_its_checkpoint() {
    let place = Place::new();
    let mut whole = LONG.to_vec();
    whole[17] = "whole";
    place.mfn(&whole).expect(0);
    // Stopped by its time limit at once, then killed on the way.
    place.mfn(&with(&["--time-limit", "0"])).expect(75).says(&["time limit", "step 0 of 30000"]);
    let mut child = place.command(&LONG).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(150));
    child.kill().unwrap();
    child.wait().unwrap();
    place.mfn(&LONG).expect(0);
    assert!(place.data("whole") == place.data("run"));
}

#[test]
fn stopped_run_says_so_in_json() {
    let report = Place::new().mfn(&with(&["--time-limit", "0", "--json"])).expect(75).json();
    assert_eq!(report["status"], "stopped");
    assert_eq!((&report["step"], &report["steps"]), (&0.into(), &30000.into()));
}

#[test]
fn damaged_checkpoint_is_refused() {
    let place = Place::new();
    place.mfn(&with(&["--time-limit", "0"])).expect(75);
    let path = place.path("run/.mfn/checkpoint");
    let mut bytes = crate::read(&path);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    place.mfn(&LONG).expect(4).says(&["checkpoint", "hint: start the run anew with --force"]);
    place.mfn(&with(&["--force"])).expect(0);
}

#[cfg(unix)]
#[test]
fn read_only_folder_is_a_file_error() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    std::fs::create_dir(place.path("locked")).unwrap();
    std::fs::set_permissions(place.path("locked"), std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(place.path("locked/probe"), "").is_ok() {
        #[allow(clippy::print_stderr, reason = "a skipped test says why")]
        {
            eprintln!("skipped: this user may write into read-only folders");
        }
        return;
    }
    place.mfn(&["simulate", "mfn-v4-demo", "--out", "locked/run"]).expect(4).says(&["locked"]);
}

#[cfg(target_os = "linux")]
#[test]
fn closed_standard_output_is_no_error() {
    let place = Place::new();
    let program = env!("CARGO_BIN_EXE_mfn");
    // The reader is gone before the program writes.
    let script = format!("(sleep 0.3; {program} simulate --list-presets; echo $? >&2) | true");
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(place.path("."))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "0\n");
}

#[cfg(target_os = "linux")]
#[test]
fn full_device_is_a_file_error() {
    let place = Place::new();
    let mut command = place.command(&["simulate", "--list-presets"]);
    command.stdout(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let output = command.stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8(output.stderr).unwrap().contains("standard output"));
}
