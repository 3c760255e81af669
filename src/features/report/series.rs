//! One column as correlations see it: unit vectors of its deviations and of its ranks.

use crate::features::report::Column;
use crate::features::report::FEWEST_ROWS;
use crate::features::report::summary::equal;
use crate::features::report::summary::is_constant;
use crate::features::report::summary::sum;

/// A column, sorted and ranked once.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    /// One value a row; not finite where the row has none.
    values: Vec<f64>,
    /// Whether a row has a finite value.
    pub(crate) known: Vec<bool>,
    /// The known rows by growing value.
    order: Vec<usize>,
    /// Deviations and ranks over the known rows.
    pub(crate) own: Option<Directions>,
}

/// The unit vectors whose scalar products are the correlations.
#[derive(Debug, Clone)]
pub(crate) struct Directions {
    pub(crate) deviations: Vec<f64>,
    pub(crate) ranks: Vec<f64>,
}

impl Series {
    /// The series of a column.
    pub(crate) fn new(column: &Column) -> Self {
        let values: Vec<f64> =
            column.values.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
        let known: Vec<bool> = values.iter().map(|value| value.is_finite()).collect();
        let mut order: Vec<usize> = (0..values.len()).filter(|&row| known[row]).collect();
        order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
        let mut series = Self { values, known, order, own: None };
        series.own = series.over(&series.known);
        series
    }

    /// The unit vectors over some of the known rows; `None` if they are fewer than
    /// [`FEWEST_ROWS`] or the column is constant there.
    ///
    /// The order of all rows is kept, so that ranking a part is one walk: O(rows).
    pub(crate) fn over(&self, rows: &[bool]) -> Option<Directions> {
        let chosen: Vec<f64> =
            self.values.iter().zip(rows).filter(|(_, chosen)| **chosen).map(|(x, _)| *x).collect();
        let deviations = unit_deviations(&chosen)?;
        let ranks = self.ranks(rows);
        let compact: Vec<f64> =
            ranks.iter().zip(rows).filter(|(_, chosen)| **chosen).map(|(rank, _)| *rank).collect();
        Some(Directions { deviations, ranks: unit_deviations(&compact)? })
    }

    /// The ranks 1, 2, … of the chosen rows; equal values share the mean of their ranks.
    pub(crate) fn ranks(&self, rows: &[bool]) -> Vec<f64> {
        let chosen: Vec<usize> = self.order.iter().copied().filter(|&row| rows[row]).collect();
        let mut ranks = vec![0.0; rows.len()];
        let mut before = 0;
        // Compared as numbers: 0 and −0 are one value.
        for tied in chosen.chunk_by(|&a, &b| equal(self.values[a], self.values[b])) {
            let mean = before as f64 + 0.5 * (tied.len() + 1) as f64;
            for &row in tied {
                ranks[row] = mean;
            }
            before += tied.len();
        }
        ranks
    }
}

/// The values less their mean, as a vector of length 1; `None` if too few or constant.
///
/// Values are first moved to their middle and divided by half their range, which changes no
/// correlation and lets no square overflow or vanish.
fn unit_deviations(values: &[f64]) -> Option<Vec<f64>> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if values.len() < FEWEST_ROWS || is_constant(low, high) {
        return None;
    }
    let (middle, half_range) = (0.5 * low + 0.5 * high, 0.5 * high - 0.5 * low);
    let mut placed: Vec<f64> = values.iter().map(|x| (x - middle) / half_range).collect();
    let mean = sum(&placed) / placed.len() as f64;
    for x in &mut placed {
        *x -= mean;
    }
    let length = sum(&placed.iter().map(|x| x * x).collect::<Vec<_>>()).sqrt();
    for x in &mut placed {
        *x /= length;
    }
    Some(placed)
}
