//! Betti numbers of a mask: components, holes, and the closed surface.

use crate::features::Components;
use crate::features::Connectivity;
use crate::features::Minkowski;
use crate::features::Surface;
use crate::fractal::Mask;
use crate::fractal::Undefined;

/// The Betti numbers of the active cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Betti {
    /// β₀, components.
    pub components: u64,
    /// β₁, independent loops: holes on the plane; on the torus also loops around it.
    pub loops: u64,
    /// β₂: 1 if the torus is full, else 0.
    pub voids: u64,
}

impl Betti {
    /// The Betti numbers of `mask`: β₁ = β₀ + β₂ − χ.
    ///
    /// Holes are components of the rest with the other connectivity. An empty mask has all zeros.
    /// Cost: O(cells), as [`Components`] and [`Minkowski`].
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`].
    ///
    /// # Reference
    ///
    /// H. Edelsbrunner, J. Harer, *Computational Topology*, AMS 2010, §IV.2 (Euler–Poincaré).
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::{Betti, Connectivity, Surface};
    /// use mfn::fractal::Mask;
    ///
    /// let mut ring = ndarray::Array2::from_elem((3, 3), true);
    /// ring[(1, 1)] = false;
    /// let betti = Betti::of(Mask::Cells(ring.view()), Connectivity::Four, Surface::Plane)?;
    /// assert_eq!((betti.components, betti.loops, betti.voids), (1, 1, 0));
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(
        mask: Mask<'_>,
        connectivity: Connectivity,
        surface: Surface,
    ) -> Result<Self, Undefined> {
        let minkowski = Minkowski::of(mask, surface)?;
        let components = Components::on(surface, mask, connectivity).count() as u64;
        let is_closed = surface == Surface::Torus && minkowski.area == minkowski.n_cells;
        let voids = u64::from(is_closed);
        let loops = (components + voids).cast_signed() - minkowski.euler(connectivity);
        debug_assert!(loops >= 0, "β₁ = {loops} counts loops");
        Ok(Self { components, loops: loops.max(0).cast_unsigned(), voids })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn check(cells: &Array2<bool>, surface: Surface, four: [u64; 3], eight: [u64; 3]) {
        for (connectivity, expected) in [(Connectivity::Four, four), (Connectivity::Eight, eight)] {
            let found = Betti::of(Mask::Cells(cells.view()), connectivity, surface).unwrap();
            let found = [found.components, found.loops, found.voids];
            assert_eq!(found, expected, "{connectivity:?} {surface:?}\n{cells}");
        }
    }

    #[test]
    fn carpet_has_a_hole_for_every_square_taken_out() {
        for level in 0..6_u32 {
            let side = 3_usize.pow(level);
            let inside = |row: usize, col: usize| {
                (0..level).all(|n| row / 3_usize.pow(n) % 3 != 1 || col / 3_usize.pow(n) % 3 != 1)
            };
            let carpet = Array2::from_shape_fn((side, side), |(row, col)| inside(row, col));
            let expected = [1, (8_u64.pow(level) - 1) / 7, 0];
            check(&carpet, Surface::Plane, expected, expected);
        }
    }

    #[test]
    fn torus_has_loops_around_it() {
        let full = Array2::from_elem((5, 8), true);
        check(&full, Surface::Torus, [1, 2, 1], [1, 2, 1]);
        check(&full, Surface::Plane, [1, 0, 0], [1, 0, 0]);
        let mut pierced = full.clone();
        pierced[(2, 2)] = false;
        check(&pierced, Surface::Torus, [1, 2, 0], [1, 2, 0]);
        pierced[(4, 6)] = false;
        check(&pierced, Surface::Torus, [1, 3, 0], [1, 3, 0]);
        let bands = Array2::from_shape_fn((6, 4), |(row, _)| row % 2 == 0);
        check(&bands, Surface::Torus, [3, 3, 0], [3, 3, 0]);
        let cross = Array2::from_shape_fn((6, 6), |(row, col)| row == 2 || col == 3);
        check(&cross, Surface::Torus, [1, 2, 0], [1, 2, 0]);
    }

    #[test]
    fn checkerboard_is_points_or_a_net() {
        let board = Array2::from_shape_fn((4, 4), |(row, col)| (row + col) % 2 == 0);
        // Eight closed squares that meet in 9 corners on the plane, 16 on the torus.
        check(&board, Surface::Plane, [8, 0, 0], [1, 2, 0]);
        check(&board, Surface::Torus, [8, 0, 0], [1, 9, 0]);
        check(&Array2::from_elem((3, 4), false), Surface::Torus, [0; 3], [0; 3]);
    }
}
