//! Whether a run is at rest: runs that came to rest, and runs that move, grow or decay.

use crate::engine::{Scheme, Setup};
use crate::features::{Evolution, Stationarity};
use crate::grid::{Boundary, FieldView, Grid};
use crate::model::{AllenCahn, Brusselator, FisherKpp, Model, Schnakenberg};
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::solver::{Solver, advance, fields};
use crate::verify::suites::base::{diffusion, setup};
use ndarray::Array2;
use std::f64::consts::TAU;

const SHAPE: (usize, usize) = (4, 96);

/// A run, and whether it is at rest at its end.
struct Run {
    model: Model,
    time_step: f64,
    /// The first species over the columns; the others are at rest.
    start: fn(usize) -> f64,
    steps_per_frame: u64,
    frames: usize,
    is_at_rest: bool,
}

pub(crate) fn checks() -> Vec<Check> {
    let check = |is_at_rest: bool, name: &str, claim: &str, twin| {
        Check::new(Suite::Dynamics, name, move |subject| verdicts(is_at_rest, subject))
            .claim(claim)
            .reference("Allen, Cahn 1979 (a flat interface rests); Fisher 1937; Prigogine 1968")
            .because("a verdict is right or wrong")
            .twin(twin)
    };
    vec![
        check(
            true,
            "stationarity-of-rest",
            "an interface, a steady state and a pattern that came to rest are called so",
            "a bound of zero, below which no change is",
        ),
        check(
            false,
            "stationarity-of-motion",
            "a front, an oscillation, a growing pattern and a decay are not called at rest",
            "a bound of 1, below which every change is",
        ),
    ]
}

fn schnakenberg() -> Model {
    let (a, b, gamma) = (0.1, 0.9, 1.0);
    Model::Schnakenberg(Schnakenberg { a, b, gamma, diffusivity_u: 1.0, diffusivity_v: 20.0 })
}

/// A wave of the band of modes that grow, 12 columns long, with a crest at the wall: a mode of the
/// grid, which comes to rest where it is.
fn ripple(col: usize) -> f64 {
    1.0 + 1e-3 * libm::cos(TAU * (col as f64 + 0.5) / 12.0)
}

fn runs() -> [Run; 7] {
    let allen_cahn =
        Model::AllenCahn(AllenCahn { diffusivity: 1.0, interface_width: 4.0, rest: -1.0 });
    let fisher = Model::FisherKpp(FisherKpp { diffusivity: 1.0, growth_rate: 1.0 });
    let (feed, control) = (1.0, 3.0);
    let brusselator =
        Model::Brusselator(Brusselator { feed, control, diffusivity_u: 1.0, diffusivity_v: 1.0 });
    let run = |model: &Model, time_step: f64, start: fn(usize) -> f64, steps_per_frame: u64| Run {
        model: model.clone(),
        time_step,
        start,
        steps_per_frame,
        frames: 40,
        is_at_rest: false,
    };
    let rest = |run: Run| Run { is_at_rest: true, ..run };
    let turing = schnakenberg();
    [
        rest(run(&allen_cahn, 0.2, |col| if 2 * col < SHAPE.1 { -1.0 } else { 1.0 }, 50)),
        rest(run(&fisher, 0.2, |_| 0.0, 1)),
        rest(run(&turing, 0.01, ripple, 1000)),
        run(&fisher, 0.2, |col| if col < 8 { 1.0 } else { 0.0 }, 4),
        run(&brusselator, 0.02, |_| 1.1, 20),
        run(&turing, 0.01, ripple, 10),
        run(&diffusion(1.0), 0.2, ripple, 10),
    ]
}

/// Verdicts that are wrong over the runs of either kind.
fn verdicts(is_at_rest: bool, subject: Subject) -> Result<Finding, Obstacle> {
    let bound = subject.pick(Stationarity::QUIET, if is_at_rest { 0.0 } else { 1.0 });
    let (mut wrong, mut curves) = (0, Vec::new());
    for run in runs().iter().filter(|run| run.is_at_rest == is_at_rest) {
        let evolution = evolve(run)?;
        let verdict = evolution.stationarity(bound, Stationarity::WINDOW);
        wrong += usize::from(verdict.since().is_some() != is_at_rest);
        let changes = evolution.changes().iter().enumerate();
        let seen = changes.filter(|(_, change)| change.max > 0.0);
        let points: Vec<(f64, f64)> = seen.map(|(t, c)| (t as f64, c.max)).collect();
        if !points.is_empty() {
            curves.push(Curve::measured(run.model.kind().name(), points));
        }
    }
    let mut figure = Figure::linear("changes of runs", ("frame", "largest change"), curves);
    figure.y.is_log = true;
    Ok(Finding::none(wrong).unit("verdicts").figure(figure))
}

fn evolve(run: &Run) -> Result<Evolution, Obstacle> {
    let grid = Grid::new(SHAPE.0, SHAPE.1, 1.0)?;
    let base = setup(run.model.clone(), grid, run.time_step);
    let setup = Setup { boundary: Boundary::Neumann, scheme: Scheme::Euler, ..base };
    let mut start: Vec<Array2<f64>> =
        setup.rim.iter().map(|value| Array2::from_elem(SHAPE, *value)).collect();
    if let Some(first) = start.first_mut() {
        *first = Array2::from_shape_fn(SHAPE, |(_, col)| (run.start)(col));
    }
    let mut simulation = Solver::OURS.start(&setup, &start)?;
    let mut evolution = Evolution::new(SHAPE, 1.0);
    for _ in 0..run.frames {
        let all = fields(&simulation);
        if let Some(first) = all.first() {
            evolution.push(FieldView::F64(first.view())).map_err(Obstacle::broke)?;
        }
        advance(&mut simulation, run.steps_per_frame)?;
    }
    Ok(evolution)
}
