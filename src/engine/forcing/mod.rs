//! What acts on the fields after each step, beside the equation: noise, events and the clamp.

mod clamp;
mod growth;
mod ornstein_uhlenbeck;
mod white_noise;

use crate::engine::forcing::clamp::Clamp;
use crate::engine::forcing::growth::Growth;
use crate::engine::forcing::ornstein_uhlenbeck::OrnsteinUhlenbeck;
use crate::engine::forcing::white_noise::WhiteNoise;
use crate::engine::initial::Initial;
use crate::engine::operator::Fields;
use crate::engine::simulation::Setup;
use crate::engine::steppers::Scheme;
use crate::engine::sweep::{Join, sweep};
use crate::grid::Padded;
use crate::model::{Model, Mycelium, Real};
use std::ops::Range;

/// Noise or events that are applied after each step.
pub(crate) trait Forcing<R: Real, const N: usize>: Send {
    /// Acts on the initial state.
    fn start(&self, _state: &mut Fields<R, N>) {}

    /// Acts on the state after step number `step`, counted from 1.
    fn apply(&mut self, step: u64, state: &mut Fields<R, N>);

    /// Events counted so far, by name, in a fixed order.
    fn counters(&self) -> Vec<(&'static str, u64)> {
        Vec::new()
    }

    /// What must be saved beside the fields.
    fn words(&self) -> Vec<u64> {
        Vec::new()
    }

    /// Takes over saved words, as many as [`Forcing::words`] gives.
    fn restore(&mut self, _words: &[u64]) {}
}

/// The forcings of a set-up, in the order in which they act.
pub(crate) fn forcings<R: Real, const N: usize>(setup: &Setup) -> Vec<Box<dyn Forcing<R, N>>> {
    let mut forcings: Vec<Box<dyn Forcing<R, N>>> = Vec::new();
    if setup.scheme == Scheme::EulerMaruyama {
        let cell_size = setup.grid.cell_size();
        let noise = WhiteNoise::new(setup.seed, setup.noise, setup.time_step, cell_size);
        forcings.push(Box::new(noise));
    }
    if let Model::Mycelium(model) = &setup.model {
        let mut noise = OrnsteinUhlenbeck::new(setup, Mycelium::NOISE, model.noise);
        let name = model_name(setup, Mycelium::NOISE);
        if matches!(&setup.initial, Initial::Given { species, .. } if species == name) {
            noise.keep_start();
        }
        forcings.push(Box::new(noise));
        forcings.push(Box::new(Growth::new(setup, Mycelium::POTENTIAL, model.events)));
        let clamp = Clamp::new(Mycelium::POTENTIAL, Mycelium::CLAMP, setup.parallel);
        forcings.push(Box::new(clamp));
    }
    forcings
}

fn model_name(setup: &Setup, species: usize) -> &'static str {
    setup.model.species().get(species).map_or("", |species| species.name)
}

/// How often something happened in the rows of a sweep.
#[derive(Debug, Clone, Copy)]
struct Count(u64);

impl Join for Count {
    fn join(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

/// Calls `visit(line, cells)` for every line of a field, on several threads where that pays, and
/// sums the answers.
fn each_line<R: Real>(
    field: &mut Padded<R>,
    parallel: bool,
    visit: impl Fn(usize, &mut [R]) -> u64 + Sync,
) -> u64 {
    let (stride, columns) = (field.stride(), field.columns());
    let visit = |lines: Range<usize>, [cells]: [&mut [R]; 1]| {
        let lines = lines.zip(cells.chunks_exact_mut(stride));
        Count(lines.map(|(line, cells)| visit(line, &mut cells[columns.clone()])).sum())
    };
    let Count(sum) = sweep([field.padded_lines_mut()], stride, parallel, &visit);
    sum
}
