//! The box-counting dimension: how the number of occupied boxes grows as the boxes shrink.
//!
//! N(s) ∝ s^(−D), so D is the slope of ln N(s) against ln(1/s).

use crate::fractal::BoxSizes;
use crate::fractal::Line;
use crate::fractal::Mask;

/// Box sizes and how many boxes of each are occupied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxCounting {
    /// Sides of the boxes, in cells, ascending.
    pub sizes: Vec<usize>,
    /// Boxes with at least one active cell, one count a size.
    pub counts: Vec<usize>,
}

impl BoxCounting {
    /// Fits ln N(s) = D · ln(1/s) + c; the slope D is the dimension.
    ///
    /// Sizes without an occupied box are left out. `None` if fewer than two sizes are left.
    ///
    /// # Reference
    ///
    /// K. Falconer, *Fractal Geometry*, 3rd ed., Wiley 2014, §2.1.
    pub fn fit(&self) -> Option<Line> {
        let points: Vec<(f64, f64)> = self
            .sizes
            .iter()
            .zip(&self.counts)
            .filter(|(_, count)| **count > 0)
            .map(|(size, count)| ((1.0 / *size as f64).ln(), (*count as f64).ln()))
            .collect();
        Line::fit(&points)
    }
}

/// Counts the occupied boxes of every size, in one pass over the mask.
///
/// The sizes are those of the shorter side, `sizes.sizes(min(rows, cols))`, without the ones that
/// do not fit. For each size s the ⌊rows/s⌋ × ⌊cols/s⌋ boxes that start at the top left are looked
/// at; what is left over at the right and at the bottom is not. On a square this is MFN v4.1's
/// count. Costs O(cells · sizes) time and O(cols · sizes) memory.
///
/// # Examples
///
/// ```
/// use mfn::fractal::{BoxSizes, Mask, box_count};
///
/// let full = ndarray::Array2::from_elem((64, 64), true);
/// let counting = box_count(Mask::Cells(full.view()), BoxSizes::default());
/// assert_eq!(counting.sizes, [2, 4, 7, 16, 32]);
/// assert_eq!(counting.counts, [1024, 256, 81, 16, 4]);
/// ```
pub fn box_count(mask: Mask<'_>, sizes: BoxSizes) -> BoxCounting {
    let (rows, cols) = mask.shape();
    let side = rows.min(cols);
    let mut bands: Vec<Band> = sizes
        .sizes(side)
        .into_iter()
        .filter(|size| *size <= side)
        .map(|size| Band { size, count: 0, touched: vec![false; cols / size * size] })
        .collect();
    let mut cells = vec![false; cols];
    for row in 0..rows {
        mask.copy_row(row, &mut cells);
        for band in &mut bands {
            band.add_row(row, &cells);
        }
    }
    BoxCounting {
        sizes: bands.iter().map(|band| band.size).collect(),
        counts: bands.iter().map(|band| band.count).collect(),
    }
}

/// The row of boxes being read, for one size.
struct Band {
    size: usize,
    /// Occupied boxes of the finished bands.
    count: usize,
    /// Columns of the present band that had an active cell.
    touched: Vec<bool>,
}

impl Band {
    fn add_row(&mut self, row: usize, cells: &[bool]) {
        for (touched, cell) in self.touched.iter_mut().zip(cells) {
            *touched |= cell;
        }
        if (row + 1).is_multiple_of(self.size) {
            let boxes = self.touched.chunks_exact(self.size);
            self.count += boxes.filter(|columns| columns.contains(&true)).count();
            self.touched.fill(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn check(mask: &Array2<bool>, sizes: BoxSizes, expected: &[(usize, usize)]) {
        let counting = box_count(Mask::Cells(mask.view()), sizes);
        let found: Vec<_> = counting.sizes.into_iter().zip(counting.counts).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn left_over_cells_are_not_looked_at() {
        let sizes = BoxSizes { min: 1, max: Some(3), n_scales: 3 };
        let mut mask = Array2::from_elem((5, 7), false);
        mask[(4, 6)] = true;
        check(&mask, sizes, &[(1, 1), (3, 0)]);
        mask[(2, 5)] = true;
        check(&mask, sizes, &[(1, 2), (3, 1)]);
    }

    #[test]
    fn rectangle_takes_its_sizes_from_the_shorter_side() {
        let full = Array2::from_elem((8, 20), true);
        check(&full, BoxSizes::default(), &[(2, 40), (3, 12), (4, 10)]);
    }

    #[test]
    fn boxes_larger_than_the_grid_are_left_out() {
        let full = Array2::from_elem((3, 3), true);
        check(&full, BoxSizes { min: 2, max: Some(50), n_scales: 2 }, &[(2, 1)]);
        check(&Array2::from_elem((0, 3), true), BoxSizes::default(), &[]);
    }

    #[test]
    fn dyadic_squares_lines_and_points_have_dimension_2_1_0() {
        let sizes = BoxSizes { min: 1, max: Some(16), n_scales: 2 };
        let dimension = |mask: Array2<bool>| {
            box_count(Mask::Cells(mask.view()), sizes).fit().map(|line| line.slope)
        };
        let square = dimension(Array2::from_elem((64, 64), true)).unwrap();
        let line = dimension(Array2::from_shape_fn((64, 64), |(row, _)| row == 5)).unwrap();
        let point = dimension(Array2::from_shape_fn((64, 64), |cell| cell == (9, 9))).unwrap();
        assert!((square - 2.0).abs() < 1e-14, "{square}");
        assert!((line - 1.0).abs() < 1e-14, "{line}");
        assert!(point.abs() < 1e-14, "{point}");
        assert_eq!(dimension(Array2::from_elem((64, 64), false)), None);
    }
}
