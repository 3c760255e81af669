//! Pre-aggregators: they mix or shorten updates before a rule sees them.

mod bucketing;
mod clipping;
mod mixing;

use crate::federate::Error;
use crate::federate::distances::Distances;
use crate::federate::passes::norms_squared;
use crate::federate::updates::{Updates, Weighted};
use std::fmt;
use std::str::FromStr;

/// What is done to the updates before a rule sees them.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum PreAggregator {
    /// Nearest-neighbour mixing: xᵢ becomes the mean of the n − f updates nearest to it, itself
    /// among them.
    ///
    /// Y. Allouah et al., *Fixing by mixing*, AISTATS 2023, algorithm 2.
    Nnm,
    /// Buckets of `size` updates at random, each replaced by its mean; ⌈n/size⌉ are left.
    ///
    /// S. P. Karimireddy, L. He, M. Jaggi, *Byzantine-robust learning on heterogeneous datasets via
    /// bucketing*, ICLR 2022, algorithm 1.
    Bucketing {
        /// Updates in a bucket, s; the last one may hold fewer.
        size: usize,
        /// Seed of the permutation.
        seed: u64,
    },
    /// Updates longer than `threshold` are shortened to it.
    Clipping {
        /// The longest norm that stays.
        threshold: f64,
    },
    /// Adaptive robust clipping: the ⌊2f(n − f)/n⌋ longest updates are shortened to the norm of the
    /// next one.
    ///
    /// Y. Allouah et al., *Adaptive gradient clipping for robust federated learning*, ICLR 2025,
    /// algorithm 2.
    Arc,
}

/// The rows that take the updates' place.
pub(crate) struct Mixed {
    /// Per row: Σ wᵢ xᵢ.
    pub(crate) rows: Vec<Weighted>,
    /// Per update: the row it went into.
    pub(crate) row_of: Vec<usize>,
}

impl PreAggregator {
    /// Every name.
    pub const NAMES: [&'static str; 4] = ["nnm", "bucketing", "clipping", "arc"];

    /// The name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Nnm => "nnm",
            Self::Bucketing { .. } => "bucketing",
            Self::Clipping { .. } => "clipping",
            Self::Arc => "arc",
        }
    }

    /// Rows that are left of n.
    pub(crate) fn rows(&self, clients: usize) -> usize {
        match self {
            Self::Bucketing { size, .. } => clients.div_ceil((*size).max(1)),
            Self::Nnm | Self::Clipping { .. } | Self::Arc => clients,
        }
    }

    /// Checks the parameters and the condition on n and f.
    pub(crate) fn check(&self, clients: usize, byzantine: usize) -> Result<(), Error> {
        match self {
            Self::Bucketing { size: 0, .. } => {
                let found = "0".to_owned();
                Err(Error::Parameter { name: "bucket-size", found, wanted: "at least 1" })
            }
            Self::Clipping { threshold } if !(*threshold > 0.0 && threshold.is_finite()) => {
                let found = threshold.to_string();
                Err(Error::Parameter { name: "clip", found, wanted: "a number above 0" })
            }
            Self::Nnm | Self::Arc if clients <= 2 * byzantine => {
                let (rule, needs) = (self.name().to_owned(), "n ≥ 2f + 1");
                Err(Error::Condition { rule, needs, clients, byzantine })
            }
            _ => Ok(()),
        }
    }

    /// The rows that take the place of the updates.
    pub(crate) fn mix(&self, updates: &dyn Updates, byzantine: usize) -> Result<Mixed, Error> {
        let clients = updates.clients();
        self.check(clients, byzantine)?;
        if let Self::Bucketing { size, seed } = self {
            return Ok(bucketing::buckets(clients, *size, *seed));
        }
        let rows = match self {
            Self::Nnm => mixing::nearest(&Distances::between(updates)?, clients - byzantine),
            Self::Clipping { threshold } => {
                clipping::to_threshold(&norms_squared(updates)?, *threshold)
            }
            _ => clipping::adaptive(&norms_squared(updates)?, byzantine),
        };
        Ok(Mixed { rows, row_of: (0..clients).collect() })
    }
}

impl fmt::Display for PreAggregator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for PreAggregator {
    type Err = Error;

    /// A pre-aggregator by its name: buckets of two with seed 42, a threshold of 2 (ByzFL's).
    fn from_str(name: &str) -> Result<Self, Error> {
        Ok(match name {
            "nnm" => Self::Nnm,
            "bucketing" => Self::Bucketing { size: 2, seed: 42 },
            "clipping" => Self::Clipping { threshold: 2.0 },
            "arc" => Self::Arc,
            _ => {
                let (what, known) = ("pre-aggregator", Self::NAMES.join(", "));
                return Err(Error::Unknown { what, name: name.to_owned(), known });
            }
        })
    }
}

#[cfg(test)]
mod tests;
