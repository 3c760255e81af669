//! Which neighbours the discrete Laplacian sees.

/// A second-order discretisation of ∇² on square cells of side h.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stencil {
    /// Four neighbours: (Σ arms − 4 s)/h². Its error, −(h²/12)(∂ₓ⁴ + ∂ᵧ⁴) s, depends on the
    /// direction.
    ///
    /// R. J. LeVeque, *Finite Difference Methods*, SIAM 2007, §3.2.
    #[default]
    FivePoint,
    /// Eight neighbours: (4 Σ arms + Σ corners − 20 s)/(6 h²). Its error, −(h²/12) ∇⁴s, is the same
    /// in every direction.
    ///
    /// LeVeque, §3.5, eq. (3.17).
    NinePoint,
}

impl Stencil {
    /// Both stencils, in the order of the documentation.
    pub const ALL: [Self; 2] = [Self::FivePoint, Self::NinePoint];

    /// The name used in presets.
    pub fn name(self) -> &'static str {
        match self {
            Self::FivePoint => "five-point",
            Self::NinePoint => "nine-point",
        }
    }

    /// The stencil of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stencil| stencil.name() == name)
    }

    /// h² k̂², what the stencil makes of −h²∇² for a mode with phases k_x h and k_y h.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::grid::Stencil;
    /// // The nine-point one is isotropic to the next order: equal along an axis and a diagonal.
    /// let (k, diagonal) = (0.1, 0.1 / 2.0_f64.sqrt());
    /// let nine = Stencil::NinePoint;
    /// assert!((nine.symbol(k, 0.0) - nine.symbol(diagonal, diagonal)).abs() < 1e-8);
    /// ```
    pub fn symbol(self, phase_x: f64, phase_y: f64) -> f64 {
        // 1 − cos φ = 2 sin²(φ/2) loses no digits at small φ.
        let part = |phase: f64| 4.0 * libm::sin(0.5 * phase) * libm::sin(0.5 * phase);
        let (x, y) = (part(phase_x), part(phase_y));
        match self {
            Self::FivePoint => x + y,
            Self::NinePoint => x + y - x * y / 6.0,
        }
    }

    /// The largest h² k̂² of any mode, that of the checkerboard or of stripes one cell wide.
    pub fn largest_symbol(self) -> f64 {
        match self {
            Self::FivePoint => 8.0,
            Self::NinePoint => 16.0 / 3.0,
        }
    }
}
