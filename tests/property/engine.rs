//! What must hold for any run: threads, pauses, precision, and v4.1 against a plain reference.

#![allow(clippy::unwrap_used, reason = "the set-ups of this file are sound")]
#![allow(clippy::float_cmp, reason = "v4.1 counts the cells whose value the clamp has changed")]
#![allow(clippy::panic, reason = "a parameter of the wrong type must fail the test")]

use mfn::engine::{Initial, Precision, Scheme, Setup, Simulation, StepError};
use mfn::grid::{Boundary, FieldView, Grid, Stencil};
use mfn::model::{GrayScott, Kind, MfnV4, Model, Schnakenberg, Value, Values, Variant};
use mfn::rng::Generator;
use ndarray::Array2;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof,
};
use proptest::proptest;
use proptest::test_runner::{RngSeed, TestRunner};
use std::sync::Mutex;

fn setup(model: Model, grid: Grid, boundary: Boundary, seed: u128) -> Setup {
    let v4 = model.kind() == Kind::MfnV4;
    Setup {
        rim: if v4 { vec![0.0; 3] } else { model.resting_state() },
        time_step: if model.kind() == Kind::Schnakenberg { 0.01 } else { 1.0 },
        initial: if v4 { Initial::V4 } else { Initial::Noise { amplitude: 0.3 } },
        model,
        grid,
        boundary,
        stencil: Stencil::of(grid.dimensions())[0],
        scheme: Scheme::Euler,
        tolerance: 1e-6,
        noise: 0.0,
        precision: Precision::F64,
        seed,
        parallel: false,
    }
}

/// So many cases, the same in every run of the tests.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(4),
        ..<_>::default()
    }
}

fn fields(simulation: &Simulation) -> Vec<Array2<f64>> {
    let read = |view: FieldView<'_>| Array2::from_shape_fn(view.shape(), |(i, j)| view.get(i, j));
    simulation.fields().into_iter().map(read).collect()
}

/// Every field's bits, then the words of the state beyond.
fn bits(simulation: &Simulation) -> Vec<u64> {
    let fields = fields(simulation);
    let cells = fields.iter().flatten().map(|value| value.to_bits());
    cells.chain(simulation.system().words()).collect()
}

fn advance(simulation: &mut Simulation, steps: u64) -> Result<(), StepError> {
    (0..steps).try_for_each(|_| simulation.advance())
}

fn boundaries() -> impl Strategy<Value = Boundary> {
    prop_oneof![Just(Boundary::Periodic), Just(Boundary::Neumann), Just(Boundary::Dirichlet)]
}

fn models() -> impl Strategy<Value = Model> {
    let gray_scott = GrayScott { feed: 0.03, kill: 0.06, diffusivity_u: 0.16, diffusivity_v: 0.08 };
    let schnakenberg =
        Schnakenberg { a: 0.1, b: 0.9, gamma: 1.0, diffusivity_u: 1.0, diffusivity_v: 20.0 };
    prop_oneof![
        Just(Model::GrayScott(gray_scott)),
        Just(Model::Schnakenberg(schnakenberg)),
        v4("engine").prop_map(Model::MfnV4),
    ]
}

/// Any parameters that a table of v4.1 allows, and its edges often.
fn v4(variant: &'static str) -> impl Strategy<Value = MfnV4> {
    // The unit interval's ends and, more often, what lies between.
    let share = || prop_oneof![1 => Just(0.0), 1 => Just(1.0), 6 => 0.0..1.0_f64];
    let shares = proptest::collection::vec(share(), 8);
    (shares, any::<bool>(), any::<bool>()).prop_map(move |(shares, turing, jitter)| {
        let table = Kind::MfnV4.parameters(Some(variant));
        let mut values = Values::defaults(table);
        values.set("variant", Value::Word(variant.to_owned()));
        values.set("turing_enabled", Value::Flag(turing));
        values.set("quantum_jitter", Value::Flag(jitter));
        let numbers =
            table.iter().filter(|row| matches!(values.get(row.key), Some(Value::Number(_))));
        let chosen: Vec<_> =
            numbers.zip(shares).map(|(row, share)| (row, pick(row.range, share))).collect();
        for (row, number) in chosen {
            assert!(row.range.holds(number), "{} = {number}", row.key);
            values.set(row.key, Value::Number(number));
        }
        match Kind::MfnV4.build(&values) {
            Model::MfnV4(model) => model,
            other => panic!("{other:?} is not mfn-v4"),
        }
    })
}

/// The number at a share of a range; the last one below an open end.
fn pick(range: mfn::model::Range, share: f64) -> f64 {
    use mfn::model::Range::{Closed, HalfOpen};
    match range {
        Closed(low, high) => (low + share * (high - low)).min(high),
        HalfOpen(low, high) => (low + share * (high - low)).min(high.next_down()),
        other => panic!("{other} is no range of numbers here"),
    }
}

