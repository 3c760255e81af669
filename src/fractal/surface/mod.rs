//! Self-affine surfaces: slope of the power spectrum, Hurst exponent, dimension.

mod band;
mod whittle;

use crate::fractal::DimensionEstimate;
use crate::fractal::Undefined;
use crate::fractal::surface::band::{Mode, modes};
use crate::fractal::surface::whittle::{PowerLaw, fit};
use crate::grid::Boundary;
use crate::grid::FieldView;

/// Fewest cells of the shorter side: two octaves of waves.
const SMALLEST_SIDE: usize = 16;
/// Lowest wavenumber times the shorter side where the sides are tapered: below it lies the main
/// lobe of the taper.
const LOWEST_TAPERED: f64 = 3.0;
/// How much fewer independent modes a tapered plane has: ((35/18) for a side) squared.
///
/// F. J. Harris, Proc. IEEE 66 (1978) 51: n Σ w⁴ / (Σ w²)² of the sin² taper is 35/18.
const TAPER_COST: f64 = (35.0 / 18.0) * (35.0 / 18.0);
/// Rings an octave of the averaged spectrum.
const RINGS: f64 = 4.0;
/// Two-sided 95 % quantile of the normal distribution.
const NORMAL_95: f64 = 1.959964;

/// A number with its standard error and its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Its standard error.
    pub std_error: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

impl Estimate {
    fn normal(value: f64, std_error: f64) -> Self {
        let reach = NORMAL_95 * std_error;
        Self { value, std_error, interval: (value - reach, value + reach) }
    }
}

/// Modes of nearly equal wavenumber.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpectrumRing {
    /// Mean of ln |k| of the ring, with |k| in cycles per cell.
    pub log_wavenumber: f64,
    /// ln of their mean power.
    pub log_power: f64,
    /// Modes in it.
    pub modes: usize,
}

/// The power law S(k) ∝ k^(−β) of a surface's spectrum.
///
/// β comes from all modes between one wave a side (three on a grid that is not periodic) and a
/// quarter of a wave a cell, by maximum likelihood (Whittle): the power of a mode of a Gaussian
/// surface is exponentially distributed about S(k), so each counts alike and the error is known.
/// Wavelengths below four cells are left out because of aliasing. Fields that are not periodic are
/// tapered by sin², and their error allows for the correlation of neighbouring modes.
///
/// For fractional Brownian motion β = 2H + 2 and the surface's dimension is 3 − H (0 < H < 1);
/// a surface with another slope is none, whatever H comes out. O(n log n) for n cells.
///
/// # Reference
///
/// P. Whittle, *Ark. Mat.* 2 (1953) 423; R. F. Voss, in *The Science of Fractal Images*, Springer
/// 1988, §1.6. Least bias among estimators for such surfaces: Fractal Fract. 8 (2024) 152.
///
/// # Examples
///
/// ```
/// use mfn::fractal::SurfaceSpectrum;
/// use mfn::grid::{Boundary, FieldView};
/// use mfn::verify::fractal::fractional_brownian_surface;
///
/// let surface = fractional_brownian_surface(128, 128, 0.5, 7);
/// let found = SurfaceSpectrum::of(FieldView::F64(surface.view()), Boundary::Periodic)?;
/// let hurst = found.hurst();
/// assert!((hurst.value - 0.5).abs() < 3.0 * hurst.std_error && found.reliable);
/// # Ok::<(), mfn::fractal::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SurfaceSpectrum {
    /// The slope β.
    pub slope: Estimate,
    /// ln of the law's power at one cycle per cell: ln S = `log_amplitude` − β ln k.
    pub log_amplitude: f64,
    /// The spectrum averaged over rings, four an octave, for a picture and for `r_squared`.
    pub rings: Vec<SpectrumRing>,
    /// Share of the variance of the rings' ln power that the law explains, each weighted by its
    /// modes; below 0 for a law worse than a constant.
    pub r_squared: f64,
    /// Doublings of the wavenumber.
    pub octaves: f64,
    /// At least 3 octaves and R² ≥ 0.99.
    pub reliable: bool,
}

impl SurfaceSpectrum {
    /// Fits the spectrum of a field.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::TooSmall`] below 16 cells a side,
    /// [`Undefined::NotFinite`], [`Undefined::Constant`], [`Undefined::NoPowerLaw`] if the power is
    /// in one ring alone.
    pub fn of(field: FieldView<'_>, boundary: Boundary) -> Result<Self, Undefined> {
        let (rows, cols) = field.shape();
        let shorter = rows.min(cols);
        if shorter == 0 {
            return Err(Undefined::NoCells);
        }
        if shorter < SMALLEST_SIDE {
            return Err(Undefined::TooSmall { found: shorter, wanted: SMALLEST_SIDE });
        }
        let (lowest, cost) = match boundary {
            Boundary::Periodic => (1.0, 1.0),
            Boundary::Neumann | Boundary::Dirichlet => (LOWEST_TAPERED, TAPER_COST),
        };
        let modes = modes(field, boundary, lowest)?;
        let law = fit(&modes).ok_or(Undefined::NoPowerLaw)?;
        let rings = rings(&modes);
        let r_squared = explained(&rings, &law);
        let octaves = libm::log2(0.25 * shorter as f64 / lowest);
        Ok(Self {
            slope: Estimate::normal(law.exponent, (cost * law.variance).sqrt()),
            log_amplitude: law.log_amplitude,
            rings,
            r_squared,
            octaves,
            reliable: DimensionEstimate::believed(octaves, r_squared),
        })
    }

