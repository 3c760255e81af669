//! Nearest-neighbour mixing.

use crate::federate::distances::Distances;
use crate::federate::rules::least;
use crate::federate::updates::Weighted;

/// Per update: the mean of the `count` nearest, itself first.
pub(crate) fn nearest(distances: &Distances, count: usize) -> Vec<Weighted> {
    let weight = 1.0 / count as f64;
    let row = |client: usize| {
        let mut squares = distances.row(client).to_vec();
        // Nearer than anything: another update may be equal.
        if let Some(own) = squares.get_mut(client) {
            *own = -1.0;
        }
        let mut chosen = least(&squares, count);
        chosen.sort_unstable();
        chosen.into_iter().map(|other| (other, weight)).collect()
    };
    (0..distances.clients()).map(row).collect()
}