/// MFN v4.1 as its description reads: whole arrays, every clip and every count in every step.
struct Reference {
    model: MfnV4,
    boundary: Boundary,
    /// What a Dirichlet rim holds; v4.1 knows 0 alone.
    rim: [f64; 3],
    generator: Generator,
    v: Array2<f64>,
    a: Array2<f64>,
    h: Array2<f64>,
    counts: [u64; 3],
}

impl Reference {
    fn new(model: MfnV4, grid: Grid, (boundary, rim): Place, seed: u128) -> Self {
        let mut generator = Generator::from_seed(seed);
        let shape = (grid.rows(), grid.cols());
        // `from_shape_simple_fn` draws in C order.
        let v = Array2::from_shape_simple_fn(shape, || generator.normal(-0.07, 0.005));
        let draws = model.variant == Variant::Engine || model.turing_enabled;
        let mut fill = || {
            let draw = || if draws { generator.uniform(0.0, 0.1) } else { 0.0 };
            Array2::from_shape_simple_fn(shape, draw)
        };
        let (a, h) = (fill(), fill());
        Self { model, boundary, rim, generator, v, a, h, counts: [0; 3] }
    }

    fn laplacian(&self, field: &Array2<f64>, outside: f64) -> Array2<f64> {
        let (rows, cols) = field.dim();
        let at = |i: i64, j: i64| {
            let (n, m) = (rows as i64, cols as i64);
            let (row, col) = match self.boundary {
                Boundary::Periodic => (i.rem_euclid(n), j.rem_euclid(m)),
                Boundary::Neumann => (i.clamp(0, n - 1), j.clamp(0, m - 1)),
                Boundary::Dirichlet if i < 0 || i >= n || j < 0 || j >= m => {
                    return outside;
                }
                Boundary::Dirichlet => (i, j),
            };
            field[(row as usize, col as usize)]
        };
        Array2::from_shape_fn((rows, cols), |(i, j)| {
            let (i, j) = (i as i64, j as i64);
            let (north, south) = (at(i - 1, j), at(i + 1, j));
            let (west, east) = (at(i, j - 1), at(i, j + 1));
            let arms = match self.boundary {
                Boundary::Dirichlet => ((south + north) + east) + west,
                Boundary::Periodic | Boundary::Neumann => ((north + south) + west) + east,
            };
            arms - 4.0 * at(i, j)
        })
    }

    fn step(&mut self) {
        let (rows, cols) = self.v.dim();
        if self.generator.random() < self.model.spike_probability {
            let row = self.generator.integers(0..rows as i64).unwrap() as usize;
            let col = self.generator.integers(0..cols as i64).unwrap() as usize;
            self.v[(row, col)] += self.generator.normal(0.02, 0.005);
            self.counts[0] += 1;
        }
        let curvature = self.laplacian(&self.v, self.rim[0]);
        self.v.zip_mut_with(&curvature, |v, l| *v += self.model.alpha * l);
        if self.model.turing_enabled {
            self.react();
        }
        if self.model.quantum_jitter {
            let deviation = self.model.jitter_var.sqrt();
            self.v.iter_mut().for_each(|v| *v += self.generator.normal(0.0, deviation));
        }
        for v in &mut self.v {
            let clamped = clip(*v, -0.095, 0.040);
            self.counts[2] += u64::from(clamped != *v);
            *v = clamped;
        }
    }

    fn react(&mut self) {
        let p = self.model;
        let curvature_a = self.laplacian(&self.a, self.rim[1]);
        let curvature_h = self.laplacian(&self.h, self.rim[2]);
        for (cell, v) in self.v.indexed_iter_mut() {
            let (a, h) = (self.a[cell], self.h[cell]);
            let change_a = p.d_activator * curvature_a[cell] + p.r_activator * (a * (1.0 - a) - h);
            let new_a = a + change_a;
            let source = if p.variant == Variant::Legacy { new_a } else { a };
            let change_h = p.d_inhibitor * curvature_h[cell] + p.r_inhibitor * (source - h);
            if new_a > p.turing_threshold {
                *v += 0.005;
                self.counts[1] += 1;
            }
            (self.a[cell], self.h[cell]) = (clip(new_a, 0.0, 1.0), clip(h + change_h, 0.0, 1.0));
        }
    }

    fn restore_into(&self, simulation: &mut Simulation) {
        let views = [&self.v, &self.a, &self.h].map(|field| FieldView::F64(field.view()));
        let words = simulation.system().words();
        simulation.restore(0, &views, &words).unwrap();
    }
}

