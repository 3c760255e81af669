//! Minkowski functionals of Gaussian random fields, which theory has in closed form.

use crate::features::{Connectivity, Minkowski, Surface};
use crate::fractal::Mask;
use crate::grid::FieldView;
use crate::rng::Generator;
use crate::spectral::{Plane, PlaneFft};
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use ndarray::Array2;
use std::f64::consts::{SQRT_2, TAU};

const SIDE: usize = 256;
/// ℓ of the covariance exp(−r²/2ℓ²), in cells.
const LENGTH: f64 = 6.0;
const SEEDS: u32 = 12;
const LEVELS: [f64; 7] = [-2.0, -1.5, -0.5, 0.0, 0.5, 1.0, 2.0];

/// A functional per area.
#[derive(Debug, Clone, Copy)]
enum Functional {
    Area,
    Perimeter,
    Euler,
}

impl Functional {
    fn of(self, found: &Minkowski) -> f64 {
        let total = match self {
            Self::Area => found.area as f64,
            Self::Perimeter => found.crofton_perimeter(),
            // The continuous field's χ lies between those of both connectivities.
            Self::Euler => {
                let both = [Connectivity::Four, Connectivity::Eight];
                both.into_iter().map(|c| 0.5 * found.euler(c) as f64).sum()
            }
        };
        total / found.n_cells as f64
    }

    /// ½ erfc(ν/√2); e^(−ν²/2)/(2ℓ); ν e^(−ν²/2)/((2π)^(3/2) ℓ²).
    fn expected(self, level: f64) -> f64 {
        let decay = libm::exp(-0.5 * level * level);
        match self {
            Self::Area => 0.5 * libm::erfc(level / SQRT_2),
            Self::Perimeter => 0.5 * decay / LENGTH,
            Self::Euler => libm::pow(TAU, -1.5) * level * decay / (LENGTH * LENGTH),
        }
    }

    /// Where it is largest.
    fn largest(self) -> f64 {
        match self {
            Self::Area => 1.0,
            Self::Perimeter => self.expected(0.0),
            Self::Euler => self.expected(1.0),
        }
    }
}

pub(crate) fn checks() -> Vec<Check> {
    let all = [
        (Functional::Area, "area", 0.01),
        (Functional::Perimeter, "perimeter", 0.03),
        (Functional::Euler, "euler", 0.06),
    ];
    let check = |(functional, name, tolerance)| {
        let measure = move |subject| measure(functional, tolerance, subject);
        Check::new(Suite::Features, format!("gaussian-field-{name}"), measure)
            .claim(format!("the {name} above seven levels of a Gaussian field is Tomita's"))
            .reference("H. Tomita, Prog. Theor. Phys. 76 (1986) 952; R. J. Adler 1981, §6.4")
            .because("scatter of 12 fields of 256² cells, and cells of a sixth of the length")
            .twin("a field of twice the length, and levels that are 0.1 too high")
    };
    all.into_iter().map(check).collect()
}

/// The largest difference over the levels, as a share of the functional's largest value.
fn measure(functional: Functional, tolerance: f64, subject: Subject) -> Result<Finding, Obstacle> {
    let length = subject.pick(LENGTH, 2.0 * LENGTH);
    let fields: Vec<Array2<f64>> =
        (0..SEEDS).map(|seed| gaussian(length, u128::from(seed))).collect::<Result<_, _>>()?;
    let (mut points, mut worst, mut interval) = (Vec::new(), 0.0_f64, (0.0, 0.0));
    for level in LEVELS {
        let mut samples = Vec::new();
        for field in &fields {
            let threshold = level + subject.pick(0.0, 0.1);
            let mask = Mask::Above { field: FieldView::F64(field.view()), threshold };
            let found = Minkowski::of(mask, Surface::Torus).map_err(Obstacle::broke)?;
            samples.push(functional.of(&found));
        }
        let n = f64::from(SEEDS);
        let mean = samples.iter().sum::<f64>() / n;
        let squares: f64 = samples.iter().map(|sample| (sample - mean).powi(2)).sum();
        let reach = 1.96 * (squares / (n - 1.0) / n).sqrt() / functional.largest();
        let off = (mean - functional.expected(level)) / functional.largest();
        if off.is_nan() || off.abs() > worst.abs() {
            (worst, interval) = (off, (off - reach, off + reach));
        }
        points.push((level, mean));
    }
    let line = (-25..=25).map(|tenth| f64::from(tenth) / 10.0);
    let figure = Figure::linear(
        "a functional of the set above a level",
        ("level, standard deviations", "per cell"),
        vec![
            Curve::theory("Tomita", line.map(|x| (x, functional.expected(x))).collect()),
            Curve::measured("found", points),
        ],
    );
    Ok(Finding::at_most(worst, tolerance)
        .unit("of the largest value")
        .interval(interval)
        .figure(figure))
}

/// A Gaussian random field on a torus with covariance exp(−r²/2ℓ²), scaled to mean 0, variance 1.
fn gaussian(length: f64, seed: u128) -> Result<Array2<f64>, Obstacle> {
    let mut rng = Generator::from_seed(seed);
    let mut plane = Plane::new(SIDE * SIDE);
    rng.fill_standard_normal(&mut plane.re);
    let mut fft = PlaneFft::new(SIDE, SIDE);
    fft.forward(&mut plane);
    let wavenumber = |index: usize| TAU * index.min(SIDE - index) as f64 / SIDE as f64;
    for (cell, (re, im)) in plane.re.iter_mut().zip(&mut plane.im).enumerate() {
        let (y, x) = (wavenumber(cell / SIDE), wavenumber(cell % SIDE));
        let filter = libm::exp(-(y * y + x * x) * length * length / 4.0);
        *re *= filter;
        *im *= filter;
    }
    fft.inverse(&mut plane);
    let field = Array2::from_shape_vec((SIDE, SIDE), plane.re).map_err(Obstacle::broke)?;
    let (mean, deviation) = (field.sum() / field.len() as f64, field.std(0.0));
    Ok(field.mapv(|value| (value - mean) / deviation))
}
