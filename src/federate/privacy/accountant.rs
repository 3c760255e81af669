//! The privacy that a number of rounds has cost: ε for a δ.

use crate::federate::privacy::order::divergence;
use libm::{expm1, log, log1p};

/// Orders that are tried for the best bound: every one where it matters, sparse above.
fn orders() -> impl Iterator<Item = u32> {
    (2..=256).chain([288, 320, 384, 448, 512, 640, 768, 896, 1024])
}

/// Adds up the privacy loss of one client over its rounds.
///
/// Each round is one use of the Poisson-sampled Gaussian mechanism. Its Rényi divergences at whole
/// orders α add up over rounds; of T rounds
///
/// ε(δ) = min over α of T·RDP(α) + ln((α − 1)/α) − (ln δ + ln α)/(α − 1), and at least 0.
///
/// The bound holds for neighbours that differ by one example. It is an upper bound: fractional
/// orders, or a numerical composition of privacy loss distributions, give slightly less.
///
/// # Reference
///
/// I. Mironov, K. Talwar, L. Zhang, arXiv:1908.10530, 2019 (the mechanism); C. Canonne, G. Kamath,
/// T. Steinke, *The Discrete Gaussian for Differential Privacy*, `NeurIPS` 2020, proposition 12
/// (from Rényi to (ε, δ)); B. Balle et al., *Hypothesis Testing Interpretations and Rényi
/// Differential Privacy*, AISTATS 2020.
///
/// # Examples
///
/// ```
/// use mfn::federate::privacy::Accountant;
/// let accountant = Accountant::new(0.01, 1.1);
/// let epsilon = accountant.epsilon(1000, 1e-5);
/// assert!((1.0..2.0).contains(&epsilon));
/// assert!(accountant.epsilon(2000, 1e-5) > epsilon);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Accountant {
    rate: f64,
    noise: f64,
    /// Order and divergence of one round.
    round: Vec<(u32, f64)>,
}

impl Accountant {
    /// The accountant of a mechanism with sampling `rate` q, 0 < q ≤ 1, and `noise` multiplier σ.
    ///
    /// Nothing is learnt at a rate of 0; without noise, nothing is private.
    pub fn new(rate: f64, noise: f64) -> Self {
        let round = if rate > 0.0 && noise > 0.0 {
            orders().map(|order| (order, divergence(order, rate, noise))).collect()
        } else {
            Vec::new()
        };
        Self { rate, noise, round }
    }

    /// Probability that an example takes part in a round.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// The smallest ε for which `rounds` rounds are (ε, δ)-differentially private; infinite if
    /// there is no noise.
    pub fn epsilon(&self, rounds: u64, delta: f64) -> f64 {
        if rounds == 0 || self.rate <= 0.0 {
            return 0.0;
        }
        if self.noise <= 0.0 {
            return f64::INFINITY;
        }
        let bounds = self.round.iter().map(|&(order, divergence)| {
            let (alpha, total) = (f64::from(order), rounds as f64 * divergence);
            // A divergence so small that it bounds the total variation by δ: then ε = 0 does. By
            // Bretagnolle and Huber, TV² ≤ 1 − exp(−D₁), and D₁ ≤ D_α.
            if -expm1(-total) <= delta * delta {
                return 0.0;
            }
            total + log1p(-1.0 / alpha) - (log(delta) + log(alpha)) / (alpha - 1.0)
        });
        bounds.fold(f64::INFINITY, f64::min).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sampling rate, noise, rounds, δ and ε of Google's `dp-accounting` 0.6.0 at these orders.
    const REFERENCE: &str = include_str!("../../../data/federate/epsilon.csv");

    #[test]
    fn epsilon_equals_the_reference_to_a_millionth() {
        let mut rows = 0;
        for line in REFERENCE.lines().filter(|line| !line.starts_with(['#', 'r'])) {
            let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
            let [rate, noise, rounds, delta, expected] = cells[..] else { panic!("{line}") };
            let found = Accountant::new(rate, noise).epsilon(rounds as u64, delta);
            assert!((found - expected).abs() <= 1e-6 * expected, "{line}: {found}");
            rows += 1;
        }
        assert!(rows >= 100, "{rows} rows");
    }

    #[test]
    fn ends_of_the_scale() {
        assert_eq!(Accountant::new(0.1, 1.0).epsilon(0, 1e-5).to_bits(), 0);
        assert_eq!(Accountant::new(0.0, 1.0).epsilon(10, 1e-5).to_bits(), 0);
        assert!(Accountant::new(0.1, 0.0).epsilon(1, 1e-5).is_infinite());
        assert!(Accountant::new(1e-9, 100.0).epsilon(1, 1e-5) <= 1e-12);
    }
}