fn clip(x: f64, low: f64, high: f64) -> f64 {
    if x < low {
        low
    } else if x > high {
        high
    } else {
        x
    }
}

/// A boundary, and what a Dirichlet rim holds.
type Place = (Boundary, [f64; 3]);

/// Compares after every step; `lift` raises the activator at the start so that cells activate.
fn check_v4(
    model: MfnV4,
    (boundary, rim): Place,
    (rows, cols): (usize, usize),
    lift: f64,
    seed: u64,
) -> [u64; 3] {
    let grid = Grid::new(rows, cols, 1.0).unwrap();
    let seed = u128::from(seed);
    let mut reference = Reference::new(model, grid, (boundary, rim), seed);
    let setup = Setup { rim: rim.to_vec(), ..setup(Model::MfnV4(model), grid, boundary, seed) };
    let mut simulation = Simulation::new(&setup).unwrap();
    if lift > 0.0 && model.turing_enabled {
        reference.a.mapv_inplace(|a| (10.0 * a + lift).min(1.0));
        reference.v.mapv_inplace(|v| v + 0.1 * lift);
        reference.restore_into(&mut simulation);
    }
    for step in 0..40 {
        reference.step();
        simulation.advance().unwrap();
        let found = fields(&simulation);
        for (found, wanted) in found.iter().zip([&reference.v, &reference.a, &reference.h]) {
            let same = found.iter().zip(wanted).all(|(x, y)| x.to_bits() == y.to_bits());
            assert!(same, "step {step} of {model:?}, {boundary:?}, {rows} × {cols}, seed {seed}");
        }
        let counts: Vec<u64> = simulation.system().counters().iter().map(|(_, n)| *n).collect();
        assert_eq!(counts, reference.counts, "step {step} of {model:?}, {boundary:?}");
    }
    reference.counts
}

#[test]
fn mfn_v4_equals_a_plain_reference_whatever_the_parameters() {
    let case = (
        prop_oneof![
            (v4("engine"), boundaries()).boxed(),
            (v4("legacy"), Just(Boundary::Periodic)).boxed(),
        ],
        prop_oneof![Just([0.0; 3]), [-0.2..0.2_f64, -1.0..2.0_f64, -1.0..2.0_f64]],
        (4..20_usize, 4..40_usize),
        prop_oneof![Just(0.0), 0.0..1.0_f64],
        any::<u64>(),
    );
    let busy = Mutex::new([0_usize; 3]);
    let mut runner = TestRunner::new(cases(150));
    let run = |((model, boundary), rim, shape, lift, seed)| {
        let counts = check_v4(model, (boundary, rim), shape, lift, seed);
        let mut busy = busy.lock().unwrap();
        counts
            .iter()
            .zip(busy.iter_mut())
            .for_each(|(count, busy)| *busy += usize::from(*count > 0));
        Ok(())
    };
    runner.run(&case, run).unwrap();
    let [grown, activated, clamped] = *busy.lock().unwrap();
    assert!(grown >= 75 && activated >= 20 && clamped >= 50, "{grown}, {activated}, {clamped}");
}

