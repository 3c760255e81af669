//! The longest stable step of each explicit scheme on each stencil, found by bisection.

use crate::engine::{Scheme, Setup};
use crate::grid::{Grid, Stencil};
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use crate::verify::solver::Solver;
use crate::verify::suites::base::{alone, diffusion, setup, stretched};
use ndarray::Array2;

const DIFFUSIVITY: f64 = 0.3;
const SPACING: f64 = 0.5;

/// Where |R(z)| = 1 on the negative real axis, and the largest h² k̂² of each stencil.
fn known(scheme: Scheme, stencil: Stencil) -> Option<f64> {
    let reach = match scheme {
        Scheme::Euler | Scheme::Heun => 2.0,
        // 1 + z + z²/2 + z³/6 = −1 and 1 + z + z²/2 + z³/6 + z⁴/24 = 1.
        Scheme::Adaptive => 2.512_745_326_618_33,
        Scheme::Rk4 => 2.785_293_563_405_28,
        _ => return None,
    };
    let symbol = match stencil {
        Stencil::FivePoint => 8.0,
        Stencil::NinePoint => 16.0 / 3.0,
        Stencil::SevenPoint => 12.0,
        Stencil::TwentySevenPoint => 92.0 / 15.0,
    };
    Some(reach * SPACING * SPACING / (DIFFUSIVITY * symbol))
}

pub(crate) fn checks() -> Vec<Check> {
    let pairs = Scheme::ALL.into_iter().flat_map(|s| Stencil::ALL.map(|stencil| (s, stencil)));
    let checks = pairs.filter_map(|(scheme, stencil)| {
        let expected = known(scheme, stencil)?;
        let name = format!("stability-limit-{}-{}", scheme.name(), stencil.name());
        let check = Check::new(Suite::Verification, name, move |subject| {
            limit(scheme, stencil, subject)
                .map(|found| Finding::new(found, expected, 1e-9 * expected).unit("unit time"))
        });
        Some(
            check
                .claim("diffusion is stable up to this step, and not beyond")
                .reference("von Neumann: |R(−D k̂² Δt)| = 1; Hundsdorfer, Verwer 2003, §I.2.4")
                .because("bisection ends at 1e-12, and one step is rounded to 1e-10 of its wave")
                .twin("a spacing that is a millionth too long"),
        )
    });
    checks.collect()
}

/// The step at which the fastest wave keeps its size, by bisection.
fn limit(scheme: Scheme, stencil: Stencil, subject: Subject) -> Result<f64, Obstacle> {
    let solver = Solver::of(subject, |setup| stretched(setup, 1.0 + 1e-6));
    let layers = if stencil.dimensions() == 3 { 4 } else { 1 };
    let grid = Grid::volume(layers, 4, 4, SPACING)?;
    let boards = boards(grid);
    let grows = |step: f64| -> Result<bool, Obstacle> {
        let setup = setup(diffusion(DIFFUSIVITY), grid, step);
        let setup = Setup { scheme, stencil, tolerance: 1e6, ..setup };
        for board in &boards {
            let end = solver.evolve(&setup, &alone(board.clone()), 1)?;
            let factor = (&end[0] * board).sum() / (board * board).sum();
            if factor.abs() > 1.0 {
                return Ok(true);
            }
        }
        Ok(false)
    };
    let (mut stable, mut unstable) = (0.0, 2.0);
    while unstable - stable > 1e-13 {
        let middle = 0.5 * (stable + unstable);
        if middle <= stable || middle >= unstable {
            break;
        }
        if grows(middle)? { unstable = middle } else { stable = middle }
    }
    Ok(0.5 * (stable + unstable))
}

/// The shortest waves: alternating along every axis, along one, and along two.
fn boards(grid: Grid) -> Vec<Array2<f64>> {
    let axes: &[[usize; 3]] =
        if grid.is_volume() { &[[1, 1, 1], [1, 0, 0], [1, 1, 0]] } else { &[[0, 1, 1], [0, 1, 0]] };
    let board = |axes: &[usize; 3]| {
        Array2::from_shape_fn((grid.lines(), grid.cols()), |(line, col)| {
            let place = [line / grid.rows(), line % grid.rows(), col];
            let sum: usize = place.iter().zip(axes).map(|(at, along)| at * along).sum();
            if sum.is_multiple_of(2) { 1.0 } else { -1.0 }
        })
    };
    axes.iter().map(board).collect()
}
