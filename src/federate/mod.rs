//! Byzantine-robust aggregation: rules, pre-aggregators, attacks, verdicts.
//!
//! n clients send updates x₁ … xₙ in ℝᵈ, and at most f of them are Byzantine: they send what they
//! like, NaN among it. [`Aggregation`] checks every update first and rejects, with a verdict, what
//! no rule should see; it refuses a rule outside its condition on n and f; and it gives the same
//! bits for any order of the clients and any number of threads.
//!
//! Updates come from a source ([`Updates`]) that is read in slabs, so n × d numbers need not fit
//! into memory. [`task`] trains a small model in rounds, to see what a rule is worth in the end,
//! and [`privacy`] says what it costs those whose rows are learnt from.

mod admission;
mod aggregation;
mod attacks;
mod before;
mod chance;
mod columns;
mod distances;
mod error;
mod middle;
mod passes;
pub mod privacy;
mod projection;
mod rules;
pub mod task;
mod updates;
mod verdict;

pub use crate::federate::admission::{Duplicates, Rejection};
pub use crate::federate::aggregation::{Aggregation, Outcome};
pub use crate::federate::attacks::{Attack, jitter};
pub use crate::federate::before::PreAggregator;
pub use crate::federate::distances::Distances;
pub use crate::federate::error::Error;
pub use crate::federate::projection::projection;
pub use crate::federate::rules::{
    CentredClipping, GeometricMedian, HierarchicalKrum, HierarchicalVariant, KrumVariant, Rule,
};
pub use crate::federate::updates::{Matrix, Precision, Updates};
pub use crate::federate::verdict::Verdict;