/// The bits after four steps in a pool of so many threads.
fn in_pool(setup: &Setup, threads: usize) -> Vec<u64> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let mut simulation = Simulation::new(setup).unwrap();
        advance(&mut simulation, 4).unwrap();
        bits(&simulation)
    })
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn threads_change_no_bit(
        model in models(), boundary in boundaries(), rows in 150..260_usize, cols in 260..420_usize,
        seed: u64,
    ) {
        // `engine::sweep` cuts what has more than 2^15 cells; its own test counts the parts.
        prop_assert!(rows * cols > 1 << 15);
        let grid = Grid::new(rows, cols, 1.0).unwrap();
        let mut setup = setup(model, grid, boundary, u128::from(seed));
        let mut serial = Simulation::new(&setup).unwrap();
        advance(&mut serial, 4).unwrap();
        setup.parallel = true;
        for threads in [1, 2, 3, 7] {
            prop_assert!(in_pool(&setup, threads) == bits(&serial), "{} threads", threads);
        }
    }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn saved_and_resumed_run_equals_an_uninterrupted_one(
        model in models(), boundary in boundaries(), rows in 4..20_usize, cols in 4..40_usize,
        single: bool, pause in 0..40_u64, seed: u64,
    ) {
        let grid = Grid::new(rows, cols, 1.0).unwrap();
        let mut setup = setup(model, grid, boundary, u128::from(seed));
        if single && setup.model.kind() != Kind::MfnV4 {
            setup.precision = Precision::F32;
        }
        let mut whole = Simulation::new(&setup).unwrap();
        advance(&mut whole, pause).unwrap();
        // As a checkpoint does: doubles hold singles exactly.
        let (saved, words) = (fields(&whole), whole.system().words());
        advance(&mut whole, 40 - pause).unwrap();
        // The run that resumes was started from another seed: nothing of that may be left.
        let mut resumed = Simulation::new(&Setup { seed: 999, ..setup }).unwrap();
        let views: Vec<FieldView<'_>> = saved.iter().map(|f| FieldView::F64(f.view())).collect();
        resumed.restore(pause, &views, &words).unwrap();
        advance(&mut resumed, 40 - pause).unwrap();
        prop_assert_eq!(resumed.step(), 40);
        prop_assert_eq!(bits(&resumed), bits(&whole));
    }

    #[test]
    fn single_precision_stays_near_double_precision(
        model in models(), boundary in boundaries(), rows in 4..20_usize, cols in 4..40_usize,
        seed: u64,
    ) {
        proptest::prop_assume!(model.kind() != Kind::MfnV4);
        let grid = Grid::new(rows, cols, 1.0).unwrap();
        let double = setup(model, grid, boundary, u128::from(seed));
        let single = Setup { precision: Precision::F32, ..double.clone() };
        let [double, single] = [double, single].map(|setup| {
            let mut simulation = Simulation::new(&setup).unwrap();
            advance(&mut simulation, 50).unwrap();
            fields(&simulation)
        });
        // 50 steps, each with some roundings of half an ulp (6e-8) of a value of order 1.
        for (double, single) in double.iter().flatten().zip(single.iter().flatten()) {
            prop_assert!((double - single).abs() < 2e-5, "{} and {}", double, single);
            prop_assert!(double.is_finite());
        }
    }
}

#[test]
fn mfn_v4_that_overflows_from_given_fields_says_so() {
    let model = Kind::MfnV4.build(&Values::defaults(Kind::MfnV4.parameters(None)));
    let grid = Grid::new(8, 8, 1.0).unwrap();
    let mut simulation = Simulation::new(&setup(model, grid, Boundary::Periodic, 1)).unwrap();
    let words = simulation.system().words();
    let [tame, huge] = [0.0, 1e308].map(|value| Array2::from_elem((8, 8), value));
    let views = [&huge, &tame, &tame].map(|field| FieldView::F64(field.view()));
    simulation.restore(0, &views, &words).unwrap();
    let Err(StepError::NonFinite(flaw)) = simulation.advance() else { unreachable!("overflow") };
    assert_eq!((flaw.species, flaw.step), ("potential", 1));
}

/// Every model × scheme × precision that goes together, on a grid that is cut among threads.
fn combinations() -> Vec<Setup> {
    let grids = [Grid::new(260, 200, 1.0).unwrap(), Grid::volume(20, 50, 52, 1.0).unwrap()];
    let mut setups = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::MfnV4) {
        let model = kind.build(&Values::defaults(kind.parameters(None)));
        for scheme in Scheme::ALL {
            for precision in [Precision::F32, Precision::F64] {
                for grid in grids {
                    let time_step = 0.2 * kind.start().time_step;
                    let base = setup(model.clone(), grid, Boundary::Periodic, 5);
                    let own = Setup { time_step, scheme, precision, ..base };
                    setups.push(Setup { noise: 1e-3, tolerance: 1e-3, ..own });
                }
            }
        }
    }
    setups
}

#[test]
fn every_model_scheme_and_precision_has_the_same_bits_on_any_threads_and_after_a_stop() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let mut n_checked = 0;
    for setup in combinations() {
        let precision = setup.precision.name();
        let name = (setup.model.kind().name(), setup.scheme.name(), precision, setup.grid);
        let mut serial = match Simulation::new(&setup) {
            Ok(simulation) => simulation,
            Err(mfn::engine::Error::Scheme { .. }) => continue,
            Err(error) => unreachable!("{name:?}: {error}"),
        };
        serial.advance().unwrap();
        let mut resumed = Simulation::new(&Setup { seed: setup.seed, ..setup.clone() }).unwrap();
        let words = serial.system().words();
        resumed.restore(1, &serial.fields(), &words).unwrap();
        serial.advance().unwrap();
        resumed.advance().unwrap();
        let threaded = pool.install(|| {
            let mut simulation =
                Simulation::new(&Setup { parallel: true, ..setup.clone() }).unwrap();
            advance(&mut simulation, 2).unwrap();
            bits(&simulation)
        });
        assert!(bits(&serial) == bits(&resumed), "{name:?}: resumed");
        assert!(bits(&serial) == threaded, "{name:?}: threads");
        n_checked += 1;
    }
    assert!(n_checked >= 2 * 2 * 2 * 7, "{n_checked} combinations");
}
