//! Random numbers without a state, keyed by seed, run and purpose.

use crate::rng::numpy::unit_interval;
use crate::rng::philox::philox4x32;
use crate::rng::seed_sequence::SeedSequence;
use std::f64::consts::TAU;

/// What random numbers are drawn for.
///
/// The number of a purpose is part of its stream's counter and is never given to another one: a
/// new variant takes a new number, so it changes no stream that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Noise on the initial state.
    InitialNoise = 1,
    /// Places of the spots of the initial state.
    InitialSpots = 2,
    /// White noise added after each step.
    StepNoise = 3,
    /// Ornstein–Uhlenbeck noise of a membrane potential.
    MembraneNoise = 4,
    /// How many growth events there are in a step.
    GrowthCount = 5,
    /// Where a growth event is, and how high.
    GrowthEvent = 6,
    /// Coefficients of the initial random Fourier series.
    InitialFourier = 7,
    /// Places of the initial clusters and of their peaks.
    InitialClusters = 8,
    /// Maps of a random iterated function system.
    IfsMaps = 10,
    /// Which map of an iterated function system comes next.
    IfsOrbit = 11,
    /// Occupied sites of a reference percolation lattice and cells of a random image.
    ReferenceSites = 30,
    /// White noise under a reference surface.
    ReferenceSurface = 31,
    /// The seed of a run of a sweep.
    RunSeed = 20,
    /// Independent points of a sweep.
    SweepPoints = 40,
    /// Which stratum of a Latin hypercube a point of a sweep falls into.
    SweepStrata = 41,
    /// Where in its stratum a point of a sweep is.
    SweepJitter = 42,
    /// Scrambling of a sweep's Sobol' points.
    SweepScramble = 43,
    /// Which examples of a federated task train and which test.
    TaskSplit = 60,
    /// In which order the examples of a federated task are dealt to clients.
    TaskOrder = 61,
    /// Shares of the classes that each client gets.
    TaskShares = 62,
    /// Weights that a network starts from.
    TaskWeights = 63,
    /// Which examples take part in a round.
    TaskBatch = 64,
    /// Noise for the sake of privacy.
    PrivacyNoise = 65,
    /// Seeds of the rounds of a federated task, for rules and attacks that draw.
    TaskRound = 66,
    /// Which cluster of a hierarchical aggregation a client belongs to.
    FederatedClusters = 70,
    /// Which bucket of a federated aggregation an update goes into.
    FederatedBuckets = 71,
    /// Random numbers of a Byzantine client's update.
    FederatedAttack = 72,
    /// Noise that tells the copies of a Byzantine update apart.
    FederatedJitter = 73,
}

/// The random numbers of one purpose in one run: a pure function of step and cell.
///
/// Each number is Philox4x32-10 of the counter (cell, step low, step high, purpose) under a key of
/// 64 bits, `SeedSequence(seed, spawn_key=(run,)).generate_state(2)` in NumPy's words. No draw
/// depends on an earlier one. Hence cells can be visited in any order by any number of threads,
/// a run can resume at any step, and switching one part of a model off does not shift the numbers
/// another part sees; a sequential generator has none of these properties.
///
/// Logarithm, sine and cosine come from the `libm` crate, so a normal value has the same bits on
/// every platform.
///
/// # Examples
///
/// ```
/// use mfn::rng::{Purpose, Stream};
///
/// let stream = Stream::new(42, 0, Purpose::InitialNoise);
/// assert_eq!(stream.normal(7, 3), stream.normal(7, 3));
/// assert_ne!(stream.normal(7, 3), stream.normal(7, 4));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    key: [u32; 2],
    purpose: Purpose,
}

impl Stream {
    /// The stream of a purpose in run number `run` of a preset with that seed.
    pub fn new(seed: u128, run: u64, purpose: Purpose) -> Self {
        let words = [run as u32, (run >> 32) as u32];
        // NumPy gives an element of a spawn key as many words as it needs, at least one.
        let spawn_key = if words[1] == 0 { &words[..1] } else { &words[..] };
        Self { key: SeedSequence::with_spawn_key(seed, spawn_key).generate_u32(), purpose }
    }

