//! The Minkowski functionals of a mask: area, perimeter, Euler characteristic.

use crate::features::Connectivity;
use crate::features::Surface;
use crate::features::clusters::BitRows;
use crate::fractal::Mask;
use crate::fractal::Undefined;

/// Area, perimeter and Euler characteristic of the active cells, taken as closed unit squares.
///
/// χ is components minus holes (on the torus β₀ − β₁ + β₂), from counts of single cells, pairs and
/// blocks of 2 × 2. With eight neighbours the set is the union of the closed squares,
/// χ = faces − edges + corners; with four it is the graph of neighbouring cells with its full
/// blocks filled in, χ = cells − pairs + full blocks. Both equal Gray's quad counts.
///
/// # Reference
///
/// S. B. Gray, *IEEE Trans. Comput.* C-20 (1971) 551; K. Michielsen, H. De Raedt, *Phys. Rep.* 347
/// (2001) 461; D. Legland, K. Kiêu, M.-F. Devaux, *Image Anal. Stereol.* 26 (2007) 83.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minkowski {
    /// Cells of the field.
    pub n_cells: u64,
    /// Active cells.
    pub area: u64,
    /// Edges between an active and an inactive cell; on the plane what lies outside is inactive.
    pub perimeter: u64,
    /// The same between diagonal neighbours.
    diagonal_changes: u64,
    /// χ with four and with eight neighbours.
    euler: [i64; 2],
}

impl Minkowski {
    /// The functionals of `mask`. Cost: O(cells / 64) word operations beside reading the mask.
    ///
    /// An empty mask has all zeros, a full torus χ = 0.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`].
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::{Connectivity, Minkowski, Surface};
    /// use mfn::fractal::Mask;
    ///
    /// let mut ring = ndarray::Array2::from_elem((3, 4), true);
    /// ring[(1, 1)] = false;
    /// let found = Minkowski::of(Mask::Cells(ring.view()), Surface::Plane)?;
    /// assert_eq!((found.area, found.perimeter), (11, 18));
    /// assert_eq!(found.euler(Connectivity::Four), 0);
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(mask: Mask<'_>, surface: Surface) -> Result<Self, Undefined> {
        let (rows, cols) = mask.shape();
        if rows == 0 || cols == 0 {
            return Err(Undefined::NoCells);
        }
        let mut counts = Counts::default();
        BitRows::of(mask, surface).for_each_pair(|[here, below, right, diagonal]| {
            for (((a, b), c), d) in here.iter().zip(below).zip(right).zip(diagonal) {
                counts.add(*a, *b, *c, *d);
            }
        });
        let Counts { cells, pairs, full, touched_edges, touched_corners, .. } = counts;
        let signed = |count: u64| count.cast_signed();
        Ok(Self {
            n_cells: (rows * cols) as u64,
            area: cells,
            perimeter: counts.changes,
            diagonal_changes: counts.diagonal_changes,
            euler: [
                signed(cells) - signed(pairs) + signed(full),
                signed(cells) - signed(touched_edges) + signed(touched_corners),
            ],
        })
    }

    /// The Euler characteristic χ.
    pub fn euler(&self, connectivity: Connectivity) -> i64 {
        match connectivity {
            Connectivity::Four => self.euler[0],
            Connectivity::Eight => self.euler[1],
        }
    }

    /// The length of the boundary by Crofton's formula in four directions, in cells.
    ///
    /// π/2 times the mean over the directions 0°, 45°, 90°, 135° of the crossings of all lines
    /// times the distance between the lines. Where the edge count of a disc is 8 r, this is near
    /// 2π r; a straight boundary in any direction is right within 5.2 %.
    pub fn crofton_perimeter(&self) -> f64 {
        let diagonal = self.diagonal_changes as f64 / std::f64::consts::SQRT_2;
        std::f64::consts::PI / 8.0 * (self.perimeter as f64 + diagonal)
    }
}

/// Counts over all blocks of 2 × 2 cells.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    cells: u64,
    changes: u64,
    diagonal_changes: u64,
    /// Neighbouring cells that are both active.
    pairs: u64,
    /// Blocks of four active cells.
    full: u64,
    /// Edges and corners of cells that an active cell has.
    touched_edges: u64,
    touched_corners: u64,
}

