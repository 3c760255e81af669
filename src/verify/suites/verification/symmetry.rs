//! Symmetries, bit for bit: a shifted, turned or mirrored field evolves as the shifted, turned or
//! mirrored one.

use crate::engine::{Scheme, Setup};
use crate::grid::{Boundary, Grid};
use crate::model::{GrayScott, Model, Schnakenberg};
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use crate::verify::solver::Solver;
use crate::verify::suites::base::{differing, setup};
use ndarray::{Array2, s};

/// An operation on a field.
#[derive(Debug, Clone, Copy)]
enum Operation {
    Shift,
    QuarterTurn,
    Mirror,
}

impl Operation {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Shift, "translation"), (Self::QuarterTurn, "rotation"), (Self::Mirror, "mirror")];

    fn of(self, field: &Array2<f64>) -> Array2<f64> {
        let (rows, cols) = field.dim();
        match self {
            Self::Shift => Array2::from_shape_fn((rows, cols), |(i, j)| {
                field[((i + 3) % rows, (j + 5) % cols)]
            }),
            // Transpose, then mirror.
            Self::QuarterTurn => field.t().slice(s![.., ..;-1]).to_owned(),
            Self::Mirror => field.slice(s![.., ..;-1]).to_owned(),
        }
    }
}

pub(crate) fn checks() -> Vec<Check> {
    let checks = Operation::ALL.map(|(operation, name)| {
        Check::new(Suite::Verification, format!("equivariance-{name}"), move |subject| {
            equivariance(operation, subject)
        })
        .claim("50 steps and then the operation give the bits of the operation and then 50 steps")
        .reference("symmetry of ∇² on a square grid")
        .because("sums are taken in an order that the symmetries keep, so no bit may differ")
        .twin("noise of 1e-9, which has no symmetry")
    });
    checks.into()
}

/// Cells that differ, over two models, two schemes and every boundary with the symmetry.
fn equivariance(operation: Operation, subject: Subject) -> Result<Finding, Obstacle> {
    let solver =
        Solver::of(subject, |setup| Setup { scheme: Scheme::EulerMaruyama, noise: 1e-9, ..setup });
    let (feed, kill) = (0.03, 0.06);
    let gray_scott = GrayScott { feed, kill, diffusivity_u: 0.16, diffusivity_v: 0.08 };
    let (a, b, gamma) = (0.1, 0.9, 1.0);
    let schnakenberg = Schnakenberg { a, b, gamma, diffusivity_u: 1.0, diffusivity_v: 20.0 };
    let models = [(Model::GrayScott(gray_scott), 1.0), (Model::Schnakenberg(schnakenberg), 0.01)];
    let mut count = 0;
    for (model, time_step) in models {
        // 21 columns take the vector path with a remainder, 13 the scalar one.
        let excited = model.excited_state();
        let start: Vec<Array2<f64>> =
            (0..2).map(|species| uneven((13, 21), excited[species], species as f64)).collect();
        let moved: Vec<Array2<f64>> = start.iter().map(|field| operation.of(field)).collect();
        for boundary in Boundary::ALL {
            if matches!(operation, Operation::Shift) && boundary != Boundary::Periodic {
                continue;
            }
            for scheme in [Scheme::Euler, Scheme::Rk4] {
                let on = |(rows, cols): (usize, usize)| -> Result<Setup, Obstacle> {
                    let grid = Grid::new(rows, cols, 1.0)?;
                    Ok(Setup { boundary, scheme, ..setup(model.clone(), grid, time_step) })
                };
                let end = solver.evolve(&on(start[0].dim())?, &start, 50)?;
                let end: Vec<Array2<f64>> = end.iter().map(|field| operation.of(field)).collect();
                count += differing(&solver.evolve(&on(moved[0].dim())?, &moved, 50)?, &end);
            }
        }
    }
    Ok(Finding::none(count).unit("cells"))
}

/// A field without any symmetry, around `level`.
fn uneven(shape: (usize, usize), level: f64, shift: f64) -> Array2<f64> {
    Array2::from_shape_fn(shape, |(i, j)| {
        let (x, y) = (i as f64 + shift, j as f64);
        level * (1.0 + 0.4 * (1.7 * x + 0.3 * y * y).sin() * (0.9 * y - 0.2 * x * x).cos())
    })
}
