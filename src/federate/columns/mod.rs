//! Rules that look at one coordinate of all clients at a time.

mod network;
mod statistic;
mod tile;

pub(crate) use crate::federate::columns::statistic::Statistic;

use crate::federate::Error;
use crate::federate::columns::network::Network;
use crate::federate::columns::tile::{Sortable, Tile, WIDTH};
use crate::federate::updates::{Precision, Updates, slabs};
use rayon::prelude::*;

/// Tiles that a thread does in one go.
const TILES: usize = 32;

/// The statistic of each coordinate over the clients, in double precision.
///
/// The values of a coordinate are sorted by a network of comparators, 16 coordinates side by side:
/// n log²n / 4 comparators instead of a branch a comparison.
pub(crate) fn reduce(updates: &dyn Updates, statistic: Statistic) -> Result<Vec<f64>, Error> {
    match updates.precision() {
        Precision::Single => reduce_as::<f32>(updates, statistic),
        Precision::Double => reduce_as::<f64>(updates, statistic),
    }
}

fn reduce_as<T: Sortable>(updates: &dyn Updates, statistic: Statistic) -> Result<Vec<f64>, Error> {
    let clients = updates.clients();
    let network = Network::sorting(clients).giving(&statistic.needs(clients));
    let mut reduced = vec![0.0; updates.coordinates()];
    slabs::<T>(updates, |start, rows| {
        let length = rows.first().map_or(0, |row| row.len());
        let reduced = reduced.get_mut(start..start + length).unwrap_or_default();
        reduced.par_chunks_mut(TILES * WIDTH).enumerate().for_each(|(block, reduced)| {
            let mut tile = Tile::new(clients);
            for (index, out) in reduced.chunks_mut(WIDTH).enumerate() {
                tile.fill(rows, (block * TILES + index) * WIDTH);
                tile.sort(&network);
                statistic.of(&tile, out);
            }
        });
        Ok(())
    })?;
    Ok(reduced)
}

#[cfg(test)]
mod tests;