impl Counts {
    /// Adds 64 blocks: their upper left, lower left, upper right and lower right cells.
    fn add(&mut self, a: u64, b: u64, c: u64, d: u64) {
        let count = |word: u64| u64::from(word.count_ones());
        self.cells += count(a);
        self.changes += count(a ^ b) + count(a ^ c);
        self.diagonal_changes += count(a ^ d) + count(b ^ c);
        self.pairs += count(a & b) + count(a & c);
        self.full += count(a & b & c & d);
        self.touched_edges += count(a | b) + count(a | c);
        self.touched_corners += count(a | b | c | d);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn of(cells: &Array2<bool>, surface: Surface) -> Minkowski {
        Minkowski::of(Mask::Cells(cells.view()), surface).unwrap()
    }

    fn chi(cells: &Array2<bool>, surface: Surface) -> [i64; 2] {
        let found = of(cells, surface);
        [Connectivity::Four, Connectivity::Eight].map(|connectivity| found.euler(connectivity))
    }

    #[test]
    fn rectangles_have_their_area_and_perimeter_and_1() {
        for (a, b) in [(1, 1), (1, 7), (5, 3), (64, 65), (130, 2)] {
            for margin in [0, 2] {
                let inside = |n: usize, at: usize| (margin..margin + n).contains(&at);
                let shape = (a + 2 * margin, b + 2 * margin);
                let cells =
                    Array2::from_shape_fn(shape, |(row, col)| inside(a, row) && inside(b, col));
                let found = of(&cells, Surface::Plane);
                assert_eq!((found.area, found.perimeter), ((a * b) as u64, 2 * (a + b) as u64));
                assert_eq!(chi(&cells, Surface::Plane), [1, 1]);
                if margin > 0 {
                    assert_eq!(found, of(&cells, Surface::Torus));
                }
            }
        }
    }

    #[test]
    fn every_hole_lowers_the_euler_characteristic_by_1() {
        for k in 1..6 {
            let cells =
                Array2::from_shape_fn((2 * k + 1, 2 * k + 1), |(r, c)| r % 2 == 0 || c % 2 == 0);
            let holes = (k * k) as i64;
            assert_eq!(chi(&cells, Surface::Plane), [1 - holes; 2]);
        }
    }

    #[test]
    fn diagonal_neighbours_are_one_with_eight_and_two_with_four() {
        let cells = ndarray::array![[true, false], [false, true]];
        assert_eq!(chi(&cells, Surface::Plane), [2, 1]);
        let ring = ndarray::array![[false, true, false], [true, false, true], [false, true, false]];
        assert_eq!(chi(&ring, Surface::Plane), [4, 0]);
    }

    #[test]
    fn torus_glues_the_sides() {
        let full = |rows, cols| Array2::from_elem((rows, cols), true);
        for (rows, cols) in [(1, 1), (1, 5), (2, 2), (64, 64), (7, 129)] {
            let found = of(&full(rows, cols), Surface::Torus);
            assert_eq!((found.perimeter, chi(&full(rows, cols), Surface::Torus)), (0, [0, 0]));
            let empty = Array2::from_elem((rows, cols), false);
            assert_eq!((of(&empty, Surface::Torus).area, chi(&empty, Surface::Torus)), (0, [0, 0]));
        }
        // A band around the torus is a ring; on the plane it is a rectangle.
        let band = Array2::from_shape_fn((6, 9), |(row, _)| row == 2);
        assert_eq!((chi(&band, Surface::Torus), of(&band, Surface::Torus).perimeter), ([0, 0], 18));
        assert_eq!((chi(&band, Surface::Plane), of(&band, Surface::Plane).perimeter), ([1, 1], 20));
    }

    #[test]
    fn crofton_perimeter_of_a_disc_is_that_of_a_circle() {
        let radius = 100.3;
        let cells = Array2::from_shape_fn((256, 256), |(row, col)| {
            (row as f64 - 127.6).hypot(col as f64 - 127.2) < radius
        });
        let found = of(&cells, Surface::Plane);
        let circle = std::f64::consts::TAU * radius;
        assert!((found.crofton_perimeter() / circle - 1.0).abs() < 0.01, "{found:?}");
        assert!((found.perimeter as f64 / (8.0 * radius) - 1.0).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn field_without_cells_has_none() {
        let cells = Array2::from_elem((0, 4), true);
        let found = Minkowski::of(Mask::Cells(cells.view()), Surface::Plane);
        assert_eq!(found, Err(Undefined::NoCells));
    }
}
