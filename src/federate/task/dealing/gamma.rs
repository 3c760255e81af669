//! Gamma variates from a stream without a state.

use crate::rng::Stream;

/// ln G for G of the gamma distribution with `shape` > 0 and scale 1; a function of the step.
///
/// Above shape 1 by rejection from a squeezed normal; below by G(a) = G(a + 1)·U^(1/a), whose
/// logarithm does not underflow however small the shape.
///
/// # Reference
///
/// G. Marsaglia, W. W. Tsang, *A Simple Method for Generating Gamma Variables*, ACM Trans. Math.
/// Softw. 26(3), 2000.
pub(crate) fn log_gamma_variate(shape: f64, stream: &Stream, step: u64) -> f64 {
    // Counter 0 is the power; attempt i has counters 2i + 1 and 2i + 2.
    let power = if shape < 1.0 { libm::log(1.0 - stream.uniform(step, 0)) / shape } else { 0.0 };
    let d = shape + if shape < 1.0 { 1.0 } else { 0.0 } - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    let mut counter = 1;
    loop {
        let x = stream.normal(step, counter);
        let u = 1.0 - stream.uniform(step, counter + 1);
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 && libm::log(u) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return libm::log(d * v) + power;
        }
        // Each attempt succeeds with a probability above 0.95.
        counter += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn mean_and_variance_are_the_shape() {
        let stream = Stream::new(1, 0, Purpose::TaskShares);
        let n = 40_000;
        for shape in [0.1, 0.5, 1.0, 3.0, 50.0] {
            let draws = || (0..n).map(|step| log_gamma_variate(shape, &stream, step).exp());
            let mean = draws().sum::<f64>() / n as f64;
            let variance = draws().map(|g| (g - mean).powi(2)).sum::<f64>() / n as f64;
            // Five standard errors: √(a/n), and of the variance √((2a² + 6a)/n).
            let (first, second) = ((shape / n as f64).sqrt(), 2.0 * shape * shape + 6.0 * shape);
            assert!((mean - shape).abs() < 5.0 * first, "{shape}: {mean}");
            assert!((variance - shape).abs() < 5.0 * (second / n as f64).sqrt(), "{variance}");
        }
    }

    #[test]
    fn tiny_shapes_stay_finite() {
        let stream = Stream::new(2, 0, Purpose::TaskShares);
        assert!((0..1000).all(|step| log_gamma_variate(1e-3, &stream, step).is_finite()));
    }
}
