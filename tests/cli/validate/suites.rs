//! The suites: which checks are run, what is printed, and with which exit code.

use crate::Place;

const ONE: &str = "verification/order-in-time-euler-five-point-periodic";

#[test]
fn list_names_every_check_and_runs_none() {
    let place = Place::new();
    let outcome = place.mfn(&["validate", "--list"]);
    outcome.expect(0);
    assert!(outcome.stdout.contains("order-in-time-euler-five-point-periodic"));
    assert_eq!(outcome.stderr, "");
    let json = place.mfn(&["validate", "--list", "--json", ONE]).expect(0).json();
    let checks = json["checks"].as_array().unwrap();
    assert_eq!(checks.len(), 1);
    assert_eq!(checks[0]["suite"], "verification");
    assert!(json.get("pass").is_none(), "nothing was run");
}

#[test]
fn check_by_its_name_is_run_alone() {
    let place = Place::new();
    let outcome = place.mfn(&["validate", ONE]);
    outcome.expect(0).says(&["1 of 1 checks passed in "]);
    assert!(outcome.stdout.starts_with("verification: is the equation solved right?\n  ok "));
    assert_eq!(outcome.stdout.lines().count(), 2);
    let quiet = place.mfn(&["validate", ONE, "--quiet", "--threads", "1"]);
    assert_eq!(quiet.expect(0).stderr, "");
    assert_eq!(quiet.stdout, outcome.stdout, "threads do not change a number");
}

#[test]
fn proof_runs_the_twin_too() {
    let place = Place::new();
    let outcome = place.mfn(&["validate", ONE, "--prove", "--json", "--quiet"]);
    let json = outcome.expect(0).json();
    assert_eq!(json["pass"], true);
    let check = &json["checks"][0];
    assert!((check["found"].as_f64().unwrap() - 1.0).abs() <= 0.1);
    assert_eq!(check["twin"]["caught"], true);
    // The twin is of order 2.
    assert!((check["twin"]["found"].as_f64().unwrap() - 2.0).abs() <= 0.1);
    let text = place.mfn(&["validate", ONE, "--prove"]);
    text.expect(0).says(&[", 1 of 1 broken twins caught"]);
    assert!(text.stdout.contains("|  caught: "));
}

#[test]
fn names_that_mean_nothing_are_refused_with_the_nearest() {
    let place = Place::new();
    let refused = |arguments: &[&str], texts: &[&str]| {
        let outcome = place.mfn(&[&["validate"][..], arguments].concat());
        outcome.expect(2).says(texts);
        assert_eq!(outcome.stdout, "");
    };
    refused(&["verificaton"], &["there is no suite verificaton", "did you mean verification?"]);
    refused(&["xyzzy"], &["there is no suite xyzzy", "the suites are verification, turing"]);
    refused(&["verification/order-in-tim"], &["there is no check verification/order-in-tim"]);
    refused(&["--exclude", "fractals"], &["no suite fractals", "did you mean fractal?"]);
    refused(&["["], &["[ is no pattern"]);
}

#[test]
fn nothing_left_to_run_is_no_success() {
    let place = Place::new();
    for arguments in [&["--exclude", "*"][..], &[ONE, "--exclude", ONE]] {
        let outcome = place.mfn(&[&["validate"][..], arguments].concat());
        outcome.expect(2).says(&["no check is left to run", "--list --full"]);
    }
}
