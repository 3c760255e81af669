//! The correlation dimension of a set of points, by Grassberger and Procaccia's sum over pairs.

use crate::fractal::DimensionEstimate;
use crate::fractal::Scaling;
use crate::fractal::Undefined;

/// Blocks of consecutive points that the jackknife leaves out.
const BLOCKS: usize = 16;
/// Fewest points.
const FEWEST_POINTS: usize = 100;
/// Fewest pairs within a distance that is used: their number is then known to a few per cent.
const FEWEST_PAIRS: u64 = 1000;
/// The largest distance is this part of the longest side of the set.
const LARGEST_PART: f64 = 0.25;
/// Distances that are told apart: powers of √2, from far beyond the set to far below rounding.
const BINS: usize = 128;

/// Estimates the correlation dimension of points, C(r) ∝ r^D.
///
/// C(r) = (pairs closer than r) / (all pairs), over the pairs i < j with j − i > `theiler`, in the
/// Euclidean norm. A point is no pair with itself. A trajectory needs a `theiler` of at least its
/// correlation time in samples, because neighbours in time are close whatever the dimension; for
/// points in random order it is 0. Distances are the powers of √2 up to a quarter of the longest
/// side of the set, down to the one with 1000 pairs.
///
/// The jackknife leaves out each of 16 blocks of consecutive points. Time O(n² d), 0.1 s for 10 000
/// points; memory O(1).
///
/// # Errors
///
/// [`Undefined::TooFewPoints`] below 100 points or if `theiler` leaves no pair,
/// [`Undefined::NotFinite`], [`Undefined::Constant`] if all points coincide, and as
/// [`Scaling::estimate`].
///
/// # Reference
///
/// P. Grassberger, I. Procaccia, Physica D 9 (1983) 189; J. Theiler, Phys. Rev. A 34 (1986) 2427.
///
/// # Examples
///
/// ```
/// use mfn::fractal::correlation_dimension;
/// use mfn::rng::{Purpose, Stream};
/// // Random points on a circle: a curve has dimension 1.
/// let stream = Stream::new(1, 0, Purpose::ReferenceSites);
/// let angles = (0..2000).map(|k| std::f64::consts::TAU * stream.uniform(0, k));
/// let circle: Vec<[f64; 2]> = angles.map(|angle| [angle.cos(), angle.sin()]).collect();
/// let found = correlation_dimension(&circle, 0)?;
/// assert!((found.value - 1.0).abs() < 0.03 && found.reliable, "{found:?}");
/// # Ok::<(), mfn::fractal::Undefined>(())
/// ```
pub fn correlation_dimension<const D: usize>(
    points: &[[f64; D]],
    theiler: usize,
) -> Result<DimensionEstimate, Undefined> {
    let wanted = FEWEST_POINTS.max(theiler.saturating_add(2));
    if points.len() < wanted {
        return Err(Undefined::TooFewPoints { found: points.len(), wanted });
    }
    let longest = longest_side(points)?;
    let pairs = Pairs::count(points, theiler, longest);
    let mut scales = Vec::new();
    let mut first = BINS;
    for bin in (0..BINS).rev() {
        let scale = pairs.distance(bin);
        if scale <= LARGEST_PART * longest && pairs.closer(bin, None).0 >= FEWEST_PAIRS {
            scales.push(scale);
            first = first.min(bin);
        }
    }
    let bins = first..first + scales.len();
    let ordinates = |without: Option<usize>| -> Vec<f64> {
        let ordinate = |bin| {
            let (closer, all) = pairs.closer(bin, without);
            libm::log(closer as f64 / all as f64)
        };
        bins.clone().rev().map(ordinate).collect()
    };
    Scaling {
        scales,
        falling: false,
        log_measures: ordinates(None),
        without_part: (0..BLOCKS).map(|block| ordinates(Some(block))).collect(),
        corrections: Vec::new(),
    }
    .estimate()
}

/// The longest side of the box about the points.
fn longest_side<const D: usize>(points: &[[f64; D]]) -> Result<f64, Undefined> {
    let mut longest = 0.0_f64;
    for axis in 0..D {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for coordinate in points.iter().filter_map(|point| point.get(axis)) {
            if !coordinate.is_finite() {
                return Err(Undefined::NotFinite);
            }
            low = low.min(*coordinate);
            high = high.max(*coordinate);
        }
        longest = longest.max(high - low);
    }
    if !longest.is_finite() {
        return Err(Undefined::Overflow);
    }
    if longest > 0.0 { Ok(longest) } else { Err(Undefined::Constant) }
}

/// Pairs by the blocks of their points and by distance.
struct Pairs {
    /// For the blocks a ≤ b of a pair, [`BINS`] counts, the farthest first.
    counts: Vec<u64>,
    /// What distances are divided by: they then lie between 0 and √D.
    unit: f64,
}

