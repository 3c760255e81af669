//! Runs that are observed: the course as table, curves and verdict; `stopping` has a stopped one.

use crate::{Place, read};

/// 1 % noise on the steady state, on 96 × 96 cells of side 0.75, in its linear stage at the end.
const STRIPES: [&str; 13] = [
    "simulate",
    "schnakenberg-stripes",
    "--quiet",
    "--set",
    "grid.rows=96",
    "--set",
    "grid.cols=96",
    "--set",
    "time.steps=3000",
    "--set",
    "observe.every=250",
    "--set",
    "output.formats=[\"csv\", \"parquet\"]",
];

fn with(base: &[&'static str], arguments: &[&'static str]) -> Vec<&'static str> {
    base.iter().chain(arguments).copied().collect()
}

/// Column names and cells of `observed.csv`.
fn table(place: &Place, folder: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = String::from_utf8(read(&place.path(folder).join("observed.csv"))).unwrap();
    let split = |line: &str| line.split(',').map(ToOwned::to_owned).collect();
    let mut lines = text.lines().filter(|line| !line.starts_with('#')).map(split);
    (lines.next().unwrap(), lines.collect())
}

#[test]
fn linear_stage_has_the_wavelength_and_the_growth_that_theory_predicts() {
    let place = Place::new();
    let report = place.mfn(&with(&STRIPES, &["--json", "--out", "run"])).expect(0).json();
    let (columns, rows) = table(&place, "run");
    let wanted = "step time mean_u mean_v amplitude standard_deviation wavelength rate_of_change";
    assert_eq!(columns.join(" "), wanted);
    assert_eq!(rows.len(), 13, "the start and every 250th of 3000 steps");
    assert_eq!((rows[0][0].as_str(), rows[0][7].as_str()), ("0", ""), "nothing before the start");

    // docs/models.md: k_m = 0.6157. One spectral bin is 2π / 72.
    let observed = &report["observed"];
    let wavenumber = std::f64::consts::TAU / observed["wavelength"].as_f64().unwrap();
    assert!((wavenumber - 0.6157).abs() < std::f64::consts::TAU / 72.0, "{wavenumber}");
    assert_eq!(observed["stationary"], false);
    assert_eq!(observed["frames"], 13);
    // The mean of u is bound to a + b = 1 by the kinetics, but only to first order.
    assert!(observed["mean_drift"]["u"].as_f64().unwrap() < 1e-3);
    // docs/models.md: amplitudes grow at 0.06903 at most; the spread of a band, by a little less.
    let spread = |row: usize| rows[row][5].parse::<f64>().unwrap();
    let growth = (spread(12) / spread(8)).ln() / (4.0 * 250.0 * 0.016);
    assert!(growth > 0.045 && growth < 0.06903, "{growth}");
    for name in ["observed.parquet", "observed.csv", "observed.png"] {
        assert!(report["files"][name]["sha256"].is_string(), "{name} is in the report");
    }
}

#[test]
fn field_at_rest_is_stationary_from_its_first_frame() {
    let place = Place::new();
    let base = ["simulate", "gray-scott-spots", "--quiet", "--json", "--out", "run"];
    let rest = ["--set", "initial.count=1", "--set", "initial.radius=0.0"];
    let noise = ["--set", "initial.amplitude=0.0", "--set", "model.feed=0.2"];
    let size = ["--set", "grid.rows=16", "--set", "grid.cols=16", "--set", "time.steps=4000"];
    let every = ["--set", "observe.every=400", "--set", "observe.quantities=[\"mean\"]"];
    let arguments = [&base[..], &rest, &noise, &size, &every].concat();
    let report = place.mfn(&arguments).expect(0).json();
    let observed = &report["observed"];
    assert_eq!(observed["stationary"], true, "{observed}");
    assert!(observed["stationary_since_step"].as_u64().unwrap() < 4000);
    assert!(observed["wavelength"].is_null() && observed["amplitude"].is_null());
}

#[test]
fn energy_of_a_run_falls_and_is_in_table_curves_and_report() {
    let place = Place::new();
    let base = ["simulate", "cahn-hilliard-spinodal", "--quiet", "--json", "--out", "run"];
    let size = ["--set", "grid.rows=24", "--set", "grid.cols=24", "--set", "time.steps=60"];
    let rest = ["--set", "observe.every=6", "--set", "output.formats=[\"csv\"]"];
    let report = place.mfn(&[&base[..], &size, &rest].concat()).expect(0).json();
    let (columns, rows) = table(&place, "run");
    let column = columns.iter().position(|name| name == "energy").unwrap();
    let energies: Vec<f64> = rows.iter().map(|row| row[column].parse().unwrap()).collect();
    assert_eq!(energies.len(), 11);
    // The mixed state has W(0) = ¼ a cell, and noise adds to it.
    assert!(energies[0] > 0.25 * 576.0 && energies.windows(2).all(|pair| pair[1] < pair[0]));
    let observed = &report["observed"];
    assert_eq!(observed["energy"].as_f64(), energies.last().copied());
    assert_eq!(
        (observed["energy_rises"].as_u64(), observed["largest_energy_rise"].as_f64()),
        (Some(0), Some(0.0))
    );
}

#[test]
fn energy_is_refused_where_there_is_none() {
    let energy = ["--set", "observe.every=1", "--set", "observe.quantities=[\"energy\"]"];
    let refuse = |preset: &'static str, more: &[&'static str]| {
        Place::new().mfn(&[&["simulate", preset], &energy[..], more].concat())
    };
    refuse("gray-scott-spots", &[]).expect(2).says(&[
        "observe.quantities with \"energy\" does not go with model.kind = \"gray-scott\"",
        "it has no free energy",
    ]);
    let rim = ["--set", "grid.boundary=dirichlet", "--set", "grid.boundary_values=[0.5]"];
    refuse("allen-cahn-domains", &rim)
        .expect(2)
        .says(&["grid.boundary_values = [0.5]", "rim of 0"]);
}

#[test]
fn nothing_is_observed_unless_asked_for() {
    let place = Place::new();
    let arguments = ["simulate", "mfn-v4-small", "--quiet", "--json", "--out", "run"];
    let report = place.mfn(&arguments).expect(0).json();
    assert!(report["observed"].is_null());
    assert!(place.names("run").iter().all(|name| !name.starts_with("observed")));
}

#[test]
fn observed_frames_that_cannot_be_are_refused() {
    let refuse = |setting: &str| Place::new().mfn(&["simulate", "mfn-v4-small", "--set", setting]);
    refuse("observe.every=33").expect(2).says(&[
        "observe.every = 33 does not go with time.steps = 32",
        "no frame would be observed",
    ]);
    refuse("observe.quantities=[\"wavelenght\"]").expect(2).says(&["did you mean wavelength?"]);
    refuse("observe.stationary_below=-1.0").expect(2).says(&["observe.stationary_below = -1"]);
}
