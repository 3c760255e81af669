//! Waves: wavelength, direction, order, and autocorrelation of plane waves, rings and lattices.

use crate::features::{
    Angular, Autocorrelation, Band, Orientation, Periodogram, Spectrum, Surface,
};
use crate::grid::FieldView;
use crate::verify::check::{Check, Curve, Figure, Finding, Obstacle, Subject, Suite};
use ndarray::Array2;
use std::f64::consts::TAU;

/// First zero of the Bessel function J₀.
const BESSEL_ZERO: f64 = 2.404825557695773;

pub(crate) fn checks() -> Vec<Check> {
    let fourier = "one mode of the discrete Fourier transform has all power";
    let unit = "the spacing left out";
    let checks = [
        Check::new(Suite::Features, "wavelength-plane-wave", wavelength)
            .claim("a plane wave between two bins of a rectangle has its wavelength, 2π/|k|")
            .reference(fourier)
            .twin(unit),
        Check::new(Suite::Features, "wavelength-rings", rings)
            .claim("rings cos kr have the wavelength 2π/k")
            .reference("the transform of cos kr on a plane is singular at |k| = k")
            .because("half a bin: 12 wavelengths fit the side")
            .twin("the rings squared, of which there are twice as many"),
        Check::new(Suite::Features, "bandwidth-two-waves", bandwidth)
            .claim("two waves of equal power have the band width |k₂ − k₁|/2")
            .reference("second moment of two equal weights")
            .twin(unit),
        Check::new(Suite::Features, "direction-of-stripes", direction)
            .claim("oblique stripes have the direction of their wave vector in the spectrum")
            .reference(fourier)
            .twin("rows and columns exchanged"),
        Check::new(Suite::Features, "direction-of-gradients", gradients)
            .claim("central differences of stripes point along (sin k_x, sin k_y)")
            .reference("symbol of the central difference, i sin kh/h")
            .twin("rows and columns exchanged"),
        Check::new(Suite::Features, "anisotropy-of-two-waves", anisotropy)
            .claim("crossed waves of powers 3 and 1 at a right angle have the anisotropy 1/2")
            .reference("Mardia, Jupp, Directional Statistics, 2000, §2.3")
            .twin("amplitudes of 3 and 1"),
        Check::new(Suite::Features, "orders-of-squares", squares)
            .claim("a square lattice has the orders 0, 1, 0 of 2, 4 and 6 directions")
            .reference("Σ e^(imθ) over four wave vectors")
            .twin("one of its waves left out"),
        Check::new(Suite::Features, "orders-of-hexagons", hexagons)
            .claim("a hexagonal lattice has the orders 0, 0, 1 of 2, 4 and 6 directions")
            .reference("Nelson, Halperin, Phys. Rev. B 19 (1979) 2457")
            .because("9/104 over 5/100 is √3 to a part in a thousand, six times that in 6θ")
            .twin("one of its waves left out"),
        Check::new(Suite::Features, "autocorrelation-cosine", autocorrelation)
            .claim("the autocorrelation of a plane wave is the cosine of its phase over the lag")
            .reference("Wiener–Khinchin")
            .twin("rows and columns exchanged"),
        Check::new(Suite::Features, "correlation-zero-of-stripes", zero)
            .claim("averaged over directions, stripes forget at the first zero of J₀(kr)")
            .reference("∫ cos(kr cos φ) dφ/2π = J₀(kr), zero at 2.404826")
            .because("C is averaged over bins of a cell: a tenth of a cell in 24")
            .twin(unit),
    ];
    let default = |check: Check| {
        if check.because.is_empty() {
            check.because("rounding of a Fourier transform")
        } else {
            check
        }
    };
    checks.into_iter().map(default).collect()
}

/// A sum of plane waves of these cycles down and across, and amplitudes.
fn waves(shape: (usize, usize), all: &[([f64; 2], f64)]) -> Array2<f64> {
    Array2::from_shape_fn(shape, |(row, col)| {
        let (y, x) = (row as f64 / shape.0 as f64, col as f64 / shape.1 as f64);
        all.iter().map(|([p, q], amplitude)| amplitude * libm::cos(TAU * (p * y + q * x))).sum()
    })
}

fn periodogram(field: &Array2<f64>, spacing: f64) -> Result<Periodogram, Obstacle> {
    Periodogram::of(FieldView::F64(field.view()), spacing).map_err(Obstacle::broke)
}

fn dominant(field: &Array2<f64>, spacing: f64) -> Result<f64, Obstacle> {
    let found = Spectrum::from(&periodogram(field, spacing)?).dominant();
    found.map(|found| found.wavelength).ok_or_else(|| Obstacle::broke("no wave dominates"))
}

fn wavelength(subject: Subject) -> Result<Finding, Obstacle> {
    let (rows, cols, spacing) = (48, 80, 0.25);
    let field = waves((rows, cols), &[([3.0, 7.0], 1.0)]);
    let (y, x) = (3.0 / (rows as f64 * spacing), 7.0 / (cols as f64 * spacing));
    let found = dominant(&field, subject.pick(spacing, 1.0))?;
    Ok(Finding::new(found, 1.0 / (y * y + x * x).sqrt(), 1e-9).unit("length"))
}

