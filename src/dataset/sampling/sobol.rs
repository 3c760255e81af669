//! Sobol' points, scrambled, each from its number alone.

use crate::dataset::sampling::DIGITS;
use crate::dataset::sampling::directions::DIRECTIONS;
use crate::rng::Purpose;
use crate::rng::Stream;

/// The axes that have direction numbers.
pub(crate) const MOST_DIMENSIONS: usize = DIRECTIONS.len() + 1;

/// Beyond so many points the coordinates of an axis repeat.
pub(crate) const MOST_POINTS: u64 = 1 << DIGITS;

/// The direction numbers of an axis: binary fractions of 53 digits, as integers.
type Directions = [u64; DIGITS as usize];

/// Points of which every aligned block of 2ᵐ is a (t, m, d)-net in base 2.
///
/// Point i is the sum without carry of a random shift and of the direction numbers vₖ for which
/// digit k of its Gray code i ⊕ ⌊i/2⌋ is one. This is the order in which SciPy lists them.
///
/// Scrambling multiplies the digits on each axis by a random lower triangular matrix over the
/// field of two elements and adds the shift. It keeps the net, makes each point uniform, and has
/// the variance of Owen's nested scrambling, yet a coordinate costs no more than an unscrambled
/// one: only the direction numbers are multiplied, once.
///
/// # Reference
///
/// I. M. Sobol', *On the Distribution of Points in a Cube and the Approximate Evaluation of
/// Integrals*, USSR Comput. Math. Math. Phys. 7(4), 1967; P. Bratley, B. L. Fox, *Algorithm 659*,
/// ACM TOMS 14(1), 1988; J. Matoušek, *On the L₂-Discrepancy for Anchored Boxes*, J. Complexity
/// 14(4), 1998; A. B. Owen, *Variance with Alternative Scramblings of Digital Nets*, ACM TOMACS
/// 13(4), 2003.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sobol {
    axes: Vec<Axis>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Axis {
    directions: Directions,
    shift: u64,
}

impl Sobol {
    /// Points that are scrambled by a seed, on at most [`MOST_DIMENSIONS`] axes.
    pub(crate) fn scrambled(dimensions: usize, seed: u128) -> Self {
        let stream = Stream::new(seed, 0, Purpose::SweepScramble);
        let mut sobol = Self::plain(dimensions);
        for (axis, dimension) in sobol.axes.iter_mut().zip(0..) {
            scramble(axis, |word| stream.words(u64::from(word), dimension)[0]);
        }
        sobol
    }

    /// The points as they are published; the first one is the origin.
    fn plain(dimensions: usize) -> Self {
        let others = DIRECTIONS.iter().map(|(coefficients, first)| expand(*coefficients, first));
        // On the first axis every mₖ is 1: the van der Corput sequence.
        let every = std::iter::once(std::array::from_fn(|k| 1 << (DIGITS as usize - 1 - k)));
        let axes = every.chain(others).map(|directions| Axis { directions, shift: 0 });
        Self { axes: axes.take(dimensions).collect() }
    }

    /// Coordinate of a point on an axis, in [0, 1).
    pub(crate) fn unit(&self, point: u64, dimension: usize) -> f64 {
        let gray = point ^ (point >> 1);
        let used = (u64::BITS - gray.leading_zeros()) as usize;
        let digits = self.axes.get(dimension).map_or(0, |axis| {
            let terms = axis.directions.iter().take(used).enumerate();
            terms.fold(axis.shift, |sum, (k, term)| sum ^ (term * (gray >> k & 1)))
        });
        digits as f64 / MOST_POINTS as f64
    }
}

/// All direction numbers of an axis from its polynomial and the first of them.
///
/// vₖ = mₖ / 2ᵏ, and from k = s + 1 on vₖ = a₁vₖ₋₁ ⊕ … ⊕ aₛ₋₁vₖ₋ₛ₊₁ ⊕ vₖ₋ₛ ⊕ vₖ₋ₛ / 2ˢ.
fn expand(coefficients: u64, first: &[u64]) -> Directions {
    let degree = first.len();
    let mut directions = [0; DIGITS as usize];
    for (k, (direction, number)) in directions.iter_mut().zip(first).enumerate() {
        *direction = number << (DIGITS as usize - 1 - k);
    }
    for k in degree..directions.len() {
        let last = directions[k - degree];
        let inner = (1..degree).filter(|i| coefficients >> (degree - 1 - i) & 1 == 1);
        directions[k] = inner.fold(last ^ (last >> degree), |sum, i| sum ^ directions[k - i]);
    }
    directions
}

