//! NumPy's pairwise sum, fed piece by piece.

/// Longest piece that is summed without splitting.
const LEAF: usize = 128;
/// Accumulators of a leaf; halves are cut at multiples of it.
const LANES: usize = 8;

/// A sum over a known number of values that arrive in order, in pieces of any length.
///
/// The result has the bits of `numpy.sum` over the whole contiguous float64 array, however it is
/// cut. For n values:
///
/// - n < 8: −0.0, then left to right;
/// - 8 ≤ n ≤ 128: eight accumulators, value i to accumulator i mod 8, joined as
///   ((0+1)+(2+3))+((4+5)+(6+7)), then the n mod 8 last values left to right;
/// - n > 128: sum of the first h plus sum of the rest, h = ⌊n/2⌋ rounded down to a multiple of 8.
///
/// The recursion is walked with a stack of O(log n) open halves and one leaf of 128 values. The
/// error grows as O(ε log n), against O(ε n) for a running sum.
///
/// # Reference
///
/// N. J. Higham, *SIAM J. Sci. Comput.* 14 (1993) 783; NumPy 2.4, `pairwise_sum`.
///
/// # Examples
///
/// ```
/// let mut sum = mfn::features::PairwiseSum::new(3);
/// sum.push(&[1.0, 2.0]);
/// assert_eq!(sum.total(), None);
/// sum.push(&[3.0]);
/// assert_eq!(sum.total(), Some(6.0));
/// ```
#[derive(Debug, Clone)]
pub struct PairwiseSum {
    len: usize,
    pushed: usize,
    /// The halves that are open, outermost first.
    open: Vec<Half>,
    /// Length of the leaf being filled.
    leaf_len: usize,
    leaf: [f64; LEAF],
    filled: usize,
    total: Option<f64>,
}

/// A split whose sum is not known yet.
#[derive(Debug, Clone, Copy)]
enum Half {
    /// The first half is being read; the second has this many values.
    First { rest: usize },
    /// The second half is being read; the first has this sum.
    Second { sum: f64 },
}

impl PairwiseSum {
    /// A sum that will be given `len` values.
    pub fn new(len: usize) -> Self {
        let mut sum = Self {
            len,
            pushed: 0,
            open: Vec::new(),
            leaf_len: 0,
            leaf: [0.0; LEAF],
            filled: 0,
            total: (len == 0).then_some(-0.0),
        };
        sum.descend(len);
        sum
    }

    /// Adds the next values; those beyond the announced length are not added.
    pub fn push(&mut self, values: &[f64]) {
        let mut values = &values[..values.len().min(self.len - self.pushed)];
        self.pushed += values.len();
        while !values.is_empty() {
            let wanted = self.leaf_len - self.filled;
            if self.filled == 0 && values.len() >= wanted {
                let (leaf, rest) = values.split_at(wanted);
                values = rest;
                self.ascend(leaf_sum(leaf));
            } else {
                let (part, rest) = values.split_at(wanted.min(values.len()));
                values = rest;
                self.leaf[self.filled..self.filled + part.len()].copy_from_slice(part);
                self.filled += part.len();
                if self.filled == self.leaf_len {
                    self.ascend(leaf_sum(&self.leaf[..self.leaf_len]));
                }
            }
        }
    }

    /// The sum, once all values are there.
    pub fn total(&self) -> Option<f64> {
        self.total
    }

    /// The accumulator as words: values pushed, sums of the closed halves, the open leaf's values.
    ///
    /// Doubles are stored as their bits. [`PairwiseSum::restore`] is the inverse.
    pub fn state_words(&self) -> Vec<u64> {
        let closed = self.open.iter().filter_map(|half| match half {
            Half::First { .. } => None,
            Half::Second { sum } => Some(*sum),
        });
        let leaf = self.leaf[..self.filled].iter().copied();
        let values = closed.chain(leaf).chain(self.total.filter(|_| self.len > 0));
        std::iter::once(self.pushed as u64).chain(values.map(f64::to_bits)).collect()
    }

    /// The accumulator of length `len` that had these words; `None` if no such state exists.
    pub fn restore(len: usize, words: &[u64]) -> Option<Self> {
        let (pushed, words) = words.split_first()?;
        let pushed = usize::try_from(*pushed).ok().filter(|pushed| *pushed <= len)?;
        let mut sum = Self::new(len);
        sum.pushed = pushed;
        if pushed == len {
            if let [total] = words {
                sum.total = Some(f64::from_bits(*total));
            }
            return (words.len() == usize::from(len > 0)).then_some(sum);
        }
        let mut values = words.iter().map(|word| f64::from_bits(*word));
        sum.filled = sum.descend_to(pushed, len, &mut values)?;
        for slot in &mut sum.leaf[..sum.filled] {
            *slot = values.next()?;
        }
        values.next().is_none().then_some(sum)
    }