fn rings(subject: Subject) -> Result<Finding, Obstacle> {
    let (side, wavelength) = (192, 16.0);
    let field = Array2::from_shape_fn((side, side), |(row, col)| {
        let [y, x] = [row, col].map(|at| at as f64 - 95.5);
        let wave = libm::cos(TAU * (x * x + y * y).sqrt() / wavelength);
        subject.pick(wave, wave * wave)
    });
    let found = dominant(&field, 1.0)?;
    Ok(Finding::new(found, wavelength, wavelength / 24.0).unit("cells"))
}

fn bandwidth(subject: Subject) -> Result<Finding, Obstacle> {
    let (side, spacing) = (64, 0.5);
    let field = waves((side, side), &[([0.0, 5.0], 1.0), ([9.0, 0.0], 1.0)]);
    let spectrum = Spectrum::from(&periodogram(&field, subject.pick(spacing, 1.0))?);
    let band: Option<Band> = spectrum.band();
    let found = band.ok_or_else(|| Obstacle::broke("no power"))?.width;
    Ok(Finding::new(found, TAU * 2.0 / (side as f64 * spacing), 1e-9).unit("1/length"))
}

fn stripes(subject: Subject) -> Array2<f64> {
    let field = waves((48, 96), &[([5.0, 4.0], 1.0)]);
    subject.pick(field.clone(), field.reversed_axes())
}

fn direction(subject: Subject) -> Result<Finding, Obstacle> {
    let found = angular(&stripes(subject))?.direction().map_err(Obstacle::broke)?;
    Ok(Finding::new(found, libm::atan2(5.0 / 48.0, 4.0 / 96.0), 1e-9).unit("rad"))
}

fn gradients(subject: Subject) -> Result<Finding, Obstacle> {
    let field = stripes(subject);
    let found = Orientation::of(FieldView::F64(field.view()), Surface::Torus);
    let found = found.and_then(|found| found.direction()).map_err(Obstacle::broke)?;
    let sine = |cycles: f64, cells: f64| libm::sin(TAU * cycles / cells);
    Ok(Finding::new(found, libm::atan2(sine(5.0, 48.0), sine(4.0, 96.0)), 1e-9).unit("rad"))
}

fn angular(field: &Array2<f64>) -> Result<Angular, Obstacle> {
    let periodogram = periodogram(field, 1.0)?;
    Angular::of(&periodogram, &Spectrum::from(&periodogram)).map_err(Obstacle::broke)
}

fn anisotropy(subject: Subject) -> Result<Finding, Obstacle> {
    let amplitude = subject.pick(3.0_f64.sqrt(), 3.0);
    let field = waves((40, 40), &[([3.0, 4.0], amplitude), ([4.0, -3.0], 1.0)]);
    Ok(Finding::new(angular(&field)?.anisotropy(), 0.5, 1e-9))
}

/// The largest distance of the three orders from what is expected.
fn orders(field: &Array2<f64>, expected: [f64; 3]) -> Result<f64, Obstacle> {
    let found = angular(field)?.orders;
    Ok(found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max))
}

fn squares(subject: Subject) -> Result<Finding, Obstacle> {
    let all = [([3.0, 4.0], 1.0), ([4.0, -3.0], subject.pick(1.0, 0.0))];
    let off = orders(&waves((40, 40), &all), [0.0, 1.0, 0.0])?;
    Ok(Finding::at_most(off, 1e-9))
}

fn hexagons(subject: Subject) -> Result<Finding, Obstacle> {
    let last = subject.pick(1.0, 0.0);
    let all = [([10.0, 0.0], 1.0), ([5.0, 9.0], 1.0), ([-5.0, 9.0], last)];
    let off = orders(&waves((100, 104), &all), [0.0, 0.0, 1.0])?;
    Ok(Finding::at_most(off, 0.01))
}

/// The largest error over all lags.
fn autocorrelation(subject: Subject) -> Result<Finding, Obstacle> {
    let (side, [p, q]) = (60, [3.0, 5.0]);
    let cycles = subject.pick([p, q], [q, p]);
    let field = waves((side, side), &[(cycles, 2.0)]);
    let found = Autocorrelation::of(&periodogram(&field, 1.0)?).map_err(Obstacle::broke)?;
    let exact =
        |down: usize, right: f64| libm::cos(TAU * (p * down as f64 + q * right) / side as f64);
    let mut worst = 0.0_f64;
    for down in 0..side {
        for (right, c) in found.lags(down).into_iter().enumerate() {
            worst = worst.max((c - exact(down, right as f64)).abs());
        }
    }
    let along = found.lags(0).into_iter().enumerate().map(|(lag, c)| (lag as f64, c));
    let line = (0..=4 * side).map(|quarter| quarter as f64 / 4.0);
    let figure = Figure::linear(
        "autocorrelation of a plane wave",
        ("lag across, cells", "C"),
        vec![
            Curve::theory("cos(k lag)", line.map(|lag| (lag, exact(0, lag))).collect()),
            Curve::measured("found", along.collect()),
        ],
    );
    Ok(Finding::at_most(worst, 1e-12).figure(figure))
}

fn zero(subject: Subject) -> Result<Finding, Obstacle> {
    let (side, cycles, spacing) = (256, 4.0, 0.5);
    let field = waves((side, side), &[([cycles, 0.0], 1.0)]);
    let periodogram = periodogram(&field, subject.pick(spacing, 1.0))?;
    let found = Autocorrelation::of(&periodogram).and_then(|found| found.first_zero());
    let expected = BESSEL_ZERO * side as f64 / cycles * spacing / TAU;
    Ok(Finding::new(found.map_err(Obstacle::broke)?, expected, 4e-3 * expected).unit("length"))
}
