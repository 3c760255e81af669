//! Squared Euclidean distances between updates, in difference form.
//!
//! D²ᵢⱼ = Σₖ (xᵢₖ − xⱼₖ)². The other way, ‖x‖² + ‖y‖² − 2 x·y, costs a third less and loses all
//! digits when the updates share an offset: with weights of 10 ± 10⁻³ in single precision it gives
//! negative squares. Here no subtraction follows a rounding, so the relative error is bounded
//! whatever the updates are: 15 · 2⁻²⁴ < 10⁻⁶ for updates in single precision (three roundings of
//! a square, eleven of a sum of twelve and one of two such sums; longer sums are in double
//! precision), about 10⁻¹³ for double precision. Squares that leave the range of single precision
//! are done again in double.

mod again;
mod kernel;
mod panels;

use crate::federate::Error;
use crate::federate::distances::kernel::Squares;
use crate::federate::distances::panels::{PANEL, PIECE, Panels};
use crate::federate::updates::{Precision, Updates, slabs};
use rayon::prelude::*;

/// The squared distances of n updates from each other: symmetric, n × n, zero on the diagonal.
#[derive(Debug, Clone, PartialEq)]
pub struct Distances {
    clients: usize,
    squares: Vec<f64>,
}

impl Distances {
    /// Measures a source: n²d/2 differences, squares and sums.
    ///
    /// The result is the same for any number of threads, at any SIMD level and however the source
    /// is cut into slabs. Updates must be finite.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the source fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::federate::{Distances, Matrix};
    ///
    /// let updates = Matrix::from_rows(vec![vec![0.0, 0.0], vec![3.0, 4.0]])?;
    /// assert_eq!(Distances::between(&updates)?.square(0, 1), 25.0);
    /// # Ok::<(), mfn::federate::Error>(())
    /// ```
    pub fn between(updates: &dyn Updates) -> Result<Self, Error> {
        match updates.precision() {
            Precision::Single => {
                let mut distances = sum_of_blocks::<f32>(updates)?;
                again::in_double_precision(updates, &mut distances)?;
                Ok(distances)
            }
            Precision::Double => sum_of_blocks::<f64>(updates),
        }
    }

    /// The matrix with these rows; the caller knows that they are symmetric.
    pub(crate) fn from_squares(clients: usize, squares: Vec<f64>) -> Self {
        Self { clients, squares }
    }

    /// Clients, n.
    pub fn clients(&self) -> usize {
        self.clients
    }

    /// Squared distance between clients i and j; 0 beyond the last client.
    pub fn square(&self, i: usize, j: usize) -> f64 {
        self.row(i).get(j).copied().unwrap_or(0.0)
    }

    /// Squared distances of client i from all clients, itself among them.
    pub fn row(&self, i: usize) -> &[f64] {
        self.squares.get(i * self.clients..(i + 1) * self.clients).unwrap_or_default()
    }

    fn set(&mut self, i: usize, j: usize, square: f64) {
        for at in [i * self.clients + j, j * self.clients + i] {
            if let Some(place) = self.squares.get_mut(at) {
                *place = square;
            }
        }
    }
}

/// Sums the squares block by block; a pair's blocks are added in their order by one thread.
fn sum_of_blocks<T: Squares>(updates: &dyn Updates) -> Result<Distances, Error> {
    let clients = updates.clients();
    let padded = clients.next_multiple_of(PANEL);
    let mut sums = vec![0.0; padded * padded];
    let mut panels = Panels::<T>::new(clients);
    slabs::<T>(updates, |_, rows| {
        let length = rows.first().map_or(0, |row| row.len());
        for start in (0..length).step_by(PIECE) {
            panels.fill(rows, start);
            sums.par_chunks_mut(PANEL * padded).enumerate().for_each(|(first, sums)| {
                kernel::add_squares(&panels, first, padded, sums);
            });
        }
        Ok(())
    })?;
    Ok(symmetric(clients, padded, &sums))
}

/// The full matrix from the panels on and above the diagonal.
fn symmetric(clients: usize, padded: usize, sums: &[f64]) -> Distances {
    let mut squares = Vec::with_capacity(clients * clients);
    for i in 0..clients {
        for j in 0..clients {
            let (low, high) = (i.min(j), i.max(j));
            let sum = sums.get(low * padded + high).copied().unwrap_or(0.0);
            squares.push(if i == j { 0.0 } else { sum });
        }
    }
    Distances::from_squares(clients, squares)
}

#[cfg(test)]
mod tests;
