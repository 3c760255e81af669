//! Succolarity: how far a fluid that enters at a side gets through the pores of a pattern.

use crate::fractal::Mask;
use crate::fractal::Undefined;
use crate::fractal::cover::Cells;
use crate::fractal::flood::{Steps, Wrap, flood};
use crate::grid::Boundary;

/// Succolarity from each side, all in \[0, 1\].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Succolarity {
    /// From the first row down.
    pub down: f64,
    /// From the last row up.
    pub up: f64,
    /// From the first column to the right.
    pub right: f64,
    /// From the last column to the left.
    pub left: f64,
}

impl Succolarity {
    /// Floods the active cells from each side.
    ///
    /// The active cells are the pores. A fluid enters through all active cells of one side and goes
    /// on across edges; its pressure grows linearly with the depth below that side. With fᵢ = 1 on
    /// the flooded cells and the depth pᵢ = ½, 3/2, … of their centres, the succolarity is
    /// Σ fᵢ pᵢ / Σ pᵢ: 1 if everything is flooded, 0 if the side is closed. On a periodic grid the
    /// sides beside the flow are joined; the one it enters by and the opposite are not. (The
    /// original sums over boxes with the pressure of their centres, which for a linear pressure is
    /// the same for any size of box that divides the sides.) O(cells).
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`].
    ///
    /// # Reference
    ///
    /// R. H. C. de Melo, A. Conci, *How succolarity could be used as another fractal measure in
    /// image analysis*, Telecommun. Syst. 52 (2013) 1643, eq. 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::fractal::{Mask, Succolarity};
    /// use mfn::grid::Boundary;
    ///
    /// // Open down to the second of four rows: (½ + 3/2) / (½ + 3/2 + 5/2 + 7/2).
    /// let pores = ndarray::Array2::from_shape_fn((4, 6), |(row, _)| row < 2);
    /// let found = Succolarity::of(Mask::Cells(pores.view()), Boundary::Neumann)?;
    /// assert_eq!((found.down, found.up), (0.25, 0.0));
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(mask: Mask<'_>, boundary: Boundary) -> Result<Self, Undefined> {
        let (rows, cols) = mask.shape();
        if rows == 0 || cols == 0 {
            return Err(Undefined::NoCells);
        }
        let pores = Cells::of(mask);
        let periodic = boundary == Boundary::Periodic;
        let (across, along) =
            (Wrap { rows: false, cols: periodic }, Wrap { rows: periodic, cols: false });
        let row = |row: usize| (0..cols).map(move |col| (row, col));
        let col = |col: usize| (0..rows).map(move |row| (row, col));
        let down = flood(&pores, row(0), Steps::Edges, across);
        let up = flood(&pores, row(rows - 1), Steps::Edges, across);
        let right = flood(&pores, col(0), Steps::Edges, along);
        let left = flood(&pores, col(cols - 1), Steps::Edges, along);
        Ok(Self {
            down: weighted(&by_row(&down)),
            up: weighted(by_row(&up).iter().rev()),
            right: weighted(&by_column(&right)),
            left: weighted(by_column(&left).iter().rev()),
        })
    }

    /// The largest over the four directions.
    pub fn largest(&self) -> f64 {
        self.down.max(self.up).max(self.right).max(self.left)
    }

    /// The mean over the four directions.
    pub fn mean(&self) -> f64 {
        (self.down + self.up + (self.right + self.left)) / 4.0
    }
}

/// Flooded share of each row.
fn by_row(flooded: &Cells) -> Vec<f64> {
    let count = |row: usize| flooded.row(row).iter().map(|byte| u64::from(*byte)).sum::<u64>();
    (0..flooded.rows).map(|row| count(row) as f64 / flooded.cols as f64).collect()
}

/// Flooded share of each column.
fn by_column(flooded: &Cells) -> Vec<f64> {
    let mut counts = vec![0_u32; flooded.cols];
    for row in 0..flooded.rows {
        for (count, byte) in counts.iter_mut().zip(flooded.row(row)) {
            *count += u32::from(*byte);
        }
    }
    counts.into_iter().map(|count| f64::from(count) / flooded.rows as f64).collect()
}

/// Mean of the shares, each weighted by its depth.
fn weighted<'a>(shares: impl IntoIterator<Item = &'a f64>) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (index, share) in shares.into_iter().enumerate() {
        let depth = index as f64 + 0.5;
        sum += share * depth;
        weights += depth;
    }
    sum / weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn of(mask: &Array2<bool>, boundary: Boundary) -> Succolarity {
        Succolarity::of(Mask::Cells(mask.view()), boundary).unwrap()
    }

    #[test]
    fn open_and_closed_masks_have_1_and_0() {
        for (rows, cols) in [(1, 1), (1, 9), (3, 50), (16, 16)] {
            for (value, expected) in [(true, 1.0), (false, 0.0)] {
                let found = of(&Array2::from_elem((rows, cols), value), Boundary::Periodic);
                assert_eq!((found.mean(), found.largest()), (expected, expected));
            }
        }
        let none = Array2::from_elem((0, 4), true);
        let found = Succolarity::of(Mask::Cells(none.view()), Boundary::Periodic);
        assert_eq!(found, Err(Undefined::NoCells));
    }

    #[test]
    fn channel_is_followed_and_a_lake_is_not() {
        // Row 0 is open at column 1; the lake at (2, 3) is reached by nothing but the right side.
        let mask = ndarray::array![
            [false, true, false, false],
            [false, true, false, false],
            [false, false, false, true],
        ];
        let found = of(&mask, Boundary::Neumann);
        // Down: (0.5 + 1.5)/4 of Σ p = 4.5; up: the lake, 0.5/4; left: 0.5/3 of 8.
        assert!((found.down - 2.0 / 4.0 / 4.5).abs() < 1e-15);
        assert!((found.up - 0.5 / 4.0 / 4.5).abs() < 1e-15);
        assert!((found.left - 0.5 / 3.0 / 8.0).abs() < 1e-15);
        assert!(found.right.abs() < 1e-15);
        assert!((found.largest() - found.down).abs() < 1e-15);
    }

    #[test]
    fn joined_sides_let_a_fluid_pass_beside_but_not_back() {
        let mask = ndarray::array![
            [false, false, false, true],
            [true, false, false, true],
            [true, false, false, false],
        ];
        let (open, periodic) = (of(&mask, Boundary::Neumann), of(&mask, Boundary::Periodic));
        assert!((open.down - 2.0 / 4.0 / 4.5).abs() < 1e-15);
        // Around the side into column 0: rows 1 and 2 of it are flooded as well.
        assert!((periodic.down - (0.5 + 2.0 * 1.5 + 2.5) / 4.0 / 4.5).abs() < 1e-15);
    }
}
