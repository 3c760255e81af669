//! `mycelium` keeps its promises: the laws of its noise and events on grids of any size, the same
//! bits however it is run, a chemistry that forms patterns, a clamp that has nothing to do.
//!
//! Intervals are those of the exact sampling laws at 95 %; seeds are fixed, so each run of the
//! tests sees the same numbers.
#![allow(clippy::unwrap_used, reason = "a set-up that cannot be built or stepped has failed")]

use mfn::config::{BUILT_IN, BuiltIn, InitialPlan, Preset, Written};
use mfn::engine::{Initial, Precision, Scheme, Setup, Simulation};
use mfn::grid::{Boundary, FieldView, Grid, Stencil};
use mfn::membrane::{Ion, Species, ghk_voltage};
use mfn::model::{
    Chemistry, Coupled, Kind, Kinetics, Model, Mycelium, Steadiness, Value, Values, analyse,
};
use std::f64::consts::TAU;

/// Half-width of a 95 % interval, in standard deviations.
const Z95: f64 = 1.959964;

/// The defaults with other numbers.
fn mycelium(numbers: &[(&str, f64)]) -> Mycelium {
    let mut values = Values::defaults(Kind::Mycelium.parameters(None));
    for (key, number) in numbers {
        values.set(key, Value::Number(*number));
    }
    let Model::Mycelium(model) = Kind::Mycelium.build(&values) else { unreachable!() };
    model
}

/// At rest in a chemistry that neither moves nor spreads, so that long steps are stable.
fn quiet(numbers: &[(&str, f64)]) -> Mycelium {
    let still = ["diffusivity_a", "diffusivity_h", "length_constant", "noise_sd", "event_rate"];
    mycelium(&[&still.map(|key| (key, 0.0)), numbers].concat())
}

fn setup(model: Mycelium, side: usize, time_step: f64, seed: u128) -> Setup {
    let model = Model::Mycelium(model);
    Setup {
        rim: model.resting_state(),
        model,
        grid: Grid::new(side, side, 1.0).unwrap(),
        boundary: Boundary::Periodic,
        stencil: Stencil::FivePoint,
        time_step,
        scheme: Scheme::Euler,
        tolerance: 1e-6,
        noise: 0.0,
        precision: Precision::F64,
        initial: Initial::Noise { amplitude: 0.0 },
        seed,
        parallel: false,
    }
}

fn advanced(setup: &Setup, steps: u64) -> Simulation {
    let mut simulation = Simulation::new(setup).unwrap();
    advance(&mut simulation, steps);
    simulation
}

fn advance(simulation: &mut Simulation, steps: u64) {
    (0..steps).for_each(|_| simulation.advance().unwrap());
}

fn values(view: FieldView<'_>) -> Vec<f64> {
    let (rows, cols) = view.shape();
    (0..rows)
        .flat_map(|row| (0..cols).map(move |col| (row, col)))
        .map(|(i, j)| view.get(i, j))
        .collect()
}

fn field(simulation: &Simulation, species: usize) -> Vec<f64> {
    values(simulation.system().field(species))
}

/// Every field's bits, then the words of the state beyond.
fn bits(simulation: &Simulation) -> Vec<u64> {
    let cells = (0..4).flat_map(|species| field(simulation, species));
    cells.map(f64::to_bits).chain(simulation.system().words()).collect()
}

