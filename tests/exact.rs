//! One-field models against what is known of them: exact waves, speeds, radii, energies, masses.

#![allow(clippy::unwrap_used, reason = "the set-ups of this file are sound")]

use mfn::engine::{Energy, Initial, Precision, Scheme, Setup, Simulation};
use mfn::features::Spectrum;
use mfn::grid::{Boundary, FieldView, Grid, Stencil};
use mfn::model::{AllenCahn, CahnHilliard, FisherKpp, Linearisation, Model, SwiftHohenberg};
use ndarray::Array2;
use std::f64::consts::{PI, TAU};

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

/// By what one step multiplies a small wave around a steady state: the odd part of the answers to
/// ±ε cos(k·x), in which quadratic terms cancel and cubic ones leave Δt ε² k².
fn amplification(setup: &Setup, state: f64, mode: &Array2<f64>) -> f64 {
    let epsilon = 1e-6;
    let wave = |sign: f64| {
        let field = mode.mapv(|cosine| state + sign * epsilon * cosine);
        let mut simulation = from_field(setup, &field);
        step(&mut simulation, 1);
        (field, read(&simulation))
    };
    let ((plus, plus_after), (minus, minus_after)) = (wave(1.0), wave(-1.0));
    let odd = |plus: &Array2<f64>, minus: &Array2<f64>| ((plus - minus) * mode).sum();
    odd(&plus_after, &minus_after) / odd(&plus, &minus)
}

