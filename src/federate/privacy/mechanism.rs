//! The Gaussian mechanism on clipped gradients.

use crate::rng::Stream;

/// Clips the gradient of each example and adds noise to their sum.
///
/// The sum of gradients g of the examples of a batch becomes Σ g·min(1, C/‖g‖) + σC·N(0, 1), with
/// `clip` C > 0 in the gradient's unit and `noise` σ ≥ 0 the multiplier.
///
/// # Reference
///
/// M. Abadi et al., *Deep Learning with Differential Privacy*, CCS 2016, algorithm 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mechanism {
    /// The largest Euclidean norm C of an example's gradient.
    pub clip: f64,
    /// Standard deviation of the noise in units of C.
    pub noise: f64,
}

impl Mechanism {
    /// Scales a gradient down to the norm C, if it is longer.
    pub(crate) fn clip(&self, gradient: &mut [f64]) {
        let norm = gradient.iter().map(|value| value * value).sum::<f64>().sqrt();
        if norm > self.clip {
            let factor = self.clip / norm;
            for value in gradient {
                *value *= factor;
            }
        }
    }

    /// Adds the noise of one step of a stream to a sum of clipped gradients.
    pub(crate) fn add_noise(&self, sum: &mut [f64], stream: &Stream, step: u64) {
        let scale = self.noise * self.clip;
        for (index, pair) in sum.chunks_mut(2).enumerate() {
            let normals = stream.normals(step, index as u32);
            for (value, normal) in pair.iter_mut().zip(normals) {
                *value += scale * normal;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn clipping_bounds_the_norm_and_keeps_what_is_shorter() {
        let mechanism = Mechanism { clip: 1.0, noise: 0.0 };
        let (mut long, mut short) = ([3.0, 4.0], [0.3, -0.4]);
        mechanism.clip(&mut long);
        mechanism.clip(&mut short);
        assert!((long[0] - 0.6).abs() < 1e-15 && (long[1] - 0.8).abs() < 1e-15);
        assert_eq!(short.map(f64::to_bits), [0.3_f64, -0.4].map(f64::to_bits));
    }

    #[test]
    fn noise_has_its_spread_and_differs_by_step() {
        let mechanism = Mechanism { clip: 0.5, noise: 2.0 };
        let stream = Stream::new(7, 0, Purpose::PrivacyNoise);
        let noise = |step| {
            let mut sum = vec![0.0; 40_001];
            mechanism.add_noise(&mut sum, &stream, step);
            sum
        };
        let sum = noise(3);
        let variance = sum.iter().map(|value| value * value).sum::<f64>() / sum.len() as f64;
        // Five standard errors of a variance of 1 over 40,001 values.
        assert!((variance - 1.0).abs() < 5.0 * (2.0 / 40_001.0_f64).sqrt(), "{variance}");
        assert_ne!(sum, noise(4));
    }
}
