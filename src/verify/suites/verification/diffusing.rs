//! Diffusion alone: the heat kernel, its variance, and mass that is kept.

use crate::engine::{Scheme, Setup};
use crate::grid::{Boundary, Grid, Stencil};
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use crate::verify::solver::{Solver, advance, fields};
use crate::verify::suites::base::{alone, diffusion, exponent, setup};
use ndarray::Array2;

pub(crate) fn checks() -> Vec<Check> {
    let kernels = [Stencil::FivePoint, Stencil::NinePoint].map(|stencil| {
        let name = format!("heat-kernel-{}", stencil.name());
        Check::new(Suite::Verification, name, move |subject| heat_kernel(stencil, subject))
            .claim("a Gaussian stays the Gaussian of variance s² + 2Dt, to order 2 in the spacing")
            .reference("heat kernel: u = s²/(s² + 2Dt) exp(−r²/(2(s² + 2Dt)))")
            .because("the next term of the error bends the line by less over these spacings")
            .twin("a diffusivity that is 1 % too large")
    });
    let variances = Stencil::ALL.map(|stencil| {
        let name = format!("heat-variance-{}", stencil.name());
        Check::new(Suite::Verification, name, move |subject| variance(stencil, subject))
            .claim("the variance of a spreading spot grows by 2Dt along an axis, on any grid")
            .reference("Σ x² w = 2h² for the weights w of any consistent stencil")
            .because("rounding of some hundred steps")
            .twin("a diffusivity that is a millionth too large")
    });
    let masses = [Boundary::Periodic, Boundary::Neumann].map(|boundary| {
        let name = format!("mass-of-diffusion-{}", boundary.name());
        Check::new(Suite::Verification, name, move |subject| mass(boundary, subject))
            .claim("pure diffusion keeps its mass over 100 000 steps")
            .reference("∫ ∇²u = 0 on a torus, and between walls without flux")
            .because("each step rounds each cell by 1e-16, and the errors of cells average out")
            .twin("walls that hold the value 0.999, a thousandth below the mean")
    });
    kernels.into_iter().chain(variances).chain(masses).collect()
}

fn too_fast(setup: Setup) -> Setup {
    Setup { model: diffusion(1.01), ..setup }
}

fn heat_kernel(stencil: Stencil, subject: Subject) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, too_fast);
    let (side, narrow, time) = (16.0, 1.0_f64, 0.5);
    let mut points = Vec::new();
    for cells in [32_usize, 48, 64, 96] {
        let spacing = side / cells as f64;
        let grid = Grid::new(cells, cells, spacing)?;
        let steps = (time / (0.05 * spacing * spacing)).ceil();
        let base = setup(diffusion(1.0), grid, time / steps);
        let setup = Setup { stencil, scheme: Scheme::Rk4, ..base };
        let kernel = |time: f64| {
            let width = narrow + 2.0 * time;
            // The nearest image is enough: the others are below e^(−40).
            let along = |index: usize| (index as f64 - cells as f64 / 2.0) * spacing;
            Array2::from_shape_fn((cells, cells), |(i, j)| {
                let square = along(i) * along(i) + along(j) * along(j);
                narrow / width * (-square / (2.0 * width)).exp()
            })
        };
        let end = solver.evolve(&setup, &alone(kernel(0.0)), steps as u64)?;
        let square = (&end[0] - &kernel(time)).mapv(|e| e * e).sum() * grid.cell_size();
        points.push((spacing, square.sqrt()));
    }
    let axes = ("spacing, unit length", "√∫ error²");
    Ok(exponent(("error of the heat kernel", axes), (2.0, 0.05), points))
}

/// The growth of the variance along the columns, over 2Dt.
fn variance(stencil: Stencil, subject: Subject) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, |setup| Setup { model: diffusion(1.0 + 1e-6), ..setup });
    let (spacing, steps, step) = (0.5, 12_u64, 0.02);
    let layers = if stencil.dimensions() == 3 { 27 } else { 1 };
    let grid = Grid::volume(layers, 27, 27, spacing)?;
    let setup = Setup { stencil, ..setup(diffusion(1.0), grid, step) };
    // A point in the middle: after so many steps the rim has not been reached.
    let middle = |line: usize| [line / 27, line % 27];
    let centre = if layers == 1 { [0, 13] } else { [13, 13] };
    let point = Array2::from_shape_fn((grid.lines(), 27), |(line, col)| {
        if middle(line) == centre && col == 13 { 1.0 } else { 0.0 }
    });
    let end = solver.evolve(&setup, &alone(point), steps)?;
    let moment = |part: fn(f64) -> f64| {
        let cells = end[0].indexed_iter();
        cells.map(|((_, col), u)| part((col as f64 - 13.0) * spacing) * u).sum::<f64>()
    };
    let found = moment(|x| x * x) / moment(|_| 1.0);
    Ok(Finding::new(found / (2.0 * step * steps as f64), 1.0, 1e-12))
}

/// The relative change of Σu, at its largest.
fn mass(boundary: Boundary, subject: Subject) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, |setup| Setup {
        boundary: Boundary::Dirichlet,
        rim: vec![0.999, 0.0],
        ..setup
    });
    let grid = Grid::new(32, 24, 1.0)?;
    let setup = Setup { boundary, ..setup(diffusion(0.2), grid, 1.0) };
    let start = Array2::from_shape_fn((32, 24), |(i, j)| {
        let (x, y) = (i as f64, j as f64);
        1.0 + 0.4 * (1.7 * x + 0.3 * y * y).sin() * (0.9 * y - 0.2 * x * x).cos()
    });
    let before = start.sum();
    let mut simulation = solver.start(&setup, &alone(start))?;
    let (mut worst, mut drift) = (0.0_f64, Vec::new());
    for hundred in 1..=100 {
        advance(&mut simulation, 1_000)?;
        let change = fields(&simulation)[0].sum() / before - 1.0;
        drift.push((f64::from(hundred) * 1_000.0, change));
        worst = if change.is_nan() { change } else { worst.max(change.abs()) };
    }
    let figure = Figure::linear(
        "drift of the mass",
        ("step", "relative change"),
        vec![Curve::measured("found", drift)],
    );
    Ok(Finding::at_most(worst, 1e-13).figure(figure))
}
