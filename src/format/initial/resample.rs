//! A picture brought to another number of rows and columns.

use ndarray::{Array2, Axis};

/// Crops `values` around its centre to the wanted ratio of sides, then resamples it.
///
/// An axis that shrinks is averaged over the area each new cell covers, one that grows is
/// interpolated linearly between cell centres; a picture of the right shape stays as it is. Sums
/// run in a fixed order, so the result has the same bits everywhere. No side may be 0.
pub(crate) fn resample(values: &Array2<f64>, rows: usize, cols: usize) -> Array2<f64> {
    let (source_rows, source_cols) = values.dim();
    let (height, width) = (source_rows as f64, source_cols as f64);
    // The largest window with the ratio cols / rows.
    let kept_rows = height.min(width * rows as f64 / cols as f64);
    let kept_cols = width.min(height * cols as f64 / rows as f64);
    let by_rows = along_rows(values, &taps(source_rows, kept_rows, rows));
    along_rows(&by_rows.reversed_axes(), &taps(source_cols, kept_cols, cols)).reversed_axes()
}

/// The cells one new cell is made of, from `first` on, and the weight of each.
struct Taps {
    first: usize,
    weights: Vec<f64>,
}

/// The taps of `wanted` new cells over the middle `kept` of `found` cells.
fn taps(found: usize, kept: f64, wanted: usize) -> Vec<Taps> {
    let start = (found as f64 - kept) / 2.0;
    let step = kept / wanted as f64;
    (0..wanted)
        .map(|index| {
            let low = start + index as f64 * step;
            if step >= 1.0 { area(found, low, low + step) } else { linear(found, low + step / 2.0) }
        })
        .collect()
}

/// The share of each cell in the interval from `low` to `high`.
fn area(found: usize, low: f64, high: f64) -> Taps {
    let first = (low.floor() as usize).min(found - 1);
    let last = (high.ceil() as usize).clamp(first + 1, found);
    let covered = |cell: usize| (high.min(cell as f64 + 1.0) - low.max(cell as f64)).max(0.0);
    let mut weights: Vec<f64> = (first..last).map(covered).collect();
    let sum: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight /= sum;
    }
    Taps { first, weights }
}

/// The two cells whose centres surround `position`; beyond the outer centres the outer cell.
fn linear(found: usize, position: f64) -> Taps {
    let centre = (position - 0.5).clamp(0.0, (found - 1) as f64);
    let first = centre.floor() as usize;
    let share = centre - first as f64;
    let weights = if first + 1 < found { vec![1.0 - share, share] } else { vec![1.0] };
    Taps { first, weights }
}

fn along_rows(values: &Array2<f64>, taps: &[Taps]) -> Array2<f64> {
    let mut result = Array2::zeros((taps.len(), values.ncols()));
    for (mut row, taps) in result.axis_iter_mut(Axis(0)).zip(taps) {
        for (offset, weight) in taps.weights.iter().enumerate() {
            row.zip_mut_with(&values.row(taps.first + offset), |sum, value| *sum += weight * value);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn check(source: &Array2<f64>, expected: &Array2<f64>) {
        let found = resample(source, expected.nrows(), expected.ncols());
        let close =
            found.iter().zip(expected).all(|(found, wanted)| (found - wanted).abs() < 1e-15);
        assert!(close, "{found} instead of {expected}");
    }

    #[test]
    fn right_shape_stays() {
        let picture = Array2::from_shape_fn((5, 7), |(row, col)| (row * 7 + col) as f64 / 35.0);
        let same = resample(&picture, 5, 7);
        assert!(same.iter().zip(&picture).all(|(a, b)| a.to_bits() == b.to_bits()));
    }

    #[test]
    fn shrinking_averages_areas() {
        check(&array![[0.0, 1.0], [2.0, 3.0]], &array![[1.5]]);
        check(&ndarray::arr2(&[[0.0, 3.0, 6.0]; 3]), &array![[1.0, 5.0], [1.0, 5.0]]);
    }

    #[test]
    fn growing_interpolates_between_centres() {
        let row = [0.0, 0.25, 0.75, 1.0];
        check(&array![[0.0, 1.0], [0.0, 1.0]], &ndarray::arr2(&[row; 4]));
        check(&array![[0.5]], &Array2::from_elem((3, 3), 0.5));
    }

    #[test]
    fn window_is_the_centre() {
        check(&array![[9.0, 1.0, 2.0, 9.0], [9.0, 3.0, 4.0, 9.0]], &array![[1.0, 2.0], [3.0, 4.0]]);
        check(&array![[9.0], [1.0], [9.0]], &array![[1.0]]);
    }
}