impl Pairs {
    fn count<const D: usize>(points: &[[f64; D]], theiler: usize, unit: f64) -> Self {
        let scaled: Vec<[f64; D]> = points.iter().map(|p| p.map(|x| x / unit)).collect();
        let edge = |block: usize| block * scaled.len() / BLOCKS;
        let mut counts = vec![0; BLOCKS * BLOCKS * BINS];
        for a in 0..BLOCKS {
            for b in a..BLOCKS {
                let mut bins = [0_u64; BINS];
                for i in edge(a)..edge(a + 1) {
                    let start = edge(b).max(i.saturating_add(theiler).saturating_add(1));
                    let others = scaled.get(start..edge(b + 1)).unwrap_or_default();
                    if let Some(point) = scaled.get(i) {
                        add(point, others, &mut bins);
                    }
                }
                let start = (a * BLOCKS + b) * BINS;
                for (slot, count) in counts.iter_mut().skip(start).zip(bins) {
                    *slot += count;
                }
            }
        }
        Self { counts, unit }
    }

    /// The distance below which all pairs of `bin` and the later ones are.
    fn distance(&self, bin: usize) -> f64 {
        // r² < 2^(TOP + 1 − bin), so r < √2^(TOP + 1 − bin).
        let doublings = TOP_EXPONENT + 1 - bin as i32;
        let root = if doublings % 2 == 0 { 1.0 } else { std::f64::consts::SQRT_2 };
        self.unit * root * libm::ldexp(1.0, doublings.div_euclid(2))
    }

    /// Pairs closer than the distance of `bin`, and all pairs, without those of one block.
    fn closer(&self, bin: usize, without: Option<usize>) -> (u64, u64) {
        let (mut closer, mut all) = (0, 0);
        for (index, bins) in self.counts.chunks_exact(BINS).enumerate() {
            let (a, b) = (index / BLOCKS, index % BLOCKS);
            if without.is_none_or(|block| block != a && block != b) {
                all += bins.iter().sum::<u64>();
                closer += bins.iter().skip(bin).sum::<u64>();
            }
        }
        (closer, all)
    }
}

/// Exponent of the largest squared distance that has a bin of its own.
const TOP_EXPONENT: i32 = 8;

/// Counts the distances from a point to others, by the binary exponent of their squares.
fn add<const D: usize>(point: &[f64; D], others: &[[f64; D]], bins: &mut [u64; BINS]) {
    for other in others {
        let mut square = 0.0;
        for (x, y) in point.iter().zip(other) {
            square += (x - y) * (x - y);
        }
        let exponent = (square.to_bits() >> 52) as i32 - 1023;
        let bin = (TOP_EXPONENT - exponent).clamp(0, BINS as i32 - 1) as usize;
        if let Some(slot) = bins.get_mut(bin) {
            *slot += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of the additive recurrence with the golden ratio's kin: evenly spread.
    fn spread(n: usize) -> Vec<[f64; 3]> {
        let fraction = |k: usize, step: f64| (k as f64 * step).fract();
        (0..n).map(|k| [0.819172513, 0.671043607, 0.549700478].map(|s| fraction(k, s))).collect()
    }

    #[test]
    fn pairs_are_those_within_the_distance() {
        let points = spread(120);
        let pairs = Pairs::count(&points, 3, 0.9);
        for bin in 0..24 {
            let limit = pairs.distance(bin);
            let (mut closer, mut all) = (0, 0);
            for i in 0..120 {
                for j in i + 4..120 {
                    let square: f64 = (0..3).map(|k| (points[i][k] - points[j][k]).powi(2)).sum();
                    closer += u64::from(square.sqrt() < limit);
                    all += 1;
                }
            }
            assert_eq!(pairs.closer(bin, None), (closer, all), "{limit}");
        }
    }

    #[test]
    fn coincident_pairs_are_closest_and_points_have_no_pair_with_themselves() {
        let mut points = spread(100);
        points[50] = points[20];
        let pairs = Pairs::count(&points, 0, 1.0);
        assert_eq!(pairs.closer(BINS - 1, None).0, 1);
        assert_eq!(pairs.closer(0, None).1, 100 * 99 / 2);
    }

    #[test]
    fn segment_has_dimension_1() {
        let points: Vec<[f64; 1]> = spread(3000).iter().map(|p| [p[0]]).collect();
        let found = correlation_dimension(&points, 0).unwrap();
        assert!((found.value - 1.0).abs() < 0.02 && found.reliable, "{found:?}");
    }

    #[test]
    fn degenerate_sets_say_why() {
        let few = Err(Undefined::TooFewPoints { found: 99, wanted: 100 });
        assert_eq!(correlation_dimension(&spread(99), 0), few);
        let none = Err(Undefined::TooFewPoints { found: 200, wanted: 202 });
        assert_eq!(correlation_dimension(&spread(200), 200), none);
        assert_eq!(correlation_dimension(&[[1.0]; 200], 0), Err(Undefined::Constant));
        let mut points = spread(200);
        points[7][1] = f64::NAN;
        assert_eq!(correlation_dimension(&points, 0), Err(Undefined::NotFinite));
        points[7][1] = f64::MAX;
        points[8][1] = -f64::MAX;
        assert_eq!(correlation_dimension(&points, 0), Err(Undefined::Overflow));
    }
}
