//! Extrema and moments of one frame: `V_min` … `V_kurt`.
//!
//! With x the values in feature units and `m_k` = mean((x − mean)^k): std = √m₂,
//! skewness = m₃ / std³, excess kurtosis = m₄ / std⁴ − 3; both are 0 if std ≤ 1e-10.

mod extrema;
mod pairwise;
mod power;

pub use crate::features::moments::pairwise::PairwiseSum;

pub(crate) use crate::features::moments::extrema::Extrema;
use crate::features::moments::power::cubes_and_fourths;
use crate::features::rows::for_each_block;
use crate::grid::FieldView;

/// A spread this small has no shape (MFN v4.1's bound, in feature units).
const FLAT: f64 = 1e-10;

/// The statistics of one frame, in feature units; NaN or infinite where they do not exist.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Moments {
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) mean: f64,
    /// Population standard deviation.
    pub(crate) std: f64,
    pub(crate) skewness: f64,
    /// Excess kurtosis.
    pub(crate) kurtosis: f64,
}

impl Moments {
    /// The moments of `field` times `scale`: each a pairwise sum, in three passes.
    ///
    /// Powers 3 and 4 are the C library's `pow`, as in NumPy: x·x·x differs in the last bit of a
    /// quarter of the values.
    pub(crate) fn of(field: FieldView<'_>, scale: f64) -> Self {
        let (rows, cols) = field.shape();
        let n = (rows * cols) as f64;
        let new_sum = || PairwiseSum::new(rows * cols);
        let mean_of = |sum: PairwiseSum| sum.total().unwrap_or(f64::NAN) / n;

        let (mut extrema, mut sum) = (Extrema::default(), new_sum());
        for_each_block(field, scale, |block| {
            extrema.push(block);
            sum.push(block);
        });
        let mean = mean_of(sum);

        let mut squares = new_sum();
        for_each_block(field, scale, |block| {
            for value in &mut *block {
                *value = (*value - mean) * (*value - mean);
            }
            squares.push(block);
        });
        let std = mean_of(squares).sqrt();

        let (skewness, kurtosis) =
            if std <= FLAT { (0.0, 0.0) } else { shape(field, scale, mean, std) };
        Self { min: extrema.min(), max: extrema.max(), mean, std, skewness, kurtosis }
    }
}

/// Skewness and excess kurtosis.
fn shape(field: FieldView<'_>, scale: f64, mean: f64, std: f64) -> (f64, f64) {
    let (rows, cols) = field.shape();
    let n = (rows * cols) as f64;
    let mut sums = [PairwiseSum::new(rows * cols), PairwiseSum::new(rows * cols)];
    let (mut cubes, mut fourths) = (Vec::new(), Vec::new());
    for_each_block(field, scale, |block| {
        for value in &mut *block {
            *value -= mean;
        }
        cubes.resize(block.len(), 0.0);
        fourths.resize(block.len(), 0.0);
        cubes_and_fourths(block, &mut cubes, &mut fourths);
        sums[0].push(&cubes);
        sums[1].push(&fourths);
    });
    let [m3, m4] = sums.map(|sum| sum.total().unwrap_or(f64::NAN) / n);
    (m3 / std.powf(3.0), m4 / std.powf(4.0) - 3.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn two_values_have_the_moments_of_a_coin() {
        let field = array![[1.0, 3.0]];
        let moments = Moments::of(FieldView::F64(field.view()), 1.0);
        let coin =
            Moments { min: 1.0, max: 3.0, mean: 2.0, std: 1.0, skewness: 0.0, kurtosis: -2.0 };
        assert_eq!(moments, coin);
    }

    #[test]
    fn flat_field_has_no_shape() {
        let field = array![[0.5, 0.5], [0.5, 0.5]];
        let moments = Moments::of(FieldView::F64(field.view()), 1000.0);
        assert_eq!((moments.std, moments.skewness, moments.kurtosis), (0.0, 0.0, 0.0));
    }

    #[test]
    fn field_with_a_nan_has_no_statistics() {
        let field = array![[1.0, f64::NAN, 2.0]];
        let m = Moments::of(FieldView::F64(field.view()), 1.0);
        for value in [m.min, m.max, m.mean, m.std, m.skewness, m.kurtosis] {
            assert!(value.is_nan());
        }
    }
}
