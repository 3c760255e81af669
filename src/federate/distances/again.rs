//! Pairs whose squares left the range of single precision, measured once more in double.

use crate::federate::Error;
use crate::federate::distances::Distances;
use crate::federate::distances::kernel::halved;
use crate::federate::updates::{Updates, slabs};
use rayon::prelude::*;

/// A square below the smallest normal number, 2⁻¹²⁶, has lost digits: up to 2⁻¹⁵⁰ each. Sums of d
/// squares below d · 2⁻¹²⁶ may have lost more than 10⁻⁷ of their value that way.
const SMALLEST_SQUARE: f64 = f32::MIN_POSITIVE as f64;

/// Coordinates whose squares are summed in one go.
const BLOCK: usize = 1024;

/// Measures again what is infinite or tiny.
pub(crate) fn in_double_precision(
    updates: &dyn Updates,
    distances: &mut Distances,
) -> Result<(), Error> {
    let tiny = updates.coordinates() as f64 * SMALLEST_SQUARE;
    let doubtful = |square: f64| square < tiny || !square.is_finite();
    let clients = distances.clients();
    let pairs: Vec<(usize, usize)> = (0..clients)
        .flat_map(|i| (i + 1..clients).map(move |j| (i, j)))
        .filter(|&(i, j)| doubtful(distances.square(i, j)))
        .collect();
    if pairs.is_empty() {
        return Ok(());
    }
    let mut sums = vec![0.0; pairs.len()];
    slabs::<f32>(updates, |_, rows| {
        let row = |i: usize| rows.get(i).copied().unwrap_or_default();
        pairs.par_iter().zip(&mut sums).for_each(|(&(i, j), sum)| {
            for (x, y) in row(i).chunks(BLOCK).zip(row(j).chunks(BLOCK)) {
                *sum += block_square(x, y);
            }
        });
        Ok(())
    })?;
    for (&(i, j), sum) in pairs.iter().zip(sums) {
        distances.set(i, j, sum);
    }
    Ok(())
}

/// Σ (x − y)² in double precision; the difference of two single-precision numbers is squared
/// after at most one rounding.
fn block_square(x: &[f32], y: &[f32]) -> f64 {
    let mut lanes = [0.0; 8];
    for (x, y) in x.chunks(8).zip(y.chunks(8)) {
        for ((lane, x), y) in lanes.iter_mut().zip(x).zip(y) {
            let difference = f64::from(*x) - f64::from(*y);
            *lane += difference * difference;
        }
    }
    halved(lanes)
}
