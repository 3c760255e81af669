//! `--explain` as a certificate, and `--certify`, which holds runs against it.

use crate::Place;

/// A small Brusselator above its Turing onset.
const PRESET: &str = "schema = 1\nname = \"small\"\n\
    [grid]\nrows = 48\ncols = 48\nspacing = 0.9\n\
    [model]\nkind = \"brusselator\"\nfeed = 2.0\ncontrol = 5.5\n\
    diffusivity_u = 1.0\ndiffusivity_v = 2.8\n\
    [time]\nstep = 0.02\nsteps = 2000\n";

fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("small.toml"), PRESET).unwrap();
    place
}

#[test]
fn certificate_holds_what_is_known_before_the_run() {
    let place = place();
    let json = place.mfn(&["simulate", "small.toml", "--explain", "--json"]).expect(0).json();
    let state = &json["steady_states"][0];
    assert_eq!(state["stability"], "Turing–Hopf");
    // u = A, v = B/A; J = [[B − 1, A²], [−B, −A²]].
    assert_eq!(state["state"], serde_json::json!([2.0, 2.75]));
    assert_eq!(state["jacobian"], serde_json::json!([[4.5, 4.0], [-5.5, -4.0]]));
    assert!((state["eigenvalues"][0][0].as_f64().unwrap() - 0.25).abs() < 1e-12);
    assert!((json["saturation_time"].as_f64().unwrap()) < json["duration"].as_f64().unwrap());
    assert_eq!(json["cell_steps"], 48 * 48 * 2000);
    assert!(json["estimate"]["seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(json["warnings"].as_array().unwrap().len(), 0);
    assert_eq!(place.names("."), ["small.toml"], "without --out nothing is written");
}

#[test]
fn certificate_is_drawn_into_a_folder_and_is_the_same_again() {
    let place = place();
    let arguments = ["simulate", "small.toml", "--explain", "--out"];
    for folder in ["one", "two"] {
        place.mfn(&[&arguments[..], &[folder]].concat()).expect(0);
        assert_eq!(place.names(folder), ["certificate.json", "dispersion.png", "dispersion.svg"]);
    }
    assert_eq!(place.data("one"), place.data("two"));
}

#[test]
fn certificate_warns_of_a_small_box_and_a_short_run() {
    let place = place();
    let small = ["--set", "grid.rows=16", "--set", "time.steps=50"];
    let arguments = [&["simulate", "small.toml", "--explain"][..], &small].concat();
    let outcome = place.mfn(&arguments);
    let text = &outcome.expect(0).stdout;
    assert!(text.contains("2.5 wavelengths fit into the box"), "{text}");
    assert!(text.contains("before the pattern saturates"), "{text}");
}

#[test]
fn certificate_calls_hopf_hopf() {
    let place = place();
    let hopf = ["--set", "model.diffusivity_v=1.0"];
    let arguments = [&["simulate", "small.toml", "--explain"][..], &hopf].concat();
    let outcome = place.mfn(&arguments);
    assert!(outcome.expect(0).stdout.contains("verdict    Hopf instead of Turing"));
}

#[test]
fn certify_measures_what_the_certificate_claims() {
    let place = place();
    let outcome = place.mfn(&["simulate", "--certify", "small.toml", "gray-scott-worms", "--json"]);
    let json = outcome.expect(0).json();
    let [small, worms] = [&json["presets"][0], &json["presets"][1]];
    assert_eq!((&json["pass"], &small["claims_pattern"]), (&true.into(), &true.into()));
    assert!(small["growth_rate_deviation"].as_f64().unwrap().abs() < 0.01);
    assert!(small["euler_amplification_error"].as_f64().unwrap() < 1e-10);
    assert!(small["wavelength_bins_off"].as_f64().unwrap().abs() <= 1.0);
    assert_eq!(small["below_onset"]["quiet"], true);
    assert_eq!(worms["claims_pattern"], false);
}

#[test]
fn certify_refuses_a_step_too_coarse_for_the_growth_rate() {
    // ln(1 + λΔt)/Δt falls short of λ = 1.72 by 1.3 % at this step, which is stable.
    let place = place();
    let coarse = ["--set", "model.control=7.0", "--set", "time.step=0.015"];
    let arguments = [&["simulate", "small.toml"][..], &coarse, &["--certify"]].concat();
    let outcome = place.mfn(&arguments);
    outcome.expect(1).says(&["1 of 1 presets fail: small"]);
    assert!(outcome.stdout.contains("the growth rate is off by -1.27 %"), "{}", outcome.stdout);
}

#[test]
fn certify_refuses_what_has_no_dispersion_relation() {
    let place = place();
    place.mfn(&["simulate", "--certify", "ifs-koch"]).expect(2).says(&["no grid of species"]);
}
