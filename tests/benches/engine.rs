//! Engine throughput, the NumPy rival side by side, and peak memory, on one thread.
//!
//! `cargo bench --bench engine`; `MFN_PYTHON` names a Python with NumPy (default `python3`).

#![allow(clippy::expect_used, reason = "the set-ups of this file are sound")]
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use mfn::engine::{Initial, Precision, Scheme, Setup, Simulation};
use mfn::grid::{Boundary, Grid, Stencil};
use mfn::model::{Kind, Values};
use std::process::Command;
use std::time::Instant;

/// Asks this program for the peak memory of one large run, alone in its process.
const PEAK: &str = "--peak-of-one-run";

/// Rounds in which the engine and its rival take turns.
const ROUNDS: usize = 5;

fn setup(kind: Kind, side: usize, precision: Precision) -> Setup {
    let model = kind.build(&Values::defaults(kind.parameters(None)));
    let initial =
        if kind == Kind::MfnV4 { Initial::V4 } else { Initial::Noise { amplitude: 0.01 } };
    let rim = if kind == Kind::MfnV4 { vec![0.0; 3] } else { model.resting_state() };
    Setup {
        model,
        grid: Grid::new(side, side, 1.0).expect("side above 0"),
        boundary: Boundary::Periodic,
        rim,
        time_step: if kind == Kind::Schnakenberg { 0.01 } else { 1.0 },
        stencil: Stencil::FivePoint,
        scheme: Scheme::Euler,
        tolerance: 1e-6,
        noise: 0.0,
        precision,
        initial,
        seed: 42,
        parallel: false,
    }
}

/// Seconds for the set-up and for the steps of one run.
fn time_run(setup: &Setup, steps: usize) -> [f64; 2] {
    let start = Instant::now();
    let mut simulation = Simulation::new(setup).expect("a sound set-up");
    let prepared = start.elapsed().as_secs_f64();
    for _ in 0..steps {
        simulation.advance().expect("finite");
    }
    [prepared, start.elapsed().as_secs_f64() - prepared]
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn print_throughput() {
    println!(
        "{:<14}{:>9}{:>6}{:>7}{:>14}{:>13}",
        "model", "grid", "type", "steps", "set-up", "steps"
    );
    for (kind, side, steps, precision) in [
        (Kind::MfnV4, 64, 100, Precision::F64),
        (Kind::MfnV4, 512, 20, Precision::F64),
        (Kind::GrayScott, 128, 200, Precision::F64),
        (Kind::GrayScott, 128, 200, Precision::F32),
        (Kind::GrayScott, 1024, 10, Precision::F32),
        (Kind::GrayScott, 2048, 5, Precision::F32),
        (Kind::Schnakenberg, 128, 200, Precision::F64),
    ] {
        let setup = setup(kind, side, precision);
        let runs: Vec<[f64; 2]> = (0..15).map(|_| time_run(&setup, steps)).collect();
        let best = |part: usize| runs.iter().map(|run| run[part]).fold(f64::INFINITY, f64::min);
        let (prepare, step) = (best(0) * 1e3, best(1) * 1e3);
        let per_cell = best(1) * 1e9 / (side * side * steps) as f64;
        let (name, precision) = (kind.name(), precision.name());
        println!(
            "{name:<14}{side:>8}²{precision:>6}{steps:>7}{prepare:>11.3} ms{step:>10.3} ms\
             {per_cell:>8.3} ns per cell and step"
        );
    }
}

/// One measurement of the rival: median seconds of 20 runs, interpreter apart.
fn time_rival(python: &str) -> Result<f64, String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/rivals/numpy_mfn_v4.py");
    let output = Command::new(python)
        .args([script, "--size", "64", "--steps", "100", "--seed", "42", "--repeat", "20"])
        .output()
        .map_err(|error| format!("{python} does not start: {error}"))?;
    let report: Option<serde_json::Value> = serde_json::from_slice(&output.stdout).ok();
    report.and_then(|report| report["seconds_per_run"].as_f64()).ok_or_else(|| {
        let text = String::from_utf8_lossy(&output.stderr);
        format!("{python}: {}", text.trim().lines().last().unwrap_or("no report"))
    })
}

fn print_rival() {
    let python = std::env::var("MFN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let setup = setup(Kind::MfnV4, 64, Precision::F64);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        match time_rival(&python) {
            Ok(seconds) => theirs.push(seconds),
            Err(reason) => {
                println!("\nNumPy rival skipped: {reason} (MFN_PYTHON names a Python with NumPy)");
                return;
            }
        }
        ours.push(median((0..200).map(|_| time_run(&setup, 100).iter().sum()).collect()));
    }
    let ratios = ours.iter().zip(&theirs).map(|(ours, theirs)| theirs / ours).collect();
    println!(
        "\nmfn-v4, 64² × 100, set-up included, one thread, medians of {ROUNDS} rounds in turns:"
    );
    println!("  NumPy {:>8.3} ms", median(theirs) * 1e3);
    println!("  mfn   {:>8.3} ms", median(ours) * 1e3);
    println!("  ratio {:>8.1}", median(ratios));
}

/// The kernel's high-water mark of this process's memory, in bytes.
fn peak_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(1024.0 * line.split_whitespace().nth(1)?.parse::<f64>().ok()?)
}

/// What the child process does: two steps of a large run, then its peak on stdout.
fn report_peak() {
    time_run(&setup(Kind::GrayScott, 4096, Precision::F32), 2);
    println!("{}", peak_bytes().map_or("unknown".to_owned(), |bytes| bytes.to_string()));
}

fn print_peak() {
    let field = 4096.0 * 4096.0 * 4.0;
    let child =
        std::env::current_exe().and_then(|program| Command::new(program).arg(PEAK).output());
    let bytes =
        child.ok().and_then(|output| String::from_utf8(output.stdout).ok()?.trim().parse().ok());
    match bytes {
        Some(bytes) => {
            let bytes: f64 = bytes;
            println!("\ngray-scott, 4096², f32: peak memory {:.2} fields", bytes / field);
        }
        None => println!("\npeak memory skipped: no VmHWM in /proc/self/status"),
    }
}

fn main() {
    if std::env::args().any(|argument| argument == PEAK) {
        report_peak();
        return;
    }
    print_throughput();
    print_rival();
    print_peak();
}
