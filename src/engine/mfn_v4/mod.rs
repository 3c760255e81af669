//! MFN v4.1's simulators, bit for bit: `engine` and `legacy`.
//!
//! Draws come from one sequential generator in v4.1's order, so a step is: the growth event, one
//! sweep that may run on several threads (it draws nothing), then, with jitter, one serial pass.

mod bounds;
mod kernel;

use crate::engine::mfn_v4::bounds::{Bounds, Forecast};
use crate::engine::mfn_v4::kernel::{
    DIRICHLET, ENGINE, LEGACY, Tally, Weights, clamp_potential, potential_band, turing_band,
};
use crate::engine::sweep::sweep;
use crate::engine::system::{Cell, NonFinite, StepError, System, check_saved};
use crate::grid::{Boundary, DoubleBuffer, FieldView, Grid, Padded};
use crate::model::{MfnV4, Model, REST_SD_V, REST_V, SPIKE_MEAN_V, SPIKE_SD_V, Variant};
use crate::rng::{Generator, Pcg64};
use std::ops::Range;

/// Words of the generator, then the three counters.
const N_WORDS: usize = 9;

/// The state of v4.1's lattice.
#[derive(Debug)]
pub(crate) struct MfnV4System {
    model: MfnV4,
    weights: Weights,
    grid: Grid,
    boundary: Boundary,
    /// What a Dirichlet rim holds; 0 in v4.1.
    rim: [f64; 3],
    parallel: bool,
    generator: Generator<Pcg64>,
    potential: DoubleBuffer<f64, 1>,
    turing: DoubleBuffer<f64, 2>,
    bounds: Bounds,
    /// Whether fields or rim were given from outside, so that a step may overflow.
    unproven: bool,
    growth_events: u64,
    turing_activations: u64,
    clamping_events: u64,
}

impl MfnV4System {
    /// Draws the initial fields from `seed` as v4.1 does; v4.1's Dirichlet value is 0, in `rim`.
    pub(crate) fn new(
        model: MfnV4,
        grid: Grid,
        (boundary, rim): (Boundary, [f64; 3]),
        seed: u128,
        parallel: bool,
    ) -> Self {
        let mut generator = Generator::from_seed(seed);
        let [mut v, mut a, mut h] = [(); 3].map(|()| Padded::from_fn(grid, |_, _| 0.0));
        let rows = 0..grid.rows();
        rows.clone().for_each(|row| generator.fill_normal(REST_V, REST_SD_V, v.line_mut(row)));
        if model.variant == Variant::Engine || model.turing_enabled {
            rows.clone().for_each(|row| generator.fill_uniform(0.0, 0.1, a.line_mut(row)));
            rows.for_each(|row| generator.fill_uniform(0.0, 0.1, h.line_mut(row)));
        }
        Self {
            weights: Weights::new(&model),
            model,
            grid,
            boundary,
            rim,
            parallel,
            generator,
            potential: DoubleBuffer::new([v]),
            turing: DoubleBuffer::new([a, h]),
            bounds: Bounds::unknown(),
            unproven: rim_overflows(rim),
            growth_events: 0,
            turing_activations: 0,
            clamping_events: 0,
        }
    }

    /// Replaces initial fields by given ones; the generator keeps its place.
    pub(crate) fn replace(&mut self, species: usize, field: Padded<f64>) {
        self.bounds = Bounds::unknown();
        self.unproven = true;
        match species {
            0 => self.potential.current_mut()[0] = field,
            1 | 2 => self.turing.current_mut()[species - 1] = field,
            _ => debug_assert!(false, "mfn-v4 has three species"),
        }
    }

    /// At most one growth event a step, whatever the grid's size: v4.1's rule.
    fn grow(&mut self) {
        if self.generator.random() >= self.model.spike_probability {
            return;
        }
        let row = self.draw_below(self.grid.rows());
        let col = self.draw_below(self.grid.cols());
        let size = self.generator.normal(SPIKE_MEAN_V, SPIKE_SD_V);
        let [potential] = self.potential.current_mut();
        potential.line_mut(row)[col] += size;
        self.bounds.hit(size);
        self.growth_events += 1;
    }

    fn draw_below(&mut self, n: usize) -> usize {
        // A grid side is at least 1, so the range is never empty.
        let drawn = self.generator.integers(0..n as i64).unwrap_or_default();
        usize::try_from(drawn).unwrap_or_default()
    }

    /// Looks for NaN after a first step from given fields, which may hold any number. From then on
    /// every field is clipped, and the table's bounds keep each product finite.
    fn check_finite(&mut self, step: u64) -> Result<(), StepError> {
        if !std::mem::replace(&mut self.unproven, rim_overflows(self.rim)) {
            return Ok(());
        }
        let fields = self.potential.current().iter().chain(self.turing.current());
        for (field, species) in fields.zip(Model::MfnV4(self.model).species()) {
            let values = field.view();
            let flaw = values.indexed_iter().find(|(_, value)| !value.is_finite());
            if let Some(((row, col), &value)) = flaw {
                let (species, cell) = (species.name, Cell::of(self.grid, row, col));
                return Err(NonFinite { step, species, cell, value }.into());
            }
        }
        Ok(())
    }

    fn forecast(&mut self, step: u64) -> Forecast {
        let ([v], [a, h]) = (self.potential.current(), self.turing.current());
        let legacy = self.model.variant == Variant::Legacy;
        self.bounds.forecast(step, &self.weights, [v, a, h], legacy)
    }

    fn stride(&self) -> usize {
        self.potential.current()[0].stride()
    }

