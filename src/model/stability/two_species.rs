//! Linear stability of two coupled species: λ w = (J − q D) w.

use crate::model::stability::{Complex, MostUnstable, Turing};

/// Jacobian and diffusivities at a homogeneous steady state of two species.
///
/// # Reference
///
/// J. D. Murray, *Mathematical Biology II*, 3rd ed., §2.3, eq. (2.23)–(2.35).
///
/// # Examples
///
/// Schnakenberg at a = 0.1, b = 0.9, d = 20 is stable without diffusion and forms patterns:
///
/// ```
/// use mfn::model::TwoSpecies;
/// let linear = TwoSpecies { jacobian: [[0.8, 1.0], [-1.8, -1.0]], diffusivity: [1.0, 20.0] };
/// assert!(linear.growth_rates(0.0)[0].re < 0.0);
/// let turing = linear.turing().expect("d = 20 is above the threshold 8.57");
/// assert!((turing.critical_wavenumber - 0.05_f64.powf(0.25)).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoSpecies {
    /// J, per unit time: row i, column j is ∂fᵢ/∂sⱼ.
    pub jacobian: [[f64; 2]; 2],
    /// D, in unit length² per unit time.
    pub diffusivity: [f64; 2],
}

impl TwoSpecies {
    fn trace(&self, q: f64) -> f64 {
        let [[f_u, _], [_, g_v]] = self.jacobian;
        let [d_u, d_v] = self.diffusivity;
        (f_u + g_v) - (d_u + d_v) * q
    }

    fn determinant(&self, q: f64) -> f64 {
        let [[f_u, f_v], [g_u, g_v]] = self.jacobian;
        let [d_u, d_v] = self.diffusivity;
        (f_u - d_u * q) * (g_v - d_v * q) - f_v * g_u
    }

    /// The two growth rates λ of a mode with q = k², the one with the larger real part first.
    pub fn growth_rates(&self, q: f64) -> [Complex; 2] {
        let half = 0.5 * self.trace(q);
        let [[f_u, f_v], [g_u, g_v]] = self.jacobian;
        let [d_u, d_v] = self.diffusivity;
        // (a − d)²/4 + bc loses nothing when the determinant is close to zero.
        let spread = 0.5 * ((f_u - d_u * q) - (g_v - d_v * q));
        let square = spread * spread + f_v * g_u;
        if square < 0.0 {
            let im = (-square).sqrt();
            [Complex { re: half, im }, Complex { re: half, im: -im }]
        } else {
            let root = square.sqrt();
            [Complex { re: half + root, im: 0.0 }, Complex { re: half - root, im: 0.0 }]
        }
    }

    /// The eigenvector of the larger growth rate at q, scaled to a largest entry of 1; `None`
    /// where that growth rate is complex.
    pub fn leading_mode(&self, q: f64) -> Option<[f64; 2]> {
        let [rate, _] = self.growth_rates(q);
        if rate.im != 0.0 {
            return None;
        }
        let [[f_u, f_v], [g_u, g_v]] = self.jacobian;
        let [d_u, d_v] = self.diffusivity;
        let (first, second) = ([f_v, rate.re - (f_u - d_u * q)], [rate.re - (g_v - d_v * q), g_u]);
        let norm = |mode: [f64; 2]| mode[0].abs().max(mode[1].abs());
        let mode = if norm(first) >= norm(second) { first } else { second };
        let largest = norm(mode);
        (largest > 0.0).then(|| mode.map(|entry| entry / largest))
    }

    /// Whether the state is stable against homogeneous perturbations: tr J < 0 and det J > 0.
    pub fn is_stable_without_diffusion(&self) -> bool {
        self.trace(0.0) < 0.0 && self.determinant(0.0) > 0.0
    }

    /// The instability that diffusion alone causes, if there is one.
    ///
    /// Asked for: no growth at k = 0 (tr J < 0, det J ≥ 0), and det(J − qD) < 0 for some q > 0.
    pub fn turing(&self) -> Option<Turing> {
        let stable = self.trace(0.0) < 0.0 && self.determinant(0.0) >= 0.0;
        if stable { self.band() } else { None }
    }