fn counter(simulation: &Simulation, name: &str) -> u64 {
    let counters = simulation.system().counters();
    counters.iter().find(|(known, _)| *known == name).unwrap().1
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// σ_η, and the correlation time from two fields `lag` apart, as deviations from the truth in
/// standard errors: Σ η²/σ² is χ² of N, and artanh r is normal with variance 1/(N − 3) (Fisher).
fn noise_deviations(side: usize, seed: u128) -> [f64; 3] {
    let model = quiet(&[("noise_sd", 3.0), ("noise_time", 5.0)]);
    let (step, steps) = (1.0, 4);
    let mut simulation = Simulation::new(&setup(model, side, step, seed)).unwrap();
    let before = field(&simulation, Mycelium::NOISE);
    advance(&mut simulation, steps);
    let after = field(&simulation, Mycelium::NOISE);
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let n = before.len() as f64;
    let spread = |field: &[f64]| (product(field, field) / (n * 9e-6) - 1.0) / (2.0 / n).sqrt();
    let correlation =
        product(&before, &after) / (product(&before, &before) * product(&after, &after)).sqrt();
    let truth = (-step * steps as f64 / 5.0).exp();
    let fisher = (correlation.atanh() - truth.atanh()) * (n - 3.0).sqrt();
    [spread(&before), spread(&after), fisher]
}

/// Of 95 % intervals 5 % miss the truth: of 120 six, and more than 13 or none at all each with
/// probability below 0.3 %.
#[test]
fn noise_misses_its_intervals_as_often_as_it_should() {
    let all = (0..40).flat_map(|seed| noise_deviations(32, seed));
    let missed = all.filter(|deviation| deviation.abs() > Z95).count();
    assert!((1..=13).contains(&missed), "{missed} of 120");
}

/// A cell alone follows V' = −(V − E − η)/τ: with V(0) stationary or long past,
/// SD(V) = σ √(τ_η/(τ + τ_η)); Euler with step Δt and the noise held over it has
/// Var V = c² σ² (1 + q ρ)/((1 − q²)(1 − q ρ)), c = Δt/τ, q = 1 − c, ρ = e^(−Δt/τ_η).
#[test]
fn potential_follows_the_noise_as_a_filter_of_first_order() {
    let model = quiet(&[("noise_sd", 3.0), ("noise_time", 2.0), ("time_constant", 1.0)]);
    let simulation = advanced(&setup(model, 64, 0.1, 42), 150);
    let rest = Model::Mycelium(model).resting_state()[0];
    let potential = field(&simulation, Mycelium::POTENTIAL);
    let squares: Vec<f64> = potential.iter().map(|v| (v - rest) * (v - rest)).collect();
    let (c, rho) = (0.1, (-0.05_f64).exp());
    let q = 1.0 - c;
    let variance = c * c * 9e-6 * (1.0 + q * rho) / ((1.0 - q * q) * (1.0 - q * rho));
    let continuous = 9e-6 * 2.0 / 3.0;
    assert!((variance / continuous - 1.0).abs() < 0.05, "the step resolves the filter");
    let deviation = (mean(&squares) / variance - 1.0) / (2.0 / potential.len() as f64).sqrt();
    assert!(deviation.abs() < Z95, "{deviation} standard errors");
}

/// Number of events and mean of V against Campbell's theorem. An event adds F = 2πw² times its
/// height to the integral of V, which then decays by q = 1 − Δt/τ a step: over n steps
/// E = ν Δt F m (1 − qⁿ)/(1 − q) and Var = ν Δt F² (m² + s²)(1 − q²ⁿ)/(1 − q²)/area.
fn event_deviations(side: usize, steps: u64, seed: u128) -> [f64; 2] {
    let (rate, width, step) = (2e-3, 2.0, 0.25);
    let model = quiet(&[("event_rate", rate), ("event_width", width), ("time_constant", 2.0)]);
    let simulation = advanced(&setup(model, side, step, seed), steps);
    let area = (side * side) as f64;
    let expected = rate * area * step * steps as f64;
    let count = (counter(&simulation, "growth_events") as f64 - expected) / expected.sqrt();
    let rest = Model::Mycelium(model).resting_state()[0];
    let rise = mean(&field(&simulation, Mycelium::POTENTIAL)) - rest;
    let (q, n) = (1.0 - step / 2.0, i32::try_from(steps).unwrap());
    let footprint = TAU * width * width;
    let truth = rate * step * footprint * 0.020 * (1.0 - q.powi(n)) / (1.0 - q);
    let second = 0.020 * 0.020 + 0.005 * 0.005;
    let variance = rate * step * footprint * footprint * second * (1.0 - q.powi(2 * n))
        / ((1.0 - q * q) * area);
    [count, (rise - truth) / variance.sqrt()]
}

/// Of 400 intervals twenty miss, with a standard deviation of at most 6 (the two of a run go
/// together); and over all runs each deviation averages to 0, within a 99.9 % interval.
#[test]
fn events_miss_their_intervals_as_often_as_they_should() {
    let runs: Vec<[f64; 2]> = (0..200).map(|seed| event_deviations(32, 100, seed)).collect();
    let missed = runs.iter().flatten().filter(|deviation| deviation.abs() > Z95).count();
    assert!((4..=38).contains(&missed), "{missed} of 400");
    for index in 0..2 {
        let sum: f64 = runs.iter().map(|run| run[index]).sum();
        let deviation = sum / 200.0_f64.sqrt();
        assert!(deviation.abs() < 3.29, "{deviation} standard errors");
    }
}

#[test]
fn footprints_wrap_on_a_torus_and_are_cut_elsewhere() {
    let model = quiet(&[("event_rate", 2e-3), ("event_width", 3.0), ("event_sd", 0.0)]);
    let rise = |boundary| {
        let place = Setup { boundary, ..setup(model, 32, 1.0, 3) };
        let simulation = advanced(&place, 1);
        let rest = place.rim[0];
        let events = counter(&simulation, "growth_events");
        assert!(events > 0, "the seed gives events in the first step");
        let sum: f64 = field(&simulation, 0).iter().map(|v| v - rest).sum();
        sum / (events as f64 * 0.020 * TAU * 9.0)
    };
    // The sum of a Gaussian over a lattice is its integral, to e^(−2π²w²); 5 w reach all but 1e-6.
    assert!((rise(Boundary::Periodic) - 1.0).abs() < 2e-6);
    let cut = rise(Boundary::Neumann);
    assert!(cut < 0.999 && cut > 0.25, "{cut} of the footprints lies inside");
}

fn small(name: &str, side: i64) -> Preset {
    let mut written = Written::from_toml(BuiltIn::find(name).unwrap().text, name).unwrap();
    for key in ["grid.rows", "grid.cols"] {
        written.apply_assignment(&format!("{key}={side}")).unwrap();
    }
    Preset::check(&written).unwrap()
}

fn start(preset: &Preset) -> Initial {
    let InitialPlan::Ready(initial) = &preset.initial else { unreachable!() };
    initial.clone()
}

#[test]
fn pauses_threads_and_precision_change_no_bit() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    for precision in [Precision::F64, Precision::F32] {
        for scheme in Scheme::ALL {
            let preset = small("mycelium-living", 48);
            let own = Setup {
                scheme,
                precision,
                tolerance: 1e-4,
                time_step: 0.004,
                ..preset.setup(start(&preset), false)
            };
            let whole = bits(&advanced(&own, 8));
            let half = advanced(&own, 5);
            let mut resumed = Simulation::new(&own).unwrap();
            resumed.restore(5, &half.fields(), &half.system().words()).unwrap();
            advance(&mut resumed, 3);
            assert!(bits(&resumed) == whole, "{} resumed", scheme.name());
        }
    }
    let preset = small("mycelium-living", 200);
    let wide =
        Setup { scheme: Scheme::Euler, time_step: 0.004, ..preset.setup(start(&preset), true) };
    let run = |threads| pool(threads).install(|| bits(&advanced(&wide, 6)));
    assert!(run(1) == run(3), "one thread and three");
}

