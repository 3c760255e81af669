//! Weighted sums of updates.

use crate::federate::Error;
use crate::federate::updates::{Element, Precision, Updates, slabs};
use multiversion::multiversion;
use rayon::prelude::*;

/// Coordinates that a thread sums in one go.
const BLOCK: usize = 1024;

/// Σᵢ wᵢ xᵢ in double precision, summed in the order of the clients; a client of weight 0 is not
/// looked at.
pub(crate) fn combine(updates: &dyn Updates, weights: &[f64]) -> Result<Vec<f64>, Error> {
    match updates.precision() {
        Precision::Single => combine_as::<f32>(updates, weights),
        Precision::Double => combine_as::<f64>(updates, weights),
    }
}

fn combine_as<T: Element>(updates: &dyn Updates, weights: &[f64]) -> Result<Vec<f64>, Error> {
    let mut sums = vec![0.0; updates.coordinates()];
    slabs::<T>(updates, |start, rows| {
        let sums = sums.get_mut(start..).unwrap_or_default();
        let length = rows.first().map_or(0, |row| row.len());
        let sums = sums.get_mut(..length).unwrap_or_default();
        sums.par_chunks_mut(BLOCK).enumerate().for_each(|(block, sums)| {
            for (row, weight) in rows.iter().zip(weights).filter(|(_, weight)| **weight != 0.0) {
                add_scaled(sums, row.get(block * BLOCK..).unwrap_or_default(), *weight);
            }
        });
        Ok(())
    })?;
    Ok(sums)
}

/// Adds w x to the sums.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
pub(crate) fn add_scaled<T: Element>(sums: &mut [f64], values: &[T], weight: f64) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += weight * value.double());
}
