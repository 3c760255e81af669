//! Is the equation solved right? Growth rates, orders of accuracy, conserved and exact quantities.
//!
//! `order_*` fits a slope, `exact_*` compares with a closed form, `conserves_*` watches a sum.

#![allow(clippy::unwrap_used, reason = "the set-ups of this file are sound")]

use mfn::config::{BuiltIn, InitialPlan, Preset, Written};
use mfn::engine::{Initial, Precision, Scheme, Setup, Simulation, largest_step};
use mfn::grid::{Boundary, FieldView, Grid, Stencil};
use mfn::model::{GrayScott, Linearisation, Model, Schnakenberg, TwoSpecies, analyse};
use ndarray::Array2;
use std::f64::consts::{PI, TAU};

mod linear_stage;
mod steppers;
mod volumes;

type Fields = [Array2<f64>; 2];

fn setup(model: Model, grid: Grid, boundary: Boundary, time_step: f64) -> Setup {
    Setup {
        rim: model.resting_state(),
        model,
        grid,
        boundary,
        time_step,
        stencil: Stencil::of(grid.dimensions())[0],
        scheme: Scheme::Euler,
        tolerance: 1e-6,
        noise: 0.0,
        precision: Precision::F64,
        initial: Initial::Noise { amplitude: 0.0 },
        seed: 1,
        parallel: false,
    }
}

/// The fields after `steps` steps from `fields`.
fn evolve(setup: &Setup, fields: &Fields, steps: u64) -> Fields {
    let mut simulation = Simulation::new(setup).unwrap();
    let views = fields.each_ref().map(|field| FieldView::F64(field.view()));
    simulation.restore(0, &views, &[]).unwrap();
    (0..steps).for_each(|_| simulation.advance().unwrap());
    [0, 1].map(|species| read(simulation.system().field(species)))
}

fn read(view: FieldView<'_>) -> Array2<f64> {
    Array2::from_shape_fn(view.shape(), |(row, col)| view.get(row, col))
}

fn gray_scott(feed: f64, kill: f64, diffusivities: [f64; 2]) -> GrayScott {
    let [diffusivity_u, diffusivity_v] = diffusivities;
    GrayScott { feed, kill, diffusivity_u, diffusivity_v }
}

/// Gray–Scott that only diffuses: F = k = 0 and v = 0 leave no reaction, and u is free.
fn diffusion(diffusivity: f64) -> Model {
    Model::GrayScott(gray_scott(0.0, 0.0, [diffusivity, 0.0]))
}

fn schnakenberg(d: f64) -> Schnakenberg {
    Schnakenberg { a: 0.1, b: 0.9, gamma: 1.0, diffusivity_u: 1.0, diffusivity_v: d }
}

/// The five-point symbol k̂² = (2/h²)[(1 − cos k_x h) + (1 − cos k_y h)] of mode (m, n) on a torus.
fn symbol(grid: Grid, (m, n): (usize, usize)) -> f64 {
    // 1 − cos x = 2 sin²(x/2), which loses no digits at small x.
    let part = |mode: usize, cells: usize| (PI * mode as f64 / cells as f64).sin().powi(2);
    4.0 * (part(m, grid.rows()) + part(n, grid.cols())) / (grid.spacing() * grid.spacing())
}

/// cos 2π(m i/rows + n j/cols), by an exact phase modulo one turn.
fn cosine(grid: Grid, (m, n): (usize, usize)) -> Array2<f64> {
    let (rows, cols) = (grid.rows(), grid.cols());
    Array2::from_shape_fn((rows, cols), |(i, j)| {
        let turns = (m * i % rows) as f64 / rows as f64 + (n * j % cols) as f64 / cols as f64;
        (TAU * turns).cos()
    })
}

