//! Updates in memory.

use crate::federate::Error;
use crate::federate::updates::{Precision, Updates};
use rayon::prelude::*;

/// Updates of n clients × d coordinates in memory, a row a client.
///
/// # Examples
///
/// ```
/// use mfn::federate::{Matrix, Updates};
///
/// let updates = Matrix::from_rows(vec![vec![1.0, 2.0], vec![3.0, 4.0]])?;
/// assert_eq!((updates.clients(), updates.coordinates()), (2, 2));
/// # Ok::<(), mfn::federate::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    values: Values,
    coordinates: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Values {
    Single(Vec<Vec<f32>>),
    Double(Vec<Vec<f64>>),
}

impl Matrix {
    /// Updates in double precision.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without rows or coordinates, [`Error::NoCommonLength`] if the rows differ
    /// in length.
    pub fn from_rows(rows: Vec<Vec<f64>>) -> Result<Self, Error> {
        let coordinates = common_length(rows.iter().map(Vec::len))?;
        Ok(Self { values: Values::Double(rows), coordinates })
    }

    /// Updates in single precision.
    ///
    /// # Errors
    ///
    /// As [`from_rows`](Self::from_rows).
    pub fn from_single_rows(rows: Vec<Vec<f32>>) -> Result<Self, Error> {
        let coordinates = common_length(rows.iter().map(Vec::len))?;
        Ok(Self { values: Values::Single(rows), coordinates })
    }

    /// Copies a source into memory: n × d × 8 bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the source fails, [`Error::Empty`] if it holds nothing.
    pub fn copied(updates: &dyn Updates) -> Result<Self, Error> {
        let row = |client| {
            let mut row = vec![0.0; updates.coordinates()];
            updates.read(client, 0, &mut row).map(|()| row)
        };
        Self::from_rows((0..updates.clients()).into_par_iter().map(row).collect::<Result<_, _>>()?)
    }

    /// The rows in double precision.
    pub fn rows(&self) -> Vec<Vec<f64>> {
        match &self.values {
            Values::Double(rows) => rows.clone(),
            Values::Single(rows) => {
                rows.iter().map(|row| row.iter().copied().map(f64::from).collect()).collect()
            }
        }
    }
}

fn common_length(mut lengths: impl ExactSizeIterator<Item = usize>) -> Result<usize, Error> {
    let clients = lengths.len();
    let coordinates = lengths.next().unwrap_or(0);
    if coordinates == 0 {
        return Err(Error::Empty { clients, coordinates });
    }
    let agreeing = 1 + lengths.filter(|length| *length == coordinates).count();
    if agreeing < clients {
        return Err(Error::NoCommonLength { agreeing, clients, coordinates });
    }
    Ok(coordinates)
}

impl Updates for Matrix {
    fn clients(&self) -> usize {
        match &self.values {
            Values::Single(rows) => rows.len(),
            Values::Double(rows) => rows.len(),
        }
    }

    fn coordinates(&self) -> usize {
        self.coordinates
    }

    fn precision(&self) -> Precision {
        match self.values {
            Values::Single(_) => Precision::Single,
            Values::Double(_) => Precision::Double,
        }
    }

    fn read(&self, client: usize, start: usize, out: &mut [f64]) -> Result<(), Error> {
        match &self.values {
            Values::Single(rows) => {
                let from = rows.get(client).and_then(|row| row.get(start..));
                out.iter_mut().zip(from.unwrap_or_default()).for_each(|(o, x)| *o = f64::from(*x));
            }
            Values::Double(rows) => {
                let from = rows.get(client).and_then(|row| row.get(start..));
                out.iter_mut().zip(from.unwrap_or_default()).for_each(|(o, x)| *o = *x);
            }
        }
        Ok(())
    }

    fn read_single(&self, client: usize, start: usize, out: &mut [f32]) -> Result<(), Error> {
        match &self.values {
            Values::Single(rows) => {
                let from = rows.get(client).and_then(|row| row.get(start..));
                out.iter_mut().zip(from.unwrap_or_default()).for_each(|(o, x)| *o = *x);
            }
            Values::Double(rows) => {
                let from = rows.get(client).and_then(|row| row.get(start..));
                out.iter_mut().zip(from.unwrap_or_default()).for_each(|(o, x)| *o = *x as f32);
            }
        }
        Ok(())
    }

    fn lend(&self, client: usize) -> Option<&[f64]> {
        match &self.values {
            Values::Single(_) => None,
            Values::Double(rows) => rows.get(client).map(Vec::as_slice),
        }
    }

    fn lend_single(&self, client: usize) -> Option<&[f32]> {
        match &self.values {
            Values::Single(rows) => rows.get(client).map(Vec::as_slice),
            Values::Double(_) => None,
        }
    }
}
