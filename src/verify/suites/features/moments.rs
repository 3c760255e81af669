//! Moments of distributions that are known: two levels, a ramp, Gaussian noise.

use crate::features::{Settings, from_field};
use crate::grid::FieldView;
use crate::rng::Generator;
use crate::verify::check::{Check, Finding, Obstacle, Subject, Suite};
use ndarray::Array2;

/// Half-width of a 99.9 % interval, in standard deviations.
const Z999: f64 = 3.290527;

pub(crate) fn checks() -> Vec<Check> {
    let rounding = "rounding of sums over a few thousand cells";
    let levels = Check::new(Suite::Features, "skewness-two-levels", two_levels)
        .claim("two levels of shares p and q have the skewness (q − p)/√(pq)")
        .reference("moments of the Bernoulli distribution")
        .because(rounding)
        .twin("the two levels exchanged");
    let ramp = Check::new(Suite::Features, "kurtosis-ramp", ramp)
        .claim("n evenly spaced values have the excess kurtosis −6 (n² + 1)/(5 (n² − 1))")
        .reference("moments of the discrete uniform distribution")
        .because(rounding)
        .twin("the values squared");
    let noise = [("skewness", "V_skew", 6.0_f64), ("kurtosis", "V_kurt", 24.0)].map(
        |(name, feature, variance)| {
            Check::new(Suite::Features, format!("{name}-gaussian-noise"), move |subject| {
                noise(feature, variance, subject)
            })
            .claim(format!("the {name} of Gaussian noise is 0"))
            .reference("variance 6/n and 24/n: R. A. Fisher, Proc. London Math. Soc. 30 (1930) 199")
            .because("half-width of a 99.9 % interval of 256² cells; the seed is fixed")
            .twin("noise with a twentieth of its square added")
        },
    );
    [levels, ramp].into_iter().chain(noise).collect()
}

fn feature(field: &Array2<f64>, name: &str) -> Result<f64, Obstacle> {
    let settings = Settings { scale: 1.0, ..Settings::default() };
    let features = from_field(&settings, FieldView::F64(field.view()));
    features.get(name).ok_or_else(|| Obstacle::broke("no value"))
}

fn two_levels(subject: Subject) -> Result<Finding, Obstacle> {
    let (p, sign) = (0.2_f64, subject.pick(1.0, -1.0));
    let field = Array2::from_shape_fn((40, 60), |(row, _)| if row < 8 { sign } else { 0.0 });
    let expected = (1.0 - 2.0 * p) / (p * (1.0 - p)).sqrt();
    Ok(Finding::new(feature(&field, "V_skew")?, expected, 1e-12))
}

fn ramp(subject: Subject) -> Result<Finding, Obstacle> {
    let (rows, cols) = (40, 60);
    let n = (rows * cols) as f64;
    let field = Array2::from_shape_fn((rows, cols), |(row, col)| {
        let value = (row * cols + col) as f64 / n;
        subject.pick(value, value * value)
    });
    let expected = -6.0 * (n * n + 1.0) / (5.0 * (n * n - 1.0));
    Ok(Finding::new(feature(&field, "V_kurt")?, expected, 1e-11))
}

fn noise(name: &str, variance: f64, subject: Subject) -> Result<Finding, Obstacle> {
    let mut rng = Generator::from_seed(3);
    let share = subject.pick(0.0, 0.05);
    let field = Array2::from_shape_simple_fn((256, 256), || {
        let value = rng.standard_normal();
        value + share * value * value
    });
    let deviation = feature(&field, name)? / (variance / field.len() as f64).sqrt();
    Ok(Finding::at_most(deviation, Z999).unit("standard errors"))
}
