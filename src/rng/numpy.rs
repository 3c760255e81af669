//! NumPy's `Generator`: the continuous distributions and bounded integers.

use crate::rng::Error;
use crate::rng::bit_generator::BitGenerator;
use crate::rng::bounded::lemire;
use crate::rng::pcg64::Pcg64;
use crate::rng::ziggurat;
use std::ops::Bound;
use std::ops::RangeBounds;

/// A sequential generator that draws what NumPy's `Generator` draws, bit for bit.
///
/// `Generator::from_seed(seed)` is `np.random.default_rng(seed)`; over another [`BitGenerator`] it
/// is `np.random.Generator(…)`. The tail of the normal distribution uses the platform's `log1p`
/// and `exp`, as NumPy does.
///
/// # Examples
///
/// ```
/// let mut generator = mfn::rng::Generator::from_seed(42);
/// assert_eq!(generator.random(), 0.7739560485559633);
/// assert_eq!(generator.standard_normal(), -1.0399841062404955);
/// assert_eq!(generator.integers(0..64)?, 27);
/// # Ok::<(), mfn::rng::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generator<B = Pcg64> {
    pub(crate) bits: B,
}

impl Generator<Pcg64> {
    /// The generator that NumPy's `default_rng(seed)` makes.
    pub fn from_seed(seed: u128) -> Self {
        Self::new(Pcg64::from_seed(seed))
    }
}

impl<B: BitGenerator> Generator<B> {
    /// The distributions over these bits.
    pub fn new(bits: B) -> Self {
        Self { bits }
    }

    /// The source of bits, whose state a checkpoint saves.
    pub fn bits(&self) -> &B {
        &self.bits
    }

    /// A value of \[0, 1): a multiple of 2⁻⁵³.
    #[inline]
    pub fn random(&mut self) -> f64 {
        unit_interval(self.bits.next_u64())
    }

    /// A value between `low` and `high`: low + (high − low) · `random()`.
    #[inline]
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.random()
    }

    /// A value of the standard normal distribution.
    #[inline]
    pub fn standard_normal(&mut self) -> f64 {
        ziggurat::standard_normal(&mut self.bits)
    }

    /// A value of the normal distribution: mean + deviation · `standard_normal()`.
    #[inline]
    pub fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        mean + deviation * self.standard_normal()
    }

    /// An integer of the range, each with the same probability.
    ///
    /// `integers(0..64)` is NumPy's `integers(0, 64)`, `integers(..)` any `i64` at all. A range of
    /// one integer draws nothing.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyRange`] if there is no integer in the range.
    #[inline]
    pub fn integers(&mut self, range: impl RangeBounds<i64>) -> Result<i64, Error> {
        let (first, last) = ends(&range);
        // The difference of two i64 is below 2^64, so only an empty range does not fit.
        let span = u64::try_from(last - first).map_err(|_| Error::EmptyRange { first, last })?;
        // Adding modulo 2^64 reaches every i64 from any first one.
        Ok((first as i64).wrapping_add_unsigned(lemire(&mut self.bits, span)))
    }

    /// Fills a slice with [`random`](Self::random) values, in order.
    pub fn fill_random(&mut self, values: &mut [f64]) {
        values.fill_with(|| self.random());
    }

    /// Fills a slice with [`uniform`](Self::uniform) values, in order.
    pub fn fill_uniform(&mut self, low: f64, high: f64, values: &mut [f64]) {
        values.fill_with(|| self.uniform(low, high));
    }

    /// Fills a slice with [`standard_normal`](Self::standard_normal) values, in order.
    pub fn fill_standard_normal(&mut self, values: &mut [f64]) {
        values.fill_with(|| self.standard_normal());
    }

    /// Fills a slice with [`normal`](Self::normal) values, in order.
    pub fn fill_normal(&mut self, mean: f64, deviation: f64, values: &mut [f64]) {
        values.fill_with(|| self.normal(mean, deviation));
    }
}

/// The upper 53 bits as a value of [0, 1).
#[inline]
pub(crate) fn unit_interval(bits: u64) -> f64 {
    const ULP: f64 = 1.0 / (1_u64 << 53) as f64;
    (bits >> 11) as f64 * ULP
}

/// The first and the last integer of a range, wide enough for any bounds.
fn ends(range: &impl RangeBounds<i64>) -> (i128, i128) {
    let first = match range.start_bound() {
        Bound::Included(bound) => i128::from(*bound),
        Bound::Excluded(bound) => i128::from(*bound) + 1,
        Bound::Unbounded => i128::from(i64::MIN),
    };
    let last = match range.end_bound() {
        Bound::Included(bound) => i128::from(*bound),
        Bound::Excluded(bound) => i128::from(*bound) - 1,
        Bound::Unbounded => i128::from(i64::MAX),
    };
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_ranges_are_refused() {
        let mut generator = Generator::from_seed(0);
        for (low, high) in [(0, 0), (5, -5), (i64::MIN, i64::MIN), (i64::MAX, i64::MIN)] {
            let (first, last) = (i128::from(low), i128::from(high) - 1);
            assert_eq!(generator.integers(low..high), Err(Error::EmptyRange { first, last }));
        }
        assert_eq!(generator, Generator::from_seed(0), "a refused draw consumes nothing");
    }

    #[test]
    fn every_kind_of_range_is_understood() {
        let mut generator = Generator::from_seed(3);
        for _ in 0..100 {
            assert!((-2..3).contains(&generator.integers(-2..3).unwrap()));
            assert!((-2..=3).contains(&generator.integers(-2..=3).unwrap()));
            assert!(generator.integers(i64::MAX - 1..).unwrap() >= i64::MAX - 1);
            assert!(generator.integers(..=i64::MIN + 1).unwrap() <= i64::MIN + 1);
        }
        assert_eq!(generator.integers(i64::MIN..=i64::MIN), Ok(i64::MIN));
        assert!((0..100).any(|_| generator.integers(..).unwrap() < 0));
    }

    #[test]
    fn filling_a_slice_equals_drawing_one_by_one() {
        check(Generator::fill_random, Generator::random);
        check(|g, values| g.fill_uniform(-1.0, 3.0, values), |g| g.uniform(-1.0, 3.0));
        check(Generator::fill_standard_normal, Generator::standard_normal);
        check(|g, values| g.fill_normal(-0.07, 0.005, values), |g| g.normal(-0.07, 0.005));
    }

    fn check(fill: impl Fn(&mut Generator, &mut [f64]), draw: impl Fn(&mut Generator) -> f64) {
        let (mut filler, mut drawer) = (Generator::from_seed(9), Generator::from_seed(9));
        let mut values = [0.0; 50];
        fill(&mut filler, &mut values);
        assert!(values.iter().all(|value| value.to_bits() == draw(&mut drawer).to_bits()));
        assert_eq!(filler, drawer);
    }
}
