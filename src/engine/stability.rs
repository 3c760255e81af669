//! The largest stable time step that linear theory allows a scheme.

use crate::engine::steppers::Scheme;
use crate::grid::Stencil;
use crate::model::{Complex, Linearisation, Model, analyse};

/// Modes between the homogeneous one and the shortest of the grid at which a step is tried.
const N_MODES: u32 = 64;

/// The largest step, in unit time, at which no decaying mode of a steady state is made to grow;
/// `None` where linear theory sets no limit.
///
/// A mode of growth rate λ is multiplied by R(λΔt) a step, R being the scheme's amplification
/// factor. Schemes that take diffusion exactly are limited by the reaction alone. Never above the
/// limit of pure diffusion, which holds far from the steady states too.
///
/// # Reference
///
/// W. Hundsdorfer, J. G. Verwer, *Numerical Solution of Time-Dependent
/// Advection-Diffusion-Reaction Equations*, Springer 2003, §I.2.4 and §I.3.2.
///
/// # Examples
///
/// ```
/// use mfn::engine::{Scheme, largest_step};
/// use mfn::grid::Stencil;
/// use mfn::model::{GrayScott, Model};
/// let (diffusivity_u, diffusivity_v) = (0.26, 0.13);
/// let (feed, kill) = (0.04, 0.06);
/// let model = Model::GrayScott(GrayScott { feed, kill, diffusivity_u, diffusivity_v });
/// let limit = largest_step(&model, Scheme::Euler, 1.0, Stencil::FivePoint).unwrap();
/// assert!(limit < 1.0 / (4.0 * 0.26)); // h²/(4 D), and a little for the reaction
/// ```
pub fn largest_step(model: &Model, scheme: Scheme, spacing: f64, stencil: Stencil) -> Option<f64> {
    let polynomial = scheme.amplification()?;
    let q_max = if scheme.diffuses_exactly() {
        0.0
    } else {
        stencil.largest_symbol() / (spacing * spacing)
    };
    let mut limit = real_limit(polynomial, stiffest(model, q_max));
    for state in analyse(model).states {
        limit = mode_limit(polynomial, &state.equilibrium.linear, q_max, limit);
    }
    limit.is_finite().then_some(limit)
}

/// The fastest decay by transport alone, and by the leak of species that follow the others.
fn stiffest(model: &Model, q_max: f64) -> f64 {
    let hyper = model.hyperdiffusivities();
    let transport = model.diffusivities().into_iter().zip(hyper);
    let rates = transport.zip(model.leaks()).map(|((d, k), leak)| leak + (d + k * q_max) * q_max);
    rates.fold(0.0, f64::max)
}

/// The smallest of `limit` and the limits of all modes from q = 0 to `q_max`.
///
/// Seen from 0, the regions of stability have no hole: a mode that is stable at the smallest limit
/// so far cannot lower it, and most modes are.
fn mode_limit(polynomial: &[f64], linear: &Linearisation, q_max: f64, limit: f64) -> f64 {
    let modes = (0..=N_MODES).map(|mode| q_max * f64::from(mode) / f64::from(N_MODES));
    let rates = modes.flat_map(|q| linear.growth_rates(q)).filter(|rate| rate.re < 0.0);
    rates.fold(limit, |limit, rate| {
        let z = Complex { re: rate.re * limit, im: rate.im * limit };
        if limit.is_finite() && is_stable(polynomial, z) {
            limit
        } else {
            limit.min(limit_of(polynomial, rate))
        }
    })
}

fn real_limit(polynomial: &[f64], decay: f64) -> f64 {
    if decay > 0.0 { limit_of(polynomial, Complex { re: -decay, im: 0.0 }) } else { f64::INFINITY }
}

/// The step at which |R(λΔt)| first exceeds 1, by bisection; λ decays.
fn limit_of(polynomial: &[f64], rate: Complex) -> f64 {
    let size = rate.re.hypot(rate.im);
    // No polynomial of degree up to 5 that is used here is stable beyond |z| = 8.
    let (mut stable, mut unstable) = (0.0, 8.0);
    for _ in 0..60 {
        let middle = 0.5 * (stable + unstable);
        let z = Complex { re: rate.re / size * middle, im: rate.im / size * middle };
        if is_stable(polynomial, z) { stable = middle } else { unstable = middle }
    }
    stable / size
}

/// Whether |R(z)| is at most 1, with a hair of tolerance for rates whose real part is lost beside
/// the imaginary one.
fn is_stable(polynomial: &[f64], z: Complex) -> bool {
    modulus(polynomial, z) <= 1.0 + 1e-14
}

/// |Σ cₙ zⁿ|.
fn modulus(polynomial: &[f64], z: Complex) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for coefficient in polynomial.iter().rev() {
        (re, im) = (re * z.re - im * z.im + coefficient, re * z.im + im * z.re);
    }
    re.hypot(im)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_stability_limits_are_the_published_ones() {
        // Hundsdorfer & Verwer, §I.2.4: 2, 2, and 2.785 for the classical method of order 4.
        for (scheme, limit) in
            [(Scheme::Euler, 2.0), (Scheme::Heun, 2.0), (Scheme::Rk4, 2.785293563)]
        {
            let found = limit_of(scheme.amplification().unwrap(), Complex { re: -1.0, im: 0.0 });
            assert!((found - limit).abs() < 1e-9, "{}: {found}", scheme.name());
        }
    }

    #[test]
    fn a_mode_that_is_stable_at_a_limit_has_no_smaller_one() {
        for scheme in [Scheme::Euler, Scheme::Heun, Scheme::Rk4] {
            let polynomial = scheme.amplification().unwrap();
            for degrees in 91..=180 {
                let angle = f64::from(degrees).to_radians();
                let rate = Complex { re: angle.cos(), im: angle.sin() };
                let limit = limit_of(polynomial, rate);
                for step in (1..100).map(|share| 0.01 * f64::from(share) * limit) {
                    let z = Complex { re: rate.re * step, im: rate.im * step };
                    assert!(is_stable(polynomial, z), "{} {degrees} {step}", scheme.name());
                }
            }
        }
    }

    #[test]
    fn a_focus_limits_euler_by_its_rotation() {
        // |1 + λΔt| = 1 at Δt = −2 Re λ/|λ|².
        let rate = Complex { re: -0.1, im: 1.0 };
        let found = limit_of(Scheme::Euler.amplification().unwrap(), rate);
        assert!((found - 0.2 / 1.01).abs() < 1e-12);
    }
}
