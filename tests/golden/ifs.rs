//! Iterated function systems: v4.1's clouds bit for bit, published dimensions within 1 %.
//!
//! `data/golden/ifs.json` holds seed, parameters and SHA-256 of every golden cloud of v4.1.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its data must stop")]

use mfn::format::sha256_hex;
use mfn::fractal::ifs::mfn_v4::{Cloud, generate};
use mfn::fractal::ifs::{Rotations, affinity_dimension, box_dimension, named};
use mfn::rng::{Generator, Purpose, Stream};
use serde_json::Value;
use std::path::Path;

fn golden(part: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/golden/ifs.json");
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    golden[part].as_array().unwrap().clone()
}

fn hex(value: f64) -> String {
    format!("{:016x}", value.to_bits())
}

/// Runs a case with its parameters over v4.1's defaults; gives the generator as it is left.
fn run(seed: &Value, parameters: &Value) -> (Cloud, Generator) {
    let mut generator = Generator::from_seed(seed.as_str().unwrap().parse().unwrap());
    let number =
        |key: &str, default: f64| parameters.get(key).map_or(default, |v| v.as_f64().unwrap());
    let count =
        |key: &str, default: u64| parameters.get(key).map_or(default, |v| v.as_u64().unwrap());
    let law = Rotations {
        n_maps: count("num_transforms", 4) as usize,
        scale: (number("scale_min", 0.2), number("scale_max", 0.5)),
        translation: number("translation_range", 1.0),
    };
    let cloud = generate(&mut generator, &law, count("num_points", 10_000) as usize).unwrap();
    (cloud, generator)
}

fn check(case: &Value, cloud: &Cloud) {
    let bytes: Vec<u8> =
        cloud.points.iter().flatten().flat_map(|coordinate| coordinate.to_le_bytes()).collect();
    assert_eq!(case["sha256"], sha256_hex(&bytes), "points of seed {}", case["seed"]);
    assert_eq!(case["lyapunov"], hex(cloud.mean_log_determinant), "seed {}", case["seed"]);
}

#[test]
fn all_12_golden_legacy_clouds_are_reproduced() {
    let cases = golden("legacy");
    assert_eq!(cases.len(), 12);
    for case in &cases {
        let (cloud, mut generator) = run(&case["seed"], case);
        check(case, &cloud);
        if let Some(next) = case["next_random"].as_str() {
            assert_eq!(next, hex(generator.random()), "generator of seed {}", case["seed"]);
        }
    }
}

#[test]
fn all_golden_engine_clouds_are_reproduced() {
    let cases = golden("engine");
    assert_eq!(cases.len(), 4);
    for case in &cases {
        let (cloud, _) = run(&case["seed"], &case["config"]);
        check(case, &cloud);
        for (map, expected) in cloud.maps.iter().zip(case["transforms"].as_array().unwrap()) {
            assert_eq!(*expected, Value::from(map.letters().map(hex).to_vec()));
        }
        assert_eq!(case["max_point_distance"], hex(cloud.largest_coordinate));
    }
}

/// Points that the dimension of a preset is measured on.
const N_POINTS: usize = 4_000_000;

#[test]
fn box_dimensions_are_within_one_percent_of_the_published_ones() {
    let log = libm::log;
    for (name, expected) in [
        ("sierpinski-triangle", log(3.0) / log(2.0)),
        ("sierpinski-carpet", log(8.0) / log(3.0)),
        ("koch", log(4.0) / log(3.0)),
        ("vicsek", log(5.0) / log(3.0)),
        ("barnsley-fern", affinity_dimension(&named("barnsley-fern").unwrap())),
    ] {
        for seed in [42, 7] {
            let stream = Stream::new(seed, 0, Purpose::IfsOrbit);
            let found = box_dimension(&named(name).unwrap(), stream, N_POINTS).unwrap().unwrap();
            let error = found.dimension / expected - 1.0;
            assert!(
                error.abs() < 0.01,
                "{name}, seed {seed}: {} is off by {error}",
                found.dimension
            );
            assert!(found.r_squared > 0.999, "{name}: R² = {}", found.r_squared);
        }
    }
}
