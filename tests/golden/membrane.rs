//! MFN v4.1's Nernst potentials and membrane integration, bit for bit.
//!
//! `data/golden/membrane.json` holds every case of v4.1's two golden files; potentials are 64 bits
//! in hexadecimal.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its data must stop")]
#![allow(clippy::panic, reason = "an unknown derivative must fail the test")]

use mfn::membrane::mfn_v4::{Integration, integrate_ode, nernst, nernst_array};
use mfn::membrane::{Error, Scheme};
use serde_json::Value;
use std::path::Path;

fn golden() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/golden/membrane.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn number(hex: &Value) -> f64 {
    f64::from_bits(u64::from_str_radix(hex.as_str().unwrap(), 16).unwrap())
}

fn numbers(hexes: &Value) -> Vec<f64> {
    hexes.as_array().unwrap().iter().map(number).collect()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn all_110_golden_nernst_potentials_are_reproduced() {
    let golden = golden();
    let rows = golden["nernst"].as_array().unwrap();
    assert_eq!(rows.len(), 110);
    for row in rows {
        let of = |key: &str| row[key].as_f64().unwrap();
        let valence = i32::try_from(row["z"].as_i64().unwrap()).unwrap();
        let found = nernst(valence, of("c_out"), of("c_in"), of("T")).unwrap();
        assert_eq!(found.to_bits(), number(&row["E"]).to_bits(), "{row}: {found}");
    }
}

#[test]
fn golden_nernst_array_is_reproduced_with_its_count() {
    let array = &golden()["nernst_array"];
    let (outside, inside) = (numbers(&array["c_out"]), numbers(&array["c_in"]));
    let (found, changed) = nernst_array(2, &outside, &inside, 310.0).unwrap();
    assert_eq!(array["z"], 2);
    assert_eq!(bits(&found), bits(&numbers(&array["E"])));
    assert_eq!(array["clamping_events"], changed);
}

/// The right-hand side of a case, in the order of operations that the golden file states.
fn derivative(case: &Value) -> impl Fn(f64) -> f64 {
    let name = case["derivative"].as_str().unwrap().to_owned();
    let parameters = case["params"].clone();
    move |v| {
        let of = |key: &str| parameters[key].as_f64().unwrap();
        match name.as_str() {
            "leak" => -(v - of("E")) / of("tau"),
            "leak_drive" => (-(v - of("E")) + of("RI")) / of("tau"),
            "constant" => of("c"),
            "cubic" => -of("k") * (v - of("a")) * (v - of("b")) * (v - of("c")),
            "logistic" => of("r") * v * (1.0 - v / of("K")),
            name => panic!("{name} is no derivative of the golden file"),
        }
    }
}

fn integrate(case: &Value, start: &[f64]) -> Result<(Vec<f64>, u64), Error> {
    let scheme = if case["scheme"] == "euler" { Scheme::Euler } else { Scheme::Rk4 };
    let (time_step, steps) = (case["dt"].as_f64().unwrap(), case["steps"].as_u64().unwrap());
    let clamp = case["clamp"].as_bool().unwrap();
    let mut values = start.to_vec();
    let integration = Integration { scheme, time_step, steps, clamp };
    let events = integrate_ode(&mut values, derivative(case), integration)?;
    Ok((values, events))
}

#[test]
fn all_golden_integrations_are_reproduced() {
    let golden = golden();
    let start = numbers(&golden["ode"]["v0"]);
    let cases = golden["ode"]["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 40);
    for case in cases {
        let (value, events) = integrate(case, &[case["v0"].as_f64().unwrap()]).unwrap();
        assert_eq!(value[0].to_bits(), number(&case["v_final"]).to_bits(), "{case}");
        assert_eq!(case["clamping_events"], events, "{case}");
        let Some(array) = case.get("array") else { continue };
        let (values, events) = integrate(case, &start).unwrap();
        assert_eq!(bits(&values), bits(&numbers(&array["v_final"])), "{case}");
        assert_eq!(array["clamping_events"], events, "{case}");
    }
}

#[test]
fn golden_overflows_stop_at_the_step_of_v41() {
    let golden = golden();
    let start = numbers(&golden["ode"]["v0"]);
    let cases = golden["ode"]["cases"].as_array().unwrap();
    let failing: Vec<&Value> =
        cases.iter().filter(|case| case.get("array_error").is_some()).collect();
    assert_eq!(failing.len(), 2);
    for case in failing {
        let Err(Error::NonFinite { step, found }) = integrate(case, &start) else {
            panic!("{case} must overflow");
        };
        let expected = case["array_error"].as_str().unwrap();
        assert!(expected.ends_with(&format!("(step={step})")), "{step}: {expected}");
        assert!(found.is_infinite(), "{found}");
    }
}
