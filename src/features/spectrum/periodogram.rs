//! The power of every plane wave of a field.

use crate::features::PairwiseSum;
use crate::features::cells::Cells;
use crate::features::rows::for_each_block;
use crate::fractal::Undefined;
use crate::grid::FieldView;
use crate::spectral::{Plane, PlaneFft};

/// Below this range, relative to its values, a field is constant: its spectrum would be that of
/// rounding errors.
const FLAT: f64 = 1e-12;

/// The power |ŝ|²/n² of every mode of a field, ŝ the discrete Fourier transform of its n cells less
/// their mean: what [`crate::features::Spectrum`], [`crate::features::Angular`] and
/// [`crate::features::Autocorrelation`] are read from.
///
/// The powers add up to the variance. A field that is not periodic is taken as if it were. Cost:
/// O(n log n) and a copy of the field.
#[derive(Debug, Clone, PartialEq)]
pub struct Periodogram {
    /// Above 1 only where [`crate::features::Spectrum`] alone looks at it.
    layers: usize,
    /// Of a layer.
    pub(crate) rows: usize,
    pub(crate) cols: usize,
    /// Between neighbouring cells, in unit length.
    pub(crate) spacing: f64,
    /// Half the field's range: powers are relative to its square, so that none overflows.
    pub(crate) scale: f64,
    /// |ŝ|² of mode (p, q) relative to scale², layers × rows × cols in C order.
    pub(crate) squares: Vec<f64>,
}

impl Periodogram {
    /// The powers of the modes of a field with that distance between cells, in unit length.
    ///
    /// # Errors
    ///
    /// [`Undefined::NoCells`], [`Undefined::NotFinite`], [`Undefined::Constant`] if the field's
    /// range is below 10⁻¹² of its largest value.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::features::Periodogram;
    /// use mfn::grid::FieldView;
    ///
    /// let field = ndarray::array![[0.0, 2.0, 0.0, 2.0]];
    /// let periodogram = Periodogram::of(FieldView::F64(field.view()), 1.0)?;
    /// assert_eq!(periodogram.power(0, 2), 1.0);
    /// # Ok::<(), mfn::fractal::Undefined>(())
    /// ```
    pub fn of(field: FieldView<'_>, spacing: f64) -> Result<Self, Undefined> {
        Self::of_volume(field, 1, spacing)
    }

    /// The same of a volume of so many layers, whose modes have a third number.
    pub(crate) fn of_volume(
        field: FieldView<'_>,
        layers: usize,
        spacing: f64,
    ) -> Result<Self, Undefined> {
        let cells = Cells::of(field)?;
        let (low, high) = cells.range();
        let scale = 0.5 * high - 0.5 * low;
        let is_wavy = scale > 0.5 * FLAT * low.abs().max(high.abs());
        if !is_wavy {
            return Err(Undefined::Constant);
        }
        let (lines, cols) = field.shape();
        let rows = lines.checked_div(layers).ok_or(Undefined::NoCells)?;
        let Plane { re: mut squares, im } = transform(field, layers, scale);
        for (re, im) in squares.iter_mut().zip(&im) {
            *re = *re * *re + im * im;
        }
        Ok(Self { layers, rows, cols, spacing, scale, squares })
    }

    /// The power of p cycles down the rows and q across the columns, counted modulo the sides, in
    /// the field's unit squared.
    pub fn power(&self, p: usize, q: usize) -> f64 {
        self.relative(0, p % self.rows, q % self.cols) * self.norm() * self.scale * self.scale
    }

    fn relative(&self, o: usize, p: usize, q: usize) -> f64 {
        self.squares[(o * self.rows + p) * self.cols + q]
    }

    fn norm(&self) -> f64 {
        let n = self.squares.len() as f64;
        1.0 / (n * n)
    }

    /// Calls `visit` with every mode (o, p, q): the cycles through the layers and along the sides
    /// (not negative), how many modes there are of them, and the mean of their powers, relative to
    /// the field's scale. A plane has one layer.
    ///
    /// A real field has the same power at a mode and its opposite; those that differ in the signs
    /// of o and p are averaged. The order is fixed: by q, then by p, then by o. The mode (0, 0, 0)
    /// is the first.
    pub(crate) fn for_each_mode(&self, mut visit: impl FnMut([usize; 3], u64, f64)) {
        let (layers, rows, cols, norm) = (self.layers, self.rows, self.cols, self.norm());
        let both = |o: usize, p: usize, q: usize| {
            self.relative(o, p, q) + self.relative(o, (rows - p) % rows, q)
        };
        for q in 0..=cols / 2 {
            for p in 0..=rows / 2 {
                for o in 0..=layers / 2 {
                    // Quarters are exact: a plane's two equal parts give the same bits.
                    let mean = 0.25 * (both(o, p, q) + both((layers - o) % layers, p, q)) * norm;
                    let n_modes = n_alike(o, layers) * n_alike(p, rows) * n_alike(q, cols);
                    visit([o, p, q], n_modes, mean);
                }
            }
        }
    }

    /// Cells along the longest side.
    pub(crate) fn side(&self) -> usize {
        self.layers.max(self.rows).max(self.cols)
    }

    /// The stretch of cycles along the rows and along the columns to cycles along the longest side.
    pub(crate) fn stretch(&self) -> [f64; 2] {
        [self.rows, self.cols].map(|cells| self.side() as f64 / cells as f64)
    }

    /// The same through the layers.
    pub(crate) fn stretch_inward(&self) -> f64 {
        self.side() as f64 / self.layers as f64
    }
}

/// How many of ±p there are on a side of n cells: 0 and n / 2 are their own opposites.
fn n_alike(p: usize, n: usize) -> u64 {
    if p == 0 || 2 * p == n { 1 } else { 2 }
}

/// The transform of the field less its mean, divided by `scale`.
fn transform(field: FieldView<'_>, layers: usize, scale: f64) -> Plane {
    let (rows, cols) = field.shape();
    let mut sum = PairwiseSum::new(rows * cols);
    for_each_block(field, 1.0, |block| {
        for value in &mut *block {
            *value /= scale;
        }
        sum.push(block);
    });
    let mean = sum.total().unwrap_or_default() / (rows * cols) as f64;
    let mut plane = Plane::new(rows * cols);
    for (row, line) in plane.re.chunks_exact_mut(cols).enumerate() {
        field.map_row(row, line, |value| value / scale - mean);
    }
    PlaneFft::volume(layers, rows / layers.max(1), cols).forward(&mut plane);
    plane
}
