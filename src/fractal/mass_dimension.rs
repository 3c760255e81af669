//! The mass dimension: how many active cells lie around an active cell.

use crate::fractal::Correction;
use crate::fractal::DimensionEstimate;
use crate::fractal::Mask;
use crate::fractal::Scaling;
use crate::fractal::Undefined;
use crate::fractal::cover::{Cells, Sliding, parts_of};
use crate::grid::Boundary;

/// The largest window is this part of the shorter side, on each side of its centre.
const LARGEST_RADIUS: usize = 8;

/// Estimates the mass dimension of the active cells, ⟨M(r)⟩ ∝ (2r + 1)^D.
///
/// M(r) is the number of active cells in the window of s = 2r + 1 cells about an active cell, that
/// cell included; the mean is over all active cells whose window lies in the grid (all of them on a
/// periodic one), so nothing is seen of the rim. Radii are 0, 1, 2, 4, … up to an eighth of the
/// shorter side. It is the correlation dimension D₂ of the uniform measure in the maximum norm
/// (Grassberger–Procaccia on cells), equal to the box dimension for a monofractal, and far less
/// scattered between realisations of a random set: every cell is the centre of a window, while box
/// counting sees few large boxes. Beside the pure power law a term ∝ 1/s is tried, the lattice's
/// correction, and one ∝ s, that of windows which reach over the edge of a compact set. O(cells) a
/// radius.
///
/// Over 100 largest percolation clusters on 512² cells the mean is 1.884 for 91/48 = 1.896, and 98
/// of the 95 % intervals hold the truth; the box dimension's mean is 1.831, and 80 hold it.
///
/// # Errors
///
/// [`Undefined::NoCells`]; [`Undefined::TooSmall`] if the shorter side has fewer than 16 cells;
/// [`Undefined::Empty`] if no cell is active; [`Undefined::TooFewScales`] if the active cells are
/// too close to the rim for three windows.
///
/// # Reference
///
/// P. Grassberger, I. Procaccia, Physica D 9 (1983) 189; T. Vicsek, F. Family, P. Meakin, Europhys.
/// Lett. 12 (1990) 217 (windows centred on the set). The correction: D. Stauffer, A. Aharony,
/// *Introduction to Percolation Theory*, 2nd ed., Taylor & Francis 1994, §4.1.
///
/// # Examples
///
/// ```
/// use mfn::fractal::{Mask, mass_dimension};
/// use mfn::grid::Boundary;
///
/// let lines = ndarray::Array2::from_shape_fn((64, 64), |(row, _)| row % 32 == 7);
/// let found = mass_dimension(Mask::Cells(lines.view()), Boundary::Periodic)?;
/// assert!((found.value - 1.0).abs() < 1e-12);
/// # Ok::<(), mfn::fractal::Undefined>(())
/// ```
pub fn mass_dimension(mask: Mask<'_>, boundary: Boundary) -> Result<DimensionEstimate, Undefined> {
    let (rows, cols) = mask.shape();
    let shorter = rows.min(cols);
    if shorter == 0 {
        return Err(Undefined::NoCells);
    }
    let largest = shorter / LARGEST_RADIUS;
    if largest < 2 {
        return Err(Undefined::TooSmall { found: shorter, wanted: 2 * LARGEST_RADIUS });
    }
    let cells = Cells::of(mask);
    if cells.active() == 0 {
        return Err(Undefined::Empty);
    }
    let radii = std::iter::successors(Some(0), |radius| Some((2 * radius).max(1)))
        .take_while(|radius| *radius <= largest);
    let (mut scales, mut profiles) = (Vec::new(), Vec::new());
    for radius in radii {
        let profile = Profile::take(&Sliding::new(&cells, 2 * radius + 1, boundary), radius);
        // Far from all active cells but those at the rim nothing can be said.
        if profile.iter().any(|part| part.centres > 0.0) {
            scales.push((2 * radius + 1) as f64);
            profiles.push(profile);
        }
    }
    let parts = parts_of((rows, cols));
    let without = |part: usize| profiles.iter().map(|p| mean(p, Some(part))).collect();
    Scaling {
        scales,
        falling: false,
        log_measures: profiles.iter().map(|profile| mean(profile, None)).collect(),
        without_part: (0..parts * parts).map(without).collect(),
        corrections: vec![Correction::Lattice, Correction::Edge],
    }
    .estimate()
}

/// The windows about the active cells of one part of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Profile {
    /// Active cells whose window lies in the grid.
    centres: f64,
    /// Active cells in all of these windows.
    mass: f64,
}