/// Multiplies an axis by a random matrix and shifts it.
///
/// Column c of the matrix has a one at digit c, where digit 0 is ½, and random digits below it.
fn scramble(axis: &mut Axis, draw: impl Fn(u32) -> u64) {
    let columns: Directions = std::array::from_fn(|c| {
        let one = 1 << (DIGITS as usize - 1 - c);
        one | draw(c as u32) & (one - 1)
    });
    for direction in &mut axis.directions {
        let digits = *direction;
        let ones = (0..DIGITS).zip(columns).filter(|(c, _)| digits >> (DIGITS - 1 - c) & 1 == 1);
        *direction = ones.fold(0, |sum, (_, column)| sum ^ column);
    }
    axis.shift = draw(DIGITS) >> (u64::BITS - DIGITS);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SciPy 1.17.1: `(Sobol(64, scramble=False).fast_forward(1000003).random() * 2**20)`.
    #[rustfmt::skip] // eight axes a line
    const FAR: [u64; 64] = [
        289905, 589215, 81785, 438563, 921341, 571539, 231469, 279753,
        52865, 4615, 931483, 714265, 548633, 297107, 942781, 488737,
        202387, 532137, 883839, 663007, 828511, 214227, 958473, 251187,
        416477, 301385, 927021, 583475, 987879, 297305, 684181, 305559,
        660329, 874565, 349585, 57769, 194483, 597567, 729983, 274107,
        956075, 98927, 261539, 1038049, 275753, 1035179, 867823, 473831,
        620389, 106583, 386235, 109273, 577489, 17811, 923699, 318417,
        1043539, 766737, 985905, 881585, 487891, 911761, 459025, 323089,
    ];

    /// SciPy 1.17.1: `np.bitwise_xor.reduce(Sobol(64, scramble=False, bits=53)._sv, axis=1)`.
    #[rustfmt::skip] // four axes a line
    const ALL_DIRECTIONS: [u64; 64] = [
        0x1fffffffffffff, 0x13003300330033, 0x0b0000000fe4eb, 0x054e54fffffff9,
        0x08a28a3c314935, 0x1a5b15492f122b, 0x054baaaab0001d, 0x1ecb715cbdf2bb,
        0x08c6307bdefe8b, 0x03bb5b3c6ea579, 0x0b0c9159b91197, 0x0639ce8b000643,
        0x1f99a700000c03, 0x05009e79e79e71, 0x0c703cec703cf7, 0x10b39e327ccf2d,
        0x13ab3ab7bb7ba5, 0x04b7001584133f, 0x170ff324ed6335, 0x1097b110597b11,
        0x1586ef70e1c387, 0x0a914371c6b9e7, 0x03000bf6e3c78f, 0x09a95302acc6b3,
        0x12bb3b70965aa7, 0x0744b811084c31, 0x0454378f394081, 0x140eefdf86286b,
        0x091aa676164385, 0x1ad91000655c59, 0x15daefde7be8b5, 0x0a0309437b057b,
        0x08dc637139d137, 0x0b343722c58ee9, 0x194c49304a1483, 0x1f0d00014928ed,
        0x1709cd3a1a3239, 0x0e6f6ed2618e6d, 0x1499407777eb3d, 0x18112cedf7d431,
        0x0604f000092c11, 0x139e28d7e3ff1f, 0x123b6b000d0ddb, 0x11ae52890aeb4d,
        0x0ccc1545f7b7dd, 0x1b8bc1506fdfd3, 0x171309001a1309, 0x08a3667f7fbf19,
        0x18353535228549, 0x02a85b2b0db1a1, 0x0e5a5f3774626f, 0x120f020f1fa3e1,
        0x1133232324fd71, 0x11c93964b29a0f, 0x00d7e89c06c23f, 0x1de93f0001373f,
        0x181e91a500236d, 0x0ff84e3431b3eb, 0x0735c060310531, 0x1b59d56971f101,
        0x1dc8434f26fcb3, 0x0d48df57832c6d, 0x008640502f30db, 0x090d15db5750f5,
    ];

    fn digits(unit: f64) -> u64 {
        (unit * MOST_POINTS as f64) as u64
    }

    #[test]
    fn first_points_are_scipys() {
        // SciPy 1.17.1: Sobol(4, scramble=False).random(8)
        let expected = [
            [0.0, 0.0, 0.0, 0.0],
            [0.5, 0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25, 0.25],
            [0.25, 0.75, 0.75, 0.75],
            [0.375, 0.375, 0.625, 0.875],
            [0.875, 0.875, 0.125, 0.375],
            [0.625, 0.125, 0.875, 0.625],
            [0.125, 0.625, 0.375, 0.125],
        ];
        let sobol = Sobol::plain(4);
        for (point, coordinates) in (0..).zip(expected) {
            let found = std::array::from_fn(|axis| digits(sobol.unit(point, axis)));
            assert_eq!(found, coordinates.map(digits), "point {point}");
        }
    }

    #[test]
    fn all_axes_are_scipys() {
        let sobol = Sobol::plain(MOST_DIMENSIONS);
        // The Gray code of 1010…101 (53 digits) is 111…111: the sum of all direction numbers.
        let all = 0x0015_5555_5555_5555;
        for (axis, (far, sum)) in FAR.into_iter().zip(ALL_DIRECTIONS).enumerate() {
            assert_eq!(digits(sobol.unit(1_000_003, axis)), far << 33, "axis {axis}");
            assert_eq!(digits(sobol.unit(all, axis)), sum, "axis {axis}");
        }
        // SciPy 1.17.1: every coordinate of random(4096), folded in order as below.
        let coordinates = (0..4096).flat_map(|i| (0..MOST_DIMENSIONS).map(move |axis| (i, axis)));
        let fold = coordinates.fold(0_u64, |sum, (point, axis)| {
            sum.wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(digits(sobol.unit(point, axis)))
        });
        assert_eq!(fold, 6_052_837_899_185_946_624);
    }

    #[test]
    fn scrambled_axes_stay_stratified() {
        let sobol = Sobol::scrambled(MOST_DIMENSIONS, 9);
        for (axis, power) in (0..MOST_DIMENSIONS).zip((1..=10).cycle()) {
            let stratum = |point| digits(sobol.unit(point, axis)) >> (53 - power);
            let mut strata: Vec<u64> = (0..1 << power).map(stratum).collect();
            strata.sort_unstable();
            assert!(strata.into_iter().eq(0..1 << power), "axis {axis}, 2^{power} points");
        }
    }

    #[test]
    fn the_first_two_axes_are_a_net_in_every_shape_of_box() {
        let sobol = Sobol::scrambled(2, 4);
        for (block, width) in (0..3).flat_map(|block| (0..=8).map(move |width| (block, width))) {
            let boxes = (0..256).map(|i| {
                let [x, y] = [0, 1].map(|axis| digits(sobol.unit(256 * block + i, axis)));
                x >> (53 - width) << (8 - width) | y >> (45 + width)
            });
            let mut boxes: Vec<u64> = boxes.collect();
            boxes.sort_unstable();
            assert!(boxes.into_iter().eq(0..256), "block {block}, 2^-{width} wide");
        }
    }

    #[test]
    fn scrambling_makes_every_point_uniform() {
        // The mean and the variance over seeds, within five standard errors.
        let n = 20_000;
        for (point, axis) in [(0, 0), (1, 0), (5, 3), (1000, 20)] {
            let units = (0..n).map(|seed| Sobol::scrambled(axis + 1, seed).unit(point, axis) - 0.5);
            let (sum, squares) = units.fold((0.0, 0.0), |(s, q), x| (s + x, q + x * x));
            let count = n as f64;
            assert!((sum / count).abs() < 5.0 / (12.0 * count).sqrt());
            assert!((squares / count - 1.0 / 12.0).abs() < 5.0 / (180.0 * count).sqrt());
        }
    }
}
