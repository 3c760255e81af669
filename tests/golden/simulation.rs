//! MFN v4.1's fields, histories, counters and generator, bit for bit.
//!
//! `data/golden/sim_engine.json` and `sim_model.json` hold seed, parameters and SHA-256 of all
//! 156 golden runs of v4.1, so a clean clone checks every one.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its data must stop")]
#![allow(clippy::panic, reason = "an unknown parameter must fail the test")]

use mfn::engine::{Initial, Precision, Scheme, Setup, Simulation};
use mfn::grid::{Boundary, FieldView, Grid, Stencil};
use mfn::model::{Kind, Value as Parameter, Values};
use mfn::rng::{Generator, Pcg64};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::Path;

fn cases(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/golden").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let golden: Value = serde_json::from_str(&text).unwrap();
    golden["cases"].as_array().unwrap().clone()
}

fn add_bytes(hash: &mut Sha256, field: FieldView<'_>) {
    let (rows, cols) = field.shape();
    for row in 0..rows {
        for col in 0..cols {
            hash.update(field.get(row, col).to_le_bytes());
        }
    }
}

fn hex(hash: Sha256) -> String {
    let digits = |byte: &u8| {
        [byte >> 4, byte & 15].map(|half| char::from(b"0123456789abcdef"[usize::from(half)]))
    };
    hash.finalize().iter().flat_map(digits).collect()
}

fn sha256(field: FieldView<'_>) -> String {
    let mut hash = Sha256::new();
    add_bytes(&mut hash, field);
    hex(hash)
}

/// The set-up of a golden case: its parameters on top of the variant's defaults.
fn setup(variant: &str, case: &Value, parameters: &Value, parallel: bool) -> Setup {
    let mut values = Values::defaults(Kind::MfnV4.parameters(Some(variant)));
    values.set("variant", Parameter::Word(variant.to_owned()));
    if let Some(flag) = case.get("turing_enabled") {
        values.set("turing_enabled", Parameter::Flag(flag.as_bool().unwrap()));
    }
    let (mut side, mut boundary) = (64, Boundary::Periodic);
    for (key, value) in parameters.as_object().unwrap() {
        match (key.as_str(), value) {
            ("grid_size", value) => side = value.as_u64().unwrap() as usize,
            ("boundary_condition", value) => {
                boundary = Boundary::from_name(value.as_str().unwrap()).unwrap();
            }
            ("steps", _) => {}
            (key, Value::Bool(flag)) => values.set(key, Parameter::Flag(*flag)),
            (key, Value::Number(number)) => {
                assert!(values.get(key).is_some(), "{key} is a parameter");
                values.set(key, Parameter::Number(number.as_f64().unwrap()));
            }
            (key, value) => panic!("{key} = {value} is no parameter of v4.1"),
        }
    }
    Setup {
        model: Kind::MfnV4.build(&values),
        grid: Grid::new(side, side, 1.0).unwrap(),
        boundary,
        rim: vec![0.0; 3],
        time_step: 1.0,
        stencil: Stencil::FivePoint,
        scheme: Scheme::Euler,
        tolerance: 1e-6,
        noise: 0.0,
        precision: Precision::F64,
        initial: Initial::V4,
        seed: case["seed"].as_str().unwrap().parse().unwrap(),
        parallel,
    }
}

/// The next draw of the run's generator, as the 64 bits of a double.
fn next_random(simulation: &Simulation) -> String {
    let words = simulation.system().words();
    let state = Pcg64::from_state_words(words[..6].try_into().unwrap()).unwrap();
    format!("{:016x}", Generator::new(state).random().to_bits())
}

fn check_engine(case: &Value, parallel: bool) {
    let id = &case["id"];
    let mut simulation =
        Simulation::new(&setup("engine", case, &case["config"], parallel)).unwrap();
    let mut history = Sha256::new();
    for _ in 0..case["steps"].as_u64().unwrap() {
        simulation.advance().unwrap();
        add_bytes(&mut history, simulation.system().field(0));
    }
    for (species, name) in ["field", "activator", "inhibitor"].into_iter().enumerate() {
        let found = sha256(simulation.system().field(species));
        assert_eq!(case[name]["sha256_le_f64_c_order"], found, "{name} of {id}");
    }
    if let Some(golden) = case.get("history") {
        assert_eq!(golden["sha256_le_f64_c_order"], hex(history), "history of {id}");
    }
    for (name, count) in simulation.system().counters() {
        assert_eq!(case["metrics"][name], count, "{name} of {id}");
    }
    assert_eq!(case["next_random_hex"], next_random(&simulation), "generator of {id}");
}

#[test]
fn all_81_golden_engine_runs_are_reproduced() {
    let cases = cases("sim_engine.json");
    assert_eq!(cases.len(), 81);
    for case in &cases {
        check_engine(case, false);
    }
}

#[test]
fn several_threads_give_the_bits_of_v41() {
    for case in cases("sim_engine.json").iter().filter(|case| {
        let size = case["config"]["grid_size"].as_u64().unwrap();
        size >= 100
    }) {
        check_engine(case, true);
    }
}

#[test]
fn all_75_golden_legacy_runs_are_reproduced() {
    let cases = cases("sim_model.json");
    assert_eq!(cases.len(), 75);
    for case in &cases {
        let id = &case["id"];
        let parameters = &case["params"];
        let mut simulation = Simulation::new(&setup("legacy", case, parameters, false)).unwrap();
        let steps = parameters.get("steps").map_or(64, |steps| steps.as_u64().unwrap());
        for _ in 0..steps {
            simulation.advance().unwrap();
        }
        let found = sha256(simulation.system().field(0));
        assert_eq!(case["field"]["sha256_le_f64_c_order"], found, "field of {id}");
        assert_eq!(case["growth_events"], simulation.system().counters()[0].1, "{id}");
        assert_eq!(case["after"]["next_random_hex"], next_random(&simulation), "{id}");
    }
}
