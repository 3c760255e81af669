//! Pseudorandom permutations of 0..n that are computed one place at a time.

use crate::rng::Purpose;
use crate::rng::Stream;

/// Rounds of the network, each of which moves the row and then the column.
///
/// Tables of a few places mix slowest: in one of 3 × 2 a round halves the distance from equally
/// frequent orders, and ten leave 0.15 %.
const ROUNDS: u64 = 10;

/// A permutation of the numbers below `count`, another one for every axis.
///
/// A number is a place in a table of rows × columns ≥ count, nearly square. A round adds to the
/// row a random function of the column, modulo the rows, and then to the column one of the row:
/// an unbalanced Feistel network, hence a permutation of the table. Where it leads beyond `count`
/// it is applied again, until it does not: as the table is larger than `count` by at most √count,
/// that is rare. O(1) in time and memory.
///
/// # Reference
///
/// J. Black, P. Rogaway, *Ciphers with Arbitrary Finite Domains*, CT-RSA 2002, LNCS 2271 (the
/// generalised Feistel network and the walk along a cycle).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Permutation {
    stream: Stream,
    count: u64,
    rows: u64,
    columns: u64,
}

impl Permutation {
    /// The permutations of 0..`count` of a seed; `count` is between 1 and 2⁵³.
    pub(crate) fn new(count: u64, seed: u128) -> Self {
        debug_assert!((1..=1 << 53).contains(&count), "a half must fit 32 bits of a counter");
        let count = count.max(1);
        let rows = (count - 1).isqrt() + 1;
        let stream = Stream::new(seed, 0, Purpose::SweepStrata);
        Self { stream, count, rows, columns: count.div_ceil(rows) }
    }

    /// The number at a place, both below `count`.
    pub(crate) fn apply(&self, place: u64, dimension: usize) -> u64 {
        // The walk comes back to where it started, so it ends if that is below `count`.
        let mut number = self.encipher(place % self.count, dimension);
        while number >= self.count {
            number = self.encipher(number, dimension);
        }
        number
    }

    /// Permutes the places of the table.
    fn encipher(&self, place: u64, dimension: usize) -> u64 {
        let (mut row, mut column) = (place / self.columns, place % self.columns);
        for round in 0..ROUNDS {
            row = (row + self.draw(2 * round, column, dimension) % self.rows) % self.rows;
            let shift = self.draw(2 * round + 1, row, dimension) % self.columns;
            column = (column + shift) % self.columns;
        }
        row * self.columns + column
    }

    /// A random function of one half of a place.
    fn draw(&self, round: u64, half: u64, dimension: usize) -> u64 {
        self.stream.words(round << 32 | half, dimension as u32)[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(count: u64, seed: u128, dimension: usize) -> Vec<u64> {
        let permutation = Permutation::new(count, seed);
        (0..count).map(|place| permutation.apply(place, dimension)).collect()
    }

    #[test]
    fn every_number_comes_once() {
        let powers = (2..=12).flat_map(|power| [(1 << power) - 1, 1 << power, (1 << power) + 1]);
        for count in (1..=40).chain(powers).chain([1000, 9999, 99_991]) {
            for dimension in 0..3 {
                let mut numbers = order(count, 7, dimension);
                numbers.sort_unstable();
                assert!(numbers.into_iter().eq(0..count), "count {count}");
            }
        }
    }

    #[test]
    fn large_counts_map_within_themselves() {
        for count in [(1 << 32) - 1, 1 << 32, (1 << 32) + 1, (1 << 53) - 1, 1 << 53] {
            let permutation = Permutation::new(count, 3);
            let numbers = [0, 1, count / 2, count - 2, count - 1].map(|n| permutation.apply(n, 0));
            assert!(numbers.iter().all(|number| *number < count), "{numbers:?}");
            let mut distinct = numbers.to_vec();
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(distinct.len(), numbers.len());
        }
    }

    #[test]
    fn every_order_of_few_is_equally_frequent() {
        // χ² with k! − 1 degrees of freedom: mean plus five standard deviations √(2(k! − 1)).
        for (count, orders) in [(2, 2.0), (3, 6.0), (4, 24.0), (5, 120.0)] {
            let mut tally = std::collections::BTreeMap::new();
            let draws = 12_000;
            for seed in 0..draws {
                *tally.entry(order(count, seed, seed as usize % 3)).or_insert(0.0) += 1.0;
            }
            let expected = draws as f64 / orders;
            let missing = (orders - tally.len() as f64) * expected;
            let squares = tally.values().map(|n: &f64| (n - expected).powi(2) / expected);
            let chi_squared = squares.sum::<f64>() + missing;
            let bound = (orders - 1.0) + 5.0 * (2.0 * (orders - 1.0)).sqrt();
            assert!(chi_squared < bound, "{count}: {chi_squared} is above {bound}");
        }
    }

    #[test]
    fn a_pair_of_places_goes_to_every_pair_of_numbers() {
        let (count, draws) = (7, 21_000);
        let mut tally = [[0.0; 7]; 7];
        for seed in 0..draws {
            let permutation = Permutation::new(count, seed);
            tally[permutation.apply(2, 0) as usize][permutation.apply(3, 0) as usize] += 1.0;
        }
        let expected = draws as f64 / 42.0;
        let cells = tally.iter().enumerate().flat_map(|(a, row)| {
            row.iter().enumerate().filter(move |(b, _)| a != *b).map(|(_, n)| *n)
        });
        let chi_squared: f64 = cells.map(|n: f64| (n - expected).powi(2) / expected).sum();
        // 41 degrees of freedom, five standard deviations.
        assert!(chi_squared < 41.0 + 5.0 * 82.0_f64.sqrt(), "{chi_squared}");
    }
}
