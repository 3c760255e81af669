//! One-field models against what is known of them: exact waves, speeds, radii, energies, masses.

#![allow(clippy::unwrap_used, reason = "the set-ups of this file are sound")]

use mfn::engine::{Energy, Initial, Precision, Scheme, Setup, Simulation};
use mfn::features::Spectrum;
use mfn::grid::{Boundary, FieldView, Grid, Stencil};
use mfn::model::{AllenCahn, CahnHilliard, FisherKpp, Model, SwiftHohenberg};
use ndarray::Array2;
use std::f64::consts::TAU;

fn setup(model: Model, grid: Grid, scheme: Scheme, time_step: f64) -> Setup {
    Setup {
        rim: model.resting_state(),
        model,
        grid,
        boundary: Boundary::Periodic,
        stencil: Stencil::FivePoint,
        time_step,
        scheme,
        tolerance: 1e-6,
        noise: 0.0,
        precision: Precision::F64,
        initial: Initial::Noise { amplitude: 0.1 },
        seed: 42,
        parallel: false,
    }
}

fn square(cells: usize, spacing: f64) -> Grid {
    Grid::new(cells, cells, spacing).unwrap()
}

fn swift_hohenberg(drive: f64, quadratic: f64) -> Model {
    Model::SwiftHohenberg(SwiftHohenberg { drive, wavenumber: 1.0, quadratic })
}

fn cahn_hilliard(mean: f64) -> Model {
    Model::CahnHilliard(CahnHilliard { mobility: 1.0, gradient_energy: 1.0, mean })
}

fn allen_cahn(interface_width: f64) -> Model {
    Model::AllenCahn(AllenCahn { diffusivity: 1.0, interface_width, rest: 0.0 })
}

fn fisher_kpp() -> Model {
    Model::FisherKpp(FisherKpp { diffusivity: 1.0, growth_rate: 1.0 })
}

/// A simulation that starts from `field`.
fn from_field(setup: &Setup, field: &Array2<f64>) -> Simulation {
    let mut simulation = Simulation::new(setup).unwrap();
    simulation.restore(0, &[FieldView::F64(field.view())], &[]).unwrap();
    simulation
}

fn step(simulation: &mut Simulation, steps: u64) {
    (0..steps).for_each(|_| simulation.advance().unwrap());
}

fn read(simulation: &Simulation) -> Array2<f64> {
    let view = simulation.system().field(0);
    Array2::from_shape_fn(view.shape(), |(row, col)| view.get(row, col))
}

/// cos 2π(m i/rows + n j/cols), by an exact phase modulo one turn.
fn cosine(grid: Grid, (m, n): (usize, usize)) -> Array2<f64> {
    let (rows, cols) = (grid.rows(), grid.cols());
    Array2::from_shape_fn((rows, cols), |(i, j)| {
        let turns = (m * i % rows) as f64 / rows as f64 + (n * j % cols) as f64 / cols as f64;
        (TAU * turns).cos()
    })
}

/// λ(q) = f′ − (D + φ′) q − K q² of a model with one field, written out for each model here.
fn expected_rate(model: &Model, u: f64, q: f64) -> f64 {
    match model {
        Model::SwiftHohenberg(SwiftHohenberg { drive, wavenumber, quadratic }) => {
            drive - (wavenumber.powi(2) - q).powi(2) + 2.0 * quadratic * u - 3.0 * u * u
        }
        Model::CahnHilliard(CahnHilliard { mobility, gradient_energy, .. }) => {
            -mobility * q * (3.0 * u * u - 1.0 + gradient_energy * q)
        }
        Model::AllenCahn(AllenCahn { diffusivity, interface_width, .. }) => {
            diffusivity * ((1.0 - 3.0 * u * u) / interface_width.powi(2) - q)
        }
        Model::FisherKpp(FisherKpp { diffusivity, growth_rate }) => {
            growth_rate * (1.0 - 2.0 * u) - diffusivity * q
        }
        _ => unreachable!("the models of this file"),
    }
}

#[test]
fn exact_growth_in_fourier_space_follows_the_dispersion_relation_of_the_equation() {
    let grid = Grid::new(48, 40, 0.75).unwrap();
    let (time_step, steps) = (0.005, 40);
    for model in [swift_hohenberg(0.3, 0.7), cahn_hilliard(-0.4), allen_cahn(2.0), fisher_kpp()] {
        let setup = setup(model.clone(), grid, Scheme::Etdrk4, time_step);
        let state = model.resting_state()[0];
        for mode in [(0, 1), (2, 1), (4, 3), (5, 5)] {
            let number = |m: usize, cells: usize| TAU * m as f64 / (cells as f64 * grid.spacing());
            let q = number(mode.0, grid.rows()).powi(2) + number(mode.1, grid.cols()).powi(2);
            let wave = cosine(grid, mode);
            let mut simulation = from_field(&setup, &wave.mapv(|cosine| state + 1e-6 * cosine));
            step(&mut simulation, steps);
            let found = (read(&simulation) * &wave).sum() / (wave.mapv(|c| c * c).sum() * 1e-6);
            let expected = (expected_rate(&model, state, q) * time_step * steps as f64).exp();
            let error = (found / expected - 1.0).abs();
            assert!(error < 1e-8, "{:?} {mode:?}: {found}, theory {expected}", model.kind());
        }
    }
}

