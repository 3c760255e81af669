//! Statistics of sorted values.

use crate::federate::columns::tile::{Sortable, Tile, WIDTH};
use std::ops::Range;

/// A statistic of the n values of a coordinate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Statistic {
    /// The middle one, or the mean of the two middle ones.
    Median,
    /// The lower of the two middle ones: the median of MFN v4.1.
    LowerMedian,
    /// The mean without the so many smallest and the so many largest.
    TrimmedMean {
        /// Values left out at each end.
        trim: usize,
    },
    /// The mean of the so many nearest to the median; of two as near, the smaller one.
    MeanAroundMedian {
        /// Values that count.
        count: usize,
    },
}

impl Statistic {
    /// The places of the sorted values that it looks at.
    pub(crate) fn needs(self, n: usize) -> Range<usize> {
        match self {
            Self::Median => n.saturating_sub(1) / 2..n / 2 + 1,
            Self::LowerMedian => n.saturating_sub(1) / 2..n.saturating_sub(1) / 2 + 1,
            Self::TrimmedMean { trim } => trim..n.saturating_sub(trim),
            Self::MeanAroundMedian { .. } => 0..n,
        }
    }

    /// The statistic of each coordinate of a sorted tile.
    pub(crate) fn of<T: Sortable>(self, tile: &Tile<T>, out: &mut [f64]) {
        let rows = tile.rows();
        let values = match self {
            Self::MeanAroundMedian { count } => around_median(rows, count),
            _ => mean(rows.get(self.needs(rows.len())).unwrap_or_default()),
        };
        out.iter_mut().zip(values).for_each(|(out, value)| *out = value);
    }
}

/// The mean of some rows, summed from the smallest value to the largest.
fn mean<T: Sortable>(rows: &[[T; WIDTH]]) -> [f64; WIDTH] {
    let mut sums = [0.0; WIDTH];
    for row in rows {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value.double());
    }
    sums.map(|sum| sum / rows.len() as f64)
}

/// The mean of the `count` values nearest to the median of each coordinate. They are neighbours
/// in the sorted order, so it is enough to shift a window up while the value that enters is
/// nearer than the one that leaves.
fn around_median<T: Sortable>(rows: &[[T; WIDTH]], count: usize) -> [f64; WIDTH] {
    let n = rows.len();
    let mut medians = mean(rows.get(Statistic::Median.needs(n)).unwrap_or_default());
    for (lane, median) in medians.iter_mut().enumerate() {
        let value = |at: usize| {
            rows.get(at).and_then(|row| row.get(lane)).map_or(0.0, |value| value.double())
        };
        let mut first = 0;
        while first + count < n && value(first + count) - *median < *median - value(first) {
            first += 1;
        }
        let sum: f64 = (first..first + count).map(value).sum();
        *median = sum / count as f64;
    }
    medians
}