    /// Diffuses the potential alone.
    fn diffuse(&mut self, clamp: bool) -> Tally {
        let stride = self.stride();
        let ([field], next) = self.potential.split();
        let kernel = match (clamp, self.boundary) {
            (true, Boundary::Dirichlet) => potential_band::<true, true>,
            (false, Boundary::Dirichlet) => potential_band::<false, true>,
            (true, _) => potential_band::<true, false>,
            (false, _) => potential_band::<false, false>,
        };
        let weights = &self.weights;
        let visit = |rows: Range<usize>, [out]: [&mut [f64]; 1]| kernel(weights, field, rows, out);
        let outputs = next.each_mut().map(Padded::padded_lines_mut);
        let tally = sweep(outputs, stride, self.parallel, &visit);
        self.potential.swap();
        tally
    }

    /// Diffuses the potential and steps activator and inhibitor, in one pass.
    fn diffuse_and_react(&mut self, clamp: bool, plain: bool) -> Tally {
        let stride = self.stride();
        let ([v], [next_v]) = self.potential.split();
        let ([a, h], [next_a, next_h]) = self.turing.split();
        let kernel = match (self.model.variant, self.boundary) {
            (Variant::Legacy, _) => choose::<LEGACY>(clamp, plain),
            (Variant::Engine, Boundary::Dirichlet) => choose::<DIRICHLET>(clamp, plain),
            (Variant::Engine, _) => choose::<ENGINE>(clamp, plain),
        };
        let weights = &self.weights;
        let visit = |rows: Range<usize>, [out_v, out_a, out_h]: [&mut [f64]; 3]| {
            kernel(weights, [v, a, h], rows, out_v, out_a, out_h)
        };
        let outputs = [next_v, next_a, next_h].map(Padded::padded_lines_mut);
        let tally = sweep(outputs, stride, self.parallel, &visit);
        self.potential.swap();
        self.turing.swap();
        tally
    }

    /// Adds Normal(0, √σ²) to every cell in C order, clamps, and returns how many were clamped.
    fn jitter(&mut self) -> u64 {
        let deviation = self.model.jitter_var.sqrt();
        let [potential] = self.potential.current_mut();
        let mut clamped = 0;
        for row in 0..self.grid.rows() {
            for value in potential.line_mut(row) {
                let shaken = *value + self.generator.normal(0.0, deviation);
                *value = clamp_potential(shaken);
                clamped += u64::from(shaken.to_bits() != value.to_bits());
            }
        }
        clamped
    }
}

/// Whether four values of a rim can sum to infinity.
fn rim_overflows(rim: [f64; 3]) -> bool {
    rim.into_iter().any(|value| value.is_nan() || value.abs() > f64::MAX / 8.0)
}

type TuringBand =
    fn(&Weights, [&Padded<f64>; 3], Range<usize>, &mut [f64], &mut [f64], &mut [f64]) -> Tally;

/// The kernel of a kind that does no more than the step asks for.
fn choose<const KIND: u8>(clamp: bool, plain: bool) -> TuringBand {
    match (clamp, plain) {
        (_, true) => turing_band::<KIND, false, true>,
        (true, false) => turing_band::<KIND, true, false>,
        (false, false) => turing_band::<KIND, false, false>,
    }
}

impl System for MfnV4System {
    fn grid(&self) -> Grid {
        self.grid
    }

    fn field(&self, species: usize) -> FieldView<'_> {
        match species {
            0 => FieldView::from(&self.potential.current()[0]),
            _ => FieldView::from(&self.turing.current()[species - 1]),
        }
    }

    fn advance(&mut self, step: u64) -> Result<(), StepError> {
        self.grow();
        let [v, a, h] = self.rim;
        self.potential.current_mut()[0].fill_ghosts(self.boundary, v);
        for (field, outside) in self.turing.current_mut().iter_mut().zip([a, h]) {
            field.fill_ghosts(self.boundary, outside);
        }
        let Forecast { calm, unclamped } = self.forecast(step);
        // With jitter the clamp comes after it.
        let jitter = self.model.quantum_jitter;
        let clamp = !jitter && !unclamped;
        let mut tally = if self.model.turing_enabled {
            self.diffuse_and_react(!jitter, calm && !clamp)
        } else {
            self.diffuse(clamp)
        };
        if jitter {
            tally.clamped += self.jitter();
            self.bounds.forget_potential();
        }
        self.turing_activations += tally.activated;
        self.clamping_events += tally.clamped;
        self.check_finite(step)
    }

    fn counters(&self) -> Vec<(&'static str, u64)> {
        vec![
            ("growth_events", self.growth_events),
            ("turing_activations", self.turing_activations),
            ("clamping_events", self.clamping_events),
        ]
    }

    fn words(&self) -> Vec<u64> {
        let mut words = self.generator.bits().state_words().to_vec();
        words.extend([self.growth_events, self.turing_activations, self.clamping_events]);
        words
    }

    fn restore(
        &mut self,
        fields: &[FieldView<'_>],
        words: &[u64],
    ) -> Result<(), crate::engine::Error> {
        check_saved((3, N_WORDS), self.grid, fields, words)?;
        let mut state = [0; 6];
        state.copy_from_slice(&words[..6]);
        self.generator = Generator::new(Pcg64::from_state_words(state)?);
        self.growth_events = words[6];
        self.turing_activations = words[7];
        self.clamping_events = words[8];
        for (species, saved) in fields.iter().enumerate() {
            self.replace(species, Padded::from_fn(self.grid, |row, col| saved.get(row, col)));
        }
        Ok(())
    }
}
