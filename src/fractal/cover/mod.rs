//! Covers of a set by boxes of every size at every place: box-counting dimension, lacunarity.

mod counts;
mod ladder;
mod sliding;

pub use crate::fractal::cover::counts::BoxCounts;
pub(crate) use crate::fractal::cover::counts::parts_of;
pub(crate) use crate::fractal::cover::ladder::Ladder;
pub(crate) use crate::fractal::cover::sliding::{Cells, Sliding};

use crate::fractal::Correction;
use crate::fractal::DimensionEstimate;
use crate::fractal::Mask;
use crate::fractal::Scaling;
use crate::fractal::Undefined;
use crate::fractal::cover::counts::Census;
use crate::grid::Boundary;

/// Which of the covers over all offsets of the grid of boxes is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cover {
    /// The one with the fewest boxes: closest to the fewest boxes that cover the set at all.
    #[default]
    Minimum,
    /// The mean over the offsets: does not change when the set is shifted.
    Mean,
}

/// Occupied boxes of a ladder of sizes, for all places of the grid of boxes.
///
/// A periodic field is covered with sizes that divide its sides, and boxes wrap: all s² offsets are
/// equivalent and no box is cut. Otherwise boxes may hang over the rim, where no cell is active, so
/// that the set is covered whatever the offset. The sizes: powers of one base that divide both
/// sides (1, 2, 4, … on 2ⁿ cells, 1, 3, 9, … on 3ⁿ), else common divisors, else 1, 2, 4, … without
/// wrapping; up to a quarter of the shorter side, or more if that leaves fewer than four, and to
/// 1024 cells at most.
///
/// The boxes are slid over the grid, so that every offset is counted and none is sampled; the cost
/// is O(cells) a size, about 3 ms for 1024² cells.
///
/// # Reference
///
/// The minimum over offsets: K. Foroutan-pour, P. Dutilleul, D. L. Smith, Appl. Math. Comput. 105
/// (1999) 195. Box counting: K. Falconer, *Fractal Geometry*, 3rd ed., Wiley 2014, §2.1.
///
/// # Examples
///
/// ```
/// use mfn::fractal::{BoxCover, Cover, Mask};
/// use mfn::grid::Boundary;
///
/// let line = ndarray::Array2::from_shape_fn((64, 64), |(row, _)| row == 5);
/// let cover = BoxCover::of(Mask::Cells(line.view()), Boundary::Periodic)?;
/// let minima: Vec<u32> = cover.counts().iter().map(|counts| counts.minimum).collect();
/// assert_eq!(minima, [64, 32, 16, 8, 4]);
/// assert!((cover.dimension(Cover::Minimum)?.value - 1.0).abs() < 1e-12);
/// # Ok::<(), mfn::fractal::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BoxCover {
    counts: Vec<BoxCounts>,
    lacunarity: Vec<f64>,
    wraps: bool,
}

impl BoxCover {
    /// Counts the boxes of every size that `mask` touches.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`]; [`Undefined::TooSmall`] if the shorter side has fewer than 4 cells;
    /// [`Undefined::Empty`] if no cell is active. A NaN is not active ([`Mask`]).
    pub fn of(mask: Mask<'_>, boundary: Boundary) -> Result<Self, Undefined> {
        let ladder = Ladder::of(mask.shape(), boundary)?;
        let cells = Cells::of(mask);
        if cells.active() == 0 {
            return Err(Undefined::Empty);
        }
        let (mut counts, mut lacunarity) = (Vec::new(), Vec::new());
        for size in ladder.sizes {
            let census = Census::take(&Sliding { cells: &cells, size, wraps: ladder.wraps });
            let (places, sum, squares) = census.gliding;
            lacunarity.push(places * squares / (sum * sum));
            counts.push(census.counts);
        }
        Ok(Self { counts, lacunarity, wraps: ladder.wraps })
    }

    /// The occupied boxes of each size, sizes ascending.
    pub fn counts(&self) -> &[BoxCounts] {
        &self.counts
    }

    /// Whether boxes wrap around the grid.
    pub fn wraps(&self) -> bool {
        self.wraps
    }

    /// The box-counting dimension: the slope of ln N(s) on ln 1/s.
    ///
    /// Beside the pure power law a term ∝ s is tried: boxes at the edge of a set with an interior
    /// are only partly filled, N(s) s² = A + s (w + h) + s² for the mean over a convex set of
    /// area A, width w and height h (Steiner), which bends the plot of a disk. The line stays the
    /// result unless the term makes the fit better; [`Scaling::estimate`] says how.
    ///
    /// # Errors
    ///
    /// As [`Scaling::estimate`].
    pub fn dimension(&self, cover: Cover) -> Result<DimensionEstimate, Undefined> {
        let of = |counts: &BoxCounts| match cover {
            Cover::Minimum => (f64::from(counts.minimum), counts.minimum_parts.clone()),
            Cover::Mean => (counts.mean, counts.mean_parts.clone()),
        };
        let counted: Vec<(f64, Vec<f64>)> = self.counts.iter().map(of).collect();
        let n_parts = counted.first().map_or(0, |(_, parts)| parts.len());
        let without = |part: usize| {
            let rest = |(all, parts): &(f64, Vec<f64>)| {
                libm::log(all - parts.get(part).copied().unwrap_or_default())
            };
            counted.iter().map(rest).collect()
        };
        Scaling {
            scales: self.counts.iter().map(|counts| counts.size as f64).collect(),
            falling: true,
            log_measures: counted.iter().map(|(all, _)| libm::log(*all)).collect(),
            without_part: (0..n_parts).map(without).collect(),
            corrections: vec![Correction::Edge],
        }
        .estimate()
    }

    /// The gliding-box lacunarity of each size, sizes ascending.
    ///
    /// Λ(s) = ⟨M²⟩/⟨M⟩² with M the active cells of a box of s × s cells, over all places where it
    /// lies in the grid (all places of a periodic one). 1 for a translationally invariant set,
    /// 1 + (1 − p)/(p s²) for independent cells of density p, larger the more it clusters.
    ///
    /// `None` at a size of which no box in the grid holds an active cell.
    ///
    /// # Reference
    ///
    /// C. Allain, M. Cloitre, Phys. Rev. A 44 (1991) 3552, eq. 4.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::fractal::{BoxCover, Mask};
    /// use mfn::grid::Boundary;
    ///
    /// let board = ndarray::Array2::from_shape_fn((32, 32), |(i, j)| (i + j) % 2 == 0);
    /// let cover = BoxCover::of(Mask::Cells(board.view()), Boundary::Periodic)?;
    /// let found: Vec<f64> = cover.lacunarity().flatten().collect();
    /// assert_eq!(found, [2.0, 1.0, 1.0, 1.0]);
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn lacunarity(&self) -> impl Iterator<Item = Option<f64>> {
        self.lacunarity.iter().map(|value| value.is_finite().then_some(*value))
    }
}

#[cfg(test)]
mod tests;
