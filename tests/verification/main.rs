//! Is the equation solved right? What `mfn validate verification` does not look at: stated limits,
//! volumes beside planes, and that wrong claims about the linear stage are caught.

#![allow(clippy::unwrap_used, reason = "the set-ups of this file are sound")]

use mfn::engine::{Initial, Precision, Scheme, Setup, Simulation, largest_step};
use mfn::grid::{Boundary, FieldView, Grid, Stencil};
use mfn::model::{GrayScott, Linearisation, Model, Schnakenberg, TwoSpecies};
use ndarray::Array2;

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
