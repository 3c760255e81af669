//! The random streams of NumPy 2.4.6, bit for bit.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its data must stop")]
#![allow(clippy::panic, reason = "an unknown stream must fail the test")]
#![allow(clippy::print_stderr, reason = "a skipped test says why")]

use mfn::rng::BitGenerator;
use mfn::rng::Generator;
use mfn::rng::Pcg64;
use mfn::rng::Philox4x64;
use mfn::rng::SeedSequence;
use serde_json::Value;
use sha2::Digest;
use std::path::Path;

/// Streams a seed must have at least, so that an empty file does not pass.
const MIN_STREAMS: usize = 30;

#[test]
fn embedded_streams_equal_numpys() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/golden");
    assert_eq!(check_file(&root, "rng.json"), 2);
}

#[test]
fn all_golden_streams_equal_numpys() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/golden");
    if !root.exists() {
        eprintln!("skipped: {} does not exist", root.display());
        return;
    }
    assert_eq!(check_file(&root, "rng/rng.json"), 7);
}

/// Checks every stream of every seed of a file and returns the number of seeds.
fn check_file(root: &Path, name: &str) -> usize {
    let text = std::fs::read_to_string(root.join(name)).unwrap();
    let golden: Value = serde_json::from_str(&text).unwrap();
    let seeds = golden["streams"].as_object().unwrap();
    for (seed, streams) in seeds {
        let streams = streams.as_object().unwrap();
        assert!(streams.len() >= MIN_STREAMS, "seed {seed} has {} streams", streams.len());
        for (stream, expected) in streams {
            let found = produce(seed.parse().unwrap(), stream, expected, root);
            assert!(found == *expected, "seed {seed}, {stream}: {found} is not {expected}");
        }
    }
    seeds.len()
}

/// The stream of that name in the shape of the golden file, which also lists the sizes asked for.
fn produce(seed: u128, stream: &str, golden: &Value, root: &Path) -> Value {
    let mut generator = Generator::from_seed(seed);
    match stream {
        "seedsequence_generate_state_8_u64" => hexes(SeedSequence::new(seed).generate_u64::<8>()),
        "seedsequence_generate_state_8_u32" => {
            hexes(SeedSequence::new(seed).generate_u32::<8>().map(u64::from))
        }
        "pcg64_initial_state_hex" => hex_of_pair(generator.bits().state_words(), 0),
        "pcg64_inc_hex" => hex_of_pair(generator.bits().state_words(), 2),
        "pcg64_random_raw_64" => raw(Pcg64::from_seed(seed)),
        "philox_key_hex" => hexes(Philox4x64::from_seed(seed).key()),
        "philox_random_raw_64" => raw(Philox4x64::from_seed(seed)),
        "philox_generator_standard_normal_16" => {
            let mut philox = Generator::new(Philox4x64::from_seed(seed));
            (0..16).map(|_| bits(philox.standard_normal())).collect()
        }
        "standard_normal_200000" => many_normals(&mut generator, golden),
        "interleaved_simulate_like_200_steps" | "interleaved_odd_32bit_buffer" => {
            map(golden, |call| {
                let kind = call[0].as_str().unwrap();
                Value::from(vec![kind.to_owned(), draw(&mut generator, kind)])
            })
        }
        "choice_no_replace" => map(golden, |case| sample(seed, case)),
        "choice_with_replace_from_list_[32,64,128]_32" => {
            (0..32).map(|_| [32, 64, 128][generator.choice(3).unwrap()]).collect()
        }
        "permutation" => by_size(golden, |n| Generator::from_seed(seed).permutation(n)),
        "shuffle_arange" => by_size(golden, |n| shuffled_range(seed, n)),
        "spawned_children" => map(golden, |child| spawned(seed, child)),
        "npy" => Value::from(format!("rng/seed_{seed}_float_streams.npy")),
        "npy_rows" => npy_rows(seed, golden, root),
        _ => {
            let Some(kind) = stream.strip_suffix("_64") else { panic!("unknown stream {stream}") };
            (0..64).map(|_| draw(&mut generator, kind)).collect()
        }
    }
}

/// One draw of a kind such as `random`, `normal_-0.07_0.005` or `integers_0_2^40`.
fn draw(generator: &mut Generator, kind: &str) -> String {
    let words: Vec<&str> = kind.split('_').collect();
    match words[..] {
        ["random"] => bits(generator.random()),
        ["standard", "normal"] => bits(generator.standard_normal()),
        ["normal", mean, deviation] => bits(generator.normal(real(mean), real(deviation))),
        ["uniform", low, high] => bits(generator.uniform(real(low), real(high))),
        ["integers", low, high] => {
            let (first, last) = (integer(low), integer(high) - 1);
            let range = i64::try_from(first).unwrap()..=i64::try_from(last).unwrap();
            generator.integers(range).unwrap().to_string()
        }
        _ => panic!("unknown kind of draw {kind}"),
    }
}

