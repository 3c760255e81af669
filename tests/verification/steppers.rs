//! Steppers and stencils: the observed order is the declared one.

#![allow(clippy::print_stdout, reason = "the observed orders are worth reading")]

use crate::{Fields, amplification, diffusion, evolve, gray_scott, schnakenberg, setup, slope};
use mfn::engine::{Initial, Scheme, Setup, Simulation, largest_step};
use mfn::grid::{Boundary, FieldView, Grid, Stencil};
use mfn::model::{Model, analyse};
use ndarray::Array2;
use std::f64::consts::{PI, TAU};

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

/// The slope of the error over the step, five refinements, against 16 times finer steps.
fn observed_order(scheme: Scheme, boundary: Boundary, grid: Grid) -> f64 {
    let time = 0.4;
    let with = |scheme: Scheme, steps: u64| Setup {
        scheme,
        // So loose that every step is taken whole.
        tolerance: 0.1,
        ..setup(Model::Schnakenberg(schnakenberg(5.0)), grid, boundary, time / steps as f64)
    };
    // Finite differences share one semi-discrete equation, whose solution the classical method
    // gives to rounding; Fourier space is another.
    let reference = if scheme == Scheme::Etdrk4 { scheme } else { Scheme::Rk4 };
    let start = smooth(grid);
    let exact = evolve(&with(reference, 4096), &start, 4096);
    // Fine enough for the leading term, coarse enough to stay above rounding.
    let counts = match scheme {
        Scheme::Etdrk4 => [8, 12, 16, 24, 32],
        Scheme::Rk4 | Scheme::Adaptive => [48, 64, 96, 128, 192],
        _ => [64, 128, 256, 512, 1024],
    };
    let errors = counts.map(|n| largest_difference(&evolve(&with(scheme, n), &start, n), &exact));
    slope(&counts.map(|n| time / n as f64), &errors)
}

#[test]
fn order_of_every_stepper_in_time_is_the_declared_one() {
    for scheme in Scheme::ALL {
        for boundary in Boundary::ALL {
            if scheme == Scheme::Etdrk4 && boundary != Boundary::Periodic {
                continue;
            }
            // Euler–Maruyama without noise is Euler; with noise, see the variance below.
            let declared = f64::from(scheme.order());
            for grid in [Grid::new(12, 10, 1.5).unwrap(), Grid::volume(5, 6, 8, 1.5).unwrap()] {
                let found = observed_order(scheme, boundary, grid);
                let name = format!("{} {} {grid}", scheme.name(), boundary.name());
                println!("{name}: order {found:.3}");
                assert!((found - declared).abs() <= 0.05, "{name}: {found}, declared {declared}");
            }
        }
    }
}

/// A mode of ∇² on the unit square, or cube, for each boundary, and its decay rate for D = 1.
fn mode(boundary: Boundary, n: usize, dimensions: u32) -> (Grid, Array2<f64>, f64) {
    // On a Dirichlet grid the rim's cells lie outside: n + 1 spacings from rim to rim.
    let intervals = if boundary == Boundary::Dirichlet { n + 1 } else { n };
    let h = 1.0 / intervals as f64;
    let wave = |k: f64, i: usize| match boundary {
        Boundary::Periodic => (TAU * k * i as f64 * h).cos(),
        Boundary::Neumann => (PI * k * (i as f64 + 0.5) * h).cos(),
        Boundary::Dirichlet => (PI * k * (i as f64 + 1.0) * h).sin(),
    };
    let unit = if boundary == Boundary::Periodic { TAU } else { PI };
    if dimensions == 2 {
        let field = Array2::from_shape_fn((n, n), |(i, j)| wave(2.0, i) * wave(1.0, j));
        return (Grid::new(n, n, h).unwrap(), field, 5.0 * unit * unit);
    }
    let field = Array2::from_shape_fn((n * n, n), |(line, j)| {
        wave(1.0, line / n) * wave(2.0, line % n) * wave(1.0, j)
    });
    (Grid::volume(n, n, n, h).unwrap(), field, 6.0 * unit * unit)
}

/// The slope of the error over the spacing, against the exact decay of a mode.
fn order_in_space(stencil: Stencil, boundary: Boundary) -> f64 {
    let dimensions = stencil.dimensions();
    let sides = if dimensions == 2 { [24_usize, 36, 48, 72, 96] } else { [16, 20, 24, 28, 32] };
    let (mut spacings, mut errors) = (Vec::new(), Vec::new());
    for n in sides {
        let (grid, field, decay) = mode(boundary, n, dimensions);
        let time = 0.5 / decay;
        // Time is resolved far better than space: order 4, at a fifth of the stability limit.
        let model = diffusion(1.0);
        let limit = largest_step(&model, Scheme::Rk4, grid.spacing(), stencil).unwrap();
        let steps = (time / (0.2 * limit)).ceil();
        let setup = Setup {
            scheme: Scheme::Rk4,
            stencil,
            rim: vec![0.0, 0.0],
            ..setup(model, grid, boundary, time / steps)
        };
        let start = [field.clone(), Array2::zeros(field.dim())];
        let [end, _] = evolve(&setup, &start, steps as u64);
        let exact = &field * (-0.5_f64).exp();
        let error = (&end - &exact).iter().fold(0.0_f64, |worst, e| worst.max(e.abs()));
        spacings.push(grid.spacing());
        errors.push(error);
    }
    slope(&spacings, &errors)
}