    /// The band of q with det(J − qD) < 0 and its fastest mode, whatever happens at k = 0; `None`
    /// if there is no band, or none of its modes grows faster than its neighbours.
    pub(crate) fn band(&self) -> Option<Turing> {
        let [[f_u, _], [_, g_v]] = self.jacobian;
        let [d_u, d_v] = self.diffusivity;
        let (det, product) = (self.determinant(0.0), d_u * d_v);
        if det < 0.0 || product <= 0.0 {
            return None;
        }
        let mixed = d_v * f_u + d_u * g_v;
        let discriminant = mixed * mixed - 4.0 * product * det;
        if mixed <= 0.0 || discriminant <= 0.0 {
            return None;
        }
        let root = discriminant.sqrt();
        let band = ((mixed - root) / (2.0 * product), (mixed + root) / (2.0 * product));
        let critical_wavenumber = (det / product).sqrt().sqrt();
        let most_unstable = self.most_unstable(band)?;
        Some(Turing { critical_wavenumber, band, most_unstable })
    }

    /// Where dλ/dq = 0: with m = (a − d)/2, S = √(m² + bc), δ = (D_v − D_u)/2, σ = (D_u + D_v)/2,
    /// m δ = σ S, hence m² = −σ² bc/(D_u D_v), and q follows from m = (f_u − g_v)/2 + δ q.
    fn most_unstable(&self, band: (f64, f64)) -> Option<MostUnstable> {
        let [[f_u, f_v], [g_u, g_v]] = self.jacobian;
        let [d_u, d_v] = self.diffusivity;
        let (delta, sigma) = (0.5 * (d_v - d_u), 0.5 * (d_u + d_v));
        let m = delta.signum() * sigma * (-f_v * g_u / (d_u * d_v)).sqrt();
        let q = (m - 0.5 * (f_u - g_v)) / delta;
        let inside = q > band.0 && q < band.1;
        inside
            .then(|| MostUnstable { wavenumber: q.sqrt(), growth_rate: self.growth_rates(q)[0].re })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schnakenberg(d: f64) -> TwoSpecies {
        TwoSpecies { jacobian: [[0.8, 1.0], [-1.8, -1.0]], diffusivity: [1.0, d] }
    }

    #[test]
    fn turing_threshold_of_schnakenberg_is_the_root_of_the_discriminant() {
        // 0.8 d − 1 = 2 √d at the onset: √d = (1 + √1.8)/0.8.
        let onset = ((1.0 + 1.8_f64.sqrt()) / 0.8).powi(2);
        assert!(schnakenberg(onset - 1e-6).turing().is_none());
        let above = schnakenberg(onset + 1e-6).turing().unwrap();
        let k = above.most_unstable.wavenumber;
        assert!((k - above.critical_wavenumber).abs() < 1e-3, "at onset k_m = k_c");
    }

    #[test]
    fn most_unstable_mode_is_the_maximum_of_the_dispersion_relation() {
        let linear = schnakenberg(30.0);
        let most = linear.turing().unwrap().most_unstable;
        let q = most.wavenumber * most.wavenumber;
        for shift in [-1e-4, 1e-4] {
            assert!(linear.growth_rates(q + shift)[0].re < most.growth_rate);
        }
    }

    #[test]
    fn band_edges_are_marginal() {
        let linear = schnakenberg(15.0);
        let (low, high) = linear.turing().unwrap().band;
        for q in [low, high] {
            assert!(linear.growth_rates(q)[0].re.abs() < 1e-12);
        }
    }

    #[test]
    fn leading_mode_is_an_eigenvector() {
        let linear = schnakenberg(15.0);
        let q = 0.3;
        let [u, v] = linear.leading_mode(q).unwrap();
        let rate = linear.growth_rates(q)[0].re;
        let [[f_u, f_v], [g_u, g_v]] = linear.jacobian;
        assert!(((f_u - q) * u + f_v * v - rate * u).abs() < 1e-12);
        assert!((g_u * u + (g_v - 15.0 * q) * v - rate * v).abs() < 1e-12);
    }
}
