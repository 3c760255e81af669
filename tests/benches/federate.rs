//! Aggregation beside what the machine can do: arithmetic for Krum, reading for the median.
//!
//! `cargo bench --bench federate`; it writes files of 0.4 and 4 GB into the folder for temporary
//! files (`TMPDIR`) and removes them. The rival, side by side: `scripts/rivals/byzfl_time.py`.

#![allow(clippy::expect_used, reason = "the set-ups of this file are sound")]
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use mfn::federate::{Aggregation, Distances, Matrix, Rule};
use mfn::rng::Generator;
use multiversion::multiversion;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The fewest seconds of some calls.
fn best(repeats: usize, mut call: impl FnMut()) -> f64 {
    let once = |_| {
        let start = Instant::now();
        call();
        start.elapsed().as_secs_f64()
    };
    (0..repeats).map(once).fold(f64::INFINITY, f64::min)
}

/// s ← s + (x − y)² on numbers that stay in registers: three operations a lane, what the distances
/// are made of, without their reading.
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2", "x86_64+avx"))]
fn squares(x: &[f32; 128], y: f32, rounds: usize) -> [f32; 128] {
    let mut sums = [0.0; 128];
    for round in 0..rounds {
        let y = y + round as f32;
        for (sum, x) in sums.iter_mut().zip(x) {
            *sum += (x - y) * (x - y);
        }
    }
    sums
}

/// Operations a second of one core in single precision.
fn arithmetic() -> f64 {
    let rounds = 200_000;
    let x: [f32; 128] = std::array::from_fn(|i| i as f32);
    let seconds = best(7, || {
        black_box(squares(black_box(&x), black_box(0.5), rounds));
    });
    (3 * 128 * rounds) as f64 / seconds
}

/// Bytes a second that one core reads from memory.
fn bandwidth() -> f64 {
    let words = vec![1_u64; 1 << 26];
    let seconds = best(5, || {
        black_box(black_box(&words).iter().fold(0, |sum: u64, word| sum.wrapping_add(*word)));
    });
    (8 * words.len()) as f64 / seconds
}

fn rows(clients: usize, coordinates: usize) -> Vec<Vec<f32>> {
    let mut generator = Generator::from_seed(7);
    let mut row = vec![0.0; coordinates];
    let mut next = || {
        generator.fill_standard_normal(&mut row);
        row.iter().map(|value| 1.0 + *value as f32).collect()
    };
    (0..clients).map(|_| next()).collect()
}

/// Distances and Krum of 100 clients in memory, on one thread.
fn in_memory(limit: f64) {
    let (n, d) = (100, 100_000);
    let updates = Matrix::from_single_rows(rows(n, d)).expect("rows of one length");
    let krum: Rule = "krum".parse().expect("a name from the list");
    let aggregation = Aggregation::new(krum, 20);
    let distances = best(15, || {
        black_box(Distances::between(&updates).expect("memory does not fail"));
    });
    let whole = best(15, || {
        black_box(aggregation.run(&updates).expect("n ≥ 2f + 3"));
    });
    let rate = 1.5 * (n * (n - 1) * d) as f64 / distances;
    println!("krum, n = {n}, d = {d}, in memory, one thread");
    println!(
        "  distances  {:>8.1} ms  {:>6.1} Gflop/s  {:>3.0} % of the limit",
        distances * 1e3,
        rate / 1e9,
        100.0 * rate / limit
    );
    println!("  whole rule {:>8.1} ms", whole * 1e3);
}

/// Writes an NPY file of n × d numbers; rows repeat a million numbers, shifted.
fn write(path: &Path, clients: usize, coordinates: usize) {
    let header = format!(
        "{{'descr': '<f4', 'fortran_order': False, 'shape': ({clients}, {coordinates}), }}"
    );
    let length = (header.len() + 11).next_multiple_of(64) - 10;
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).expect("a file"));
    file.write_all(b"\x93NUMPY\x01\x00").expect("room");
    file.write_all(&(length as u16).to_le_bytes()).expect("room");
    file.write_all(format!("{header:<width$}\n", width = length - 1).as_bytes()).expect("room");
    let mut generator = Generator::from_seed(9);
    let mut block = vec![0.0; 1 << 20];
    generator.fill_standard_normal(&mut block);
    for client in 0..clients {
        let row = (0..coordinates).map(|k| block[(k + 7919 * client) % block.len()] as f32);
        row.for_each(|value| file.write_all(&value.to_le_bytes()).expect("room"));
    }
}

/// Seconds and peak memory in bytes of a whole process.
fn process(path: &Path, rule: &[&str], threads: &str) -> (f64, f64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_mfn"))
        .args(["federate", "aggregate", "--quiet", "--threads", threads])
        .args(rule)
        .arg(path)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut peak = 0.0_f64;
    while child.try_wait().expect("a child").is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
        let kilobytes = status.ok().and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        });
        peak = peak.max(1024.0 * kilobytes.unwrap_or(0.0));
        std::thread::sleep(Duration::from_millis(5));
    }
    (start.elapsed().as_secs_f64(), peak)
}

/// A rule over a file that is larger than what the process may hold.
fn streamed(folder: &Path, (n, d): (usize, usize), rule: &[&str], limit: (&str, f64, f64)) {
    let path = folder.join("updates.npy");
    write(&path, n, d);
    let (what, work, rate) = limit;
    println!("{}, n = {n}, d = {d}, {:.1} GB from a file", rule[1], (4 * n * d) as f64 / 1e9);
    for threads in ["1", "2"] {
        let (seconds, peak) = process(&path, rule, threads);
        let cores: f64 = threads.parse().expect("a number");
        let share = 100.0 * work / seconds / (rate * cores);
        println!(
            "  {threads} threads {seconds:>8.2} s  {:>6.0} MiB  {share:>3.0} % of {what}",
            peak / 1024.0 / 1024.0
        );
    }
}

fn main() {
    // Cargo passes `--bench`.
    let (arithmetic, bandwidth) = (arithmetic(), bandwidth());
    println!("one core: {:.1} Gflop/s of (x − y)² sums in single precision", arithmetic / 1e9);
    println!("one core: {:.1} GB/s read from memory\n", bandwidth / 1e9);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| in_memory(arithmetic));
    let folder = tempfile::tempdir().expect("a folder");
    let (n, d) = (1000, 100_000);
    let flops = 1.5 * (n * (n - 1)) as f64 * d as f64;
    let krum = ["--rule", "krum", "--byzantine", "200"];
    streamed(folder.path(), (n, d), &krum, ("the arithmetic limit", flops, arithmetic));
    let (n, d) = (100, 10_000_000);
    // Looked at once when updates are checked, once for the medians, once for the verdicts.
    let bytes = 3.0 * (4 * n * d) as f64;
    let median = ["--rule", "median", "--byzantine", "20"];
    streamed(folder.path(), (n, d), &median, ("the reading limit", bytes, bandwidth));
}
