//! Data sets: a sweep over keys of a preset, cut into runs, chunks and shards, and its release.
//!
//! Everything here is a pure function of the preset but the [`Ledger`], which remembers on disk
//! which chunks are done. A run is a number; its parameters, its seed, its chunk and its shard
//! follow from it, so any machine can make any part and the parts fit together.

mod chunks;
mod ledger;
pub mod release;
mod sampling;
mod sweep;
mod table;

pub use crate::dataset::chunks::{Chunk, Chunks, Shard};
pub use crate::dataset::ledger::{Busy, Ledger, Record};
pub use crate::dataset::sampling::Error as SamplingError;
pub use crate::dataset::sampling::{
    Method, Sampling, Scale, linear_space, log_space, whole_between,
};
pub use crate::dataset::sweep::{
    Axis, Definition, Draw, Filter, Random, RandomAxis, Relation, Run, Seeds, Span, Sweep,
};
pub use crate::dataset::table::{Cell, Column, ColumnKind, Rows};

/// What can be wrong with a sweep or a ledger.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An axis without a value.
    #[error("{axis} has no value: an axis wants at least one")]
    EmptyAxis {
        /// The axis, as its keys.
        axis: String,
    },
    /// Two axes set one key.
    #[error("{key} is set by two axes")]
    TwiceSet {
        /// The key.
        key: String,
    },
    /// More points than a number of 63 bits counts.
    #[error("the axes have more points than can be counted (2^63)")]
    TooManyPoints,
    /// More points than can be looked at one by one.
    #[error("{what} needs every point to be looked at: {found} points, at most {most}")]
    TooManyToList {
        /// What needs it.
        what: &'static str,
        /// Points there are.
        found: u64,
        /// Points that can be.
        most: u64,
    },
    /// The filters leave nothing.
    #[error("the filters of the sweep leave none of its {points} points")]
    NothingLeft {
        /// Points before the filters.
        points: u64,
    },
    /// A range from high to low, or without an end.
    #[error("{axis} goes from {low} to {high}: wanted {wanted}")]
    Span {
        /// The axis.
        axis: String,
        /// Its lower end.
        low: String,
        /// Its upper end.
        high: String,
        /// What is accepted.
        wanted: &'static str,
    },
    /// A filter that is none.
    #[error("sweep.filter \"{found}\" {reason}: wanted KEY < VALUE with an axis as the key")]
    Filter {
        /// The filter as written.
        found: String,
        /// What is wrong.
        reason: String,
    },
    /// A seed beyond what a table holds.
    #[error("seed {seed} + {runs} runs does not fit the 63 bits of the column `seed`")]
    SeedTooLarge {
        /// The preset's seed.
        seed: u128,
        /// Number of runs.
        runs: u64,
    },
    /// A shard that there is not.
    #[error(
        "shard {index} of {count} is none: shards are numbered from 0 to {}",
        count.saturating_sub(1)
    )]
    NoSuchShard {
        /// Number asked for.
        index: u64,
        /// How many there are.
        count: u64,
    },
    /// Random points cannot be drawn.
    #[error(transparent)]
    Sampling(#[from] crate::dataset::sampling::Error),
    /// A column's cells are of two kinds.
    #[error("column {column} holds {wanted}, and run {run} gives {found}")]
    Cell {
        /// The column.
        column: String,
        /// The run.
        run: u64,
        /// Kind of the column.
        wanted: &'static str,
        /// Kind of the cell.
        found: &'static str,
    },
}
