//! MFN v4.1's simulators, bit for bit: `engine` and `legacy`.
//!
//! Draws come from one sequential generator in v4.1's order, so a step is: the growth event, one
//! sweep that may run on several threads (it draws nothing), then, with jitter, one serial pass.

use crate::engine::mfn_v4_kernel::{Tally, Weights, clamp_potential, potential_row, turing_row};
use crate::engine::stencil::Rim;
use crate::engine::sweep::sweep;
use crate::engine::system::{NonFinite, System, check_saved};
use crate::grid::{Boundary, DoubleBuffer, Field, FieldView, Grid};
use crate::model::{MfnV4, REST_SD_V, REST_V, SPIKE_MEAN_V, SPIKE_SD_V, Variant};
use crate::rng::{Generator, Pcg64};
use std::ops::Range;

const NAMES: [&str; 3] = ["potential", "activator", "inhibitor"];

/// Words of the generator, then the three counters.
const N_WORDS: usize = 9;

/// The state of v4.1's lattice.
#[derive(Debug)]
pub(crate) struct MfnV4System {
    model: MfnV4,
    weights: Weights,
    grid: Grid,
    rims: [Rim<f64>; 3],
    /// v4.1 sums the two sides in the other order when the rim is Dirichlet.
    swapped: bool,
    parallel: bool,
    generator: Generator<Pcg64>,
    potential: DoubleBuffer<f64, 1>,
    turing: DoubleBuffer<f64, 2>,
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
        let mut potential = Field::filled(grid, 0.0);
        generator.fill_normal(REST_V, REST_SD_V, potential.cells_mut());
        let mut turing = [Field::filled(grid, 0.0), Field::filled(grid, 0.0)];
        if model.variant == Variant::Engine || model.turing_enabled {
            for field in &mut turing {
                generator.fill_uniform(0.0, 0.1, field.cells_mut());
            }
        }
        Self {
            weights: Weights::new(&model),
            model,
            grid,
            rims: rim.map(|value| Rim::new(boundary, grid, value)),
            swapped: boundary == Boundary::Dirichlet,
            parallel,
            generator,
            potential: DoubleBuffer::new([potential]),
            turing: DoubleBuffer::new(turing),
            growth_events: 0,
            turing_activations: 0,
            clamping_events: 0,
        }
    }

    /// Replaces initial fields by given ones; the generator keeps its place.
    pub(crate) fn replace(&mut self, species: usize, field: Field<f64>) {
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
        potential.cells_mut()[row * self.grid.cols() + col] += size;
        self.growth_events += 1;
    }

    fn draw_below(&mut self, n: usize) -> usize {
        // A grid side is at least 1, so the range is never empty.
        let drawn = self.generator.integers(0..n as i64).unwrap_or_default();
        usize::try_from(drawn).unwrap_or_default()
    }

    /// Diffuses the potential alone.
    fn diffuse(&mut self, clamp: bool) -> Tally {
        let ([field], next) = self.potential.split();
        let (weights, rim, swapped) = (&self.weights, &self.rims[0], self.swapped);
        let cols = self.grid.cols();
        let visit = |rows: Range<usize>, [out]: [&mut [f64]; 1]| {
            let lines = rows.zip(out.chunks_exact_mut(cols));
            lines.fold(Tally::default(), |tally, (row, out)| {
                let n = rim.neighbours(field, row);
                let row = if clamp {
                    potential_row::<true>(weights, &n, swapped, out)
                } else {
                    potential_row::<false>(weights, &n, swapped, out)
                };
                crate::engine::sweep::Join::join(tally, row)
            })
        };
        let tally = sweep(next.each_mut().map(Field::cells_mut), cols, self.parallel, &visit);
        self.potential.swap();
        tally
    }

    /// Diffuses the potential and steps activator and inhibitor, in one pass.
    fn diffuse_and_react(&mut self, clamp: bool) -> Tally {
        let ([potential], [next_potential]) = self.potential.split();
        let ([activator, inhibitor], [next_activator, next_inhibitor]) = self.turing.split();
        let fields = [potential, activator, inhibitor];
        let outputs = [next_potential, next_activator, next_inhibitor].map(Field::cells_mut);
        let kernel = match (self.model.variant, clamp) {
            (Variant::Engine, true) => turing_row::<false, true>,
            (Variant::Engine, false) => turing_row::<false, false>,
            (Variant::Legacy, true) => turing_row::<true, true>,
            (Variant::Legacy, false) => turing_row::<true, false>,
        };
        let (weights, rims, swapped) = (&self.weights, &self.rims, self.swapped);
        let cols = self.grid.cols();
        let visit = |rows: Range<usize>, outputs: [&mut [f64]; 3]| {
            let [v, a, h] = outputs.map(|cells| cells.chunks_exact_mut(cols));
            let lines = rows.zip(v.zip(a).zip(h));
            lines.fold(Tally::default(), |tally, (row, ((v, a), h))| {
                let n = [0, 1, 2].map(|species| rims[species].neighbours(fields[species], row));
                crate::engine::sweep::Join::join(tally, kernel(weights, &n, swapped, [v, a, h]))
            })
        };
        let tally = sweep(outputs, cols, self.parallel, &visit);
        self.potential.swap();
        self.turing.swap();
        tally
    }

    /// Adds Normal(0, √σ²) to every cell in C order and clamps.
    fn jitter(&mut self, tally: &mut Tally) {
        let deviation = self.model.jitter_var.sqrt();
        let [potential] = self.potential.current_mut();
        for value in potential.cells_mut() {
            *value = clamp_potential(*value + self.generator.normal(0.0, deviation), tally);
        }
    }

    /// Finds the first value that is not finite, in v4.1's order V, a, h.
    fn flaw(&self, step: u64) -> Result<(), NonFinite> {
        let [activator, inhibitor] = self.turing.current();
        let fields = [&self.potential.current()[0], activator, inhibitor];
        for (field, species) in fields.into_iter().zip(NAMES) {
            if let Some(index) = field.cells().iter().position(|value| !value.is_finite()) {
                let (row, col) = (index / self.grid.cols(), index % self.grid.cols());
                let value = field.cells()[index];
                return Err(NonFinite { step, species, row, col, value });
            }
        }
        Ok(())
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

    fn advance(&mut self, step: u64) -> Result<(), NonFinite> {
        self.grow();
        let jitter = self.model.quantum_jitter;
        let mut tally = if self.model.turing_enabled {
            self.diffuse_and_react(!jitter)
        } else {
            self.diffuse(!jitter)
        };
        if jitter {
            self.jitter(&mut tally);
        }
        self.turing_activations += tally.activated;
        self.clamping_events += tally.clamped;
        if tally.flawed == 0 { Ok(()) } else { self.flaw(step) }
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
            self.replace(species, Field::from_fn(self.grid, |row, col| saved.get(row, col)));
        }
        Ok(())
    }
}
