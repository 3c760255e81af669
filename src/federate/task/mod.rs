//! Federated training of a small model, with attackers: what a rule is worth in the end.
//!
//! [`Examples`] are rows of features with a class each. A [`Federation`] splits them into a
//! training and a test part, standardises the features by the training part, deals the training
//! part to n clients ([`Partition`]), and [`train`](Federation::train)s a [`Network`] in rounds:
//! every client sends the momentum of its gradients, attackers send what their [`Conduct`] says,
//! a rule makes one step of them. All random numbers are functions of (seed, repeat, round,
//! example), so a course does not depend on which others are computed, nor on threads; and courses
//! of one repeat share split, clients, starting weights and batches, so that they differ in rule
//! and attack alone.

mod client;
mod dealing;
mod error;
mod examples;
mod federation;
mod network;
mod rounds;
mod settings;
mod standard;

pub use crate::federate::task::dealing::Partition;
pub use crate::federate::task::error::Error;
pub use crate::federate::task::examples::Examples;
pub use crate::federate::task::federation::{Federation, Spent};
pub use crate::federate::task::network::{Architecture, Network};
pub use crate::federate::task::rounds::{Conduct, Course, Point};
pub use crate::federate::task::settings::{Privacy, Settings};
pub use crate::federate::task::standard::{Dropped, Standardisation};

#[cfg(test)]
mod tests;