#[test]
fn every_preset_stays_within_the_clamp() {
    let names = BUILT_IN.iter().map(|known| known.name).filter(|name| name.starts_with("mycelium"));
    for name in names {
        let preset = small(name, 48);
        let simulation = advanced(&preset.setup(start(&preset), false), preset.steps.min(600));
        assert_eq!(counter(&simulation, "clamping_events"), 0, "{name}");
        let events = counter(&simulation, "growth_events");
        assert_eq!(events > 0, name.ends_with("living") || name.ends_with("spiking"), "{name}");
    }
}

#[test]
fn the_clamp_counts_what_it_holds_back() {
    let model = quiet(&[("noise_sd", 50.0), ("noise_time", 5.0), ("time_constant", 1.0)]);
    let mut simulation = Simulation::new(&setup(model, 32, 0.5, 42)).unwrap();
    advance(&mut simulation, 4);
    assert!(counter(&simulation, "clamping_events") > 100);
    let (low, high) = Mycelium::CLAMP;
    assert!(field(&simulation, 0).iter().all(|v| (low..=high).contains(v)));
}

#[test]
fn living_mycelium_ends_in_a_pattern_of_the_potential() {
    let preset = small("mycelium-living", 64);
    let simulation = advanced(&preset.setup(start(&preset), false), preset.steps);
    let potential = field(&simulation, 0);
    let average = mean(&potential);
    let variance =
        mean(&potential.iter().map(|v| (v - average) * (v - average)).collect::<Vec<_>>());
    // Events alone, as in mycelium-spiking, spread the potential by 2 mV.
    assert!(variance.sqrt() > 0.005, "SD of V {} V", variance.sqrt());
}

