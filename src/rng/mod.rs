//! Random numbers: NumPy's `default_rng` bit for bit, and counter-based streams keyed by purpose.
//!
//! [`Generator`] draws what NumPy's `default_rng(seed)` draws, to the last bit; the `mfn-v4` model
//! and everything else that must agree with MFN v4.1 uses it. It is sequential: a draw more or
//! less shifts all that follow. [`Stream`] has no state at all: the value of a (seed, run, purpose,
//! step, cell) is computed from these five numbers, so it depends neither on the order of the
//! cells nor on the number of threads. Every other model uses it.

mod bit_generator;
mod bounded;
mod numpy;
mod pcg64;
mod philox;
mod philox64;
mod sampling;
mod seed_sequence;
mod stream;
mod ziggurat;
mod ziggurat_tables;

pub use crate::rng::bit_generator::BitGenerator;
pub use crate::rng::numpy::Generator;
pub use crate::rng::pcg64::Pcg64;
pub use crate::rng::philox::philox4x32;
pub use crate::rng::philox64::Philox4x64;
pub use crate::rng::philox64::philox4x64;
pub use crate::rng::seed_sequence::SeedSequence;
pub use crate::rng::stream::Purpose;
pub use crate::rng::stream::Stream;

/// What cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A range of integers holds none.
    #[error("no integer is at least {first} and at most {last}: wanted a range that is not empty")]
    EmptyRange {
        /// Smallest integer asked for.
        first: i128,
        /// Largest integer asked for.
        last: i128,
    },
    /// One element was to be chosen from nothing.
    #[error("a choice from 0 elements was asked for: wanted at least 1")]
    EmptyPopulation,
    /// More distinct elements were to be chosen than there are.
    #[error("{size} distinct elements were asked for: at most {population} exist")]
    SampleTooLarge {
        /// Elements asked for.
        size: usize,
        /// Elements there are.
        population: usize,
    },
    /// The words of a saved generator cannot come from one.
    #[error("word {index} of a saved PCG64 state is {found:#x}: wanted {wanted}")]
    SavedState {
        /// Which of the six words.
        index: usize,
        /// Its value.
        found: u64,
        /// What it must be.
        wanted: &'static str,
    },
}
