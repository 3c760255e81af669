//! How broad the power spectrum is: a band of wavenumbers, and an entropy.

use crate::features::Spectrum;
use crate::features::spectrum::Ring;

/// The band of wavenumbers that a field's variance lies in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// k̄ = Σ P |k| / Σ P over all modes of power P, in 1 / unit length.
    pub mean_wavenumber: f64,
    /// √(Σ P (|k| − k̄)² / Σ P), in 1 / unit length: 0 for waves of one length.
    pub width: f64,
    /// −Σ s_m ln s_m / ln M over the M rings with modes, s_m the ring's share of the sum of all
    /// rings' mean powers: 0 if all power is in one ring, 1 for white noise.
    pub entropy: f64,
}

impl Band {
    /// width / k̄, a pure number.
    pub fn relative_width(&self) -> f64 {
        self.width / self.mean_wavenumber
    }
}

impl Spectrum {
    /// The band of the spectrum; `None` without power.
    ///
    /// # Reference
    ///
    /// T. Inouye et al., *Electroencephalogr. Clin. Neurophysiol.* 79 (1991) 204 (spectral
    /// entropy).
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::Spectrum;
    /// use mfn::grid::FieldView;
    ///
    /// let field = ndarray::array![[0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 0.0, -1.0]];
    /// let spectrum = Spectrum::of(FieldView::F64(field.view()), 1.0).ok_or("no waves")?;
    /// let band = spectrum.band().ok_or("no power")?;
    /// assert!((band.mean_wavenumber - std::f64::consts::TAU / 4.0).abs() < 1e-12);
    /// assert!(band.width < 1e-7 && band.entropy < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn band(&self) -> Option<Band> {
        // The mean is taken out, so bin 0 is left out with its rounding.
        let rings = || self.rings.iter().skip(1).filter(|ring| ring.n_modes > 0);
        let total: f64 = rings().map(|ring| ring.power).sum();
        let height: f64 = rings().map(Ring::mean_power).sum();
        if total <= 0.0 {
            return None;
        }
        let mean = rings().map(|ring| ring.weighted).sum::<f64>() / total;
        let square = rings().map(|ring| ring.square_weighted).sum::<f64>() / total;
        let mut entropy = 0.0;
        for share in rings().map(|ring| ring.mean_power() / height).filter(|share| *share > 0.0) {
            entropy -= share * libm::log(share);
        }
        let n_rings = rings().count();
        let most = libm::log(n_rings as f64);
        Some(Band {
            mean_wavenumber: mean * self.bin_width(),
            width: (square - mean * mean).max(0.0).sqrt() * self.bin_width(),
            entropy: if n_rings > 1 { (entropy / most).clamp(0.0, 1.0) } else { 0.0 },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::FieldView;
    use crate::rng::Generator;
    use ndarray::Array2;
    use std::f64::consts::TAU;

    fn band(field: &Array2<f64>, spacing: f64) -> Band {
        Spectrum::of(FieldView::F64(field.view()), spacing).unwrap().band().unwrap()
    }

    #[test]
    fn two_waves_have_their_mean_and_half_their_difference() {
        let wave = |cycles: f64, col: usize| (TAU * cycles * col as f64 / 60.0).cos();
        let field = Array2::from_shape_fn((20, 60), |(_, col)| wave(4.0, col) + wave(10.0, col));
        let found = band(&field, 0.5);
        let unit = TAU / 30.0;
        assert!((found.mean_wavenumber / unit - 7.0).abs() < 1e-9, "{found:?}");
        assert!((found.width / unit - 3.0).abs() < 1e-9, "{found:?}");
        assert!((found.relative_width() - 3.0 / 7.0).abs() < 1e-9);
    }

    #[test]
    fn white_noise_has_entropy_near_1_and_any_wave_near_0() {
        let mut rng = Generator::from_seed(1);
        let noise = Array2::from_shape_simple_fn((128, 128), || rng.standard_normal());
        let entropy = band(&noise, 1.0).entropy;
        assert!(entropy > 0.98, "{entropy}");
        let wave = Array2::from_shape_fn((64, 64), |(row, _)| (TAU * row as f64 / 8.0).sin());
        assert!(band(&wave, 1.0).entropy < 1e-12);
    }
}
