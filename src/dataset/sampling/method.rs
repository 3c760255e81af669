//! The sampling methods by name, with their limits.

use crate::dataset::sampling::latin_hypercube;
use crate::dataset::sampling::sobol;

/// How the points of a sweep fill the unit cube.
///
/// | method | points | error of the mean of a smooth function over n points |
/// |---|---|---|
/// | `independent` | uniform, each on its own | n^(−1/2) |
/// | `latin-hypercube` | one in each of n strata of every axis | n^(−1/2), less the additive part |
/// | `sobol` | one in each box of a net | nearly n^(−3/2), for n a power of two |
///
/// # Reference
///
/// A. B. Owen, *Scrambled Net Variance for Integrals of Smooth Functions*, Ann. Stat. 25(4), 1997;
/// M. Stein, *Large Sample Properties of Simulations Using Latin Hypercube Sampling*,
/// Technometrics 29(2), 1987.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Every coordinate is drawn on its own.
    #[default]
    Independent,
    /// On every axis each of n equal strata holds one point.
    LatinHypercube,
    /// Scrambled Sobol' points.
    Sobol,
}

impl Method {
    /// Every method, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Independent, Self::LatinHypercube, Self::Sobol];

    /// Names as written in presets, in the same order.
    pub const NAMES: [&'static str; Self::ALL.len()] = ["independent", "latin-hypercube", "sobol"];

    /// The name used in presets.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The method of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The largest number of points.
    pub fn most_points(self) -> u64 {
        match self {
            Self::Independent => u64::MAX,
            Self::LatinHypercube => latin_hypercube::MOST_POINTS,
            Self::Sobol => sobol::MOST_POINTS,
        }
    }

    /// The largest number of axes.
    pub fn most_dimensions(self) -> usize {
        match self {
            // The axis is one 32-bit word of a counter.
            Self::Independent | Self::LatinHypercube => u32::MAX as usize,
            Self::Sobol => sobol::MOST_DIMENSIONS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_presets() {
        for (name, method) in Method::NAMES.into_iter().zip(Method::ALL) {
            assert_eq!((method.name(), Method::from_name(name)), (name, Some(method)));
        }
        assert_eq!(Method::from_name("Sobol"), None);
    }
}
