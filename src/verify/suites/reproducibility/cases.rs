//! Small runs through every part of the engine, and the digest of what they end in.

use crate::engine::{Initial, Precision, Scheme, Setup, Simulation};
use crate::grid::{Boundary, Grid, Stencil};
use crate::model::{Kind, Values};
use crate::verify::check::Obstacle;
use crate::verify::solver::advance;
use crate::verify::suites::base::setup;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Steps of a run.
pub(crate) const STEPS: u64 = 12;

/// A run.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) setup: Setup,
}

/// The digest of all fields after the run, and of what else is saved.
pub(crate) fn digest_of(setup: &Setup) -> Result<String, Obstacle> {
    let mut simulation = Simulation::new(setup)?;
    advance(&mut simulation, STEPS)?;
    Ok(digest(&simulation))
}

/// SHA-256 of the bits of all fields, widened to double precision, and of the saved words.
pub(crate) fn digest(simulation: &Simulation) -> String {
    let mut hash = Sha256::new();
    for view in simulation.fields() {
        let (lines, cols) = view.shape();
        let mut row = vec![0.0; cols];
        for line in 0..lines {
            view.copy_row(line, &mut row);
            for value in &row {
                hash.update(value.to_le_bytes());
            }
        }
    }
    for word in simulation.system().words() {
        hash.update(word.to_le_bytes());
    }
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn case(
    grid: Grid,
    (name, kind): (&'static str, Kind),
    time_step: f64,
    change: fn(Setup) -> Setup,
) -> Case {
    let model = kind.build(&Values::defaults(kind.parameters(None)));
    let start = Setup {
        seed: 42,
        initial: Initial::Noise { amplitude: 0.1 },
        ..setup(model, grid, time_step)
    };
    Case { name, setup: change(start) }
}

/// Every stepper, both precisions, each boundary, three stencils, noise, events and v4.1.
pub(crate) fn cases() -> Vec<Case> {
    // Large enough that several threads share a sweep; the sides are no 0, so the grid exists.
    let Ok(grid) = Grid::new(200, 208, 1.0) else { return Vec::new() };
    let of = |name, kind, time_step, change| case(grid, (name, kind), time_step, change);
    vec![
        of("euler", Kind::GrayScott, 1.0, |setup| setup),
        of("euler-f32", Kind::GrayScott, 1.0, |setup| Setup {
            precision: Precision::F32,
            boundary: Boundary::Neumann,
            stencil: Stencil::NinePoint,
            ..setup
        }),
        of("heun", Kind::Schnakenberg, 0.002, |setup| Setup {
            scheme: Scheme::Heun,
            boundary: Boundary::Dirichlet,
            ..setup
        }),
        of("rk4", Kind::Brusselator, 0.01, |setup| Setup { scheme: Scheme::Rk4, ..setup }),
        of("adaptive", Kind::GiererMeinhardt, 0.01, |setup| Setup {
            scheme: Scheme::Adaptive,
            tolerance: 1e-4,
            ..setup
        }),
        of("strang", Kind::LengyelEpstein, 0.01, |setup| Setup {
            scheme: Scheme::Strang,
            boundary: Boundary::Neumann,
            ..setup
        }),
        of("etdrk4", Kind::SwiftHohenberg, 0.1, |setup| Setup { scheme: Scheme::Etdrk4, ..setup }),
        of("euler-maruyama", Kind::FitzHughNagumo, 0.01, |setup| Setup {
            scheme: Scheme::EulerMaruyama,
            noise: 0.01,
            ..setup
        }),
        of("mycelium", Kind::Mycelium, 0.004, |setup| setup),
        of("mfn-v4", Kind::MfnV4, 1.0, |setup| Setup { initial: Initial::V4, ..setup }),
        of("volume", Kind::GrayScott, 0.5, |setup| Setup {
            grid: setup.grid.resized(16, 40, 48).unwrap_or(setup.grid),
            stencil: Stencil::TwentySevenPoint,
            ..setup
        }),
    ]
}