#[test]
fn chemistries_pass_their_own_turing_test() {
    for name in Chemistry::NAMES {
        let written = format!("[model]\nkind = \"mycelium\"\nvariant = \"{name}\"\n");
        let preset = Preset::check(&Written::from_toml(&written, "test").unwrap()).unwrap();
        let (state, _) = analyse(&preset.model).pattern().map(|(s, b)| (s.clone(), *b)).unwrap();
        assert!(matches!(state.steadiness, Steadiness::Turing(_)), "{name}");
        assert_eq!(state.equilibrium.species, ["activator", "inhibitor"]);
    }
    for (name, turing) in
        [("living", true), ("patterned", true), ("noisy", true), ("resting", false)]
    {
        let preset = small(&format!("mycelium-{name}"), 48);
        assert_eq!(analyse(&preset.model).pattern().is_some(), turing, "{name}");
    }
}

#[test]
fn rest_is_the_potential_of_goldman_hodgkin_and_katz() {
    let ion = |symbol, inside, outside, permeability| {
        let species = Species::from_symbol(symbol).unwrap();
        Ion { species, inside, outside, permeability, conductance: 0.0 }
    };
    let ions =
        [ion("K", 0.14, 0.005, 1.0), ion("Na", 0.012, 0.145, 0.05), ion("Cl", 0.004, 0.12, 0.45)];
    let model = mycelium(&[]);
    assert!((model.potential.rest - ghk_voltage(&ions, 310.0).unwrap()).abs() < 1e-15);
    assert!((model.potential.rest + 0.0702).abs() < 5e-5, "26.71 mV · ln(14.05/194.6)");
    // A chemistry far below its threshold leaves V there, but for the tail of S.
    let low = mycelium(&[("threshold", 100.0)]);
    let at_rest = Model::Mycelium(low).resting_state()[0];
    assert!((at_rest - low.potential.rest).abs() < 1e-7);
}

#[test]
fn the_coupled_jacobian_is_the_derivative_and_rest_is_steady() {
    let model = mycelium(&[]);
    let Chemistry::GiererMeinhardt(chemistry) = model.chemistry else { unreachable!() };
    let coupled = Coupled::new(chemistry, model.potential);
    for rate in coupled.rates(Kinetics::resting_state(&coupled)) {
        assert!(rate.abs() < 1e-14, "{rate}");
    }
    for state in [[-0.06, 2.0, 2.0, 0.001], [-0.05, 3.2, 2.5, 0.0], [0.01, 0.4, 1.1, -0.003]] {
        let jacobian = coupled.jacobian(state);
        for column in 0..4 {
            let (mut ahead, mut behind) = (state, state);
            ahead[column] += 1e-6;
            behind[column] -= 1e-6;
            let (ahead, behind) = (coupled.rates(ahead), coupled.rates(behind));
            for row in 0..4 {
                let slope = (ahead[row] - behind[row]) / 2e-6;
                assert!((slope - jacobian[row][column]).abs() < 1e-7, "J[{row}][{column}]");
            }
        }
    }
}

#[test]
fn values_that_do_not_go_together_are_named() {
    for (rest, words) in [
        ("potassium_outside = 0.0", ["model.potassium_outside = 0", "above 0"]),
        ("sodium_permeability = 50.0", ["resting potential of", "clamp to -95.0 mV to 40.0 mV"]),
        ("drive = 120.0", ["model.drive = 120", "nearer to 0"]),
        ("drive = -40.0", ["model.drive = -40", "nearer to 0"]),
        ("event_width = 40.0", ["model.event_width = 40", "shorter side is 128"]),
        ("event_rate = 1000.0", ["model.event_rate = 1000", "events a step"]),
        ("noise_time = 0.001", ["model.noise_time = 0.001", "time.step = 0.01"]),
        ("time_constant = 0.001", ["time.step = 0.01 is unstable", "at most 0.00"]),
    ] {
        let text = format!("[model]\nkind = \"mycelium\"\n{rest}");
        let error = Preset::check(&Written::from_toml(&text, "test").unwrap()).unwrap_err();
        let message = error.to_string();
        assert!(words.iter().all(|word| message.contains(word)), "{rest}: {message}");
    }
    let nothing = "[model]\nkind = \"mycelium\"\npotassium_permeability = 0.0\n\
                   sodium_permeability = 0.0\nchloride_permeability = 0.0";
    let error = Preset::check(&Written::from_toml(nothing, "test").unwrap()).unwrap_err();
    assert!(error.to_string().contains("nothing passes"), "{error}");
}
