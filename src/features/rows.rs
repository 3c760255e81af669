//! How a field is read: a few rows at a time, as f64, in feature units.

use crate::grid::FieldView;

/// A block has about this many cells, so that it stays in the first-level cache.
const BLOCK: usize = 1024;

/// Calls `visit` with the values of `field` times `scale`, in C order, a few whole rows at a time.
///
/// The block is scratch: `visit` may overwrite it.
pub(crate) fn for_each_block(field: FieldView<'_>, scale: f64, mut visit: impl FnMut(&mut [f64])) {
    let (rows, cols) = field.shape();
    let rows_per_block = (BLOCK / cols.max(1)).clamp(1, rows.max(1));
    let mut block = vec![0.0; rows_per_block * cols];
    for first in (0..rows).step_by(rows_per_block) {
        let n_rows = rows_per_block.min(rows - first);
        for (offset, out) in block.chunks_exact_mut(cols.max(1)).take(n_rows).enumerate() {
            field.map_row(first + offset, out, |value| value * scale);
        }
        visit(&mut block[..n_rows * cols]);
    }
}

/// Calls `visit` with the values of two fields of one shape, as [`for_each_block`] does with one.
pub(crate) fn for_each_pair(
    first: FieldView<'_>,
    second: FieldView<'_>,
    scale: f64,
    mut visit: impl FnMut(&mut [f64], &[f64]),
) {
    let (mut row, cols) = (0, second.shape().1);
    let mut other = Vec::new();
    for_each_block(first, scale, |block| {
        other.resize(block.len(), 0.0);
        for out in other.chunks_exact_mut(cols.max(1)) {
            second.map_row(row, out, |value| value * scale);
            row += 1;
        }
        visit(block, &other);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn read(field: FieldView<'_>, scale: f64) -> Vec<f64> {
        let mut out = Vec::new();
        for_each_block(field, scale, |block| out.extend_from_slice(block));
        out
    }

    #[test]
    fn every_shape_is_read_whole_and_in_order() {
        for (rows, cols) in [(0, 0), (0, 3), (3, 0), (1, 1), (7, 1000), (2000, 1), (33, 65)] {
            let field = Array2::from_shape_fn((rows, cols), |(row, col)| (row * cols + col) as f64);
            let expected: Vec<f64> = field.iter().map(|value| value * 3.0).collect();
            assert_eq!(read(FieldView::F64(field.view()), 3.0), expected);
        }
    }

    #[test]
    fn transposed_single_precision_is_widened_before_it_is_scaled() {
        let field = ndarray::array![[0.1f32, 0.2], [0.3, 0.4]];
        let expected = [0.1f32, 0.3, 0.2, 0.4].map(|value| f64::from(value) * 10.0);
        assert_eq!(read(FieldView::F32(field.t()), 10.0), expected);
    }
}
