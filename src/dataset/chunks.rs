//! Chunks of consecutive runs, and which of them a shard of a job array makes.

use crate::dataset::Error;
use std::ops::Range;

/// Consecutive runs that are written together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Its number, from 0.
    pub chunk: u64,
    /// Its runs.
    pub runs: Range<u64>,
}

impl Chunk {
    /// Number of its runs.
    pub fn n_runs(&self) -> u64 {
        self.runs.end - self.runs.start
    }

    /// The name of its files without their folder and ending: `part-000012`.
    pub fn stem(&self) -> String {
        format!("part-{:06}", self.chunk)
    }
}

/// How the runs of a sweep are cut: a function of the preset, whatever the number of shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunks {
    n_runs: u64,
    size: u64,
}

impl Chunks {
    /// Chunks of `size` runs, the last of what is left.
    pub fn new(n_runs: u64, size: u64) -> Self {
        Self { n_runs, size: size.max(1) }
    }

    /// Number of chunks.
    pub fn count(&self) -> u64 {
        self.n_runs.div_ceil(self.size)
    }

    /// Runs of a chunk, but perhaps the last.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// One chunk.
    pub fn chunk(&self, chunk: u64) -> Chunk {
        let first = chunk.saturating_mul(self.size).min(self.n_runs);
        Chunk { chunk, runs: first..first.saturating_add(self.size).min(self.n_runs) }
    }

    /// The chunks of a shard: every N-th, so that each shard gets its share of slow corners.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::dataset::{Chunks, Shard};
    /// let chunks = Chunks::new(1000, 64);
    /// let shard = Shard::new(1, 5)?;
    /// let numbers: Vec<u64> = chunks.of(shard).map(|chunk| chunk.chunk).collect();
    /// assert_eq!(numbers, [1, 6, 11]);
    /// # Ok::<(), mfn::dataset::Error>(())
    /// ```
    pub fn of(&self, shard: Shard) -> impl Iterator<Item = Chunk> + use<> {
        let chunks = *self;
        let step = usize::try_from(shard.count).unwrap_or(usize::MAX);
        (shard.index..chunks.count()).step_by(step).map(move |chunk| chunks.chunk(chunk))
    }
}

/// One part of the work: number `index` of `count`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 0.
    pub index: u64,
    /// How many there are.
    pub count: u64,
}

impl Shard {
    /// All of the work.
    pub const WHOLE: Self = Self { index: 0, count: 1 };

    /// Number `index` of `count`.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchShard`].
    pub fn new(index: u64, count: u64) -> Result<Self, Error> {
        if index < count {
            Ok(Self { index, count })
        } else {
            Err(Error::NoSuchShard { index, count })
        }
    }

    /// Whether it is all of the work.
    pub fn is_whole(self) -> bool {
        self == Self::WHOLE
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}/{}", self.index, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_is_in_one_chunk_of_one_shard() {
        for (n_runs, size) in [(0, 4), (1, 4), (4, 4), (5, 4), (1000, 64), (7, 1), (3, 0)] {
            let chunks = Chunks::new(n_runs, size);
            for count in [1, 2, 3, 7, 100] {
                let mut runs: Vec<u64> = (0..count)
                    .flat_map(|index| chunks.of(Shard::new(index, count).unwrap()))
                    .flat_map(|chunk| chunk.runs)
                    .collect();
                runs.sort_unstable();
                assert_eq!(runs, (0..n_runs).collect::<Vec<_>>(), "{n_runs} {size} {count}");
            }
        }
    }

    #[test]
    fn shard_outside_its_number_is_refused() {
        for (index, count) in [(4, 4), (0, 0), (9, 2)] {
            assert_eq!(Shard::new(index, count), Err(Error::NoSuchShard { index, count }));
        }
    }
}
