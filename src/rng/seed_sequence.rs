//! NumPy's `SeedSequence`: well-mixed generator states from any seed.

const POOL_SIZE: usize = 4;
const INIT_A: u32 = 0x43b0d7e5;
const MULT_A: u32 = 0x931e8875;
const INIT_B: u32 = 0x8b51f9dd;
const MULT_B: u32 = 0x58f38ded;
const MIX_MULT_L: u32 = 0xca01f9dd;
const MIX_MULT_R: u32 = 0x4973f715;

/// A pool of 128 bits of entropy, from which states of any length are generated.
///
/// Bit for bit NumPy's `SeedSequence(seed, spawn_key=…)` with the default pool size of 4.
///
/// # Reference
///
/// M. E. O'Neill, *Developing a `seed_seq` Alternative*, pcg-random.org, 2015; NumPy 2.4,
/// `numpy.random.SeedSequence`.
///
/// # Examples
///
/// ```
/// let [first, second] = mfn::rng::SeedSequence::new(42).generate_u64();
/// assert_eq!((first, second), (0x9f1e_2e6d_cd54_0ab7, 0xd578_73dc_79fb_94b6));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedSequence {
    pool: [u32; POOL_SIZE],
}

impl SeedSequence {
    /// The sequence of a seed.
    pub fn new(seed: u128) -> Self {
        Self::with_spawn_key(seed, &[])
    }

    /// The sequence of a child: the seed is the parent's, the key tells the children apart.
    ///
    /// `spawn_key` are the 32-bit words of NumPy's `spawn_key`, low word first where an element
    /// needs more than one; an empty key gives the parent.
    pub fn with_spawn_key(seed: u128, spawn_key: &[u32]) -> Self {
        // A seed shorter than the pool is padded with zeros. NumPy pads before it appends a spawn
        // key and hashes zeros in place of absent words otherwise, which is the same thing.
        let mut hash = Hash { constant: INIT_A, multiplier: MULT_A };
        let mut pool = words(seed).map(|word| hash.apply(word));
        for source in 0..POOL_SIZE {
            for target in (0..POOL_SIZE).filter(|target| *target != source) {
                pool[target] = mix(pool[target], hash.apply(pool[source]));
            }
        }
        for word in spawn_key {
            for slot in &mut pool {
                *slot = mix(*slot, hash.apply(*word));
            }
        }
        Self { pool }
    }

    /// The first `N` words of 32 bits of the state, NumPy's `generate_state(N)`.
    pub fn generate_u32<const N: usize>(&self) -> [u32; N] {
        let mut words = self.state_words();
        std::array::from_fn(|_| words.next().unwrap_or_default())
    }

    /// The first `N` words of 64 bits of the state, NumPy's `generate_state(N, np.uint64)`.
    pub fn generate_u64<const N: usize>(&self) -> [u64; N] {
        let mut words = self.state_words();
        let mut next = || u64::from(words.next().unwrap_or_default());
        std::array::from_fn(|_| next() | next() << 32)
    }

    /// The state as an endless series of words.
    fn state_words(&self) -> impl Iterator<Item = u32> {
        let mut hash = Hash { constant: INIT_B, multiplier: MULT_B };
        self.pool.iter().cycle().map(move |word| hash.apply(*word))
    }
}

/// The hash whose constant changes with every word.
struct Hash {
    constant: u32,
    multiplier: u32,
}

impl Hash {
    fn apply(&mut self, word: u32) -> u32 {
        let mixed = word ^ self.constant;
        self.constant = self.constant.wrapping_mul(self.multiplier);
        let product = mixed.wrapping_mul(self.constant);
        product ^ (product >> 16)
    }
}

fn mix(left: u32, right: u32) -> u32 {
    let sum = MIX_MULT_L.wrapping_mul(left).wrapping_sub(MIX_MULT_R.wrapping_mul(right));
    sum ^ (sum >> 16)
}

/// The four words of a seed, low word first.
fn words(seed: u128) -> [u32; POOL_SIZE] {
    std::array::from_fn(|index| (seed >> (32 * index)) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_spawn_key_is_the_parent() {
        assert_eq!(SeedSequence::with_spawn_key(7, &[]), SeedSequence::new(7));
    }

    #[test]
    fn spawned_children_equal_numpy() {
        // NumPy 2.4.6: SeedSequence(seed, spawn_key=key).generate_state(2, np.uint64)
        let cases: [(u128, &[u32], [u64; 2]); 4] = [
            (42, &[0], [0xdff6ed7da001c6a4, 0x4323988864d84a1f]),
            (42, &[1], [0x1dcb763f3e63cba, 0x6aee7dd615de6f6e]),
            (0, &[3, 0xdeadbeef], [0x6f76ba4107408142, 0x7bae6843bd5ac7b2]),
            ((1 << 100) + 12345, &[7], [0x1d207e81779b713e, 0xd213e43a0396f753]),
        ];
        for (seed, key, expected) in cases {
            assert_eq!(SeedSequence::with_spawn_key(seed, key).generate_u64(), expected);
        }
    }

    #[test]
    fn a_64_bit_word_is_two_32_bit_words_low_first() {
        let sequence = SeedSequence::new(123_456_789);
        let [low, high] = sequence.generate_u32();
        assert_eq!(sequence.generate_u64(), [u64::from(low) | u64::from(high) << 32]);
    }
}
