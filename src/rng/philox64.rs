//! Philox4x64-10 as NumPy's `Philox` bit generator.

use crate::rng::bit_generator::BitGenerator;
use crate::rng::bit_generator::next_half;
use crate::rng::seed_sequence::SeedSequence;

const MULTIPLIERS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
/// What the key grows by each round: the golden ratio and √3 − 1, as fractions of 2⁶⁴.
const WEYL: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];
const ROUNDS: u32 = 10;

/// Scrambles a counter under a key, ten rounds: [`philox4x32`](crate::rng::philox4x32) with words
/// of 64 bits.
///
/// # Reference
///
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, *Parallel Random Numbers: As Easy as 1, 2,
/// 3*, SC'11, 2011.
#[inline]
pub fn philox4x64(counter: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    let [mut k0, mut k1] = key;
    for _ in 0..ROUNDS {
        let first = u128::from(MULTIPLIERS[0]) * u128::from(c0);
        let second = u128::from(MULTIPLIERS[1]) * u128::from(c2);
        c0 = (second >> 64) as u64 ^ c1 ^ k0;
        c1 = second as u64;
        c2 = (first >> 64) as u64 ^ c3 ^ k1;
        c3 = first as u64;
        k0 = k0.wrapping_add(WEYL[0]);
        k1 = k1.wrapping_add(WEYL[1]);
    }
    [c0, c1, c2, c3]
}

/// NumPy's `Philox(seed)`: the blocks of the counters 1, 2, … under a key made from the seed.
///
/// # Examples
///
/// ```
/// use mfn::rng::{Generator, Philox4x64};
///
/// let mut generator = Generator::new(Philox4x64::from_seed(42));
/// assert_eq!(generator.standard_normal(), -1.1043995228921153);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Philox4x64 {
    key: [u64; 2],
    /// The 256-bit counter as two halves, low first, of the block in hand.
    counter: [u128; 2],
    block: [u64; 4],
    used: usize,
    saved_half: Option<u32>,
}

impl Philox4x64 {
    /// The generator that NumPy's `Philox(seed)` makes.
    pub fn from_seed(seed: u128) -> Self {
        let key = SeedSequence::new(seed).generate_u64();
        Self { key, counter: [0; 2], block: [0; 4], used: 4, saved_half: None }
    }

    /// The key made from the seed.
    pub fn key(&self) -> [u64; 2] {
        self.key
    }

    fn advance(&mut self) {
        let (low, carry) = self.counter[0].overflowing_add(1);
        self.counter = [low, self.counter[1].wrapping_add(u128::from(carry))];
        let [low, high] = self.counter;
        let words = [low as u64, (low >> 64) as u64, high as u64, (high >> 64) as u64];
        self.block = philox4x64(words, self.key);
        self.used = 0;
    }
}

impl BitGenerator for Philox4x64 {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        if self.used == self.block.len() {
            self.advance();
        }
        self.used += 1;
        self.block[self.used - 1]
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        let mut saved = self.saved_half;
        let half = next_half(&mut saved, || self.next_u64());
        self.saved_half = saved;
        half
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_known_answers_are_met() {
        // Random123 1.14, tests/kat_vectors: philox4x64 10
        let cases = [
            (
                [0; 4],
                [0; 2],
                [0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b],
            ),
            (
                [u64::MAX; 4],
                [u64::MAX; 2],
                [0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0],
            ),
        ];
        for (counter, key, expected) in cases {
            assert_eq!(philox4x64(counter, key), expected);
        }
    }

    #[test]
    fn the_counter_carries_into_its_high_half() {
        let mut bits = Philox4x64::from_seed(1);
        bits.counter = [u128::MAX, 0];
        let expected = philox4x64([0, 0, 1, 0], bits.key);
        assert_eq!(std::array::from_fn(|_| bits.next_u64()), expected);
    }
}
