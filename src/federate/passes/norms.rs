//! Squared norms of updates, and squared distances from a point.

use crate::federate::Error;
use crate::federate::updates::{Element, Precision, Updates, slabs};
use multiversion::multiversion;
use rayon::prelude::*;

/// Coordinates whose squares are summed in one go.
const BLOCK: usize = 1024;

/// Sums that are kept side by side.
const LANES: usize = 16;

/// ‖xᵢ‖² of every update, in double precision.
pub(crate) fn norms_squared(updates: &dyn Updates) -> Result<Vec<f64>, Error> {
    squares_from(updates, &[])
}

/// ‖xᵢ − c‖² of every update, in double precision; a centre without coordinates is the origin.
pub(crate) fn squares_from(updates: &dyn Updates, centre: &[f64]) -> Result<Vec<f64>, Error> {
    match updates.precision() {
        Precision::Single => squares_as::<f32>(updates, centre),
        Precision::Double => squares_as::<f64>(updates, centre),
    }
}

fn squares_as<T: Element>(updates: &dyn Updates, centre: &[f64]) -> Result<Vec<f64>, Error> {
    let mut sums = vec![0.0; updates.clients()];
    slabs::<T>(updates, |start, rows| {
        let centre = centre.get(start..).unwrap_or_default();
        rows.par_iter().zip(&mut sums).for_each(|(row, sum)| {
            for (block, values) in row.chunks(BLOCK).enumerate() {
                let mut origin = [0.0; BLOCK];
                let centre = centre.get(block * BLOCK..).unwrap_or_default();
                origin.iter_mut().zip(centre).for_each(|(place, value)| *place = *value);
                *sum += block_square(values, &origin);
            }
        });
        Ok(())
    })?;
    Ok(sums)
}

/// Σ (x − c)² of one block.
#[multiversion(targets("x86_64+avx2", "x86_64+avx"))]
fn block_square<T: Element>(values: &[T], centre: &[f64; BLOCK]) -> f64 {
    let mut lanes = [0.0; LANES];
    for (values, centre) in values.chunks(LANES).zip(centre.chunks(LANES)) {
        for ((lane, value), centre) in lanes.iter_mut().zip(values).zip(centre) {
            let difference = value.double() - centre;
            *lane += difference * difference;
        }
    }
    lanes.iter().sum()
}
