//! Buckets at random.

use crate::federate::before::Mixed;
use crate::rng::{Purpose, Stream};

/// The means of buckets of `size` updates each, the last of what is left.
///
/// Update i is the i-th in canonical order, so the buckets depend on the updates and the seed, not
/// on how the clients are numbered.
pub(crate) fn buckets(clients: usize, size: usize, seed: u64) -> Mixed {
    let stream = Stream::new(u128::from(seed), 0, Purpose::FederatedBuckets);
    let mut keyed: Vec<(u64, usize)> =
        (0..clients).map(|client| (stream.words(client as u64, 0)[0], client)).collect();
    keyed.sort_unstable();
    let mut row_of = vec![0; clients];
    let mut rows = Vec::new();
    for (row, bucket) in keyed.chunks(size).enumerate() {
        let weight = 1.0 / bucket.len() as f64;
        let mut members: Vec<(usize, f64)> =
            bucket.iter().map(|(_, client)| (*client, weight)).collect();
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