/// The eigenvector of J − q D that belongs to the real eigenvalue `rate`.
fn eigenvector(linear: &TwoSpecies, q: f64, rate: f64) -> [f64; 2] {
    let [[f_u, f_v], [g_u, g_v]] = linear.jacobian;
    let [d_u, d_v] = linear.diffusivity;
    let (first, second) = ([f_v, rate - (f_u - d_u * q)], [rate - (g_v - d_v * q), g_u]);
    let size = |v: [f64; 2]| v[0].abs().max(v[1].abs());
    let mode = if size(first) >= size(second) { first } else { second };
    mode.map(|entry| entry / size(mode))
}

fn dot(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// μ over one step, from the odd part of the answer to a perturbation ±ε w cos(k·x).
///
/// Why 1e-10 can be reached with ε = 1e-5: even orders of the nonlinearity cancel between the two
/// signs, and the cubic term u v² or u² v leaves at most Δt ε² < 4e-11 beside μ. A cell is rounded
/// to 1e-16 of a value of order 1, which is 1e-11 of the amplitude, and the projection on cos
/// averages most of that away. A smaller ε would gain in the first and lose in the second.
fn measured(setup: &Setup, state: [f64; 2], vector: [f64; 2], mode: &Array2<f64>) -> f64 {
    let epsilon = 1e-5;
    let perturbed = |sign: f64| {
        [0, 1].map(|s| mode.mapv(|cosine| state[s] + sign * epsilon * vector[s] * cosine))
    };
    let (plus, minus) = (perturbed(1.0), perturbed(-1.0));
    let odd = |plus: &Fields, minus: &Fields| {
        // Projected on the eigenvector's larger entry, which is 1.
        let s = usize::from(vector[1].abs() > vector[0].abs());
        dot(&(&plus[s] - &minus[s]), mode)
    };
    let before = odd(&plus, &minus);
    odd(&evolve(setup, &plus, 1), &evolve(setup, &minus, 1)) / before
}

/// A steady state of a two-species model and its linearised equations.
fn linearised(model: &Model, index: usize) -> ([f64; 2], TwoSpecies) {
    let equilibrium = &model.equilibria()[index];
    let Linearisation::Two(linear) = equilibrium.linear else { unreachable!("two species") };
    ([equilibrium.state[0], equilibrium.state[1]], linear)
}

/// 1/n! up to the order of an explicit method whose stages are as many.
const TAYLOR: [f64; 5] = [1.0, 1.0, 0.5, 1.0 / 6.0, 1.0 / 24.0];

/// By what an explicit method of this order multiplies a mode of real rate λ over a step.
fn amplification(scheme: Scheme, z: f64) -> f64 {
    let terms = &TAYLOR[..=scheme.order() as usize];
    terms.iter().rev().fold(0.0, |sum, coefficient| sum * z + coefficient)
}

/// Every real branch of every mode of a model's linear stability at one of its steady states.
fn check_dispersion(
    model: &Model,
    state_index: usize,
    time_step: f64,
    scheme: Scheme,
) -> (usize, usize) {
    let grid = Grid::new(48, 40, 0.75).unwrap();
    let (state, linear) = linearised(model, state_index);
    let setup = Setup { scheme, ..setup(model.clone(), grid, Boundary::Periodic, time_step) };
    let (mut growing, mut decaying) = (0, 0);
    let modes = [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
        (2, 1),
        (3, 2),
        (0, 4),
        (4, 0),
        (4, 3),
        (5, 5),
        (6, 2),
        (7, 7),
        (2, 9),
        (12, 10),
        (0, 20),
        (24, 0),
        (17, 13),
        (24, 20),
    ];
    for mode in modes {
        let q = symbol(grid, mode);
        for rate in linear.growth_rates(q).into_iter().filter(|rate| rate.im == 0.0) {
            let expected = amplification(scheme, time_step * rate.re);
            let vector = eigenvector(&linear, q, rate.re);
            let found = measured(&setup, state, vector, &cosine(grid, mode));
            let error = (found / expected - 1.0).abs();
            assert!(error <= 1e-10, "mode {mode:?}: μ = {found}, theory {expected}, off {error:e}");
            growing += usize::from(rate.re > 0.0);
            decaying += usize::from(rate.re < 0.0);
        }
    }
    (growing, decaying)
}

#[test]
fn exact_growth_of_schnakenberg_modes_follows_the_discrete_dispersion_relation() {
    let model = Model::Schnakenberg(schnakenberg(20.0));
    for scheme in [Scheme::Euler, Scheme::Heun, Scheme::Rk4] {
        let (growing, decaying) = check_dispersion(&model, 0, 0.003, scheme);
        assert!(growing >= 3 && decaying >= 16, "{growing} growing, {decaying} decaying");
    }
}

#[test]
fn exact_growth_of_gray_scott_modes_follows_the_discrete_dispersion_relation() {
    let model = Model::GrayScott(gray_scott(0.04, 0.06, [0.16, 0.08]));
    let (growing, decaying) = check_dispersion(&model, 0, 0.37, Scheme::Euler);
    assert!(growing == 0 && decaying >= 32, "(1, 0) is stable: {growing}, {decaying}");
    // Both states of F = 0.03, k = 0.05: the saddle, and the one where feed and kill balance.
    let model = Model::GrayScott(gray_scott(0.03, 0.05, [0.16, 0.08]));
    let (growing, decaying) = [1, 2]
        .map(|state| check_dispersion(&model, state, 0.37, Scheme::Euler))
        .into_iter()
        .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert!(growing >= 2 && decaying >= 32, "{growing} growing, {decaying} decaying");
}

/// Mean power over rings of width 2π/L around k = r 2π/L, r = 0, 1, …, by two direct transforms.
fn radial_spectrum(field: &Array2<f64>) -> Vec<f64> {
    let n = field.nrows();
    let mean = field.sum() / field.len() as f64;
    let wave = |angle: usize| (TAU * (angle % n) as f64 / n as f64).sin_cos();
    let (sines, cosines): (Vec<f64>, Vec<f64>) = (0..n).map(wave).unzip();
    let half = n / 2;
    let transform = |line: &[(f64, f64)], k: usize| {
        line.iter().enumerate().fold((0.0, 0.0), |sum, (x, &(re, im))| {
            let (c, s) = (cosines[k * x % n], sines[k * x % n]);
            (sum.0 + re * c + im * s, sum.1 + im * c - re * s)
        })
    };
    let along_rows: Vec<Vec<(f64, f64)>> = field
        .rows()
        .into_iter()
        .map(|row| {
            let line: Vec<(f64, f64)> = row.iter().map(|value| (value - mean, 0.0)).collect();
            (0..=half).map(|k| transform(&line, k)).collect()
        })
        .collect();
    let (mut power, mut count) = (vec![0.0; half], vec![0.0; half]);
    for across in 0..=half {
        let line: Vec<(f64, f64)> = along_rows.iter().map(|row| row[across]).collect();
        for down in 0..n {
            let signed = down.min(n - down);
            let radius = ((across * across + signed * signed) as f64).sqrt().round() as usize;
            if radius < half {
                let (re, im) = transform(&line, down);
                power[radius] += re * re + im * im;
                count[radius] += 1.0;
            }
        }
    }
    power.iter().zip(count).map(|(power, count)| power / f64::max(count, 1.0)).collect()
}

fn dominant_bin(spectrum: &[f64]) -> usize {
    (1..spectrum.len()).max_by(|&a, &b| spectrum[a].total_cmp(&spectrum[b])).unwrap()
}

#[test]
fn schnakenberg_presets_grow_the_most_unstable_wavelength() {
    for name in ["schnakenberg-spots", "schnakenberg-stripes"] {
        let text = BuiltIn::find(name).unwrap().text;
        let preset = Preset::check(&Written::from_toml(text, name).unwrap()).unwrap();
        let most_unstable = analyse(&preset.model).pattern().unwrap().1.most_unstable;
        let InitialPlan::Ready(initial) = preset.initial.clone() else {
            unreachable!("the preset starts from noise")
        };
        let setup = preset.setup(initial, false);
        let mut simulation = Simulation::new(&setup).unwrap();
        // Twelve e-foldings lift the fastest mode well above its neighbours. The preset's noise,
        // ten thousand times smaller, is then still small, so the stage is linear: checked below.
        let steady = preset.model.resting_state();
        let small = [0, 1].map(|s| {
            let field = read(simulation.system().field(s));
            field.mapv(|value| steady[s] + 1e-4 * (value - steady[s]))
        });
        let views = small.each_ref().map(|field| FieldView::F64(field.view()));
        simulation.restore(0, &views, &[]).unwrap();
        let steps = (12.0 / (most_unstable.growth_rate * setup.time_step)).ceil() as u64;
        (0..steps).for_each(|_| simulation.advance().unwrap());
        let field = read(simulation.system().field(0));
        let largest = field.iter().map(|u| (u - steady[0]).abs()).fold(0.0, f64::max);
        assert!(largest < 0.05 * steady[0], "{name} left the linear stage: {largest}");
        let bin = TAU / (preset.grid.rows() as f64 * preset.grid.spacing());
        let found = dominant_bin(&radial_spectrum(&field)) as f64 * bin;
        let expected = most_unstable.wavenumber;
        assert!((found - expected).abs() <= bin, "{name}: k = {found}, theory {expected} ± {bin}");
    }
}

/// The least-squares slope of ln(error) over ln(step).
fn slope(steps: &[f64], errors: &[f64]) -> f64 {
    let n = steps.len() as f64;
    let (x, y): (Vec<f64>, Vec<f64>) =
        steps.iter().zip(errors).map(|(step, error)| (step.ln(), error.ln())).unzip();
    let (mean_x, mean_y) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let product: f64 = x.iter().zip(&y).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    product / x.iter().map(|x| (x - mean_x).powi(2)).sum::<f64>()
}

#[test]
fn order_of_the_laplacian_is_two_in_the_spacing() {
    // u = exp(sin x) cos y on a torus of side 2π: ∇²u = (cos²x − sin x − 1) u.
    let (mut spacings, mut errors) = (Vec::new(), Vec::new());
    for cells in [16, 32, 64, 128, 256] {
        let h = TAU / f64::from(cells);
        let grid = Grid::new(cells as usize, cells as usize, h).unwrap();
        let at = |i: usize, j: usize| (i as f64 * h, j as f64 * h);
        let shape = (grid.rows(), grid.cols());
        let u = Array2::from_shape_fn(shape, |(i, j)| at(i, j).0.sin().exp() * at(i, j).1.cos());
        // One step of length h²/8 of pure diffusion, so that ∇²u = (u¹ − u⁰)/Δt.
        let time_step = h * h / 8.0;
        let setup = setup(diffusion(1.0), grid, Boundary::Periodic, time_step);
        let [next, _] = evolve(&setup, &[u.clone(), Array2::zeros(shape)], 1);
        let error = u.indexed_iter().map(|((i, j), &value)| {
            let x = at(i, j).0;
            let exact = (x.cos().powi(2) - x.sin() - 1.0) * value;
            ((next[(i, j)] - value) / time_step - exact).abs()
        });
        errors.push(error.fold(0.0, f64::max));
        spacings.push(h);
    }
    let order = slope(&spacings, &errors);
    assert!((order - 2.0).abs() < 0.1, "order {order}, errors {errors:?}");
}

#[test]
fn order_of_forward_euler_is_one_in_the_time_step() {
    // Homogeneous and without autocatalyst, u obeys du/dt = F (1 − u): u = 1 + (u₀ − 1) e^(−Ft).
    let model = Model::GrayScott(gray_scott(1.0, 0.0, [0.1, 0.1]));
    let grid = Grid::new(4, 4, 1.0).unwrap();
    let start = [Array2::from_elem((4, 4), 0.25), Array2::zeros((4, 4))];
    let exact = 1.0 - 0.75 * (-1.0_f64).exp();
    let steps = [20_u32, 40, 80, 160, 320];
    let lengths = steps.map(|steps| 1.0 / f64::from(steps));
    let errors = [0, 1, 2, 3, 4].map(|index| {
        let setup = setup(model.clone(), grid, Boundary::Periodic, lengths[index]);
        let [u, _] = evolve(&setup, &start, u64::from(steps[index]));
        (u[(1, 2)] - exact).abs()
    });
    let order = slope(&lengths, &errors);
    assert!((order - 1.0).abs() < 0.1, "order {order}, errors {errors:?}");
}

/// Eigenfunction number `k` of the one-dimensional second difference, and sin²(θ/2) of its
/// eigenvalue −(4/h²) sin²(θ/2).
fn eigenfunction(boundary: Boundary, k: usize, n: usize) -> (Vec<f64>, f64) {
    let (k, n_f) = (k as f64, n as f64);
    let (theta, phase): (f64, fn(f64, f64) -> f64) = match boundary {
        Boundary::Periodic => (TAU * k / n_f, |theta, i| (theta * i).cos()),
        Boundary::Neumann => (PI * k / n_f, |theta, i| (theta * (i + 0.5)).cos()),
        Boundary::Dirichlet => (PI * (k + 1.0) / (n_f + 1.0), |theta, i| (theta * (i + 1.0)).sin()),
    };
    ((0..n).map(|i| phase(theta, i as f64)).collect(), (theta / 2.0).sin().powi(2))
}

#[test]
fn exact_eigenfunctions_of_the_discrete_laplacian_decay_at_their_eigenvalues() {
    let grid = Grid::new(9, 14, 0.5).unwrap();
    let time_step = 0.05;
    for boundary in Boundary::ALL {
        for (k, l) in [(0, 1), (1, 0), (1, 1), (2, 5), (4, 7), (8, 13)] {
            let (down, part_down) = eigenfunction(boundary, k, grid.rows());
            let (across, part_across) = eigenfunction(boundary, l, grid.cols());
            let u = Array2::from_shape_fn((9, 14), |(i, j)| down[i] * across[j]);
            let mut setup = setup(diffusion(1.0), grid, boundary, time_step);
            setup.rim = vec![0.0, 0.0];
            let [next, _] = evolve(&setup, &[u.clone(), Array2::zeros((9, 14))], 1);
            let factor = 1.0 - time_step * 4.0 * (part_down + part_across) / 0.25;
            for (cell, value) in u.indexed_iter() {
                let error = (next[cell] - factor * value).abs();
                assert!(error < 1e-14, "{boundary:?} ({k}, {l}) at {cell:?}: off by {error:e}");
            }
        }
    }
}

/// A field without any symmetry, around `level`.
fn uneven(grid: Grid, level: f64, shift: f64) -> Array2<f64> {
    Array2::from_shape_fn((grid.rows(), grid.cols()), |(i, j)| {
        let (x, y) = (i as f64 + shift, j as f64);
        level * (1.0 + 0.4 * (1.7 * x + 0.3 * y * y).sin() * (0.9 * y - 0.2 * x * x).cos())
    })
}

#[test]
fn conserves_mass_without_reaction_and_without_flux() {
    let grid = Grid::new(40, 33, 1.0).unwrap();
    for boundary in [Boundary::Periodic, Boundary::Neumann] {
        let u = uneven(grid, 1.0, 0.0);
        let setup = setup(diffusion(0.2), grid, boundary, 1.0);
        let steps = 200;
        let [after, _] = evolve(&setup, &[u.clone(), Array2::zeros((40, 33))], steps);
        assert!((&after - &u).iter().any(|change| change.abs() > 0.1), "it has diffused");
        // Each step rounds each cell a few times, each time by at most ε/2 of a value below 2.
        let bound = grid.n_cells() as f64 * f64::EPSILON * (steps as f64).sqrt();
        let drift = (after.sum() - u.sum()).abs();
        assert!(drift <= bound, "{boundary:?}: drift {drift:e}, bound {bound:e}");
    }
}

#[test]
fn checkerboard_blows_up_above_the_stability_limit_and_decays_below_it() {
    let grid = Grid::new(16, 16, 0.5).unwrap();
    let board = |level: f64, amplitude: f64| {
        let sign = |(i, j): (usize, usize)| if (i + j) % 2 == 0 { amplitude } else { -amplitude };
        Array2::from_shape_fn((16, 16), |cell| level + sign(cell))
    };
    for model in [diffusion(0.3), Model::Schnakenberg(schnakenberg(20.0))] {
        let limit =
            largest_step(&model, Scheme::Euler, grid.spacing(), Stencil::FivePoint).unwrap();
        let (state, linear) = linearised(&model, 0);
        // The species that diffuses fastest carries the checkerboard.
        let fast = usize::from(linear.diffusivity[1] > linear.diffusivity[0]);
        let growth = |share: f64| {
            let setup = setup(model.clone(), grid, Boundary::Periodic, share * limit);
            let mut start = [0, 1].map(|s| board(state[s], 0.0));
            start[fast] = board(state[fast], 1e-9);
            let end = evolve(&setup, &start, 400);
            let deviation = end[fast].mapv(|value| (value - state[fast]).abs());
            deviation.iter().copied().fold(0.0, f64::max) / 1e-9
        };
        assert!(growth(1.01) > 100.0, "{:?}: {}", model.kind(), growth(1.01));
        assert!(growth(0.99) < 0.1, "{:?}: {}", model.kind(), growth(0.99));
    }
}

type Turn = fn(&Array2<f64>) -> Array2<f64>;

fn transformed(turn: Turn, [u, v]: &Fields) -> Fields {
    [turn(u), turn(v)]
}

fn same_bits(a: &Fields, b: &Fields) -> bool {
    let bits = |fields: &Fields| -> Vec<u64> {
        fields.iter().flatten().map(|value| value.to_bits()).collect()
    };
    a[0].dim() == b[0].dim() && bits(a) == bits(b)
}

#[test]
fn turned_mirrored_and_shifted_fields_give_the_same_bits_turned_mirrored_and_shifted() {
    let turns: [Turn; 4] = [
        |field| field.t().as_standard_layout().into_owned(),
        |field| field.slice(ndarray::s![..;-1, ..]).to_owned(),
        |field| field.slice(ndarray::s![.., ..;-1]).to_owned(),
        // A quarter turn: transpose, then mirror.
        |field| field.t().slice(ndarray::s![.., ..;-1]).to_owned(),
    ];
    let shift: Turn = |field| {
        let (rows, cols) = field.dim();
        Array2::from_shape_fn((rows, cols), |(i, j)| field[((i + 3) % rows, (j + 5) % cols)])
    };
    let models = [
        (Model::GrayScott(gray_scott(0.03, 0.06, [0.16, 0.08])), 1.0),
        (Model::Schnakenberg(schnakenberg(20.0)), 0.01),
    ];
    // 21 columns take the vector path with a remainder, 13 the scalar one.
    let (grid, turned_grid) = (Grid::new(13, 21, 1.0).unwrap(), Grid::new(21, 13, 1.0).unwrap());
    for (model, time_step) in models {
        let [u, v] = [0, 1].map(|s| uneven(grid, model.excited_state()[s], s as f64));
        let start = [u, v];
        for boundary in Boundary::ALL {
            let end = evolve(&setup(model.clone(), grid, boundary, time_step), &start, 50);
            let periodic = (boundary == Boundary::Periodic).then_some(shift);
            for turn in turns.into_iter().chain(periodic) {
                let start = transformed(turn, &start);
                let grid = if start[0].nrows() == 13 { grid } else { turned_grid };
                let found = evolve(&setup(model.clone(), grid, boundary, time_step), &start, 50);
                assert!(same_bits(&found, &transformed(turn, &end)), "{boundary:?}");
            }
        }
    }
}
