//! Linear mixtures of updates: what pre-aggregators make.

use crate::federate::Error;
use crate::federate::passes::add_scaled;
use crate::federate::updates::{Precision, Updates};

/// Coordinates that are mixed in one go: they stay in a first-level cache.
const PIECE: usize = 1024;

/// One mixed row: Σ wᵢ xᵢ over the clients named.
pub(crate) type Weighted = Vec<(usize, f64)>;

/// Rows yᵣ = Σᵢ wᵣᵢ xᵢ of a source, computed as they are read, in double precision.
pub(crate) struct Mixture<'a> {
    source: &'a dyn Updates,
    rows: Vec<Weighted>,
}

impl<'a> Mixture<'a> {
    /// The mixture with these rows.
    pub(crate) fn new(source: &'a dyn Updates, rows: Vec<Weighted>) -> Self {
        Self { source, rows }
    }
}

impl Mixture<'_> {
    fn mix(&self, row: usize, start: usize, out: &mut [f64]) -> Result<(), Error> {
        out.fill(0.0);
        let mut values = [0.0; PIECE];
        let values = values.get_mut(..out.len()).unwrap_or_default();
        for &(client, weight) in self.rows.get(row).into_iter().flatten() {
            if let Some(lent) = self.source.lend_single(client) {
                add_scaled(out, lent.get(start..).unwrap_or_default(), weight);
            } else if let Some(lent) = self.source.lend(client) {
                add_scaled(out, lent.get(start..).unwrap_or_default(), weight);
            } else {
                self.source.read(client, start, values)?;
                add_scaled(out, values, weight);
            }
        }
        Ok(())
    }
}

impl Updates for Mixture<'_> {
    fn clients(&self) -> usize {
        self.rows.len()
    }

    fn coordinates(&self) -> usize {
        self.source.coordinates()
    }

    fn precision(&self) -> Precision {
        Precision::Double
    }

    fn read(&self, client: usize, start: usize, out: &mut [f64]) -> Result<(), Error> {
        for (index, out) in out.chunks_mut(PIECE).enumerate() {
            self.mix(client, start + index * PIECE, out)?;
        }
        Ok(())
    }

    fn read_single(&self, client: usize, start: usize, out: &mut [f32]) -> Result<(), Error> {
        let mut values = vec![0.0; out.len()];
        self.read(client, start, &mut values)?;
        out.iter_mut().zip(values).for_each(|(single, value)| *single = value as f32);
        Ok(())
    }
}
