//! The updates of n clients with d coordinates each, read piece by piece.

mod matrix;
mod mixture;
mod rows;
mod slabs;

pub use crate::federate::updates::matrix::Matrix;
pub(crate) use crate::federate::updates::mixture::{Mixture, Weighted};
pub(crate) use crate::federate::updates::rows::Rows;
pub(crate) use crate::federate::updates::slabs::{Element, slabs};

use crate::federate::Error;

/// The type of the numbers of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// 32 bits: every coordinate is an `f32`.
    Single,
    /// 64 bits.
    Double,
}

/// A source of updates: n clients, d coordinates each.
///
/// Rules read a source several times from its first coordinate to its last, a slab of some
/// megabytes at a time, and never hold n × d numbers. A source in memory may lend its rows
/// ([`lend_single`](Self::lend_single)), which saves copying them.
pub trait Updates: Sync {
    /// Clients, n.
    fn clients(&self) -> usize;

    /// Coordinates of each update, d.
    fn coordinates(&self) -> usize;

    /// The type of the numbers.
    fn precision(&self) -> Precision;

    /// Coordinates that a client sent: a client of another length than d is rejected.
    fn length(&self, _client: usize) -> usize {
        self.coordinates()
    }

    /// What is known against a client before its update is read, such as a file that cannot be
    /// read: the client is rejected with this reason.
    fn flaw(&self, _client: usize) -> Option<String> {
        None
    }

    /// Copies the coordinates from `start` on of one client's update, as many as `out` holds.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the source fails.
    fn read(&self, client: usize, start: usize, out: &mut [f64]) -> Result<(), Error>;

    /// The same in single precision: exact if [`precision`](Self::precision) says so.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the source fails.
    fn read_single(&self, client: usize, start: usize, out: &mut [f32]) -> Result<(), Error>;

    /// The whole update of a client, if it lies in memory in double precision.
    fn lend(&self, _client: usize) -> Option<&[f64]> {
        None
    }

    /// The whole update of a client, if it lies in memory in single precision.
    fn lend_single(&self, _client: usize) -> Option<&[f32]> {
        None
    }
}
