//! Orders of accuracy in time and in space, of every stepper on every stencil and boundary.

mod manufactured;

use crate::engine::{Scheme, Setup};
use crate::grid::{Boundary, Grid, Stencil};
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use crate::verify::modes::Modes;
use crate::verify::solver::Solver;
use crate::verify::suites::base::{diffusion, exponent, setup, stretched};
use crate::verify::suites::verification::order::manufactured::{MEANS, Manufactured, exact};
use ndarray::Array2;

/// Numerical orders may differ from the declared ones by so much.
const TOLERANCE: f64 = 0.05;

const REFERENCE: &str = "Roache, J. Fluids Eng. 124 (2002) 4: method of manufactured solutions";

/// Stepper × stencil × boundary.
#[derive(Debug, Clone, Copy)]
struct Case {
    scheme: Scheme,
    stencil: Stencil,
    boundary: Boundary,
}

impl Case {
    /// All that go together.
    fn all() -> Vec<Self> {
        let schemes = Scheme::ALL.into_iter();
        let pairs = schemes.flat_map(|scheme| Stencil::ALL.map(|stencil| (scheme, stencil)));
        let all = pairs.flat_map(|(scheme, stencil)| {
            Boundary::ALL.map(|boundary| Self { scheme, stencil, boundary })
        });
        all.filter(|case| case.goes_together()).collect()
    }

    fn goes_together(self) -> bool {
        let spectral = self.scheme == Scheme::Etdrk4;
        let split = spectral || self.scheme == Scheme::Strang;
        !(spectral && self.boundary != Boundary::Periodic || split && self.stencil.is_isotropic())
    }

    fn name(self) -> String {
        let Self { scheme, stencil, boundary } = self;
        format!("{}-{}-{}", scheme.name(), stencil.name(), boundary.name())
    }

    /// The manufactured run on a grid, and its wave.
    fn setup(self, grid: Grid, time_step: f64) -> (Setup, Modes) {
        let Self { scheme, stencil, boundary } = self;
        let base = setup(diffusion(1.0), grid, time_step);
        let setup = Setup {
            scheme,
            stencil,
            boundary,
            rim: vec![MEANS[0], MEANS[1], 0.0, 0.0],
            // So loose that every step is taken whole.
            tolerance: 0.5,
            ..base
        };
        let modes = Modes::new(&setup);
        (setup, modes)
    }
}

pub(crate) fn checks() -> Vec<Check> {
    let time = Case::all().into_iter().map(|case| {
        Check::new(Suite::Verification, format!("order-in-time-{}", case.name()), move |subject| {
            in_time(case, subject)
        })
        .claim(format!("{} is of order {} in the step", case.scheme.name(), case.scheme.order()))
        .reference(REFERENCE)
        .because("the next term of the error bends the line by less over these steps")
        .twin("another stepper under this one's name")
    });
    // In Fourier space a mode has no error in space.
    let cases = Case::all().into_iter().filter(|case| case.scheme != Scheme::Etdrk4);
    let space = cases.map(|case| {
        Check::new(Suite::Verification, format!("order-in-space-{}", case.name()), move |subject| {
            in_space(case, subject)
        })
        .claim(format!("the {} stencil is of order 2 in the spacing", case.stencil.name()))
        .reference(REFERENCE)
        .because("the next term of the error bends the line by less over these spacings")
        .twin("a spacing that is 1 % too long")
    });
    time.chain(space).collect()
}

/// The mode that the solution is made of.
fn wave(setup: &Setup, modes: &Modes) -> (Array2<f64>, f64, f64) {
    // Numbers are half waves between walls, whole ones on a torus.
    let index = if setup.grid.is_volume() { [1, 1, 2] } else { [0, 1, 2] };
    let mode = modes.mode(index);
    let (lines, cols) = (setup.grid.lines(), setup.grid.cols());
    let shape = modes.shape(mode);
    let field = Array2::from_shape_fn((lines, cols), |(line, col)| shape[line * cols + col]);
    (field, mode.symbol, mode.wavenumber * mode.wavenumber)
}

fn in_time(case: Case, subject: Subject) -> Result<Finding, Obstacle> {
    let time = 0.8;
    let solver = Solver::of(subject, |setup| {
        let is_second = setup.scheme.order() == 2;
        let scheme = if is_second { Scheme::Euler } else { Scheme::Heun };
        Setup { scheme, ..setup }
    });
    let grid = match case.stencil.dimensions() {
        2 => Grid::new(12, 10, 1.5)?,
        _ => Grid::volume(5, 6, 8, 1.5)?,
    };
    let counts: [u64; 4] = match case.scheme {
        Scheme::Etdrk4 | Scheme::Rk4 => [16, 24, 32, 48],
        Scheme::Adaptive => [32, 48, 64, 96],
        _ => [64, 128, 256, 512],
    };
    let mut points = Vec::new();
    for steps in counts {
        let (setup, modes) = case.setup(grid, time / steps as f64);
        let (wave, symbol, _) = wave(&setup, &modes);
        let kinetics = Manufactured { laplacian: symbol };
        let end = solver.evolve_kinetics((&setup, kinetics), &exact(&wave, 0.0), steps)?;
        points.push((setup.time_step, error(grid, &end, &exact(&wave, time))));
    }
    Ok(finding(points, f64::from(case.scheme.order()), "step, unit time"))
}

fn in_space(case: Case, subject: Subject) -> Result<Finding, Obstacle> {
    let solver = Solver::of(subject, |setup| stretched(setup, 1.01));
    let is_plane = case.stencil.dimensions() == 2;
    let sides: [usize; 4] = if is_plane { [16, 24, 32, 48] } else { [12, 16, 20, 24] };
    let time = 0.05;
    let mut points = Vec::new();
    for side in sides {
        // On a Dirichlet grid the rim's cells lie outside: one spacing more from rim to rim.
        let intervals = side + usize::from(case.boundary == Boundary::Dirichlet);
        let spacing = 2.0 / intervals as f64;
        let grid = if is_plane {
            Grid::new(side, side, spacing)?
        } else {
            Grid::volume(side, side, side, spacing)?
        };
        // Steps shrink with the square of the spacing, so a stepper of order 1 adds order 2.
        let steps = (time / (0.05 * spacing * spacing)).ceil();
        let (setup, modes) = case.setup(grid, time / steps);
        let (wave, _, square) = wave(&setup, &modes);
        let kinetics = Manufactured { laplacian: square };
        let end = solver.evolve_kinetics((&setup, kinetics), &exact(&wave, 0.0), steps as u64)?;
        points.push((spacing, error(grid, &end, &exact(&wave, time))));
    }
    Ok(finding(points, 2.0, "spacing, unit length"))
}

/// √∫ e² of u and v: unlike the largest error it does not depend on where cells lie under a crest.
fn error(grid: Grid, found: &[Array2<f64>], exact: &[Array2<f64>]) -> f64 {
    let square = |species: usize| (&found[species] - &exact[species]).mapv(|e| e * e).sum();
    ((square(0) + square(1)) * grid.cell_size()).sqrt()
}

fn finding(points: Vec<(f64, f64)>, order: f64, axis: &str) -> Finding {
    let title = "error of the manufactured solution";
    exponent((title, (axis, "√∫ error²")), (order, TOLERANCE), points)
}
