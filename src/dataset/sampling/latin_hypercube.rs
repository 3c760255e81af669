//! Latin hypercube points: on every axis each of n equal strata holds one.

use crate::dataset::sampling::DIGITS;
use crate::dataset::sampling::permutation::Permutation;
use crate::rng::Purpose;
use crate::rng::Stream;

/// A stratum must hold at least one multiple of 2⁻⁵³.
pub(crate) const MOST_POINTS: u64 = 1 << DIGITS;

/// Points that are stratified on every axis at once.
///
/// Point i has on axis d the coordinate (πd(i) + u) / n, with πd a [`Permutation`] of 0..n and u
/// uniform in \[0, 1). It is rounded so that it stays within its stratum.
///
/// # Reference
///
/// M. D. McKay, R. J. Beckman, W. J. Conover, *A Comparison of Three Methods for Selecting Values
/// of Input Variables in the Analysis of Output from a Computer Code*, Technometrics 21(2), 1979.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LatinHypercube {
    count: u64,
    strata: Permutation,
    jitter: Stream,
}

impl LatinHypercube {
    /// `count` points of a seed; `count` is between 1 and [`MOST_POINTS`].
    pub(crate) fn new(count: u64, seed: u128) -> Self {
        let jitter = Stream::new(seed, 0, Purpose::SweepJitter);
        Self { count, strata: Permutation::new(count, seed), jitter }
    }

    /// Coordinate of a point on an axis, in [0, 1).
    pub(crate) fn unit(&self, point: u64, dimension: usize) -> f64 {
        let stratum = self.strata.apply(point, dimension);
        let (first, end) = (self.first_of(stratum), self.first_of(stratum + 1));
        let [jitter, _] = self.jitter.words(point, dimension as u32);
        let within = (u128::from(jitter) * u128::from(end - first)) >> 64;
        (first + within as u64) as f64 / MOST_POINTS as f64
    }

    /// The first multiple of 2⁻⁵³ that is not below a stratum: ⌈2⁵³ stratum / count⌉.
    fn first_of(&self, stratum: u64) -> u64 {
        (u128::from(stratum) << DIGITS).div_ceil(u128::from(self.count)) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stratum of a coordinate, without rounding.
    fn stratum(unit: f64, count: u64) -> u64 {
        let digits = (unit * MOST_POINTS as f64) as u64;
        ((u128::from(digits) * u128::from(count)) >> DIGITS) as u64
    }

    #[test]
    fn every_stratum_holds_one_point_on_every_axis() {
        for count in [1, 2, 3, 7, 8, 9, 31, 32, 33, 1000, 4095, 4096, 4097] {
            let points = LatinHypercube::new(count, 11);
            for dimension in 0..6 {
                let strata = (0..count).map(|point| stratum(points.unit(point, dimension), count));
                let mut strata: Vec<u64> = strata.collect();
                strata.sort_unstable();
                assert!(strata.into_iter().eq(0..count), "count {count}, axis {dimension}");
            }
        }
    }

    #[test]
    fn the_largest_sweep_stays_in_its_strata() {
        for count in [MOST_POINTS - 1, MOST_POINTS] {
            let points = LatinHypercube::new(count, 2);
            for point in [0, 1, 12_345, count - 1] {
                let unit = points.unit(point, 0);
                assert!((0.0..1.0).contains(&unit));
                assert_eq!(stratum(unit, count), points.strata.apply(point, 0));
            }
        }
    }

    #[test]
    fn places_within_strata_are_uniform() {
        let (count, mut tally) = (10_000, [0.0; 10]);
        let points = LatinHypercube::new(count, 5);
        for point in 0..count {
            let place = points.unit(point, 0) * count as f64;
            tally[(place.fract() * 10.0) as usize] += 1.0;
        }
        // χ² with nine degrees of freedom: mean plus five standard deviations.
        let chi_squared: f64 = tally.iter().map(|n: &f64| (n - 1000.0).powi(2) / 1000.0).sum();
        assert!(chi_squared < 9.0 + 5.0 * 18.0_f64.sqrt(), "{chi_squared}");
    }

    #[test]
    fn pairs_of_axes_are_uncorrelated() {
        let count = 2000;
        let points = LatinHypercube::new(count, 1);
        let column = |dimension| (0..count).map(move |point| points.unit(point, dimension) - 0.5);
        for (first, second) in (0..8).flat_map(|second| (0..second).map(move |d| (d, second))) {
            let products = column(first).zip(column(second)).map(|(x, y)| x * y);
            let correlation = 12.0 * products.sum::<f64>() / count as f64;
            // Five standard errors 1/√n.
            assert!(correlation.abs() < 0.112, "axes {first}, {second}: {correlation}");
        }
    }
}
