//! Some of the clients of a source, in an order of their own.

use crate::federate::Error;
use crate::federate::updates::{Precision, Updates};

/// The clients `order` of a source, in that order.
pub(crate) struct Rows<'a> {
    source: &'a dyn Updates,
    order: Vec<usize>,
}

impl<'a> Rows<'a> {
    /// Row i is client `order[i]` of the source.
    pub(crate) fn new(source: &'a dyn Updates, order: Vec<usize>) -> Self {
        Self { source, order }
    }

    fn of(&self, row: usize) -> usize {
        self.order.get(row).copied().unwrap_or(usize::MAX)
    }
}

impl Updates for Rows<'_> {
    fn clients(&self) -> usize {
        self.order.len()
    }

    fn coordinates(&self) -> usize {
        self.source.coordinates()
    }

    fn precision(&self) -> Precision {
        self.source.precision()
    }

    fn length(&self, client: usize) -> usize {
        self.source.length(self.of(client))
    }

    fn flaw(&self, client: usize) -> Option<String> {
        self.source.flaw(self.of(client))
    }

    fn read(&self, client: usize, start: usize, out: &mut [f64]) -> Result<(), Error> {
        self.source.read(self.of(client), start, out)
    }

    fn read_single(&self, client: usize, start: usize, out: &mut [f32]) -> Result<(), Error> {
        self.source.read_single(self.of(client), start, out)
    }

    fn lend(&self, client: usize) -> Option<&[f64]> {
        self.source.lend(self.of(client))
    }

    fn lend_single(&self, client: usize) -> Option<&[f32]> {
        self.source.lend_single(self.of(client))
    }
}
