//! `mfn simulate --lyapunov`.

use crate::Place;

/// Too little food: what was sown dies, and every perturbation with it.
const DYING: [&str; 12] = [
    "simulate",
    "gray-scott-spots",
    "--set",
    "grid.rows=12",
    "--set",
    "grid.cols=10",
    "--set",
    "model.feed=0.02",
    "--set",
    "model.kill=0.08",
    "--steps",
    "4000",
];

#[test]
fn at_the_dead_state_the_slowest_mode_decays_with_the_feed() {
    for (flag, method) in [("--lyapunov", "twins"), ("--lyapunov=linearised", "linearised")] {
        let place = Place::new();
        let outcome =
            place.mfn(&[&DYING[..], &["--set", "time.step=1.0", flag, "--json"]].concat());
        let found = outcome.expect(0).json();
        // u′ = F(1 − u) by Euler's method of step 1.
        let exact = (1.0_f64 - 0.02).ln();
        let value = found["lyapunov_exponent"].as_f64().unwrap();
        assert!((value - exact).abs() < 1e-4, "{method}: {value}, exactly {exact}");
        assert_eq!(found["method"], method);
        assert_eq!(found["verdict"], "nearby runs come together");
        assert!(!place.path("out").exists(), "it writes nothing");
    }
}

#[test]
fn what_has_no_exponent_is_refused_with_a_way_out() {
    let place = Place::new();
    let short = [&DYING[..11], &["20", "--lyapunov"]].concat();
    place.mfn(&short).expect(2).says(&["time.steps = 20 is too short", "--steps N"]);
    place
        .mfn(&["simulate", "ifs-random", "--lyapunov"])
        .expect(2)
        .says(&["this preset has none", "run.json"]);
    assert!(!place.path("out").exists());
}
