//! How values are spread and ordered: entropy, Otsu's threshold, Moran's I, ordinal patterns.

use crate::features::{Ordinal, Surface, Threshold, histogram_entropy, morans_i};
use crate::grid::FieldView;
use crate::rng::Generator;
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use ndarray::Array2;

/// Half-width of a 99.9 % interval, in standard deviations.
const Z999: f64 = 3.290527;

pub(crate) fn checks() -> Vec<Check> {
    let entropy = Check::new(Suite::Features, "entropy-uniform", entropy)
        .claim("values in 4 of 16 bins, evenly, have the entropy ln 4/ln 16")
        .reference("Shannon, Bell Syst. Tech. J. 27 (1948) 379")
        .because("rounding")
        .twin("the entropy relative to 4 bins");
    let otsu = Check::new(Suite::Features, "otsu-two-classes", otsu)
        .claim("0.8 of the cells even on [0, 1] and 0.2 on [1, 2] are cut at 7/8")
        .reference("Otsu 1979: the cut is the mean of both class means, 0.8 t² − 1.5 t + 0.7 = 0")
        .because("two bins of the histogram: the variance is flat about its maximum")
        .twin("the median");
    let board = Check::new(Suite::Features, "morans-i-checkerboard", board)
        .claim("a checkerboard on a torus has I = −1")
        .reference("Cliff, Ord, Spatial Processes, 1981, §1.5: every neighbour is the opposite")
        .because("rounding")
        .twin("fields of 2 × 2 cells");
    let mean = Check::new(Suite::Features, "morans-i-noise-mean", |subject| noise(false, subject))
        .claim("over 4000 fields of noise the mean of I is −1/(n − 1)")
        .reference("Cliff, Ord 1981, §2.3: mean and variance under normality")
        .because("half-width of a 99.9 % interval; seeds are fixed")
        .twin("pairs of rows that are alike");
    let spread = Check::new(Suite::Features, "morans-i-noise-sd", |subject| noise(true, subject))
        .claim("over 4000 fields of noise I scatters as under normality")
        .reference("Cliff, Ord 1981, §2.3, with 4 neighbours on a torus")
        .because("half-width of a 99.9 % interval of an SD; seeds are fixed")
        .twin("pairs of rows that are alike");
    let ordinal = Check::new(Suite::Features, "ordinal-entropy", ordinal)
        .claim("two orders of 24, equally frequent, have the entropy ln 2/ln 24")
        .reference("Ribeiro et al., PLoS ONE 7 (2012) e40689, eq. 2")
        .because("rounding")
        .twin("the torus taken for a plane");
    vec![entropy, otsu, board, mean, spread, ordinal]
}

fn entropy(subject: Subject) -> Result<Finding, Obstacle> {
    // Values 0, 5, 10 and 15 of a range of 15: bins 0, 5, 10 and 15 of 16.
    let field = Array2::from_shape_fn((12, 20), |(_, col)| 5.0 * (col % 4) as f64);
    let found = histogram_entropy(FieldView::F64(field.view()), subject.pick(16, 4));
    Ok(Finding::new(found.map_err(Obstacle::broke)?, 0.5, 1e-14))
}

fn otsu(subject: Subject) -> Result<Finding, Obstacle> {
    // Values at the middle of their share, so that no bin's count is off by more than one.
    let (low, high) = (80_000, 20_000);
    let at = |index: usize, n: usize| (index as f64 + 0.5) / n as f64;
    let field = Array2::from_shape_fn((1, low + high), |(_, cell)| {
        if cell < low { at(cell, low) } else { 1.0 + at(cell - low, high) }
    });
    let threshold = subject.pick(Threshold::Otsu { bins: 400 }, Threshold::Quantile(0.5));
    let found = threshold.of(FieldView::F64(field.view())).map_err(Obstacle::broke)?;
    Ok(Finding::new(found, 0.875, 0.01))
}

fn board(subject: Subject) -> Result<Finding, Obstacle> {
    let side = subject.pick(1, 2);
    let field = Array2::from_shape_fn((12, 16), |(i, j)| ((i / side + j / side) % 2) as f64);
    let found = morans_i(FieldView::F64(field.view()), Surface::Torus);
    Ok(Finding::new(found.map_err(Obstacle::broke)?, -1.0, 1e-14))
}

/// I of n cells with 4 neighbours each: weights S₀ = 4n, S₁ = 8n, S₂ = 64n.
fn noise(of_spread: bool, subject: Subject) -> Result<Finding, Obstacle> {
    let (side, fields) = (8, 4000_u32);
    let n = f64::from(side * side);
    let mean = -1.0 / (n - 1.0);
    let weights = 4.0 * n;
    let second = (n * n * 8.0 * n - n * 64.0 * n + 3.0 * weights * weights)
        / ((n * n - 1.0) * weights * weights);
    let sd = (second - mean * mean).sqrt();
    let mut rng = Generator::from_seed(7);
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..fields {
        let drawn = Array2::from_shape_simple_fn((8, 8), || rng.standard_normal());
        let field = Array2::from_shape_fn((8, 8), |(row, col)| {
            let row = subject.pick(row, row / 2 * 2);
            drawn.get((row, col)).copied().unwrap_or_default()
        });
        let found = morans_i(FieldView::F64(field.view()), Surface::Torus);
        let off = found.map_err(Obstacle::broke)? - mean;
        sum += off;
        squares += off * off;
    }
    let count = f64::from(fields);
    let deviation = if of_spread {
        // The SD of a variance's ratio is √(2/count), of the SD's half that.
        ((squares / count).sqrt() / sd - 1.0) * (2.0 * count).sqrt()
    } else {
        sum / count / (sd / count.sqrt())
    };
    Ok(Finding::at_most(deviation, Z999).unit("standard errors"))
}

/// Columns 0, 1, 0, 1, … rise and fall by turns: with ties by place there are two orders.
fn ordinal(subject: Subject) -> Result<Finding, Obstacle> {
    let field = Array2::from_shape_fn((7, 10), |(_, col)| (col % 2) as f64);
    let surface = subject.pick(Surface::Torus, Surface::Plane);
    let found = Ordinal::of(FieldView::F64(field.view()), surface).map_err(Obstacle::broke)?;
    Ok(Finding::new(found.entropy, 2.0_f64.ln() / 24.0_f64.ln(), 1e-14))
}
