//! What the checks share: a plain set-up, slopes, distances.

use crate::engine::{Initial, Precision, Scheme, Setup};
use crate::grid::{Boundary, Grid, Stencil};
use crate::model::{GrayScott, Model};
use crate::verify::check::{Curve, Figure, Finding};
use ndarray::Array2;

/// Euler's method in double precision on a torus, without noise, on one thread.
pub(crate) fn setup(model: Model, grid: Grid, time_step: f64) -> Setup {
    Setup {
        rim: model.resting_state(),
        model,
        grid,
        boundary: Boundary::Periodic,
        stencil: Stencil::of(grid.dimensions())[0],
        time_step,
        scheme: Scheme::Euler,
        tolerance: 1e-6,
        noise: 0.0,
        precision: Precision::F64,
        initial: Initial::Noise { amplitude: 0.0 },
        seed: 1,
        parallel: false,
    }
}

/// Gray–Scott that only diffuses: F = k = 0 and v = 0 leave no reaction, and u is free.
pub(crate) fn diffusion(diffusivity: f64) -> Model {
    Model::GrayScott(GrayScott {
        feed: 0.0,
        kill: 0.0,
        diffusivity_u: diffusivity,
        diffusivity_v: 0.0,
    })
}

/// The field of a model beside others that are 0.
pub(crate) fn alone(field: Array2<f64>) -> Vec<Array2<f64>> {
    let rest = Array2::zeros(field.dim());
    vec![field, rest]
}

/// The least-squares slope of ln y over ln x.
pub(crate) fn slope(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let mean = |part: fn(&(f64, f64)) -> f64| logs.iter().map(part).sum::<f64>() / n;
    let (mean_x, mean_y) = (mean(|p| p.0), mean(|p| p.1));
    let product: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    product / logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum::<f64>()
}

/// The larger of two errors; one that is none stays.
pub(crate) fn larger(worst: f64, error: f64) -> f64 {
    if error > worst || error.is_nan() { error } else { worst }
}

/// The same run on a grid whose spacing is so many times as long.
pub(crate) fn stretched(setup: Setup, times: f64) -> Setup {
    let Setup { grid, .. } = setup;
    let spacing = times * grid.spacing();
    let grid = Grid::volume(grid.layers(), grid.rows(), grid.cols(), spacing).unwrap_or(grid);
    Setup { grid, ..setup }
}

/// The exponent of a law y ∝ xⁿ: the slope of what was measured, with the law through the last
/// point.
pub(crate) fn exponent(
    (title, axes): (&str, (&str, &str)),
    (expected, tolerance): (f64, f64),
    points: Vec<(f64, f64)>,
) -> Finding {
    let found = slope(&points);
    let (x_last, y_last) = points.last().copied().unwrap_or((f64::NAN, f64::NAN));
    let law = points.iter().map(|(x, _)| (*x, y_last * (x / x_last).powf(expected))).collect();
    let curves =
        vec![Curve::theory(format!("order {expected}"), law), Curve::measured("found", points)];
    Finding::new(found, expected, tolerance).figure(Figure::log(title, axes, curves))
}

/// Cells whose bits differ; all of them if the shapes do.
pub(crate) fn differing(a: &[Array2<f64>], b: &[Array2<f64>]) -> usize {
    let pairs = a.iter().zip(b);
    pairs
        .map(|(a, b)| {
            let differ = a.iter().zip(b).filter(|(a, b)| a.to_bits() != b.to_bits()).count();
            if a.dim() == b.dim() { differ } else { a.len() }
        })
        .sum()
}
