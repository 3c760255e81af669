//! Independent points: every coordinate is a draw of its own.

use crate::rng::Purpose;
use crate::rng::Stream;

/// Uniform points without any relation between them.
///
/// A coordinate is the uniform value of the counter (axis, point) in the stream
/// [`Purpose::SweepPoints`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Independent {
    stream: Stream,
}

impl Independent {
    /// The points of a seed.
    pub(crate) fn new(seed: u128) -> Self {
        Self { stream: Stream::new(seed, 0, Purpose::SweepPoints) }
    }

    /// Coordinate of a point on an axis, in [0, 1).
    pub(crate) fn unit(&self, point: u64, dimension: usize) -> f64 {
        self.stream.uniform(point, dimension as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_axes_and_seeds_differ() {
        let points = Independent::new(1);
        let found = points.unit(7, 3);
        for other in [points.unit(8, 3), points.unit(7, 4), Independent::new(2).unit(7, 3)] {
            assert!((found - other).abs() > 1e-6);
        }
        // Point 2³² + 7 has the low word of point 7.
        assert!((found - points.unit((1 << 32) + 7, 3)).abs() > 1e-6);
    }
}