const MODES: [(usize, usize); 12] = [
    (0, 0),
    (0, 1),
    (1, 0),
    (2, 1),
    (3, 2),
    (4, 3),
    (5, 5),
    (7, 7),
    (2, 9),
    (12, 10),
    (17, 13),
    (24, 20),
];

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
fn exact_growth_of_every_mode_follows_the_discrete_dispersion_relation() {
    let grid = Grid::new(48, 40, 0.75).unwrap();
    for (model, time_step) in [
        (swift_hohenberg(0.3, 0.7), 0.004),
        (swift_hohenberg(1.4, 0.7), 0.004),
        (cahn_hilliard(0.0), 0.004),
        (cahn_hilliard(-0.4), 0.004),
        (allen_cahn(2.0), 0.1),
        (fisher_kpp(), 0.1),
    ] {
        for stencil in Stencil::of(2) {
            let setup = Setup { stencil, ..setup(model.clone(), grid, Scheme::Euler, time_step) };
            for equilibrium in model.equilibria() {
                let Linearisation::One(linear) = equilibrium.linear else {
                    unreachable!("one field")
                };
                let state = equilibrium.state[0];
                for (m, n) in MODES {
                    let phase = |mode, cells| TAU * mode as f64 / cells as f64;
                    let symbol =
                        stencil.symbol([phase(n, grid.cols()), phase(m, grid.rows()), 0.0]);
                    let q = symbol / (grid.spacing() * grid.spacing());
                    let rate = expected_rate(&model, state, q);
                    let known = linear.growth_rate(q);
                    assert!((known - rate).abs() <= 1e-12 * (1.0 + rate.abs()), "{known} {rate}");
                    let expected = 1.0 + time_step * rate;
                    let found = amplification(&setup, state, &cosine(grid, (m, n)));
                    let error = (found - expected).abs();
                    let what = format!("{:?} at {state}, ({m}, {n})", model.kind());
                    assert!(error <= 1e-10, "{what}: μ = {found}, theory {expected}, {error:e}");
                }
            }
        }
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

/// The distance at which a line falls through ½, between cells by a straight line.
fn front(line: &[f64], spacing: f64) -> f64 {
    let last = line.iter().rposition(|value| *value >= 0.5).unwrap();
    let (here, next) = (line[last], line[last + 1]);
    (last as f64 + (here - 0.5) / (here - next)) * spacing
}

/// The exact wave of Ablowitz and Zeppetella, [1 + exp((x − 5t/√6)/√6)]⁻².
fn exact_wave(x: f64, t: f64) -> f64 {
    (1.0 + ((x - 5.0 * t / 6.0_f64.sqrt()) / 6.0_f64.sqrt()).exp()).powi(-2)
}

#[test]
fn exact_wave_of_ablowitz_and_zeppetella_keeps_its_profile_to_second_order() {
    // A strip with zero flux; the wave is 1 at its left end and, 140 widths on, 0 at its right.
    let error = |cells: usize| {
        let spacing = 60.0 / cells as f64;
        let grid = Grid::new(3, cells, spacing).unwrap();
        let time_step = 0.1 * spacing * spacing;
        let boundary = Boundary::Neumann;
        let setup = Setup { boundary, ..setup(fisher_kpp(), grid, Scheme::Euler, time_step) };
        let at = |t: f64, col: usize| exact_wave((col as f64 + 0.5) * spacing - 15.0, t);
        let start = Array2::from_shape_fn((3, cells), |(_, col)| at(0.0, col));
        let mut simulation = from_field(&setup, &start);
        let steps = (6.0 / time_step).round() as u64;
        step(&mut simulation, steps);
        let t = simulation.time();
        let field = read(&simulation);
        // The ends feel the rim, where the wave is not quite 1 or 0.
        let inside = cells / 4..3 * cells / 4;
        inside.map(|col| (field[(1, col)] - at(t, col)).abs()).fold(0.0, f64::max)
    };
    let errors = [error(120), error(240), error(480)];
    assert!(errors[2] < 1.2e-3, "{errors:?}");
    for pair in errors.windows(2) {
        let order = (pair[0] / pair[1]).log2();
        assert!((order - 2.0).abs() < 0.1, "order {order}, errors {errors:?}");
    }
}

#[test]
fn front_from_a_step_runs_at_twice_the_root_of_growth_times_diffusivity() {
    // The speed of a pulled front tends to c from below: v(t) = c − 3/(2t) + (3√π/2) t^(−3/2) + …,
    // where the rest is of order t⁻², up to a logarithm (Bramson 1983; U. Ebert, W. van Saarloos,
    // Physica D 146 (2000) 1, with D = r = 1). c is that of the discrete equation: the least
    // λ(s)/s over tails e^(−sx), with e^(λΔt) = 1 + Δt [1 + 2 (cosh sh − 1)/h²].
    let (spacing, time_step) = (0.25, 0.01);
    let discrete = |s: f64| {
        let curvature = 2.0 * ((s * spacing).cosh() - 1.0) / (spacing * spacing);
        (1.0 + time_step * (1.0 + curvature)).ln() / (time_step * s)
    };
    let speeds = (500..1500).map(|index| discrete(f64::from(index) * 1e-3));
    let least = speeds.fold(f64::INFINITY, f64::min);
    assert!((least / 2.0 - 1.0).abs() < 0.01, "the grid alone costs {least}");

    let cells = 1200;
    let grid = Grid::new(3, cells, spacing).unwrap();
    let boundary = Boundary::Neumann;
    let setup = Setup { boundary, ..setup(fisher_kpp(), grid, Scheme::Euler, time_step) };
    let start = Array2::from_shape_fn((3, cells), |(_, col)| if col < 20 { 1.0 } else { 0.0 });
    let mut simulation = from_field(&setup, &start);
    let mut place = |t: f64| {
        let steps = (t / time_step).round() as u64 - simulation.step();
        step(&mut simulation, steps);
        front(read(&simulation).row(1).as_slice().unwrap(), spacing)
    };
    // Over an interval the known terms are subtracted; two intervals then eliminate t⁻², whose
    // mean from t₁ to t₂ is 1/(t₁ t₂).
    let tail = |t: f64| -1.5 * t.ln() - 3.0 * PI.sqrt() / t.sqrt();
    let [early, late] = [(60.0_f64, 80.0), (100.0, 120.0)].map(|(from, to): (f64, f64)| {
        let distance = -place(from) + place(to);
        let (raw, left) = (distance, distance - (tail(to) - tail(from)));
        (1.0 / (from * to), raw / (to - from), left / (to - from))
    });
    assert!(early.1 < late.1 && late.1 < least, "slower at any finite time: {early:?} {late:?}");
    let extrapolated = (late.2 * early.0 - early.2 * late.0) / (early.0 - late.0);
    assert!((extrapolated / least - 1.0).abs() < 3e-4, "c = {extrapolated}, theory {least}");
    assert!((extrapolated / 2.0 - 1.0).abs() < 0.01, "c = {extrapolated}, 2 √(r D) = 2");
}

/// The area of the phase 1, cells counted by ½ (1 + u), over a disc of interface tanh(·/(√2 ε)).
fn area(field: &Array2<f64>, spacing: f64) -> f64 {
    field.mapv(|u| 0.5 * (1.0 + u)).sum() * spacing * spacing
}

#[test]
fn disc_of_allen_cahn_shrinks_as_its_curvature_says() {
    // R² = R₀² − 2 D t up to O(ε²/R²): here (1/18)² and (1/12)², with ε two cells wide.
    let (epsilon, spacing, radius) = (1.0, 0.5, 18.0_f64);
    let grid = square(96, spacing);
    let centre = 0.5 * 95.0 * spacing;
    let disc = Array2::from_shape_fn((96, 96), |(i, j)| {
        let (y, x) = (i as f64 * spacing - centre, j as f64 * spacing - centre);
        ((radius - x.hypot(y)) / (2.0_f64.sqrt() * epsilon)).tanh()
    });
    for (scheme, time_step, stencil) in [
        (Scheme::Euler, 0.05, Stencil::FivePoint),
        (Scheme::Euler, 0.05, Stencil::NinePoint),
        (Scheme::Etdrk4, 0.25, Stencil::FivePoint),
    ] {
        let setup = Setup { stencil, ..setup(allen_cahn(epsilon), grid, scheme, time_step) };
        let mut simulation = from_field(&setup, &disc);
        let square_of = |simulation: &Simulation| area(&read(simulation), spacing) / PI;
        // The profile settles first.
        step(&mut simulation, (5.0 / time_step) as u64);
        let (start, from) = (square_of(&simulation), simulation.time());
        assert!((start / (radius * radius - 2.0 * from) - 1.0).abs() < 0.02, "R² = {start}");
        step(&mut simulation, (80.0 / time_step) as u64);
        let slope = (square_of(&simulation) - start) / (simulation.time() - from);
        assert!((slope / -2.0 - 1.0).abs() < 0.03, "{scheme:?}: dR²/dt = {slope}, theory −2");
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

#[test]
fn energy_never_rises_in_fourier_space() {
    for (model, time_step) in [
        (swift_hohenberg(0.3, 0.0), 0.5),
        (swift_hohenberg(-0.2, 1.6), 0.5),
        (allen_cahn(1.5), 0.25),
        (cahn_hilliard(0.0), 0.25),
        (cahn_hilliard(-0.4), 0.25),
        (fisher_kpp(), 0.25),
    ] {
        let setup = setup(model.clone(), square(32, 0.9), Scheme::Etdrk4, time_step);
        let found = energies(&setup, 1, 200);
        assert_eq!(rises(&found), 0, "{:?}", model.kind());
        assert!(found[200] < found[0], "{:?}", model.kind());
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

#[test]
fn conserves_the_mass_of_cahn_hilliard_over_ten_thousand_steps() {
    for (scheme, time_step) in [(Scheme::Euler, 0.012), (Scheme::Etdrk4, 0.1)] {
        let setup = setup(cahn_hilliard(-0.3), square(16, 1.0), scheme, time_step);
        let mut simulation = Simulation::new(&setup).unwrap();
        let before = read(&simulation);
        let mut largest = 0.0_f64;
        for _ in 0..10 {
            step(&mut simulation, 1_000);
            let after = read(&simulation).sum();
            largest = largest.max((after / before.sum() - 1.0).abs());
        }
        let spread = read(&simulation).std(0.0);
        assert!(spread > 0.5, "{scheme:?}: it has separated: {spread}");
        assert!(largest <= 1e-12, "{scheme:?}: drift {largest:e}");
    }
}
