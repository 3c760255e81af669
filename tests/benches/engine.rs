//! Engine throughput: nanoseconds per cell-step, best of several runs, one thread.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot run must stop")]

use mfn::engine::{Initial, Precision, Scheme, Setup, Simulation};
use mfn::grid::{Boundary, Grid};
use mfn::model::{Kind, Values};
use std::time::Instant;

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
        scheme: Scheme::Euler,
        precision,
        initial,
        seed: 42,
        parallel: false,
    }
}

fn main() {
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
        let (mut best, mut best_start) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..15 {
            let start = Instant::now();
            let mut simulation = Simulation::new(&setup).expect("a sound set-up");
            best_start = best_start.min(start.elapsed().as_secs_f64());
            let start = Instant::now();
            for _ in 0..steps {
                simulation.advance().expect("finite");
            }
            best = best.min(start.elapsed().as_secs_f64());
        }
        let per_cell = best * 1e9 / (side * side * steps) as f64;
        let name = kind.name();
        println!(
            "{name:>14} {side:>5}² × {steps:<4} {}  set-up {:8.3} ms  steps {:8.3} ms  \
             {per_cell:6.3} ns per cell and step",
            precision.name(),
            best_start * 1e3,
            best * 1e3
        );
    }
}
