//! Which neighbours the discrete Laplacian sees.

/// A second-order discretisation of ∇² on square or cubic cells of side h.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stencil {
    /// Four neighbours in a plane: (Σ arms − 4 s)/h². Its error, (h²/12)(∂ₓ⁴ + ∂ᵧ⁴) s, depends on
    /// the direction.
    ///
    /// R. J. LeVeque, *Finite Difference Methods*, SIAM 2007, §3.2.
    #[default]
    FivePoint,
    /// Eight neighbours in a plane: (4 Σ arms + Σ corners − 20 s)/(6 h²). Its error,
    /// (h²/12) ∇⁴s, is the same in every direction.
    ///
    /// LeVeque, §3.5, eq. (3.17).
    NinePoint,
    /// Six neighbours in a volume: (Σ arms − 6 s)/h².
    SevenPoint,
    /// Twenty-six neighbours in a volume: (14 Σ arms + 3 Σ edges + Σ corners − 128 s)/(30 h²). Its
    /// error is (h²/12) ∇⁴s; where nothing changes across the layers it is the nine-point stencil.
    ///
    /// W. F. Spotz, G. F. Carey, *Numer. Methods Partial Differ. Equ.* 12 (1996) 235; R. C.
    /// O'Reilly, J. M. Beck, *A family of large-stencil discrete Laplacian approximations in three
    /// dimensions* (2006).
    TwentySevenPoint,
}

impl Stencil {
    /// All stencils, in the order of the documentation.
    pub const ALL: [Self; 4] =
        [Self::FivePoint, Self::NinePoint, Self::SevenPoint, Self::TwentySevenPoint];

    /// The name used in presets.
    pub fn name(self) -> &'static str {
        match self {
            Self::FivePoint => "five-point",
            Self::NinePoint => "nine-point",
            Self::SevenPoint => "seven-point",
            Self::TwentySevenPoint => "twenty-seven-point",
        }
    }

    /// The stencil of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stencil| stencil.name() == name)
    }

    /// The stencils of a plane or a volume, of 2 or 3 dimensions: the plain one, then the isotropic
    /// one.
    pub fn of(dimensions: u32) -> [Self; 2] {
        if dimensions == 3 {
            [Self::SevenPoint, Self::TwentySevenPoint]
        } else {
            [Self::FivePoint, Self::NinePoint]
        }
    }

    /// Number of dimensions, 2 or 3.
    pub fn dimensions(self) -> u32 {
        match self {
            Self::FivePoint | Self::NinePoint => 2,
            Self::SevenPoint | Self::TwentySevenPoint => 3,
        }
    }

    /// Whether the leading error is the same in every direction.
    pub fn is_isotropic(self) -> bool {
        matches!(self, Self::NinePoint | Self::TwentySevenPoint)
    }

    /// What the weights are integers over: the sums of the stencil are divided by this and h².
    pub fn divisor(self) -> f64 {
        match self {
            Self::FivePoint | Self::SevenPoint => 1.0,
            Self::NinePoint => 6.0,
            Self::TwentySevenPoint => 30.0,
        }
    }

    /// h² k̂², what the stencil makes of −h²∇² for a mode with phases k_x h, k_y h, k_z h; in a
    /// plane the last is 0.
    ///
    /// With X = 4 sin²(k_x h/2) and so on it is X + Y + Z, less (XY + YZ + ZX)/6 − XYZ/30 for the
    /// isotropic stencils.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::grid::Stencil;
    /// // Isotropic to the next order: equal along an axis and a diagonal of the cube.
    /// let (k, diagonal) = (0.1, 0.1 / 3.0_f64.sqrt());
    /// let stencil = Stencil::TwentySevenPoint;
    /// let (axis, cube) = (stencil.symbol([k, 0.0, 0.0]), stencil.symbol([diagonal; 3]));
    /// assert!((axis - cube).abs() < 1e-8);
    /// ```
    pub fn symbol(self, phases: [f64; 3]) -> f64 {
        // 1 − cos φ = 2 sin²(φ/2) loses no digits at small φ.
        let [x, y, z] = phases.map(|phase| {
            let sine = libm::sin(0.5 * phase);
            4.0 * sine * sine
        });
        match self {
            Self::FivePoint => x + y,
            Self::NinePoint => x + y - x * y / 6.0,
            Self::SevenPoint => x + y + z,
            Self::TwentySevenPoint => x + y + z - (x * y + y * z + z * x) / 6.0 + x * y * z / 30.0,
        }
    }

    /// The largest h² k̂² of any mode: that of a checkerboard, or of stripes one cell wide.
    pub fn largest_symbol(self) -> f64 {
        match self {
            Self::FivePoint => 8.0,
            Self::NinePoint => 16.0 / 3.0,
            Self::SevenPoint => 12.0,
            Self::TwentySevenPoint => 92.0 / 15.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    #[test]
    fn no_mode_exceeds_the_largest_symbol_and_one_reaches_it() {
        for stencil in Stencil::ALL {
            let depths = if stencil.dimensions() == 3 { 32 } else { 0 };
            let phase = |n: u32| PI * f64::from(n) / 32.0;
            let modes = (0..=32).flat_map(|x| (0..=32).map(move |y| (x, y)));
            let symbols = modes.flat_map(|(x, y)| {
                (0..=depths).map(move |z| stencil.symbol([phase(x), phase(y), phase(z)]))
            });
            let found = symbols.fold(0.0, f64::max);
            assert!((found / stencil.largest_symbol() - 1.0).abs() < 1e-14, "{}", stencil.name());
        }
    }

    #[test]
    fn a_volume_that_is_the_same_in_every_layer_has_the_planes_symbol() {
        let phases = [0.7, 1.9, 0.0];
        for (plane, volume) in Stencil::of(2).into_iter().zip(Stencil::of(3)) {
            assert!((plane.symbol(phases) - volume.symbol(phases)).abs() < 1e-15);
        }
    }
}
