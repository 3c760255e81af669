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
use crate::verify::check::Subject;
use crate::verify::fractal::case::{Case, Group, Measured};
use crate::verify::fractal::random_sets::{
    CLUSTER_DIMENSION, EXTERNAL_DIMENSION, HULL_DIMENSION, percolation_cluster,
};
use crate::verify::fractal::row::{Coverage, Row, summary};
use crate::verify::fractal::surfaces::fractional_brownian_surface;
use ndarray::Array2;
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

/// What checks allow beside it for the scatter of one seed, divided by √seeds: 3.29 times the 0.6 %
/// by which clusters and periodic surfaces scatter.
const SCATTER: f64 = 0.02;

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
    let of = |ensemble: Ensemble, random: Random| {
        let samples: Vec<Vec<Sample>> = (0..ensemble.seeds)
            .into_par_iter()
            .map(|seed| (random.sample)(u128::from(seed), Subject::Ours))
            .collect();
        let measured = gather(&random.cases, &samples);
        let pairs: Vec<_> = random.cases.into_iter().zip(measured).collect();
        pairs.into_iter().map(|(case, measured)| case.row(&measured))
    };
    random(ensemble).into_iter().flat_map(|random| of(ensemble, random)).collect()
}

/// The same cases for checks, which run side by side: the seeds of one follow each other.
pub(crate) fn groups(ensemble: Ensemble) -> Vec<Group> {
    let group = |Random { cases, sample }| {
        let scatter = SCATTER / f64::from(ensemble.seeds).sqrt();
        let allowed =
            |case: Case| Case { tolerance: case.tolerance + scatter * case.exact, ..case };
        let known: Vec<Case> = cases.into_iter().map(allowed).collect();
        Group::new(known.clone(), move |subject| {
            let seeds = (0..ensemble.seeds).map(u128::from);
            let samples: Vec<Vec<Sample>> = seeds.map(|seed| sample(seed, subject)).collect();
            gather(&known, &samples)
        })
    };
    random(ensemble).into_iter().map(group).collect()
}

type Sample = Result<Estimate, Undefined>;

/// Measures one seed of every case.
type SampleAll = dyn Fn(u128, Subject) -> Vec<Sample> + Send + Sync;

/// Random cases that are measured together.
struct Random {
    cases: Vec<Case>,
    sample: Box<SampleAll>,
}

fn random(ensemble: Ensemble) -> Vec<Random> {
    let mut all = vec![percolation(ensemble)];
    all.extend([0.2, 0.5, 0.8].map(|hurst| surface(ensemble, hurst, true)));
    all.push(surface(ensemble, 0.5, false));
    all
}

fn percolation(ensemble: Ensemble) -> Random {
    let side = ensemble.lattice;
    let case = |slug: &str, name: &str, quantity, (exact, share): (f64, f64), twin| Case {
        slug: format!("percolation-{slug}-{}-seeds", ensemble.seeds),
        name: format!("{name} {side}²"),
        quantity,
        exact,
        tolerance: share * exact,
        reference: "Stauffer, Aharony 1994; Saleur, Duplantier 1987; Aizenman et al. 1999",
        because: if share > TOLERANCE {
            "corrections to scaling at this size, which fall slowly with it"
        } else {
            "corrections to scaling at this size, and the scatter of the seeds"
        },
        twin,
    };
    let hull_instead = "the hull in place of the cluster";
    let (cluster, slow) = ("percolation cluster", (CLUSTER_DIMENSION, SLOW));
    let fast = |exact: f64| (exact, TOLERANCE);
    let cases = vec![
        case("mass", cluster, "mass dimension", fast(CLUSTER_DIMENSION), hull_instead),
        case("boxes", cluster, "box dimension", slow, hull_instead),
        case(
            "hull",
            "hull of it",
            "mass dimension",
            fast(HULL_DIMENSION),
            "the external perimeter in place of the hull",
        ),
        case(
            "perimeter",
            "external perimeter of it",
            "mass dimension",
            (EXTERNAL_DIMENSION, SLOW),
            "the hull in place of the external perimeter",
        ),
    ];
    let sample = move |seed: u128, subject: Subject| {
        let cluster = percolation_cluster(side, side, seed);
        let mask = Mask::Cells(cluster.view());
        let part = |part: Interface| part.cells(mask, Boundary::Neumann);
        let (hull, external) = (part(Interface::Hull), part(Interface::External));
        let whole = subject.pick(&cluster, &hull);
        let boxes = BoxCover::of(Mask::Cells(whole.view()), Boundary::Neumann)
            .and_then(|cover| cover.dimension(Cover::Minimum))
            .map(|found| summary(&found));
        let outer = subject.pick(&hull, &external);
        let outermost = subject.pick(&external, &hull);
        vec![mass(whole), boxes, mass(outer), mass(outermost)]
    };
    Random { cases, sample: Box::new(sample) }
}

fn mass(cells: &Array2<bool>) -> Sample {
    let found = mass_dimension(Mask::Cells(cells.view()), Boundary::Neumann);
    found.map(|found| summary(&found))
}

fn surface(ensemble: Ensemble, hurst: f64, periodic: bool) -> Random {
    let side = ensemble.surface;
    let kind = if periodic { "periodic" } else { "cut out" };
    let exact = 3.0 - hurst;
    let case = Case {
        slug: format!(
            "brownian-surface-{hurst}-{}-{}-seeds",
            kind.replace(' ', "-"),
            ensemble.seeds
        ),
        name: format!("Brownian surface, H = {hurst}, {side}², {kind}"),
        quantity: "spectral dimension",
        exact,
        tolerance: TOLERANCE * exact,
        reference: "R. F. Voss, in The Science of Fractal Images, 1988, §1.6: D = 3 − H",
        because: "the scatter of the seeds, and what the taper of a cut surface leaks",
        twin: "a Hurst exponent that is 0.1 larger",
    };
    let sample = move |seed: u128, subject: Subject| {
        let drawn = if periodic { side } else { 2 * side };
        let hurst = hurst + subject.pick(0.0, 0.1);
        let whole = fractional_brownian_surface(drawn, drawn, hurst, seed);
        let cut = whole.slice(ndarray::s![..side, ..side]);
        let boundary = if periodic { Boundary::Periodic } else { Boundary::Neumann };
        let spectrum = SurfaceSpectrum::of(FieldView::F64(cut), boundary);
        vec![spectrum.map(|spectrum| spectrum.dimension())]
    };
    Random { cases: vec![case], sample: Box::new(sample) }
}

/// What was found of each case over the samples of all seeds.
fn gather(cases: &[Case], samples: &[Vec<Sample>]) -> Vec<Measured> {
    let of_case = |index: usize| -> Vec<Sample> {
        samples.iter().filter_map(|found| found.get(index).copied()).collect()
    };
    let cases = cases.iter().enumerate();
    cases.map(|(index, case)| over_seeds(case.exact, &of_case(index))).collect()
}

/// The mean of the samples, its standard error by their scatter, and the coverage.
fn over_seeds(exact: f64, samples: &[Sample]) -> Measured {
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
    Measured { found, coverage, plot: None }
}
