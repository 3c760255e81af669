//! The radially averaged power spectrum of a field, and the wavelength that dominates it.

mod band;
mod periodogram;

use crate::grid::FieldView;

pub use crate::features::spectrum::band::Band;
pub use crate::features::spectrum::periodogram::Periodogram;

/// The power of a field's plane waves, averaged over rings of equal wavenumber.
///
/// With ŝ the discrete Fourier transform of the n cells s less their mean, the mode (p, q) has the
/// wavenumber |k| = 2π √((p / L_y)² + (q / L_x)²), with a third term in a volume, and the power
/// |ŝ|² / n², so that the powers of all modes add up to the variance. Bin m holds the modes whose
/// |k| L / 2π rounds to m, with L the longest side; its power is the mean of theirs, so that white
/// noise is flat. A field that is not periodic is taken as if it were: the jump across its rim then
/// adds power that falls as 1 / k².
///
/// Cost: O(n log n) and one copy of the field.
///
/// # Examples
///
/// ```
/// use mfn::features::Spectrum;
/// use mfn::grid::{FieldView, Grid, Padded};
///
/// let grid = Grid::new(32, 64, 0.5)?;
/// let stripes = Padded::from_fn(grid, |_, col| if col % 16 < 8 { 1.0 } else { 0.0 });
/// let spectrum = Spectrum::of(FieldView::from(&stripes), grid.spacing());
/// let peak = spectrum.and_then(|spectrum| spectrum.dominant()).ok_or("no pattern")?;
/// assert_eq!(peak.bin, 4);
/// assert!((peak.wavelength - 8.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum {
    /// The longest side, in unit length.
    length: f64,
    /// Half the field's range, which the powers of the rings are relative to, so that none
    /// overflows.
    scale: f64,
    rings: Vec<Ring>,
}

/// The modes of one bin.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Ring {
    n_modes: u64,
    /// Sum of their powers.
    power: f64,
    /// Sum of their powers times |k| L / 2π.
    weighted: f64,
    /// Sum of their powers times the square of that.
    square_weighted: f64,
}

/// The peak of a spectrum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dominant {
    /// The bin with the largest power.
    pub bin: usize,
    /// Its wavelength L / m, in unit length.
    pub bin_wavelength: f64,
    /// The wavelength of the mean wavenumber of that bin and its two neighbours, in unit length.
    ///
    /// Within a bin modes are weighted by their power, and bins by the mean power of their modes:
    /// a single plane wave is found exactly, wherever between two bins it lies.
    pub wavelength: f64,
}

impl Spectrum {
    /// The spectrum of a field with that distance between cells, in unit length.
    ///
    /// `None` for a field that is constant (its range below 10⁻¹² of its largest value), empty or
    /// not finite: it has no wave.
    pub fn of(field: FieldView<'_>, spacing: f64) -> Option<Self> {
        Self::of_volume(field, 1, spacing)
    }

    /// The spectrum of a volume of that many layers: bins are then shells of equal wavenumber.
    ///
    /// `None` as in [`Spectrum::of`].
    pub fn of_volume(field: FieldView<'_>, layers: usize, spacing: f64) -> Option<Self> {
        let periodogram = Periodogram::of_volume(field, layers, spacing).ok()?;
        Some(Self::from(&periodogram))
    }

    /// The mean power of a mode of each bin, in the field's unit squared; bin 0 is the mean's.
    pub fn power(&self) -> Vec<f64> {
        self.rings.iter().map(|ring| ring.mean_power() * self.scale * self.scale).collect()
    }

    /// The number of modes in each bin.
    pub fn n_modes(&self) -> Vec<u64> {
        self.rings.iter().map(|ring| ring.n_modes).collect()
    }

    /// The wavenumbers from one bin to the next, 2π / L, in 1 / unit length.
    pub fn bin_width(&self) -> f64 {
        2.0 * std::f64::consts::PI / self.length
    }

    /// The peak of the spectrum, the longest wave of several equal ones; `None` without power.
    pub fn dominant(&self) -> Option<Dominant> {
        let mut bin = 0;
        for (index, ring) in self.rings.iter().enumerate() {
            if ring.mean_power() > self.rings[bin].mean_power() {
                bin = index;
            }
        }
        if bin == 0 {
            return None;
        }
        let end = (bin + 2).min(self.rings.len());
        let (mut power, mut weighted) = (0.0, 0.0);
        for ring in self.rings[bin - 1..end].iter().filter(|ring| ring.n_modes > 0) {
            power += ring.mean_power();
            weighted += ring.weighted / ring.n_modes as f64;
        }
        Some(Dominant {
            bin,
            bin_wavelength: self.length / bin as f64,
            wavelength: self.length / (weighted / power),
        })
    }
}

impl From<&Periodogram> for Spectrum {
    fn from(periodogram: &Periodogram) -> Self {
        let ([down, across], inward) = (periodogram.stretch(), periodogram.stretch_inward());
        let mut rings: Vec<Ring> = Vec::new();
        periodogram.for_each_mode(|[o, p, q], n_waves, power| {
            let (z, y, x) = (o as f64 * inward, p as f64 * down, q as f64 * across);
            let wavenumber = (y * y + x * x + z * z).sqrt();
            let bin = wavenumber.round() as usize;
            if bin >= rings.len() {
                rings.resize(bin + 1, Ring::default());
            }
            let (ring, waves) = (&mut rings[bin], n_waves as f64);
            ring.n_modes += n_waves;
            ring.power += waves * power;
            ring.weighted += waves * power * wavenumber;
            ring.square_weighted += waves * power * wavenumber * wavenumber;
        });
        let side = periodogram.side();
        Self { length: side as f64 * periodogram.spacing, scale: periodogram.scale, rings }
    }
}

impl Ring {
    fn mean_power(&self) -> f64 {
        if self.n_modes == 0 { 0.0 } else { self.power / self.n_modes as f64 }
    }
}

#[cfg(test)]
mod tests;