#[test]
fn order_of_all_stencils_in_space_is_two() {
    for stencil in Stencil::ALL {
        for boundary in Boundary::ALL {
            let found = order_in_space(stencil, boundary);
            let name = format!("{} {}", stencil.name(), boundary.name());
            println!("{name}: order {found:.3}");
            assert!((found - 2.0).abs() <= 0.05, "{name}: {found}");
        }
    }
}

#[test]
fn nine_points_make_no_difference_between_axis_and_diagonal() {
    // The decay of cos k·x along an axis and a diagonal, to the next order of the spacing.
    let rate = |stencil: Stencil, (x, y): (f64, f64)| stencil.symbol([x, y, 0.0]);
    let k = 0.3_f64;
    let diagonal = k / 2.0_f64.sqrt();
    let gap = |stencil| (rate(stencil, (k, 0.0)) - rate(stencil, (diagonal, diagonal))).abs();
    // −k⁴/12 (1 − ½) beside −k⁶/720 or so.
    assert!((gap(Stencil::FivePoint) / (k.powi(4) / 24.0) - 1.0).abs() < 0.02);
    assert!(gap(Stencil::NinePoint) < 0.01 * gap(Stencil::FivePoint));
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
fn noise_of_euler_maruyama_has_the_variance_of_its_recurrence() {
    // u ← u − F Δt (u − 1) + σ √Δt/h ξ: variance (σ/h)²/(2F (1 − ½ F Δt)), whose distance from
    // that of the equation, (σ/h)²/(2F), is of order 1 in the step.
    let (feed, step, sigma, spacing) = (0.4, 0.5, 1e-3, 2.0);
    let grid = Grid::new(64, 64, spacing).unwrap();
    let model = Model::GrayScott(gray_scott(feed, 0.3, [0.0, 0.0]));
    let setup = Setup {
        scheme: Scheme::EulerMaruyama,
        noise: sigma,
        ..setup(model, grid, Boundary::Periodic, step)
    };
    let mut simulation = Simulation::new(&setup).unwrap();
    let (mut squares, mut n) = (0.0, 0.0);
    for frame in 0..20 {
        // Forty steps of relaxation 0.8 leave no correlation between frames.
        (0..40).for_each(|_| simulation.advance().unwrap());
        let FieldView::F64(u) = simulation.system().field(0) else { unreachable!("f64") };
        if frame > 0 {
            squares += u.iter().map(|u| (u - 1.0) * (u - 1.0)).sum::<f64>();
            n += u.len() as f64;
        }
    }
    let expected = (sigma / spacing).powi(2) / (2.0 * feed * (1.0 - 0.5 * feed * step));
    // Four standard errors of a variance: √(2/n) each.
    assert!((squares / n / expected - 1.0).abs() < 4.0 * (2.0 / n).sqrt());
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

#[test]
fn etdrk4_grows_every_mode_at_the_rate_of_the_equation() {
    let grid = Grid::new(32, 24, 0.9).unwrap();
    let model = Model::Schnakenberg(schnakenberg(20.0));
    let equilibrium = analyse(&model).states[0].equilibrium.clone();
    let setup = Setup {
        scheme: Scheme::Etdrk4,
        initial: Initial::Noise { amplitude: 0.0 },
        ..setup(model, grid, Boundary::Periodic, 0.002)
    };
    for (m, n) in [(0, 0), (1, 0), (0, 2), (2, 1), (3, 3), (5, 4), (8, 0), (9, 7)] {
        let k = |mode: usize, cells: usize| TAU * mode as f64 / (cells as f64 * grid.spacing());
        let q = k(m, 32).powi(2) + k(n, 24).powi(2);
        let Some(vector) = equilibrium.linear.leading_mode(q) else { continue };
        let wave = Array2::from_shape_fn((32, 24), |(i, j)| {
            (TAU * ((m * i) as f64 / 32.0 + (n * j) as f64 / 24.0)).cos()
        });
        let perturbed = |sign: f64| {
            [0, 1].map(|s| wave.mapv(|w| equilibrium.state[s] + sign * 1e-5 * vector[s] * w))
        };
        let steps = 50;
        let ends = [1.0, -1.0].map(|sign| evolve(&setup, &perturbed(sign), steps));
        let s = usize::from(vector[1].abs() > vector[0].abs());
        let odd = |a: &Array2<f64>, b: &Array2<f64>| ((a - b) * &wave).sum();
        let before = odd(&perturbed(1.0)[s], &perturbed(-1.0)[s]);
        let found = (odd(&ends[0][s], &ends[1][s]) / before).ln() / (steps as f64 * 0.002);
        let expected = equilibrium.linear.leading(q).re;
        assert!((found - expected).abs() < 1e-7 * expected.abs().max(1.0), "({m}, {n}): {found}");
    }
}
