//! MFN v4.1's Krum: the same index, and the aggregate bit for bit.
//!
//! `data/golden/krum.json` holds updates in single precision as 32 bits in hexadecimal, what v4.1
//! selects of them, and what its hierarchical aggregation gives. Left out are updates of more than
//! 3100 numbers and those with a large common offset among more than 25 clients, where v4.1's
//! distances have lost all digits.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its data must stop")]

use mfn::federate::{
    Aggregation, HierarchicalKrum, HierarchicalVariant, KrumVariant, Matrix, Outcome, Rule,
};
use serde_json::Value;
use std::path::Path;

fn golden() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/golden/krum.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn singles(hex: &Value) -> Vec<f32> {
    let digits = hex.as_str().unwrap().as_bytes().chunks(8);
    let number = |digits: &[u8]| {
        let text = std::str::from_utf8(digits).unwrap();
        f32::from_bits(u32::from_str_radix(text, 16).unwrap())
    };
    digits.map(number).collect()
}

fn rows(golden: &Value, case: &Value) -> Vec<Vec<f32>> {
    let updates = &golden["updates"][case["updates"].as_str().unwrap()];
    let d = updates["d"].as_u64().unwrap() as usize;
    singles(&updates["values"]).chunks(d).map(<[f32]>::to_vec).collect()
}

fn run(rows: &[Vec<f32>], rule: Rule, byzantine: usize) -> Outcome {
    let updates = Matrix::from_single_rows(rows.to_vec()).unwrap();
    Aggregation::new(rule, byzantine).run(&updates).unwrap()
}

#[test]
fn all_golden_selections_are_reproduced() {
    let golden = golden();
    let cases = golden["select"].as_array().unwrap();
    assert_eq!(cases.len(), 39);
    for case in cases {
        let rows = rows(&golden, case);
        let byzantine = case["byzantine"].as_u64().unwrap() as usize;
        let outcome = run(&rows, Rule::Krum(KrumVariant::MfnV4), byzantine);
        let selected = case["selected"].as_u64().unwrap() as usize;
        assert_eq!(outcome.selected(), [selected], "{case}");
        let bits = |value: &f64| (*value as f32).to_bits();
        let found: Vec<u32> = outcome.aggregate.iter().map(bits).collect();
        let wanted: Vec<u32> = rows[selected].iter().map(|value| value.to_bits()).collect();
        assert_eq!(found, wanted, "{case}");
    }
}

#[test]
fn all_golden_aggregates_are_reproduced_bit_for_bit() {
    let golden = golden();
    let cases = golden["aggregate"].as_array().unwrap();
    assert_eq!(cases.len(), 20);
    for case in cases {
        let rule = Rule::HierarchicalKrum(HierarchicalKrum {
            variant: HierarchicalVariant::MfnV4 {
                byzantine_fraction: case["byzantine_fraction"].as_f64().unwrap(),
                sample_fraction: case["sample_fraction"].as_f64().unwrap(),
            },
            clusters: Some(case["clusters"].as_u64().unwrap() as usize),
            seed: case["seed"].as_str().unwrap().parse().unwrap(),
        });
        let outcome = run(&rows(&golden, case), rule, 0);
        let found: Vec<u32> =
            outcome.aggregate.iter().map(|value| (*value as f32).to_bits()).collect();
        let wanted: Vec<u32> =
            singles(&case["result"]).iter().map(|value| value.to_bits()).collect();
        assert_eq!(found, wanted, "updates {}, seed {}", case["updates"], case["seed"]);
    }
}
