//! Linear stability of one field: λ(q) = f′ − D q − K q².

use crate::model::stability::{MostUnstable, Turing};

/// Slope of the reaction, diffusivity and hyperdiffusivity at a homogeneous steady state.
///
/// # Reference
///
/// M. C. Cross and P. C. Hohenberg, *Rev. Mod. Phys.* 65 (1993) 851, §IV.A: type I_s has λ(0) < 0
/// and a band around a finite wavenumber, type II_s has λ(0) = 0.
///
/// # Examples
///
/// Swift–Hohenberg at r = 0.2, q₀ = 1 grows fastest at k = q₀:
///
/// ```
/// use mfn::model::OneField;
/// let linear = OneField { slope: 0.2 - 1.0, diffusivity: -2.0, hyperdiffusivity: 1.0 };
/// assert!((linear.growth_rate(1.0) - 0.2).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OneField {
    /// f′, per unit time.
    pub slope: f64,
    /// D + φ′, in unit length² per unit time; negative where the field runs uphill.
    pub diffusivity: f64,
    /// K, in unit length⁴ per unit time.
    pub hyperdiffusivity: f64,
}

impl OneField {
    /// The growth rate λ of a mode with q = k².
    pub fn growth_rate(&self, q: f64) -> f64 {
        self.slope - (self.diffusivity + self.hyperdiffusivity * q) * q
    }

    /// The band of growing modes around a fastest one at finite wavenumber, q = −D/(2K).
    pub(crate) fn band(&self) -> Option<Turing> {
        let (d, k) = (self.diffusivity, self.hyperdiffusivity);
        if d >= 0.0 || k <= 0.0 {
            return None;
        }
        let q = -0.5 * d / k;
        let growth_rate = self.growth_rate(q);
        if growth_rate <= 0.0 {
            return None;
        }
        let half_width = (growth_rate / k).sqrt();
        let wavenumber = q.sqrt();
        Some(Turing {
            critical_wavenumber: wavenumber,
            band: ((q - half_width).max(0.0), q + half_width),
            most_unstable: MostUnstable { wavenumber, growth_rate },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn band_edges_are_marginal_and_the_middle_is_fastest() {
        let linear = OneField { slope: -0.9, diffusivity: -2.0, hyperdiffusivity: 1.0 };
        let band = linear.band().unwrap();
        for q in [band.band.0, band.band.1] {
            assert!(linear.growth_rate(q).abs() < 1e-14);
        }
        assert!((band.most_unstable.growth_rate - 0.1).abs() < 1e-15);
        assert!(linear.growth_rate(1.01) < 0.1 && linear.growth_rate(0.99) < 0.1);
    }

    #[test]
    fn ordinary_diffusion_has_no_band() {
        let linear = OneField { slope: 1.0, diffusivity: 1.0, hyperdiffusivity: 0.0 };
        assert_eq!(linear.band(), None);
        let damped = OneField { slope: -1.1, diffusivity: -2.0, hyperdiffusivity: 1.0 };
        assert_eq!(damped.band(), None, "just below onset nothing grows");
    }
}
