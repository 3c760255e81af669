//! Mean, extremes, spread and change of a field, summed in a fixed order.

use crate::features::PairwiseSum;
use crate::features::moments::Extrema;
use crate::features::rows::for_each_block;
use crate::grid::FieldView;

/// Where the values of a field lie, in feature units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Level {
    pub(crate) min: f64,
    pub(crate) max: f64,
    /// Population standard deviation.
    pub(crate) standard_deviation: f64,
}

impl Level {
    /// The level of `field` times `scale`, in two passes.
    pub(crate) fn of(field: FieldView<'_>, scale: f64) -> Self {
        let mut extrema = Extrema::default();
        let mean = mean_of(field, scale, |block| extrema.push(block));
        let (min, max) = (extrema.min(), extrema.max());
        let variance = mean_of(field, scale, |block| {
            for value in block {
                *value = (*value - mean) * (*value - mean);
            }
        });
        // The mean of equal values can miss them by a rounding error.
        let standard_deviation = if min < max { variance.sqrt() } else { 0.0 };
        Self { min, max, standard_deviation }
    }

    /// Half the difference of the extremes.
    pub(crate) fn half_range(self) -> f64 {
        0.5 * self.max - 0.5 * self.min
    }
}

/// The mean of a field, a pairwise sum.
pub(crate) fn mean(field: FieldView<'_>) -> f64 {
    mean_of(field, 1.0, |_| ())
}

/// The mean of what `change` makes of the values.
fn mean_of(field: FieldView<'_>, scale: f64, mut change: impl FnMut(&mut [f64])) -> f64 {
    let (rows, cols) = field.shape();
    let mut sum = PairwiseSum::new(rows * cols);
    for_each_block(field, scale, |block| {
        change(block);
        sum.push(block);
    });
    sum.total().unwrap_or(f64::NAN) / (rows * cols) as f64
}

/// The largest difference between a field and the values before, and their extremes.
pub(crate) fn largest_change(
    field: FieldView<'_>,
    scale: f64,
    before: &[f64],
) -> (f64, (f64, f64)) {
    let (mut rest, mut largest, mut extrema) = (before, 0.0_f64, Extrema::default());
    for_each_block(field, scale, |block| {
        let (old, later) = rest.split_at(block.len().min(rest.len()));
        rest = later;
        extrema.push(old);
        for (value, old) in block.iter().zip(old) {
            largest = largest.max((value - old).abs());
        }
    });
    (largest, (extrema.min(), extrema.max()))
}