/// The energy after every `every` steps.
fn energies(setup: &Setup, every: u64, frames: usize) -> Vec<f64> {
    let mut energy = Energy::new(setup).unwrap();
    let mut simulation = Simulation::new(setup).unwrap();
    let mut found = vec![energy.of(&simulation.fields())];
    for _ in 0..frames {
        step(&mut simulation, every);
        found.push(energy.of(&simulation.fields()));
    }
    found
}

/// Rises beyond rounding, which is that of the first energy: later ones may tend to 0.
fn rises(energies: &[f64]) -> usize {
    let rounding = |energy: f64| 1e-12 * energy.abs().max(energies[0].abs());
    energies.windows(2).filter(|pair| pair[1] > pair[0] + rounding(pair[1])).count()
}

#[test]
fn energy_never_rises_with_euler_on_any_boundary_and_stencil() {
    let plane = Grid::new(33, 40, 0.8).unwrap();
    let volume = Grid::volume(9, 11, 10, 0.8).unwrap();
    for (model, time_step) in [
        (swift_hohenberg(0.3, 0.0), 0.012),
        (swift_hohenberg(0.1, 1.0), 0.012),
        (allen_cahn(1.5), 0.1),
        (cahn_hilliard(0.0), 0.01),
        (cahn_hilliard(-0.4), 0.01),
        (fisher_kpp(), 0.1),
    ] {
        for boundary in Boundary::ALL {
            for stencil in Stencil::ALL {
                let solid = stencil.dimensions() == 3;
                let (grid, share) = if solid { (volume, 0.4) } else { (plane, 1.0) };
                let base = setup(model.clone(), grid, Scheme::Euler, share * time_step);
                let setup = Setup { boundary, stencil, rim: vec![0.0], ..base };
                let found = energies(&setup, 1, 400);
                let what = format!("{:?} {boundary:?} {stencil:?}", model.kind());
                assert_eq!(rises(&found), 0, "{what}");
                assert!(found[400] < found[0], "{what}");
            }
        }
    }
}

/// The shortest wave at u = ±1 has λ = −2 − 8, so Euler is stable up to 0.2.
#[test]
fn energy_rises_where_a_step_is_too_long() {
    let setup = |time_step| setup(allen_cahn(1.0), square(16, 1.0), Scheme::Euler, time_step);
    assert_eq!(rises(&energies(&setup(0.19), 1, 400)), 0);
    assert!(rises(&energies(&setup(0.21), 1, 400)) > 10);
}

#[test]
fn roll_near_the_onset_has_the_amplitude_of_weakly_nonlinear_theory() {
    // u = 2 √(r/3) cos x up to O(r): the third harmonic is r-damped by 64. Hexagons with g obey
    // r A + g A² − (15/4) A³ = 0 with a peak of 3 A.
    for drive in [0.02_f64, 0.1] {
        let grid = Grid::new(4, 32, TAU / 16.0).unwrap();
        let setup = setup(swift_hohenberg(drive, 0.0), grid, Scheme::Etdrk4, 0.5);
        let wave = cosine(grid, (0, 2));
        let mut simulation = from_field(&setup, &wave.mapv(|cosine| 0.1 * cosine));
        step(&mut simulation, (2.0 * 25.0 / drive) as u64);
        let found = 2.0 * (read(&simulation) * &wave).mean().unwrap();
        let expected = 2.0 * (drive / 3.0).sqrt();
        assert!((found / expected - 1.0).abs() < 0.005, "r = {drive}: {found}, theory {expected}");
    }
}

/// The wavenumber that dominates after noise has grown by e¹² at the fastest rate, and a bin.
fn dominant(model: &Model, growth_rate: f64) -> (f64, f64) {
    let grid = square(128, 1.0);
    let initial = Initial::Noise { amplitude: 1e-7 };
    let setup = Setup { initial, ..setup(model.clone(), grid, Scheme::Etdrk4, 1.0) };
    let mut simulation = Simulation::new(&setup).unwrap();
    step(&mut simulation, (12.0 / growth_rate).ceil() as u64);
    let spectrum = Spectrum::of(simulation.system().field(0), grid.spacing()).unwrap();
    (TAU / spectrum.dominant().unwrap().wavelength, TAU / 128.0)
}

#[test]
fn fastest_mode_dominates_the_linear_stage() {
    // Swift–Hohenberg: k = q₀ at the rate r. Cahn–Hilliard: k² = (1 − 3c²)/(2κ), M (1 − 3c²)²/(4κ).
    let (found, bin) = dominant(&swift_hohenberg(0.3, 0.0), 0.3);
    assert!((found - 1.0).abs() <= bin, "k = {found}, theory 1 ± {bin}");
    for mean in [0.0, -0.4] {
        let slope = 1.0 - 3.0 * mean * mean;
        let expected = (0.5_f64 * slope).sqrt();
        let (found, bin) = dominant(&cahn_hilliard(mean), 0.25 * slope * slope);
        assert!((found - expected).abs() <= bin, "k = {found}, theory {expected} ± {bin}");
    }
}
