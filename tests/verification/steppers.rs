//! Steppers at their limits: stated steps, long steps, tolerances. `mfn validate` has the orders.

use crate::{Fields, amplification, diffusion, evolve, schnakenberg, setup};
use mfn::engine::{Scheme, Setup, largest_step};
use mfn::grid::{Boundary, Grid, Stencil};
use mfn::model::Model;
use ndarray::Array2;
use std::f64::consts::TAU;

/// Schnakenberg far from rest: smooth on a torus, and the reaction is as fast as diffusion.
fn smooth(grid: Grid) -> Fields {
    let (rows, cols) = (grid.rows(), grid.cols());
    let wave = |shift: f64| {
        Array2::from_shape_fn((grid.lines(), cols), |(line, j)| {
            let (x, y) = ((line % rows) as f64 / rows as f64, j as f64 / cols as f64);
            let z = (line / rows) as f64 / grid.layers() as f64;
            let plane = 0.3 * (TAU * x + shift).cos() * (TAU * y).sin();
            plane + 0.1 * (TAU * (x + y + z)).cos()
        })
    };
    [1.0 + wave(0.0), 0.9 + wave(1.0)]
}

fn largest_difference(a: &Fields, b: &Fields) -> f64 {
    let differences = a.iter().flatten().zip(b.iter().flatten()).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, f64::max)
}

#[test]
fn strang_and_etdrk4_are_stable_where_explicit_steps_blow_up() {
    let grid = Grid::new(16, 16, 0.1).unwrap();
    let model = diffusion(1.0);
    let limit = largest_step(&model, Scheme::Euler, 0.1, Stencil::FivePoint).unwrap();
    for scheme in [Scheme::Strang, Scheme::Etdrk4] {
        for boundary in Boundary::ALL {
            if scheme == Scheme::Etdrk4 && boundary != Boundary::Periodic {
                continue;
            }
            let setup = Setup { scheme, ..setup(model.clone(), grid, boundary, 1000.0 * limit) };
            let start = Array2::from_shape_fn((16, 16), |(i, j)| ((i * 5 + j * 3) % 7) as f64);
            let [end, _] = evolve(&setup, &[start, Array2::zeros((16, 16))], 10);
            assert!(end.iter().all(|u| (-1e-12..=6.0 + 1e-12).contains(u)), "{}", scheme.name());
        }
    }
}

#[test]
fn adaptive_error_follows_the_tolerance() {
    let grid = Grid::new(12, 10, 1.5).unwrap();
    let with = |scheme, tolerance, steps: u64| Setup {
        scheme,
        tolerance,
        ..setup(
            Model::Schnakenberg(schnakenberg(5.0)),
            grid,
            Boundary::Periodic,
            0.8 / steps as f64,
        )
    };
    let start = smooth(grid);
    let exact = evolve(&with(Scheme::Rk4, 1.0, 4096), &start, 4096);
    let mut last = f64::INFINITY;
    for tolerance in [1e-3, 1e-5, 1e-7, 1e-9] {
        let found = evolve(&with(Scheme::Adaptive, tolerance, 1), &start, 1);
        let error = largest_difference(&found, &exact);
        assert!(error < 30.0 * tolerance, "tolerance {tolerance:e}: error {error:e}");
        assert!(error < last, "a smaller tolerance gives a smaller error");
        last = error;
    }
}

#[test]
fn step_above_the_stated_limit_grows_and_below_it_decays() {
    // A checkerboard in every direction, and across the layers alone: one of them is the fastest.
    let board = |grid: Grid, level: f64, amplitude: f64| {
        let depth = |line: usize| if grid.is_volume() { line / grid.rows() } else { 0 };
        Array2::from_shape_fn((grid.lines(), grid.cols()), |(line, j)| {
            let even = (depth(line) + line % grid.rows() + j).is_multiple_of(2);
            level + if even { amplitude } else { -amplitude }
        })
    };
    for scheme in [Scheme::Euler, Scheme::Heun, Scheme::Rk4] {
        for stencil in Stencil::ALL {
            let layers = if stencil.dimensions() == 3 { 8 } else { 1 };
            let grid = Grid::volume(layers, 8, 8, 0.5).unwrap();
            let model = diffusion(0.3);
            let limit = largest_step(&model, scheme, 0.5, stencil).unwrap();
            let growth = |share: f64| {
                let step = share * limit;
                let setup = Setup {
                    scheme,
                    stencil,
                    ..setup(model.clone(), grid, Boundary::Periodic, step)
                };
                let zeros = Array2::zeros((grid.lines(), grid.cols()));
                let [end, _] = evolve(&setup, &[board(grid, 1.0, 1e-9), zeros], 400);
                end.iter().map(|u| (u - 1.0).abs()).fold(0.0, f64::max) / 1e-9
            };
            let name = format!("{} {}", scheme.name(), stencil.name());
            assert!(growth(1.01) > 10.0, "{name}: {}", growth(1.01));
            assert!(growth(0.99) < 0.1, "{name}: {}", growth(0.99));
        }
    }
    assert!(amplification(Scheme::Rk4, -2.8) > 1.0 && amplification(Scheme::Rk4, -2.7) < 1.0);
}
