//! NumPy's `choice`, `permutation` and `shuffle`.

use crate::rng::Error;
use crate::rng::bit_generator::BitGenerator;
use crate::rng::bounded::lemire;
use crate::rng::bounded::masked;
use crate::rng::numpy::Generator;
use std::collections::BTreeSet;

/// Up to this many elements Floyd's algorithm is used whatever the size of the sample.
const FLOYD_POPULATION: usize = 10_000;

/// Beyond [`FLOYD_POPULATION`] Floyd's algorithm is used for up to one element in so many.
const FLOYD_FRACTION: usize = 50;

impl<B: BitGenerator> Generator<B> {
    /// The index of one element of `population`, each with the same probability.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyPopulation`] if there is no element.
    #[inline]
    pub fn choice(&mut self, population: usize) -> Result<usize, Error> {
        let last = population.checked_sub(1).ok_or(Error::EmptyPopulation)?;
        Ok(lemire(&mut self.bits, last as u64) as usize)
    }

    /// The indices of `size` distinct elements of `population`, in random order.
    ///
    /// NumPy's `choice(population, size, replace=False)`: Floyd's algorithm, O(size log size), or,
    /// for a large part of a large population, a shuffle of the tail, O(population).
    ///
    /// # Errors
    ///
    /// [`Error::SampleTooLarge`] if there are fewer than `size` elements.
    ///
    /// # Reference
    ///
    /// J. Bentley, R. Floyd, *A Sample of Brilliance*, Commun. ACM 30(9), 1987.
    pub fn choice_without_replacement(
        &mut self,
        population: usize,
        size: usize,
    ) -> Result<Vec<usize>, Error> {
        if size > population {
            return Err(Error::SampleTooLarge { size, population });
        }
        if population > FLOYD_POPULATION && size > population / FLOYD_FRACTION {
            let mut indices: Vec<usize> = (0..population).collect();
            self.shuffle_tail(&mut indices, (population - size).max(1));
            return Ok(indices.split_off(population - size));
        }
        let mut sample = self.floyd(population, size);
        self.shuffle_tail(&mut sample, 1);
        Ok(sample)
    }

    /// The numbers 0..`n` in random order.
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut indices: Vec<usize> = (0..n).collect();
        self.shuffle(&mut indices);
        indices
    }

    /// Puts the elements into random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, elements: &mut [T]) {
        for last in (1..elements.len()).rev() {
            elements.swap(last, masked(&mut self.bits, last as u64) as usize);
        }
    }

    /// Draws `size` distinct numbers below `population`; which ones is random, their order is not.
    fn floyd(&mut self, population: usize, size: usize) -> Vec<usize> {
        let mut chosen = BTreeSet::new();
        let candidates = population - size..population;
        let pick = |candidate| {
            let drawn = lemire(&mut self.bits, candidate as u64) as usize;
            let new = if chosen.contains(&drawn) { candidate } else { drawn };
            chosen.insert(new);
            new
        };
        candidates.map(pick).collect()
    }

    /// Gives each place from the last down to `first` an element drawn from those up to it.
    ///
    /// Unlike [`shuffle`](Self::shuffle) it draws by multiplication: NumPy does both.
    fn shuffle_tail(&mut self, elements: &mut [usize], first: usize) {
        for last in (first..elements.len()).rev() {
            elements.swap(last, lemire(&mut self.bits, last as u64) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_samples_are_refused() {
        let mut generator = Generator::from_seed(0);
        let too_large = Error::SampleTooLarge { size: 4, population: 3 };
        assert_eq!(generator.choice(0), Err(Error::EmptyPopulation));
        assert_eq!(generator.choice_without_replacement(3, 4), Err(too_large));
    }

    #[test]
    fn nothing_from_nothing_is_nothing() {
        let mut generator = Generator::from_seed(0);
        assert_eq!(generator.choice_without_replacement(0, 0), Ok(Vec::new()));
        assert_eq!(generator.permutation(0), Vec::<usize>::new());
        assert_eq!(generator, Generator::from_seed(0));
    }
}
