//! What a rule is given.

use crate::federate::Error;
use crate::federate::distances::Distances;
use crate::federate::updates::Updates;
use std::cell::OnceCell;

/// Updates in canonical order, f, and what is known about the clients.
pub(crate) struct Setting<'a> {
    /// The updates.
    pub(crate) updates: &'a dyn Updates,
    /// Byzantine clients that the rule has to withstand, f.
    pub(crate) byzantine: usize,
    /// Weights of the clients' examples, if the mean is to be weighted by them.
    pub(crate) examples: Option<Vec<f64>>,
    /// Which client of the source each row is.
    pub(crate) clients: Vec<usize>,
    /// A trusted point, such as the aggregate of the round before.
    pub(crate) reference: Option<&'a [f64]>,
    distances: OnceCell<Distances>,
}

impl<'a> Setting<'a> {
    /// A setting without weights and reference.
    pub(crate) fn new(updates: &'a dyn Updates, byzantine: usize, clients: Vec<usize>) -> Self {
        let distances = OnceCell::new();
        Self { updates, byzantine, examples: None, clients, reference: None, distances }
    }

    /// Rows, n.
    pub(crate) fn clients(&self) -> usize {
        self.updates.clients()
    }

    /// The squared distances, measured when they are first asked for.
    pub(crate) fn distances(&self) -> Result<&Distances, Error> {
        if let Some(measured) = self.distances.get() {
            return Ok(measured);
        }
        let measured = Distances::between(self.updates)?;
        Ok(self.distances.get_or_init(|| measured))
    }
}
