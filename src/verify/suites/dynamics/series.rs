//! Times of series: how long they remember themselves, and their period.

use crate::features::{Periodogram, Spectrum, autocorrelation_time};
use crate::grid::FieldView;
use crate::rng::Generator;
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use ndarray::Array2;
use std::f64::consts::TAU;

/// Half-width of a 99.9 % interval, in standard deviations.
const Z999: f64 = 3.290527;
const SEEDS: u32 = 16;
const LENGTH: usize = 50_000;

pub(crate) fn checks() -> Vec<Check> {
    let known = [
        ("white-noise", 0.0, 0.1, "a coefficient of 0.1"),
        ("autoregression", 0.9, 0.8, "a coefficient of 0.8"),
        ("alternation", -0.5, 0.0, "a coefficient of 0"),
    ];
    let memory = known.map(|(name, coefficient, wrong, twin)| {
        Check::new(Suite::Dynamics, format!("autocorrelation-time-{name}"), move |subject| {
            autoregression(coefficient, subject.pick(coefficient, wrong))
        })
        .claim(format!(
            "x ← φ x + ξ with φ = {coefficient} has the autocorrelation time 1 + 2 Σ φᵗ"
        ))
        .reference("A. Sokal, in Functional Integration, 1997, 131, eqs. 3.15–3.19")
        .because("99.9 % interval by the window's variance, 2 (2M + 1) τ²/n; seeds are fixed")
        .twin(twin)
    });
    let period = Check::new(Suite::Dynamics, "period-of-a-sine", period)
        .claim("a sine of 37 periods in 1000 samples every 0.1 has the period 100/37")
        .reference("one mode of the discrete Fourier transform has all power")
        .because("rounding of a Fourier transform")
        .twin("the interval between samples left out");
    memory.into_iter().chain([period]).collect()
}

/// 1 + 2 Σ φᵗ over Sokal's window, and its last lag M ≥ 5 τ(M), 5. It is (1 + φ)/(1 − φ) but for
/// what is beyond: a thousandth for φ = 0.9, a sixteenth for φ = −0.5.
fn windowed(coefficient: f64) -> (f64, f64) {
    let (mut time, mut power, mut lag) = (1.0_f64, 1.0, 0.0);
    while lag < 5.0 * time.max(1.0) {
        lag += 1.0;
        power *= coefficient;
        time += 2.0 * power;
    }
    (time, lag)
}

/// The mean time over some series.
fn autoregression(known: f64, coefficient: f64) -> Result<Finding, Obstacle> {
    let (mut sum, n) = (0.0, f64::from(SEEDS));
    for seed in 0..SEEDS {
        let mut rng = Generator::from_seed(u128::from(seed));
        // Stationary from the first value.
        let mut value = rng.standard_normal() / (1.0 - coefficient * coefficient).sqrt();
        let series: Vec<f64> = (0..LENGTH)
            .map(|_| {
                value = coefficient * value + rng.standard_normal();
                value
            })
            .collect();
        sum += autocorrelation_time(&series).map_err(Obstacle::broke)?;
    }
    let (found, (expected, window)) = (sum / n, windowed(known));
    let deviation = expected * (2.0 * (2.0 * window + 1.0) / LENGTH as f64 / n).sqrt();
    let reach = 1.96 * deviation;
    Ok(Finding::new(found, expected, Z999 * deviation)
        .unit("samples")
        .interval((found - reach, found + reach)))
}

fn period(subject: Subject) -> Result<Finding, Obstacle> {
    let series =
        Array2::from_shape_fn((1, 1000), |(_, t)| libm::sin(TAU * 37.0 * t as f64 / 1000.0));
    let spacing = subject.pick(0.1, 1.0);
    let spectrum = Periodogram::of(FieldView::F64(series.view()), spacing);
    let spectrum = Spectrum::from(&spectrum.map_err(Obstacle::broke)?);
    let found = spectrum.dominant().ok_or_else(|| Obstacle::broke("no wave dominates"))?;
    Ok(Finding::new(found.wavelength, 100.0 / 37.0, 1e-9).unit("time"))
}
