//! How large a pattern is just above onset: √distance where the bifurcation is supercritical.

use crate::engine::{Scheme, Setup};
use crate::grid::Grid;
use crate::model::{Brusselator, Model, SwiftHohenberg, analyse};
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use crate::verify::solver::Solver;
use crate::verify::suites::base::{exponent, setup};
use ndarray::Array2;
use std::f64::consts::TAU;

/// Rows and columns of the torus, one wavelength long.
const SHAPE: (usize, usize) = (4, 16);

/// Distances from onset, as a share of the threshold, or of 1 where that is 0.
const DISTANCES: [f64; 5] = [0.0005, 0.001, 0.002, 0.004, 0.008];

/// A run lasts so many times the time in which the pattern would grow e-fold: what is left of the
/// way to its final size is e⁻²⁰.
const LASTS: f64 = 10.0;

/// The exponent may be off by this: the next term of the amplitude equation bends the line.
const EXPONENT: f64 = 0.005;

/// The twin's threshold is off by this share.
const FAULT: f64 = 0.001;

const ROLLS: &str = "M. C. Cross and P. C. Hohenberg, Rev. Mod. Phys. 65 (1993) 851, §IV.A.2";
const STRIPES: &str = "D. Walgraef, Spatio-Temporal Pattern Formation (1997), §5: Brusselator; \
                       threshold (1 + A √(D_u/D_v))²";

pub(crate) fn checks() -> Vec<Check> {
    let exponent = |name: &str, family: fn(f64) -> Wave| {
        Check::new(Suite::Turing, format!("amplitude-exponent-{name}"), move |subject| {
            scaling(family, subject)
        })
        .because("the next term of the amplitude equation bends the line by less over these")
        .twin("a threshold that is 0.1 % of the parameter's unit too low")
    };
    let prefactor = Check::new(Suite::Turing, "amplitude-swift-hohenberg-rolls", |subject| {
        let drive = DISTANCES[0];
        let quadratic = subject.pick(0.0, 0.1);
        let found = Wave { quadratic, ..rolls(drive) }.amplitude()?;
        let expected = 2.0 * (drive / 3.0).sqrt();
        Ok(Finding::new(found, expected, 1e-5 * expected))
    })
    .claim("rolls of the Swift–Hohenberg equation at r = 0.0005 have the amplitude 2 √(r/3)")
    .reference(ROLLS)
    .because("the third harmonic changes it by the share r/384, 1.3·10⁻⁶")
    .twin("a quadratic term of strength 0.1");
    vec![
        exponent("swift-hohenberg-rolls", rolls)
            .claim("the amplitude of Swift–Hohenberg rolls grows as the root of the distance")
            .reference(ROLLS),
        exponent("brusselator-stripes", stripes)
            .claim("the amplitude of Brusselator stripes grows as the root of the distance")
            .reference(STRIPES),
        prefactor,
    ]
}

/// A pattern of one critical wave at a distance from onset.
#[derive(Debug, Clone, Copy)]
struct Wave {
    /// Whether it is the Brusselator's.
    is_stripes: bool,
    distance: f64,
    quadratic: f64,
    time_step: f64,
}

fn rolls(distance: f64) -> Wave {
    Wave { is_stripes: false, distance, quadratic: 0.0, time_step: 0.5 }
}

fn stripes(distance: f64) -> Wave {
    Wave { is_stripes: true, distance, quadratic: 0.0, time_step: 0.1 }
}

impl Wave {
    /// The model and the critical wavenumber.
    fn model(&self) -> (Model, f64) {
        if !self.is_stripes {
            let (drive, quadratic) = (self.distance, self.quadratic);
            return (
                Model::SwiftHohenberg(SwiftHohenberg { drive, wavenumber: 1.0, quadratic }),
                1.0,
            );
        }
        let (feed, d_u, d_v) = (3.0, 1.0, 8.0_f64);
        let threshold = (1.0 + feed * (d_u / d_v).sqrt()).powi(2);
        let control = threshold * (1.0 + self.distance);
        let model = Brusselator { feed, control, diffusivity_u: d_u, diffusivity_v: d_v };
        (Model::Brusselator(model), (feed / (d_u * d_v).sqrt()).sqrt())
    }

    /// The final amplitude of the first species, (2/N) Σ u cos kx.
    fn amplitude(&self) -> Result<f64, Obstacle> {
        let (model, wavenumber) = self.model();
        let (rows, cols) = SHAPE;
        let state = analyse(&model).pattern().map(|(state, _)| state.equilibrium.clone());
        let state = state.ok_or_else(|| Obstacle::Broke("no pattern above onset".to_owned()))?;
        let rate = state.linear.leading(wavenumber * wavenumber).re;
        let grid = Grid::new(rows, cols, TAU / (cols as f64 * wavenumber))?;
        let base = setup(model, grid, self.time_step);
        // Space is exact in Fourier space, so that k is the critical wavenumber itself.
        let setup = Setup { scheme: Scheme::Etdrk4, ..base };
        let shape = Array2::from_shape_fn(SHAPE, |(_, col)| (TAU * col as f64 / cols as f64).cos());
        let size = self.distance.sqrt();
        let start = state.state.iter().enumerate().map(|(species, rest)| {
            let size = if species == 0 { size } else { 0.0 };
            shape.mapv(|wave| rest + size * wave)
        });
        let start: Vec<Array2<f64>> = start.collect();
        let steps = (LASTS / (rate * self.time_step)).ceil() as u64;
        let end = Solver::OURS.evolve(&setup, &start, steps)?;
        let field = end.first().ok_or_else(|| Obstacle::Broke("no field is left".to_owned()))?;
        Ok(2.0 * (field * &shape).sum() / (rows * cols) as f64)
    }
}

fn scaling(family: fn(f64) -> Wave, subject: Subject) -> Result<Finding, Obstacle> {
    let mut points = Vec::new();
    for distance in DISTANCES {
        let amplitude = family(distance).amplitude()?;
        points.push((distance + subject.pick(0.0, FAULT), amplitude.abs()));
    }
    let axes = ("distance from onset", "amplitude");
    Ok(exponent(("amplitude above onset", axes), (0.5, EXPONENT), points))
}
