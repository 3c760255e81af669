//! Multifractal spectra: generalised dimensions D_q, τ(q), and f(α) by the direct method.

mod measure;
mod partition;

pub use crate::fractal::multifractal::measure::Measure;

use crate::fractal::DimensionEstimate;
use crate::fractal::Scaling;
use crate::fractal::Undefined;
use crate::fractal::cover::{Ladder, parts_of};
use crate::fractal::multifractal::partition::{Boxes, LARGEST_ORDER, Ordinates, Partition};
use crate::grid::Boundary;

/// Sizes that must be left when the single cells are not counted as boxes.
const ENOUGH: usize = 5;

/// The scaling of all moments of a measure, orders q = −5, −4, … 5.
///
/// With Pᵢ(s) the share of the mass in box i of side s:
///
/// | of order q | ordinate on ln s | slope |
/// |---|---|---|
/// | [`dimension`](Self::dimension) | ln Σ Pᵠ / (q − 1); Σ P ln P for q = 1 | D_q (Rényi) |
/// | [`tau`](Self::tau) | | τ(q) = (q − 1) D_q |
/// | [`alpha`](Self::alpha) | Σ μ ln P, μ = Pᵠ / Σ Pᵠ | α(q) |
/// | [`f`](Self::f) | Σ μ ln μ | f(α(q)) |
///
/// D₀ is the box dimension of the support, D₁ the information dimension, D₂ the correlation
/// dimension. Boxes begin at the top left and have the sizes of
/// [`BoxCover`](crate::fractal::BoxCover); single cells are left out where five larger sizes
/// remain, because a cell is where the field was sampled, not where it varies. Boxes without mass
/// belong to no moment; if there is one, at any size, negative orders have no value.
///
/// # Reference
///
/// T. C. Halsey, M. H. Jensen, L. P. Kadanoff, I. Procaccia, B. I. Shraiman, Phys. Rev. A 33 (1986)
/// 1141; α and f: A. Chhabra, R. V. Jensen, Phys. Rev. Lett. 62 (1989) 1327, eqs. 5–8.
///
/// # Examples
///
/// ```
/// use mfn::fractal::{Measure, Multifractal};
/// use mfn::grid::{Boundary, FieldView};
///
/// // A cascade: each half of a side gets 0.7 or 0.3 of the mass, so τ(q) = −2 log₂(0.7ᵠ + 0.3ᵠ).
/// let ones = |n: usize| n.count_ones() as i32;
/// let weight = |n: usize| 0.3_f64.powi(ones(n)) * 0.7_f64.powi(6 - ones(n));
/// let field = ndarray::Array2::from_shape_fn((64, 64), |(i, j)| weight(i) * weight(j));
/// let measure = Measure::of_density(FieldView::F64(field.view()))?;
/// let found = Multifractal::of(&measure, Boundary::Periodic)?;
/// let expected = -2.0 * (0.7_f64 * 0.7 + 0.3 * 0.3).log2();
/// assert!((found.dimension(2)?.value - expected).abs() < 1e-9);
/// # Ok::<(), mfn::fractal::Undefined>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Multifractal {
    partitions: Vec<Partition>,
}

impl Multifractal {
    /// The smallest and the largest order q.
    pub const ORDERS: (i32, i32) = (-LARGEST_ORDER, LARGEST_ORDER);

    /// Sums the moments of all sizes. O(cells).
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`]; [`Undefined::TooSmall`] if the shorter side has fewer than 4 cells.
    pub fn of(measure: &Measure, boundary: Boundary) -> Result<Self, Undefined> {
        let ladder = Ladder::of(measure.shape(), boundary)?;
        let finest = usize::from(ladder.sizes.len() > ENOUGH);
        let mut boxes = Boxes::cells(measure.shape(), measure.masses().to_vec());
        let cells = boxes.clone();
        let (parts, mut partitions) = (parts_of(measure.shape()), Vec::new());
        for size in ladder.sizes.into_iter().skip(finest) {
            if size != boxes.size {
                let from = if size.is_multiple_of(boxes.size) { &boxes } else { &cells };
                boxes = from.merged(size / from.size);
            }
            partitions.push(boxes.sums(parts));
        }
        Ok(Self { partitions })
    }

    /// The generalised dimension D_q.
    ///
    /// # Errors
    ///
    /// [`Undefined::EmptyBox`] for q < 0 if a box has no mass; [`Undefined::Overflow`] if q is not
    /// one of the orders or a moment leaves double precision; as [`Scaling::estimate`].
    pub fn dimension(&self, q: i32) -> Result<DimensionEstimate, Undefined> {
        self.scaling(q, |ordinates| ordinates.dimension)
    }

    /// The mass exponent τ(q) = (q − 1) D_q.
    ///
    /// # Errors
    ///
    /// As [`Multifractal::dimension`].
    pub fn tau(&self, q: i32) -> Result<f64, Undefined> {
        Ok(f64::from(q - 1) * self.dimension(q)?.value)
    }

    /// The singularity strength α(q), where the boxes lie that make up the moment of order q.
    ///
    /// # Errors
    ///
    /// As [`Multifractal::dimension`].
    pub fn alpha(&self, q: i32) -> Result<DimensionEstimate, Undefined> {
        self.scaling(q, |ordinates| ordinates.singularity)
    }

    /// The dimension f(α(q)) of those boxes.
    ///
    /// # Errors
    ///
    /// As [`Multifractal::dimension`].
    pub fn f(&self, q: i32) -> Result<DimensionEstimate, Undefined> {
        self.scaling(q, |ordinates| ordinates.spectrum)
    }

    /// The width of the spectrum between two orders, α(q₁) − α(q₂) for q₁ < q₂; 0 for a
    /// monofractal.
    ///
    /// # Errors
    ///
    /// As [`Multifractal::dimension`] for either order.
    pub fn width(&self, q_low: i32, q_high: i32) -> Result<f64, Undefined> {
        Ok(self.alpha(q_low)?.value - self.alpha(q_high)?.value)
    }

    fn scaling(
        &self,
        q: i32,
        ordinate: impl Fn(Ordinates) -> f64,
    ) -> Result<DimensionEstimate, Undefined> {
        if q < 0 && self.partitions.iter().any(|partition| !partition.full) {
            return Err(Undefined::EmptyBox);
        }
        let all = |without: Option<usize>| -> Vec<f64> {
            self.partitions.iter().map(|p| ordinate(p.ordinates(q, without))).collect()
        };
        let n_parts = self.partitions.first().map_or(0, Partition::n_parts);
        let log_measures = all(None);
        if log_measures.iter().any(|value| !value.is_finite()) {
            return Err(Undefined::Overflow);
        }
        Scaling {
            scales: self.partitions.iter().map(|partition| partition.size as f64).collect(),
            falling: false,
            log_measures,
            without_part: (0..n_parts).map(|part| all(Some(part))).collect(),
            corrections: Vec::new(),
        }
        .estimate()
    }
}

#[cfg(test)]
mod tests;