fn many_normals(generator: &mut Generator, golden: &Value) -> Value {
    let mut values = vec![0.0; 200_000];
    generator.fill_standard_normal(&mut values);
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    let sha256 = sha2::Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let last: Vec<String> = values.iter().skip(200_000 - 4).map(|value| bits(*value)).collect();
    let mut found = serde_json::json!({
        "sha256_le_f64": sha256,
        "mean_hex": bits(pairwise_sum(&values) / 200_000.0),
        "n_abs_gt_3_654": values.iter().filter(|value| value.abs() > 3.654).count(),
        "last4_hex": last,
    });
    if let Some(note) = golden.get("note") {
        found["note"] = note.clone();
    }
    found
}

/// NumPy's sum: eight accumulators over up to 128 values, halves of more.
fn pairwise_sum(values: &[f64]) -> f64 {
    if values.len() > 128 {
        let (left, right) = values.split_at(values.len() / 2 / 8 * 8);
        return pairwise_sum(left) + pairwise_sum(right);
    }
    let (eights, rest) = values.as_chunks::<8>();
    let mut r = [-0.0; 8];
    for chunk in eights {
        r.iter_mut().zip(chunk).for_each(|(sum, value)| *sum += value);
    }
    let whole = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    rest.iter().fold(whole, |sum, value| sum + value)
}

fn sample(seed: u128, case: &Value) -> Value {
    let mut generator = Generator::from_seed(seed);
    let [n, size] = ["n", "size"].map(|key| case[key].as_u64().unwrap() as usize);
    let result = generator.choice_without_replacement(n, size).unwrap();
    let next_random_hex = bits(generator.random());
    serde_json::json!({"n": n, "size": size, "result": result, "next_random_hex": next_random_hex})
}

fn shuffled_range(seed: u128, n: usize) -> Vec<usize> {
    let mut elements: Vec<usize> = (0..n).collect();
    Generator::from_seed(seed).shuffle(&mut elements);
    elements
}

fn spawned(seed: u128, child: &Value) -> Value {
    let key = u32::try_from(child["key"].as_u64().unwrap()).unwrap();
    let sequence = SeedSequence::with_spawn_key(seed, &[key]);
    let mut generator = Generator::new(Pcg64::from_seed_sequence(&sequence));
    let random: Vec<String> = (0..4).map(|_| bits(generator.random())).collect();
    let state = hexes(sequence.generate_u64::<4>());
    serde_json::json!({"key": key, "generate_state_4_u64": state, "random_4": random})
}

/// Checks the binary copy of the float streams, whose rows are named in the golden file.
fn npy_rows(seed: u128, golden: &Value, root: &Path) -> Value {
    let path = root.join(format!("rng/seed_{seed}_float_streams.npy"));
    let rows: ndarray::Array2<f64> = ndarray_npy::read_npy(path).unwrap();
    assert_eq!(rows.nrows(), golden.as_array().unwrap().len());
    for (row, name) in rows.rows().into_iter().zip(golden.as_array().unwrap()) {
        let kind = name.as_str().unwrap().strip_suffix("_64").unwrap();
        let mut generator = Generator::from_seed(seed);
        for value in row {
            assert_eq!(draw(&mut generator, kind), bits(*value), "seed {seed}, {name} (npy)");
        }
    }
    golden.clone()
}

fn raw(mut generator: impl BitGenerator) -> Value {
    hexes((0..64).map(|_| generator.next_u64()))
}

fn map(golden: &Value, produce: impl FnMut(&Value) -> Value) -> Value {
    golden.as_array().unwrap().iter().map(produce).collect()
}

fn by_size(golden: &Value, produce: impl Fn(usize) -> Vec<usize>) -> Value {
    let sizes = golden.as_object().unwrap().keys();
    sizes.map(|n| (n.clone(), Value::from(produce(n.parse().unwrap())))).collect()
}

fn hexes(words: impl IntoIterator<Item = u64>) -> Value {
    words.into_iter().map(|word| format!("{word:#x}")).collect()
}

fn hex_of_pair(words: [u64; 6], low: usize) -> Value {
    Value::from(format!("{:#x}", u128::from(words[low + 1]) << 64 | u128::from(words[low])))
}

fn bits(value: f64) -> String {
    format!("{:016x}", value.to_bits())
}

fn real(text: &str) -> f64 {
    match text.strip_prefix("sqrt") {
        Some(square) => square.parse::<f64>().unwrap().sqrt(),
        None => text.parse().unwrap(),
    }
}

fn integer(text: &str) -> i128 {
    match text.strip_prefix("2^") {
        Some(exponent) => 1 << exponent.parse::<u32>().unwrap(),
        None => text.parse().unwrap(),
    }
}