    /// A value of \[0, 1), a multiple of 2⁻⁵³.
    #[inline]
    pub fn uniform(&self, step: u64, cell: u32) -> f64 {
        self.uniforms(step, cell)[0]
    }

    /// Two independent values of \[0, 1); the first is [`uniform`](Self::uniform).
    #[inline]
    pub fn uniforms(&self, step: u64, cell: u32) -> [f64; 2] {
        self.words(step, cell).map(unit_interval)
    }

    /// A value of the standard normal distribution.
    #[inline]
    pub fn normal(&self, step: u64, cell: u32) -> f64 {
        let (radius, angle) = self.polar(step, cell);
        radius * libm::cos(angle)
    }

    /// Two independent standard normal values; the first is [`normal`](Self::normal).
    #[inline]
    pub fn normals(&self, step: u64, cell: u32) -> [f64; 2] {
        let (radius, angle) = self.polar(step, cell);
        [radius * libm::cos(angle), radius * libm::sin(angle)]
    }

    /// The 128 bits of one counter, as two words: what the other methods draw from.
    #[inline]
    pub fn words(&self, step: u64, cell: u32) -> [u64; 2] {
        let counter = [cell, step as u32, (step >> 32) as u32, self.purpose as u32];
        let [a, b, c, d] = philox4x32(counter, self.key).map(u64::from);
        [a | b << 32, c | d << 32]
    }

    /// Radius √(−2 ln(1 − u₁)) and angle 2πu₂ of a normal point of the plane.
    ///
    /// # Reference
    ///
    /// G. E. P. Box, M. E. Muller, *A Note on the Generation of Random Normal Deviates*, Ann.
    /// Math. Stat. 29(2), 1958.
    #[inline]
    fn polar(&self, step: u64, cell: u32) -> (f64, f64) {
        let [first, second] = self.uniforms(step, cell);
        // 1 − u lies in (0, 1] and is exact; the square root is correctly rounded everywhere.
        ((-2.0 * libm::log(1.0 - first)).sqrt(), TAU * second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_equals_numpys_spawned_seed_sequence() {
        // NumPy 2.4.6: SeedSequence(seed, spawn_key=(run,)).generate_state(2)
        let cases = [
            (42, 0, [0xa001c6a4, 0xdff6ed7d]),
            (42, (1 << 40) + 5, [0x061e74a7, 0xbe3cfaff]),
            (u128::MAX, u64::from(u32::MAX), [0x6981bca9, 0x20dedfba]),
        ];
        for (seed, run, expected) in cases {
            assert_eq!(Stream::new(seed, run, Purpose::InitialNoise).key, expected);
        }
    }

    #[test]
    fn neighbouring_counters_are_uncorrelated_normals() {
        let stream = Stream::new(5, 0, Purpose::InitialNoise);
        let n = 200_000;
        let (mut sum, mut squares, mut pairs, mut cells, mut steps) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for cell in 0..n {
            let [x, y] = stream.normals(11, cell);
            sum += x + y;
            squares += x * x + y * y;
            pairs += x * y;
            cells += x * stream.normal(11, cell + 1);
            steps += x * stream.normal(12, cell);
        }
        // Five standard errors: 1/√(2n), 1/√n for a variance over 2n values, 1/√n for products.
        let count = f64::from(n);
        assert!((sum / (2.0 * count)).abs() < 0.0080);
        assert!((squares / (2.0 * count) - 1.0).abs() < 0.0112);
        for product in [pairs, cells, steps] {
            assert!((product / count).abs() < 0.0112, "{product}");
        }
    }

    #[test]
    fn streams_keep_their_bits() {
        // An independent Python script with glibc agrees to the bit.
        let stream = Stream::new(42, 3, Purpose::InitialSpots);
        let found =
            [stream.uniform(0, 0), stream.normal(1 << 32, 9), stream.normals(1 << 32, 9)[1]];
        assert_eq!(
            found.map(f64::to_bits),
            [4598564145701086074, 13825133586962335453, 13817447489684187737]
        );
    }
}
