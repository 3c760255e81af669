//! Rows in an order by chance.

use crate::rng::{Purpose, Stream};

/// The rows 0 to n − 1 in the order of their keyed random numbers.
///
/// Row i is the i-th update in canonical order, so what is made of this order depends on the
/// updates and the seed, not on how the clients are numbered.
pub(crate) fn keyed_order(n: usize, seed: u64, purpose: Purpose) -> Vec<usize> {
    let stream = Stream::new(u128::from(seed), 0, purpose);
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_cached_key(|&row| (stream.words(row as u64, 0)[0], row));
    order
}
