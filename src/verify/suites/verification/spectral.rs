//! Finite differences against Fourier space, and the isotropy of the stencils.

use crate::engine::{Scheme, Setup};
use crate::grid::{Grid, Stencil};
use crate::model::{Model, Schnakenberg};
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use crate::verify::modes::Modes;
use crate::verify::solver::Solver;
use crate::verify::suites::base::{alone, diffusion, exponent, setup, stretched};
use ndarray::Array2;
use std::f64::consts::TAU;

pub(crate) fn checks() -> Vec<Check> {
    let limits = Stencil::of(2).into_iter().map(|stencil| {
        let name = format!("differences-to-etdrk4-{}", stencil.name());
        Check::new(Suite::Verification, name, move |subject| to_spectral(stencil, subject))
            .claim("far from rest, finite differences tend to ETDRK4 with order 2 in the spacing")
            .reference("two discretisations of one equation: Kassam, Trefethen 2005")
            .because("the next term of the difference bends the line by less over these spacings")
            .twin("a spacing that is 1 % too long under the finite differences")
    });
    let known = [
        (Stencil::FivePoint, 4.0, [[0, 0, 5], [0, 3, 4]]),
        (Stencil::NinePoint, 6.0, [[0, 0, 5], [0, 3, 4]]),
        (Stencil::SevenPoint, 4.0, [[0, 0, 3], [1, 2, 2]]),
        (Stencil::TwentySevenPoint, 6.0, [[0, 0, 3], [1, 2, 2]]),
    ];
    let isotropy = known.map(|(stencil, order, modes)| {
        let name = format!("isotropy-{}", stencil.name());
        let measure = move |subject| isotropy(stencil, order, modes, subject);
        Check::new(Suite::Verification, name, measure)
            .claim(format!("waves of one length in two directions differ by order {order} in kh"))
            .reference("Patra, Karttunen, Numer. Methods PDE 22 (2006) 936: isotropic stencils")
            .because("the next term of the difference bends the line by less over these spacings")
            .twin("the plain stencil for the isotropic one, or the other way round")
    });
    limits.chain(isotropy).collect()
}

/// The fault is that of the finite differences alone.
fn longer(setup: Setup) -> Setup {
    if setup.scheme == Scheme::Etdrk4 { setup } else { stretched(setup, 1.01) }
}

fn to_spectral(stencil: Stencil, subject: Subject) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, longer);
    let (a, b, gamma) = (0.1, 0.9, 1.0);
    let schnakenberg = Schnakenberg { a, b, gamma, diffusivity_u: 1.0, diffusivity_v: 5.0 };
    let model = Model::Schnakenberg(schnakenberg);
    let (side, time) = (16.0, 1.0);
    let mut points = Vec::new();
    for cells in [32_usize, 40, 48, 64] {
        let spacing = side / cells as f64;
        let grid = Grid::new(cells, cells, spacing)?;
        let wave = |shift: f64| {
            Array2::from_shape_fn((cells, cells), |(i, j)| {
                let (x, y) = (TAU * i as f64 / cells as f64, TAU * j as f64 / cells as f64);
                0.3 * (x + shift).cos() * y.sin() + 0.1 * (x + y).cos()
            })
        };
        let start = [1.0 + wave(0.0), 0.9 + wave(1.0)];
        let steps = (time / (0.02 * spacing * spacing)).ceil();
        let base = setup(model.clone(), grid, time / steps);
        let differences = Setup { stencil, scheme: Scheme::Rk4, ..base.clone() };
        let spectral = Setup { scheme: Scheme::Etdrk4, ..base };
        let found = solver.evolve(&differences, &start, steps as u64)?;
        let exact = solver.evolve(&spectral, &start, steps as u64)?;
        let square = |species: usize| (&found[species] - &exact[species]).mapv(|e| e * e).sum();
        points.push((spacing, ((square(0) + square(1)) * grid.cell_size()).sqrt()));
    }
    Ok(order(points, 2.0, "√∫ difference²"))
}

/// The order in kh of the difference of two modes of one wavelength, from one step each.
fn isotropy(
    stencil: Stencil,
    expected: f64,
    pair: [[usize; 3]; 2],
    subject: Subject,
) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, |setup| {
        let stencil = match setup.stencil {
            Stencil::FivePoint => Stencil::NinePoint,
            Stencil::NinePoint => Stencil::FivePoint,
            Stencil::SevenPoint => Stencil::TwentySevenPoint,
            Stencil::TwentySevenPoint => Stencil::SevenPoint,
        };
        Setup { stencil, ..setup }
    });
    let is_volume = stencil.dimensions() == 3;
    let sides: [usize; 4] = if is_volume { [20, 24, 28, 32] } else { [40, 48, 56, 64] };
    let mut points = Vec::new();
    for side in sides {
        let layers = if is_volume { side } else { 1 };
        let grid = Grid::volume(layers, side, side, 1.0)?;
        let setup = Setup { stencil, ..setup(diffusion(1.0), grid, 0.1) };
        let modes = Modes::new(&setup);
        let mut decay = [0.0; 2];
        for (decay, index) in decay.iter_mut().zip(pair) {
            let shape = modes.shape(modes.mode(index));
            let wave =
                Array2::from_shape_fn((grid.lines(), side), |(line, col)| shape[line * side + col]);
            let end = solver.evolve(&setup, &alone(wave.clone()), 1)?;
            *decay = 1.0 - (&end[0] * &wave).sum() / (&wave * &wave).sum();
        }
        let kh = modes.mode(pair[0]).wavenumber;
        points.push((kh, (decay[0] - decay[1]).abs()));
    }
    Ok(order(points, expected, "difference of the two factors"))
}

fn order(points: Vec<(f64, f64)>, expected: f64, what: &str) -> Finding {
    let tolerance = if expected > 2.0 { 0.1 } else { 0.05 };
    exponent((what, ("spacing", what)), (expected, tolerance), points)
}
