//! Colour maps: from a position between 0 and 1 to a colour.

/// A colour: red, green and blue, 0 to 255 (sRGB).
pub(crate) type Rgb = [u8; 3];

/// A colour map that grows evenly in lightness, so that it survives print and colour blindness.
///
/// # Reference
///
/// S. van der Walt and N. Smith, *A better default colormap for matplotlib*, `SciPy` 2015 (viridis,
/// magma, inferno, plasma); J. R. Nuñez et al., `PLoS` ONE 13, e0199239, 2018 (cividis);
/// C. A. Brewer, `ColorBrewer` 2.0 (greys).
///
/// # Examples
///
/// ```
/// use mfn::plot::ColorMap;
/// assert_eq!(ColorMap::from_name("viridis"), Some(ColorMap::Viridis));
/// assert_eq!(ColorMap::Viridis.color(0.0), [68, 1, 84]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorMap {
    /// Violet to yellow.
    #[default]
    Viridis,
    /// Black over purple to cream.
    Magma,
    /// Black over red to pale yellow.
    Inferno,
    /// Blue over pink to yellow.
    Plasma,
    /// Blue over grey to yellow: the same to all eyes.
    Cividis,
    /// White to black.
    Greys,
}

impl ColorMap {
    /// All colour maps, in the order of the documentation.
    pub const ALL: [Self; 6] =
        [Self::Viridis, Self::Magma, Self::Inferno, Self::Plasma, Self::Cividis, Self::Greys];

    /// The name used in presets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Viridis => "viridis",
            Self::Magma => "magma",
            Self::Inferno => "inferno",
            Self::Plasma => "plasma",
            Self::Cividis => "cividis",
            Self::Greys => "greys",
        }
    }

    /// The colour map of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|map| map.name() == name)
    }

    /// The colour at `position`, 0 to 1, in 256 levels; outside the nearer end; NaN is
    /// [`missing`](Self::missing).
    pub fn color(self, position: f64) -> [u8; 3] {
        if position.is_nan() { self.missing() } else { self.level(level(position, 256), 256) }
    }

    /// The colour of a cell whose value is NaN: a grey that the map does not contain (a red for
    /// the map of greys).
    pub fn missing(self) -> [u8; 3] {
        match self {
            Self::Greys => [214, 96, 77],
            _ => [204, 204, 204],
        }
    }

    /// Colour number `index` of `count` colours evenly spread over the map.
    pub(crate) fn level(self, index: usize, count: usize) -> Rgb {
        let gradient = match self {
            Self::Viridis => colorous::VIRIDIS,
            Self::Magma => colorous::MAGMA,
            Self::Inferno => colorous::INFERNO,
            Self::Plasma => colorous::PLASMA,
            Self::Cividis => colorous::CIVIDIS,
            Self::Greys => colorous::GREYS,
        };
        gradient.eval_rational(index, count).into_array()
    }
}

/// The level, of `count`, that is nearest to `position` (0 to 1, not NaN).
pub(crate) fn level(position: f64, count: usize) -> usize {
    (position.clamp(0.0, 1.0) * (count - 1) as f64).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_map_is_found_by_its_name() {
        for map in ColorMap::ALL {
            assert_eq!(ColorMap::from_name(map.name()), Some(map));
        }
        assert_eq!(ColorMap::from_name("jet"), None);
    }

    #[test]
    fn ends_are_the_published_colours() {
        let ends = [
            (ColorMap::Viridis, [68, 1, 84], [253, 231, 37]),
            (ColorMap::Magma, [0, 0, 4], [252, 253, 191]),
            (ColorMap::Inferno, [0, 0, 4], [252, 255, 164]),
            (ColorMap::Plasma, [13, 8, 135], [240, 249, 33]),
            (ColorMap::Greys, [255, 255, 255], [0, 0, 0]),
        ];
        for (map, low, high) in ends {
            assert_eq!((map.color(0.0), map.color(1.0)), (low, high), "{}", map.name());
            assert_eq!((map.color(-3.0), map.color(f64::INFINITY)), (low, high));
        }
    }

    #[test]
    fn lightness_is_monotonic() {
        for map in ColorMap::ALL {
            let lightness: Vec<f64> =
                (0..=8).map(|i| luma(map.color(f64::from(i) / 8.0))).collect();
            let steps: Vec<f64> = lightness.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let one_way = steps.iter().all(|step| step.signum() == steps[0].signum());
            assert!(one_way, "{}: {lightness:?}", map.name());
        }
    }

    #[test]
    fn missing_is_far_from_every_level() {
        for map in ColorMap::ALL {
            let nearest = (0..256).map(|i| distance(map.level(i, 256), map.missing())).min();
            assert!(nearest >= Some(70), "{}: {nearest:?}", map.name());
            assert_eq!(map.color(f64::NAN), map.missing());
        }
    }

    fn luma([red, green, blue]: Rgb) -> f64 {
        0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)
    }

    fn distance(a: Rgb, b: Rgb) -> u32 {
        a.iter().zip(b).map(|(&x, y)| u32::from(x.abs_diff(y))).sum()
    }
}
