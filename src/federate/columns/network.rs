//! Sorting networks: which pairs are compared, whatever the values are.

/// Pairs (low, high) of places: after a comparator the smaller value stands at `low`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Network {
    comparators: Vec<(u32, u32)>,
}

impl Network {
    /// Batcher's merge exchange for n values.
    ///
    /// # Reference
    ///
    /// D. E. Knuth, *The Art of Computer Programming* 3, §5.2.2, algorithm M.
    pub(crate) fn sorting(n: usize) -> Self {
        let mut comparators = Vec::new();
        let top = n.next_power_of_two() / 2;
        let mut p = top;
        while p > 0 {
            let (mut q, mut r, mut d) = (top, 0, p);
            loop {
                for i in (0..n.saturating_sub(d)).filter(|i| i & p == r) {
                    comparators.push((i as u32, (i + d) as u32));
                }
                if q == p {
                    break;
                }
                (d, q, r) = (q - p, q / 2, p);
            }
            p /= 2;
        }
        Self { comparators }
    }

    /// The comparators that the values at these places depend on: the others stay unsorted.
    pub(crate) fn giving(self, places: &std::ops::Range<usize>) -> Self {
        let mut needed: Vec<u32> = places.clone().map(|place| place as u32).collect();
        let mut kept = Vec::with_capacity(self.comparators.len());
        for &(low, high) in self.comparators.iter().rev() {
            let found = (needed.contains(&low), needed.contains(&high));
            if found != (false, false) {
                kept.push((low, high));
                needed.extend((!found.0).then_some(low));
                needed.extend((!found.1).then_some(high));
            }
        }
        kept.reverse();
        Self { comparators: kept }
    }

    /// The comparators in their order.
    pub(crate) fn comparators(&self) -> &[(u32, u32)] {
        &self.comparators
    }
}