    /// Opens halves until a leaf begins.
    fn descend(&mut self, mut len: usize) {
        while len > LEAF {
            let first = first_half(len);
            self.open.push(Half::First { rest: len - first });
            len = first;
        }
        self.leaf_len = len;
        self.filled = 0;
    }

    /// Opens the halves on the way to value `at`; gives its place in its leaf.
    fn descend_to(
        &mut self,
        mut at: usize,
        mut len: usize,
        sums: &mut impl Iterator<Item = f64>,
    ) -> Option<usize> {
        self.open.clear();
        while len > LEAF {
            let first = first_half(len);
            if at < first {
                self.open.push(Half::First { rest: len - first });
                len = first;
            } else {
                self.open.push(Half::Second { sum: sums.next()? });
                at -= first;
                len -= first;
            }
        }
        self.leaf_len = len;
        Some(at)
    }

    /// Closes the halves that end with a leaf of this sum and opens the next leaf.
    fn ascend(&mut self, mut sum: f64) {
        while let Some(half) = self.open.pop() {
            match half {
                Half::Second { sum: first } => sum += first,
                Half::First { rest } => {
                    self.open.push(Half::Second { sum });
                    self.descend(rest);
                    return;
                }
            }
        }
        self.filled = 0;
        self.total = Some(sum);
    }
}

fn first_half(len: usize) -> usize {
    len / 2 / LANES * LANES
}

fn leaf_sum(values: &[f64]) -> f64 {
    let (chunks, tail) = values.as_chunks::<LANES>();
    let start = match chunks.split_first() {
        None => -0.0,
        Some((first, rest)) => {
            let mut lanes = *first;
            for chunk in rest {
                for (lane, value) in lanes.iter_mut().zip(chunk) {
                    *lane += value;
                }
            }
            let [a, b, c, d, e, f, g, h] = lanes;
            ((a + b) + (c + d)) + ((e + f) + (g + h))
        }
    };
    tail.iter().fold(start, |sum, value| sum + value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(len: usize) -> Vec<f64> {
        // Steps of the golden ratio: every partial sum rounds.
        (0..len).map(|i| (i as f64 * 0.618_033_988_749_895).fract() - 0.3).collect()
    }

    #[test]
    fn sum_of_nothing_is_known_at_once() {
        assert_eq!(PairwiseSum::new(0).total(), Some(-0.0));
        assert!(PairwiseSum::restore(0, &[0]).is_some());
    }

    #[test]
    fn short_sums_run_from_left_to_right() {
        let mut sum = PairwiseSum::new(3);
        sum.push(&[1e16, 1.0, -1e16]);
        assert_eq!(sum.total(), Some(0.0));
    }

    #[test]
    fn values_beyond_the_length_are_not_added() {
        let mut sum = PairwiseSum::new(2);
        sum.push(&[1.0, 2.0, 4.0]);
        sum.push(&[8.0]);
        assert_eq!(sum.total(), Some(3.0));
    }

    #[test]
    fn sum_restored_anywhere_ends_with_the_same_bits() {
        for len in [1, 7, 8, 128, 129, 1000, 4097] {
            let values = values(len);
            let mut whole = PairwiseSum::new(len);
            whole.push(&values);
            for cut in (0..=len).step_by(len / 20 + 1).chain([len]) {
                let mut first = PairwiseSum::new(len);
                first.push(&values[..cut]);
                let mut second = PairwiseSum::restore(len, &first.state_words()).unwrap();
                second.push(&values[cut..]);
                let bits = second.total().map(f64::to_bits);
                assert_eq!(bits, whole.total().map(f64::to_bits), "{cut} of {len}");
            }
        }
    }

    #[test]
    fn words_of_no_state_are_refused() {
        let mut sum = PairwiseSum::new(300);
        sum.push(&values(200));
        let words = sum.state_words();
        let longer: Vec<u64> = words.iter().copied().chain([0]).collect();
        for wrong in [&[][..], &[301], &[200], &words[..words.len() - 1], &longer] {
            assert!(PairwiseSum::restore(300, wrong).is_none());
        }
        assert!(PairwiseSum::restore(5, &[5]).is_none());
    }
}
