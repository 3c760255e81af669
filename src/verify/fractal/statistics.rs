//! Random cases, measured over many seeds: the mean, and how often the interval held the truth.

use crate::fractal::BoxCover;
use crate::fractal::Cover;
use crate::fractal::Estimate;
use crate::fractal::Interface;
use crate::fractal::Mask;
use crate::fractal::SurfaceSpectrum;
use crate::fractal::Undefined;
use crate::fractal::mass_dimension;
use crate::grid::Boundary;
use crate::grid::FieldView;
use crate::verify::fractal::random_sets::{
    CLUSTER_DIMENSION, EXTERNAL_DIMENSION, HULL_DIMENSION, percolation_cluster,
};
use crate::verify::fractal::row::{Coverage, Row, summary};
use crate::verify::fractal::surfaces::fractional_brownian_surface;
use rayon::prelude::*;

/// How large the samples are and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ensemble {
    /// Side of the percolation lattices, in cells.
    pub lattice: usize,
    /// Side of the surfaces, in cells.
    pub surface: usize,
    /// Seeds of each case, 0, 1, 2, …
    pub seeds: u32,
}

impl Default for Ensemble {
    fn default() -> Self {
        Self { lattice: 512, surface: 256, seeds: 100 }
    }
}

/// Largest relative error of the mean.
const TOLERANCE: f64 = 0.01;
/// The same for the cases that converge slowly: boxes on a cluster, and the external perimeter.
const SLOW: f64 = 0.05;

/// Measures every random case over all seeds.
///
/// | case | quantity | exact |
/// |---|---|---|
/// | largest cluster at p_c | mass dimension; box dimension | 91/48 |
/// | its hull | mass dimension | 7/4 |
/// | its external perimeter | mass dimension | 4/3 |
/// | fractional Brownian surface, H = 0.2, 0.5, 0.8, periodic | dimension by its spectrum | 3 − H |
/// | a quarter cut from one, H = 0.5 | the same, tapered | 2.5 |
///
/// The mass dimension is held to 1 % in the mean. The box dimension of a cluster and the mass
/// dimension of its external perimeter converge slowly with the size of the lattice; they are held
/// to 5 %. Seeds run in parallel and are summed in order. Lattices of 512² take 0.2 s a seed.
pub fn statistical(ensemble: Ensemble) -> Vec<Row> {
    let mut rows = percolation(ensemble);
    for hurst in [0.2, 0.5, 0.8] {
        rows.push(surface(ensemble, hurst, true));
    }
    rows.push(surface(ensemble, 0.5, false));
    rows
}

type Sample = Result<Estimate, Undefined>;

fn percolation(ensemble: Ensemble) -> Vec<Row> {
    let side = ensemble.lattice;
    let samples: Vec<[Sample; 4]> = (0..ensemble.seeds)
        .into_par_iter()
        .map(|seed| {
            let cluster = percolation_cluster(side, side, u128::from(seed));
            let mask = Mask::Cells(cluster.view());
            let boxes = BoxCover::of(mask, Boundary::Neumann)
                .and_then(|cover| cover.dimension(Cover::Minimum))
                .map(|found| summary(&found));
            let part = |part: Interface| {
                let cells = part.cells(mask, Boundary::Neumann);
                mass(Mask::Cells(cells.view()))
            };
            [mass(mask), boxes, part(Interface::Hull), part(Interface::External)]
        })
        .collect();
    let cases = [
        ("percolation cluster", "mass dimension", CLUSTER_DIMENSION, TOLERANCE),
        ("percolation cluster", "box dimension", CLUSTER_DIMENSION, SLOW),
        ("hull of it", "mass dimension", HULL_DIMENSION, TOLERANCE),
        ("external perimeter of it", "mass dimension", EXTERNAL_DIMENSION, SLOW),
    ];
    let mut rows = Vec::new();
    for (index, (name, quantity, exact, share)) in cases.into_iter().enumerate() {
        let of_case: Vec<Sample> =
            samples.iter().filter_map(|found| found.get(index).copied()).collect();
        rows.push(row(format!("{name} {side}²"), quantity, exact, share, &of_case));
    }
    rows
}

fn mass(mask: Mask<'_>) -> Sample {
    mass_dimension(mask, Boundary::Neumann).map(|found| summary(&found))
}

fn surface(ensemble: Ensemble, hurst: f64, periodic: bool) -> Row {
    let side = ensemble.surface;
    let samples: Vec<Sample> = (0..ensemble.seeds)
        .into_par_iter()
        .map(|seed| {
            let drawn = if periodic { side } else { 2 * side };
            let whole = fractional_brownian_surface(drawn, drawn, hurst, u128::from(seed));
            let cut = whole.slice(ndarray::s![..side, ..side]);
            let boundary = if periodic { Boundary::Periodic } else { Boundary::Neumann };
            Ok(SurfaceSpectrum::of(FieldView::F64(cut), boundary)?.dimension())
        })
        .collect();
    let kind = if periodic { "periodic" } else { "cut out" };
    let name = format!("Brownian surface, H = {hurst}, {side}², {kind}");
    row(name, "spectral dimension", 3.0 - hurst, TOLERANCE, &samples)
}

/// The mean of the samples, its standard error by their scatter, and the coverage.
fn row(name: String, quantity: &'static str, exact: f64, share: f64, samples: &[Sample]) -> Row {
    let n = samples.len() as f64;
    let mut values = Vec::new();
    let (mut held, mut failed) = (0, None);
    for sample in samples {
        match sample {
            Ok(found) => {
                values.push(found.value);
                held += u32::from(found.interval.0 <= exact && exact <= found.interval.1);
            }
            Err(reason) => failed = Some(*reason),
        }
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let std_error = (squares / (n - 1.0) / n).sqrt();
    let reach = 1.96 * std_error;
    let found = match failed {
        Some(reason) => Err(reason),
        None if samples.len() < 2 => {
            Err(Undefined::TooFewPoints { found: samples.len(), wanted: 2 })
        }
        None => Ok(Estimate { value: mean, std_error, interval: (mean - reach, mean + reach) }),
    };
    let coverage = Some(Coverage { held, seeds: samples.len() as u32 });
    Row { name, quantity, exact, found, tolerance: share * exact, coverage }
}
