//! PCG64 (XSL-RR 128/64), the bit generator of NumPy's `default_rng`.

use crate::rng::Error;
use crate::rng::bit_generator::BitGenerator;
use crate::rng::bit_generator::next_half;
use crate::rng::seed_sequence::SeedSequence;

/// The multiplier of the 128-bit congruential generator.
const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;

/// A 128-bit linear congruential generator whose output is a rotated fold of its state.
///
/// state ← state · m + increment (mod 2¹²⁸); output = rotr₆₄(hi ⊕ lo, state ≫ 122). Seeded and
/// buffered as NumPy's `PCG64`.
///
/// # Reference
///
/// M. E. O'Neill, *PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
/// Random Number Generation*, HMC-CS-2014-0905, 2014.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pcg64 {
    state: u128,
    increment: u128,
    saved_half: Option<u32>,
}

impl Pcg64 {
    /// The generator that NumPy's `PCG64(seed)` makes.
    pub fn from_seed(seed: u128) -> Self {
        Self::from_seed_sequence(&SeedSequence::new(seed))
    }

    /// The generator that NumPy's `PCG64(SeedSequence(…))` makes.
    pub fn from_seed_sequence(sequence: &SeedSequence) -> Self {
        let [state_high, state_low, increment_high, increment_low] = sequence.generate_u64();
        let increment = join(increment_high, increment_low) << 1 | 1;
        let mut generator = Self { state: 0, increment, saved_half: None };
        generator.step();
        generator.state = generator.state.wrapping_add(join(state_high, state_low));
        generator.step();
        generator
    }

    /// The exact state, for a checkpoint.
    ///
    /// Low and high word of the state, low and high word of the increment, whether a 32-bit half
    /// is saved (0 or 1), and that half.
    pub fn state_words(&self) -> [u64; 6] {
        [
            self.state as u64,
            (self.state >> 64) as u64,
            self.increment as u64,
            (self.increment >> 64) as u64,
            u64::from(self.saved_half.is_some()),
            u64::from(self.saved_half.unwrap_or_default()),
        ]
    }

    /// The generator with that state, to continue the stream exactly where it was.
    ///
    /// # Errors
    ///
    /// [`Error::SavedState`] if no generator has such a state: the increment is even, the flag is
    /// neither 0 nor 1, or the saved half has more than 32 bits.
    pub fn from_state_words(words: [u64; 6]) -> Result<Self, Error> {
        let [state_low, state_high, increment_low, increment_high, has_half, half] = words;
        let wrong = |index, found, wanted| Error::SavedState { index, found, wanted };
        if increment_low % 2 == 0 {
            return Err(wrong(2, increment_low, "an odd number"));
        }
        if has_half > 1 {
            return Err(wrong(4, has_half, "0 or 1"));
        }
        let half = u32::try_from(half).map_err(|_| wrong(5, half, "at most 32 bits"))?;
        Ok(Self {
            state: join(state_high, state_low),
            increment: join(increment_high, increment_low),
            saved_half: (has_half == 1).then_some(half),
        })
    }

    #[inline]
    fn step(&mut self) {
        self.state = self.state.wrapping_mul(MULTIPLIER).wrapping_add(self.increment);
    }
}

impl BitGenerator for Pcg64 {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        self.step();
        let folded = (self.state >> 64) as u64 ^ self.state as u64;
        folded.rotate_right((self.state >> 122) as u32)
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        let mut saved = self.saved_half;
        let half = next_half(&mut saved, || self.next_u64());
        self.saved_half = saved;
        half
    }
}

fn join(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_states_are_refused() {
        let good = [1, 2, 3, 4, 1, 5];
        assert!(Pcg64::from_state_words(good).is_ok());
        for (index, found) in [(2, 4), (4, 2), (5, 1 << 32)] {
            let mut words = good;
            words[index] = found;
            let error = Pcg64::from_state_words(words).unwrap_err();
            assert!(matches!(error, Error::SavedState { index: i, .. } if i == index), "{error}");
        }
    }

    #[test]
    fn saved_half_survives_64_bit_draws_and_snapshots() {
        let mut generator = Pcg64::from_seed(42);
        let [first, second] = [0xc621_fbcd_16d9_2688, 0x705a_5661_a791_ffc1_u64];
        assert_eq!(u64::from(generator.next_u32()), first & 0xffff_ffff);
        let mut restored = Pcg64::from_state_words(generator.state_words()).unwrap();
        assert_eq!(restored, generator);
        assert_eq!(restored.next_u64(), second);
        assert_eq!(u64::from(restored.next_u32()), first >> 32);
    }
}