    /// The Hurst exponent H = (β − 2)/2.
    pub fn hurst(&self) -> Estimate {
        Estimate::normal(0.5 * (self.slope.value - 2.0), 0.5 * self.slope.std_error)
    }

    /// The dimension 3 − H of the surface.
    pub fn dimension(&self) -> Estimate {
        let hurst = self.hurst();
        Estimate::normal(3.0 - hurst.value, hurst.std_error)
    }
}

/// Averages the modes over rings, by rising wavenumber.
fn rings(modes: &[Mode]) -> Vec<SpectrumRing> {
    let width = std::f64::consts::LN_2 / RINGS;
    // From the highest wavenumber, ln ¼, down; the lowest of a grid of 2³⁰ cells is in ring 112.
    let index = |x: f64| (((libm::log(0.25) - x) / width).max(0.0) + 1e-9) as usize;
    let mut sums: Vec<(f64, f64, usize)> = Vec::new();
    for (x, power) in modes {
        let ring = index(*x);
        if ring >= sums.len() {
            sums.resize(ring + 1, (0.0, 0.0, 0));
        }
        if let Some((logs, powers, count)) = sums.get_mut(ring) {
            *logs += x;
            *powers += power;
            *count += 1;
        }
    }
    let ring = |(logs, powers, modes): &(f64, f64, usize)| SpectrumRing {
        log_wavenumber: logs / *modes as f64,
        log_power: libm::log(powers / *modes as f64),
        modes: *modes,
    };
    sums.iter().rev().filter(|(_, _, modes)| *modes > 0).map(ring).collect()
}

/// R² of the law over the rings.
fn explained(rings: &[SpectrumRing], law: &PowerLaw) -> f64 {
    let weight = |ring: &SpectrumRing| ring.modes as f64;
    let total: f64 = rings.iter().map(weight).sum();
    let mean = rings.iter().map(|ring| weight(ring) * ring.log_power).sum::<f64>() / total;
    let (mut left, mut all) = (0.0, 0.0);
    for ring in rings {
        let expected = law.log_amplitude - law.exponent * ring.log_wavenumber;
        left += weight(ring) * (ring.log_power - expected) * (ring.log_power - expected);
        all += weight(ring) * (ring.log_power - mean) * (ring.log_power - mean);
    }
    if all > 0.0 && left.is_finite() { 1.0 - left / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn of(field: &Array2<f64>, boundary: Boundary) -> Result<SurfaceSpectrum, Undefined> {
        SurfaceSpectrum::of(FieldView::F64(field.view()), boundary)
    }

    #[test]
    fn degenerate_fields_say_why() {
        let fields = [
            (Array2::zeros((0, 5)), Undefined::NoCells),
            (Array2::zeros((1, 1)), Undefined::TooSmall { found: 1, wanted: 16 }),
            (Array2::zeros((3, 64)), Undefined::TooSmall { found: 3, wanted: 16 }),
            (Array2::from_elem((32, 32), -70.1), Undefined::Constant),
            (Array2::from_elem((32, 32), f64::NAN), Undefined::NotFinite),
        ];
        for (field, reason) in fields {
            for boundary in Boundary::ALL {
                assert_eq!(of(&field, boundary), Err(reason));
            }
        }
    }

    #[test]
    fn values_do_not_depend_on_the_unit() {
        let field = Array2::from_shape_fn((32, 48), |(i, j)| ((i * i + 7 * j) % 23) as f64);
        let (plain, scaled) =
            (of(&field, Boundary::Neumann), of(&(&field * 1024.0), Boundary::Neumann));
        assert_eq!(plain.unwrap().slope, scaled.unwrap().slope);
        let huge = (&field / 12.0 - 0.95) * 1.7e308;
        assert_eq!(of(&huge, Boundary::Periodic).err(), None);
    }

    #[test]
    fn white_noise_has_slope_zero_and_is_no_surface() {
        let stream = crate::rng::Stream::new(3, 0, crate::rng::Purpose::ReferenceSurface);
        let noise = Array2::from_shape_fn((128, 96), |(i, j)| stream.normal(i as u64, j as u32));
        for boundary in Boundary::ALL {
            let found = of(&noise, boundary).unwrap();
            assert!(found.slope.value.abs() < 3.0 * found.slope.std_error, "{found:?}");
            assert!(!found.reliable);
        }
    }

    #[test]
    fn one_wave_has_no_power_law() {
        // cos over quarters of a wave: exactly 1, 0, −1, 0.
        let wave = Array2::from_shape_fn((16, 16), |(i, _)| [1.0, 0.0, -1.0, 0.0][i % 4]);
        assert_eq!(of(&wave, Boundary::Periodic), Err(Undefined::NoPowerLaw));
    }
}
