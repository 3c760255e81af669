//! What is drawn: the quantity's label, its display scale, and how values become colours.

use crate::plot::Error;
use crate::plot::color::ColorMap;
use crate::plot::color::Rgb;

/// Below this width, relative to its ends, a range is drawn as that of a constant field: its
/// colours would show rounding errors.
const NARROWEST: f64 = 1e-12;

/// A physical quantity as it is displayed.
///
/// # Examples
///
/// ```
/// use mfn::plot::{ColorMap, Quantity};
/// let potential = Quantity { label: "V (mV)", scale: 1000.0, color_map: ColorMap::Magma };
/// assert_eq!(potential.scale, 1000.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity<'a> {
    /// The name beside the colour bar, with its unit: `V (mV)`.
    pub label: &'a str,
    /// The factor from stored to displayed values: 1000 from V to mV. Finite, above 0.
    pub scale: f64,
    /// The colour map.
    pub color_map: ColorMap,
}

impl<'a> Quantity<'a> {
    /// A dimensionless quantity in its own units, in viridis.
    pub fn plain(label: &'a str) -> Self {
        Self { label, scale: 1.0, color_map: ColorMap::default() }
    }
}

/// The map from stored values to colours: linear between two ends, clipped outside.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shading {
    /// Lower end, in displayed units.
    pub(crate) low: f64,
    /// Upper end, in displayed units, above `low`.
    pub(crate) high: f64,
    scale: f64,
    pub(crate) color_map: ColorMap,
}

impl Shading {
    /// The shading of `quantity` over `range` (stored units).
    ///
    /// A range of no width is widened about its middle by a tenth of it (by 1 about zero).
    pub(crate) fn new(range: (f64, f64), quantity: &Quantity<'_>) -> Result<Self, Error> {
        let scale = quantity.scale;
        if !(scale.is_finite() && scale > 0.0) {
            return Err(Error::Scale { found: scale });
        }
        let (low, high) = (range.0 * scale, range.1 * scale);
        if !(low.is_finite() && high.is_finite() && low <= high) {
            return Err(Error::Range { low, high });
        }
        let (low, high) = widened(low, high);
        Ok(Self { low, high, scale, color_map: quantity.color_map })
    }

    /// Where a stored value lies on the colour bar: 0 to 1, or NaN.
    pub(crate) fn position(&self, value: f64) -> f64 {
        // Halves, because the width of a range of large numbers can overflow.
        let half = |x: f64| 0.5 * x;
        let fraction =
            (half(value * self.scale) - half(self.low)) / (half(self.high) - half(self.low));
        fraction.clamp(0.0, 1.0)
    }

    /// The colour of a stored value.
    pub(crate) fn color(&self, value: f64) -> Rgb {
        self.color_map.color(self.position(value))
    }
}

/// The range, or one about its value if it has no width to show.
pub(crate) fn widened(low: f64, high: f64) -> (f64, f64) {
    let size = low.abs().max(high.abs());
    if 0.5 * high - 0.5 * low > 0.5 * NARROWEST * size {
        return (low, high);
    }
    let margin = if size > 0.0 { 0.1 * size } else { 1.0 };
    (low - margin, high + margin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_scaled_before_they_are_placed() {
        let potential = Quantity { scale: 1000.0, ..Quantity::plain("V (mV)") };
        let shading = Shading::new((-0.095, 0.005), &potential).unwrap();
        let cases = [(-0.095, 0.0), (-0.045, 0.5), (0.005, 1.0), (-1.0, 0.0), (1.0, 1.0)];
        for (value, position) in cases {
            let found = shading.position(value);
            assert!((found - position).abs() < 1e-12, "{value}: {found}, not {position}");
        }
        assert!((shading.low + 95.0).abs() < 1e-9);
        assert!(shading.position(f64::NAN).is_nan());
    }

    #[test]
    fn constant_range_is_widened_about_its_value() {
        for value in [0.0, 0.3, -70.0, 1e-300] {
            let shading = Shading::new((value, value), &Quantity::plain("u")).unwrap();
            assert!(shading.low < value && value < shading.high);
            assert!((shading.position(value) - 0.5).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn widest_range_keeps_its_middle() {
        let shading = Shading::new((f64::MIN, f64::MAX), &Quantity::plain("u")).unwrap();
        assert!((shading.position(0.0) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn ranges_and_scales_that_are_none_are_refused() {
        let plain = Quantity::plain("u");
        for range in [(1.0, 0.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
            assert!(matches!(Shading::new(range, &plain), Err(Error::Range { .. })));
        }
        for scale in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let quantity = Quantity { scale, ..plain };
            assert!(matches!(Shading::new((0.0, 1.0), &quantity), Err(Error::Scale { .. })));
        }
    }
}
