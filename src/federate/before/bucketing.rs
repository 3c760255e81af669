//! Buckets at random.

use crate::federate::before::Mixed;
use crate::federate::chance::keyed_order;
use crate::rng::Purpose;

/// The means of buckets of `size` updates each, the last of what is left.
pub(crate) fn buckets(clients: usize, size: usize, seed: u64) -> Mixed {
    let order = keyed_order(clients, seed, Purpose::FederatedBuckets);
    let mut row_of = vec![0; clients];
    let mut rows = Vec::new();
    for (row, bucket) in order.chunks(size).enumerate() {
        let weight = 1.0 / bucket.len() as f64;
        let mut members: Vec<(usize, f64)> =
            bucket.iter().map(|client| (*client, weight)).collect();
        members.sort_unstable_by_key(|(client, _)| *client);
        for (client, _) in &members {
            if let Some(place) = row_of.get_mut(*client) {
                *place = row;
            }
        }
        rows.push(members);
    }
    Mixed { rows, row_of }
}