impl Profile {
    /// The profiles of all parts for one radius.
    fn take(sliding: &Sliding<'_>, radius: usize) -> Vec<Self> {
        let cells = sliding.cells;
        let parts = parts_of((cells.rows, cells.cols));
        let mut profiles = vec![Self::default(); parts * parts];
        sliding.for_each_row(|place, boxes| {
            // Places are first cells of a box that wraps, and last ones of a box that does not.
            let (row, first) = if sliding.wraps {
                ((place + radius) % cells.rows, 0)
            } else if (2 * radius..cells.rows).contains(&place) {
                (place - radius, 2 * radius)
            } else {
                return;
            };
            let centres = cells.row(row);
            let (head, tail) = centres.split_at(radius.min(centres.len()));
            let boxes = boxes.get(first..cells.cols).unwrap_or_default();
            let band = row * parts / cells.rows;
            let mut add = |start: usize, centres: &[u8], boxes: &[u32]| {
                for part in 0..parts {
                    let edge = |part: usize| (part * cells.cols).div_ceil(parts);
                    let from = edge(part).clamp(start, start + centres.len()) - start;
                    let to = edge(part + 1).clamp(start, start + centres.len()) - start;
                    let (centres, boxes) = (centres.get(from..to), boxes.get(from..to));
                    let slot = profiles.get_mut(band * parts + part);
                    if let (Some(centres), Some(boxes), Some(slot)) = (centres, boxes, slot) {
                        slot.add(centres, boxes);
                    }
                }
            };
            let (own, wrapped) = boxes.split_at(tail.len().min(boxes.len()));
            // Without wrapping `own` is shorter than the tail, whose end has no whole window.
            add(radius, tail.get(..own.len()).unwrap_or_default(), own);
            if sliding.wraps {
                add(0, head, wrapped);
            }
        });
        profiles
    }

    fn add(&mut self, centres: &[u8], boxes: &[u32]) {
        let count: u64 = centres.iter().map(|centre| u64::from(*centre)).sum();
        let mass: u64 = centres
            .iter()
            .zip(boxes)
            .map(|(centre, mass)| u64::from(*centre) * u64::from(*mass))
            .sum();
        // Whole numbers below 2⁵³: the sums are exact.
        self.centres += count as f64;
        self.mass += mass as f64;
    }
}

/// ln of the mean mass of a window, over all parts but one.
fn mean(profiles: &[Profile], without: Option<usize>) -> f64 {
    let kept = profiles.iter().enumerate().filter(|(part, _)| Some(*part) != without);
    let (centres, mass) = kept.fold((0.0, 0.0), |(centres, mass), (_, profile)| {
        (centres + profile.centres, mass + profile.mass)
    });
    libm::log(mass / centres)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    /// Active cells in the window about a cell, the grid wrapped.
    fn by_hand(mask: &Array2<bool>, (i, j): (usize, usize), radius: usize) -> usize {
        let ((rows, cols), side) = (mask.dim(), 2 * radius + 1);
        let cell = |k: usize| {
            ((i + rows - radius + k / side) % rows, (j + cols - radius + k % side) % cols)
        };
        (0..side * side).filter(|k| mask[cell(*k)]).count()
    }

    #[test]
    fn mean_mass_is_the_count_of_pairs() {
        let mask = Array2::from_shape_fn((17, 21), |(i, j)| (i * i + 3 * j) % 5 < 2);
        let cells = Cells::of(Mask::Cells(mask.view()));
        for boundary in [Boundary::Periodic, Boundary::Neumann] {
            for radius in [0, 1, 3] {
                let sliding = Sliding::new(&cells, 2 * radius + 1, boundary);
                let found = mean(&Profile::take(&sliding, radius), None);
                let fits = |n: usize, index: usize| (radius..n - radius).contains(&index);
                let centres: Vec<usize> = mask
                    .indexed_iter()
                    .filter(|(_, cell)| **cell)
                    .filter(|((i, j), _)| sliding.wraps || (fits(17, *i) && fits(21, *j)))
                    .map(|(cell, _)| by_hand(&mask, cell, radius))
                    .collect();
                let expected = centres.iter().sum::<usize>() as f64 / centres.len() as f64;
                assert!((found - expected.ln()).abs() < 1e-12, "{boundary:?} {radius}");
            }
        }
    }

    #[test]
    fn squares_lines_and_points_have_dimension_2_1_0() {
        for boundary in [Boundary::Periodic, Boundary::Neumann] {
            for (n, expected) in [(128 * 128, 2.0), (128, 1.0), (1, 0.0)] {
                let mask = Array2::from_shape_fn((128, 128), |(i, j)| {
                    expected > 1.5 || (i == 60 && (expected > 0.5 || j == 64))
                });
                assert_eq!(mask.iter().filter(|cell| **cell).count(), n);
                let found = mass_dimension(Mask::Cells(mask.view()), boundary).unwrap();
                assert!((found.value - expected).abs() < 1e-12, "{found:?}");
                assert!(found.reliable);
            }
        }
    }

    #[test]
    fn degenerate_masks_say_why() {
        let of = |rows, cols, value| {
            let mask = Array2::from_elem((rows, cols), value);
            mass_dimension(Mask::Cells(mask.view()), Boundary::Neumann).err()
        };
        assert_eq!(of(9, 0, true), Some(Undefined::NoCells));
        assert_eq!(of(3, 90, true), Some(Undefined::TooSmall { found: 3, wanted: 16 }));
        assert_eq!(of(32, 32, false), Some(Undefined::Empty));
        let mut rim = Array2::from_elem((64, 64), false);
        rim.row_mut(0).fill(true);
        let found = mass_dimension(Mask::Cells(rim.view()), Boundary::Neumann);
        assert_eq!(found, Err(Undefined::TooFewScales { found: 1, wanted: 3 }));
    }
}
