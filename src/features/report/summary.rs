//! What values one column has.

use crate::features::PairwiseSum;
use crate::features::report::Column;
use crate::features::report::MOST_MISSING;
use crate::features::report::histogram::Histogram;
use crate::features::report::known;
use crate::features::report::quantile::quantile;

/// Below this width, relative to its largest value, a range is one of rounding errors.
const NARROWEST: f64 = 1e-12;

/// The summary of one column; every number is of its finite values, `None` if there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Name of the column.
    pub name: String,
    /// Its unit; empty if unknown.
    pub unit: String,
    /// Rows with a finite value.
    pub count: usize,
    /// Rows that are null.
    pub nulls: usize,
    /// Rows that hold NaN.
    pub nan: usize,
    /// Rows that hold an infinity.
    pub infinite: usize,
    /// Share of the rows without a finite value, 0 to 1.
    pub missing_share: f64,
    /// Smallest value.
    pub min: Option<f64>,
    /// First quartile: linear interpolation, type 7 of Hyndman and Fan (1996).
    pub q1: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Third quartile.
    pub q3: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Mean.
    pub mean: Option<f64>,
    /// Population standard deviation √(Σ (x − mean)² / n), in two passes.
    pub std: Option<f64>,
    /// Number of different values; 0 and −0 are one.
    pub distinct: usize,
    /// Whether the values are one, up to 10⁻¹² of the largest of them; false without a value.
    pub constant: bool,
    /// Whether the column tells rows apart: it has values in more than half of them
    /// ([`MOST_MISSING`]) and is not constant.
    pub informative: bool,
    /// Bounds the column is known to keep, of the 18 features' and MFN v4.1's.
    pub range: (Option<f64>, Option<f64>),
    /// Values outside these bounds.
    pub out_of_range: usize,
    /// How the values are spread.
    pub histogram: Option<Histogram>,
}

impl Summary {
    /// The summary of a column.
    pub(crate) fn of(column: &Column) -> Self {
        let n_rows = column.values.len();
        let stored: Vec<f64> = column.values.iter().copied().flatten().collect();
        let values: Vec<f64> = stored.iter().copied().filter(|value| value.is_finite()).collect();
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (sorted.first().copied(), sorted.last().copied());
        let [q1, median, q3] = [0.25, 0.5, 0.75].map(|p| quantile(&sorted, p));
        let (mean, std) = moments(&values, min, max).unzip();
        let missing_share = (n_rows - values.len()) as f64 / n_rows as f64;
        let constant = min.zip(max).is_some_and(|(min, max)| is_constant(min, max));
        let range = known::range(&column.name, &column.unit);
        Self {
            name: column.name.clone(),
            unit: column.unit.clone(),
            count: values.len(),
            nulls: n_rows - stored.len(),
            nan: stored.iter().filter(|value| value.is_nan()).count(),
            infinite: stored.iter().filter(|value| value.is_infinite()).count(),
            missing_share,
            min,
            q1,
            median,
            q3,
            max,
            mean,
            std,
            distinct: sorted.chunk_by(|a, b| equal(*a, *b)).count(),
            constant,
            informative: missing_share < MOST_MISSING && !constant && !values.is_empty(),
            range,
            out_of_range: sorted.iter().filter(|value| known::leaves(range, **value)).count(),
            histogram: Histogram::of(&sorted, q3.unwrap_or(0.0) - q1.unwrap_or(0.0)),
        }
    }
}

/// Whether two numbers are the same one; 0 and −0 are.
#[expect(clippy::float_cmp, reason = "ties are values that are stored alike, bit for bit")]
pub(crate) fn equal(a: f64, b: f64) -> bool {
    a == b
}

/// Whether a range from `min` to `max` is one of rounding errors.
pub(crate) fn is_constant(min: f64, max: f64) -> bool {
    0.5 * max - 0.5 * min <= 0.5 * NARROWEST * min.abs().max(max.abs())
}

/// Mean and population standard deviation.
fn moments(values: &[f64], min: Option<f64>, max: Option<f64>) -> Option<(f64, f64)> {
    let (min, max) = (min?, max?);
    // The mean of equal values can miss them by a rounding error.
    if max - min == 0.0 {
        return Some((min, 0.0));
    }
    let n = values.len() as f64;
    let whole = sum(values) / n;
    let mean = if whole.is_finite() { whole } else { sum_of(values, |x| x / n) };
    // Scaled, so that no square overflows or vanishes.
    let scale = (0.5 * max - 0.5 * mean).max(0.5 * mean - 0.5 * min);
    if scale == 0.0 {
        return Some((mean, 0.0));
    }
    let squares = sum_of(values, |x| {
        let deviation = (0.5 * x - 0.5 * mean) / scale;
        deviation * deviation
    });
    Some((mean, scale * (2.0 * (squares / n).sqrt())))
}

/// The pairwise sum of values.
pub(crate) fn sum(values: &[f64]) -> f64 {
    let mut sum = PairwiseSum::new(values.len());
    sum.push(values);
    sum.total().unwrap_or(f64::NAN)
}

/// The pairwise sum of a function of values.
fn sum_of(values: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    sum(&values.iter().map(|&value| f(value)).collect::<Vec<_>>())
}
