//! Rényi differential privacy of one step of the sampled Gaussian mechanism, at whole orders.

use libm::{exp, expm1, lgamma, log, log1p};

/// The Rényi divergence of order α ≥ 2 of one step, in nats.
///
/// RDP(α) = ln A_α / (α − 1) with
/// A_α = Σₖ₌₀^α C(α, k) (1 − q)^(α−k) q^k exp((k² − k) / (2σ²)),
/// where q is the `rate` of the Poisson sampling, 0 < q ≤ 1, and σ > 0 the `noise` multiplier.
/// Since the binomial weights add up to 1, A_α − 1 is the same sum with exp(x) − 1 for exp(x); it
/// is taken over logarithms, so that neither a divergence of 1e-20 nor one of 1e5 is lost. Without
/// sampling, q = 1, it is α / (2σ²).
///
/// # Reference
///
/// I. Mironov, K. Talwar, L. Zhang, *Rényi Differential Privacy of the Sampled Gaussian
/// Mechanism*, arXiv:1908.10530, 2019, §3.3, equation for integer α.
pub(crate) fn divergence(order: u32, rate: f64, noise: f64) -> f64 {
    let alpha = f64::from(order);
    if rate >= 1.0 {
        return alpha / (2.0 * noise * noise);
    }
    let term = |k: u32| {
        let k = f64::from(k);
        let binomial = lgamma(alpha + 1.0) - lgamma(k + 1.0) - lgamma(alpha - k + 1.0);
        let exponent = k * (k - 1.0) / (2.0 * noise * noise);
        // ln(exp(x) − 1) for large and for small x.
        let excess =
            if exponent > 1.0 { exponent + log1p(-exp(-exponent)) } else { log(expm1(exponent)) };
        binomial + (alpha - k) * log1p(-rate) + k * log(rate) + excess
    };
    // The terms of k = 0 and 1 are nought.
    let terms: Vec<f64> = (2..=order).map(term).collect();
    let most = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let rest = most + log(terms.iter().map(|term| exp(term - most)).sum::<f64>());
    // ln(1 + exp(rest)).
    let whole = if rest > 0.0 { rest + log1p(exp(-rest)) } else { log1p(exp(rest)) };
    whole / (alpha - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_two_is_its_closed_form() {
        // A₂ = 1 + q² (exp(1/σ²) − 1), written out from the sum.
        for (rate, noise) in [(0.01, 1.0), (0.2, 0.7), (0.9, 3.0), (1e-8, 50.0)] {
            let expected = libm::log1p(rate * rate * libm::expm1(1.0 / (noise * noise)));
            let found = divergence(2, rate, noise);
            assert!((found - expected).abs() <= 1e-12 * expected, "{found} {expected}");
        }
    }

    #[test]
    fn without_sampling_it_is_the_gaussian_mechanism() {
        let near = divergence(8, 1.0 - 1e-13, 2.0);
        let whole = divergence(8, 1.0, 2.0);
        assert_eq!(whole.to_bits(), 1.0_f64.to_bits());
        assert!((near - whole).abs() < 1e-9, "{near}");
    }

    #[test]
    fn more_sampling_and_less_noise_cost_more() {
        for order in [2, 5, 32, 256] {
            assert!(divergence(order, 0.01, 1.0) < divergence(order, 0.02, 1.0));
            assert!(divergence(order, 0.01, 1.1) < divergence(order, 0.01, 1.0));
        }
    }
}
