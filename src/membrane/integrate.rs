//! One step of dV/dt = f(V): forward Euler and the classical Runge–Kutta scheme.

/// A scheme in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scheme {
    /// [`euler`], order 1.
    Euler,
    /// [`rk4`], order 4.
    Rk4,
    /// [`Adaptive`](crate::membrane::Adaptive), order 5, with this tolerance a step, in V.
    Adaptive {
        /// Largest error of a step, in V.
        tolerance: f64,
    },
}

impl Scheme {
    /// The largest λ Δt, for a decay at rate λ, that does not grow; `None` if the scheme chooses
    /// its own step.
    ///
    /// 2 for Euler; for the classical Runge–Kutta scheme the real root of
    /// z³/24 − z²/6 + z/2 − 1 = 0, 2.785.
    ///
    /// # Reference
    ///
    /// E. Hairer and G. Wanner, *Solving Ordinary Differential Equations II*, Springer 1996, §IV.2.
    pub fn stability_limit(self) -> Option<f64> {
        match self {
            Self::Euler => Some(2.0),
            Self::Rk4 => Some(2.785293563405282),
            Self::Adaptive { .. } => None,
        }
    }
}

/// V + Δt f(V), of order 1.
#[inline]
pub fn euler(value: f64, time_step: f64, f: impl Fn(f64) -> f64) -> f64 {
    value + time_step * f(value)
}

/// The classical Runge–Kutta step, of order 4.
///
/// V + Δt/6 (k₁ + 2 k₂ + 2 k₃ + k₄) with k₁ = f(V), k₂ = f(V + Δt k₁/2), k₃ = f(V + Δt k₂/2),
/// k₄ = f(V + Δt k₃).
///
/// # Reference
///
/// W. Kutta, Z. Math. Phys. 46 (1901) 435.
#[inline]
pub fn rk4(value: f64, time_step: f64, f: impl Fn(f64) -> f64) -> f64 {
    let half = 0.5 * time_step;
    let k1 = f(value);
    let k2 = f(value + half * k1);
    let k3 = f(value + half * k2);
    let k4 = f(value + time_step * k3);
    value + (time_step / 6.0) * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slope of ln(error) against ln(Δt) over six halvings, on V' = −V/τ + s.
    fn order(step: impl Fn(f64, f64) -> f64) -> f64 {
        let exact = -0.065 + 0.095 * libm::exp(-4.0);
        let error = |n: u32| {
            let value = (0..n).fold(0.03, |value, _| step(value, 0.02 / f64::from(n)));
            libm::log(f64::abs(value - exact))
        };
        // The slope by least squares of six equidistant abscissae, −2.5 … 2.5 halvings.
        let slope: f64 =
            (0..6).map(|halving| (f64::from(halving) - 2.5) * error(64 << halving)).sum();
        -slope / 17.5 / std::f64::consts::LN_2
    }

    fn decay(value: f64) -> f64 {
        -(value + 0.065) / 0.005
    }

    #[test]
    fn observed_orders_are_one_and_four() {
        let found = order(|value, time_step| euler(value, time_step, decay));
        assert!((found - 1.0).abs() < 0.05, "Euler {found}");
        let found = order(|value, time_step| rk4(value, time_step, decay));
        assert!((found - 4.0).abs() < 0.05, "Runge–Kutta {found}");
    }

    #[test]
    fn decay_grows_beyond_the_stability_limit_and_not_before() {
        let factor = |scheme: Scheme, share: f64| {
            let z = scheme.stability_limit().unwrap() * share;
            let f = |value: f64| -value;
            let step = if scheme == Scheme::Euler { euler(1.0, z, f) } else { rk4(1.0, z, f) };
            step.abs()
        };
        for scheme in [Scheme::Euler, Scheme::Rk4] {
            assert!(factor(scheme, 0.999) < 1.0 && factor(scheme, 1.001) > 1.0, "{scheme:?}");
        }
        assert_eq!(Scheme::Adaptive { tolerance: 1e-9 }.stability_limit(), None);
    }
}
