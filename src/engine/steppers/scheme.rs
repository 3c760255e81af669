//! The schemes by name, with what is known of each.

/// A scheme by name, as written in `time.stepper`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// Forward Euler.
    #[default]
    Euler,
    /// Heun's method, the explicit trapezoidal rule.
    Heun,
    /// The classical Runge–Kutta method of order 4.
    Rk4,
    /// Bogacki–Shampine 3(2) with error control: `time.step` is cut as the tolerance asks for.
    Adaptive,
    /// Strang splitting: half a reaction step, exact diffusion, half a reaction step.
    Strang,
    /// Exponential time differencing of order 4 in Fourier space; periodic grids alone.
    Etdrk4,
    /// Forward Euler with additive white noise.
    EulerMaruyama,
}

impl Scheme {
    /// Every scheme, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::Euler,
        Self::Heun,
        Self::Rk4,
        Self::Adaptive,
        Self::Strang,
        Self::Etdrk4,
        Self::EulerMaruyama,
    ];

    /// Names as written in presets, in the same order.
    pub const NAMES: [&'static str; Self::ALL.len()] =
        ["euler", "heun", "rk4", "adaptive", "strang", "etdrk4", "euler-maruyama"];

    /// The name used in presets.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The scheme of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name() == name)
    }

    /// Order of accuracy in the time step; strong order for additive noise.
    pub fn order(self) -> u32 {
        match self {
            Self::Euler | Self::EulerMaruyama => 1,
            Self::Heun | Self::Strang => 2,
            Self::Adaptive => 3,
            Self::Rk4 | Self::Etdrk4 => 4,
        }
    }

    /// Where it comes from.
    pub fn source(self) -> &'static str {
        match self {
            Self::Euler => "Hundsdorfer & Verwer 2003, §I.2",
            Self::Heun => "Hundsdorfer & Verwer 2003, §II.1 (explicit trapezoidal rule)",
            Self::Rk4 => "Hundsdorfer & Verwer 2003, §II.1 (classical method)",
            Self::Adaptive => "Bogacki & Shampine, Appl. Math. Lett. 2 (1989) 321",
            Self::Strang => "Strang, SIAM J. Numer. Anal. 5 (1968) 506",
            Self::Etdrk4 => {
                "Kassam & Trefethen, SIAM J. Sci. Comput. 26 (2005) 1214, eq. (20)–(24)"
            }
            Self::EulerMaruyama => "Kloeden & Platen 1992, §10.2",
        }
    }

    /// Whether diffusion alone never limits the step.
    pub fn diffuses_exactly(self) -> bool {
        matches!(self, Self::Strang | Self::Etdrk4)
    }

    /// Fields a species that stepping keeps: two states, stages, and the spectra, which are
    /// complex and in double precision.
    pub(crate) fn fields(self) -> (u128, u128) {
        match self {
            Self::Euler | Self::EulerMaruyama | Self::Strang => (2, 0),
            Self::Heun => (4, 0),
            Self::Rk4 | Self::Adaptive => (6, 0),
            // v, a, c and four of N, two reals each, and six quarters of coefficients.
            Self::Etdrk4 => (4, 16),
        }
    }

    /// Coefficients of R(z) = Σ cₙ zⁿ, by which a mode λ is multiplied over a step z = λΔt; `None`
    /// where the scheme chooses its own step or is not of this kind.
    pub(crate) fn amplification(self) -> Option<&'static [f64]> {
        match self {
            Self::Euler | Self::EulerMaruyama => Some(&[1.0, 1.0]),
            Self::Heun => Some(&[1.0, 1.0, 0.5]),
            // Strang's reaction is one step of the classical method over half a step each.
            Self::Rk4 | Self::Strang => Some(&[1.0, 1.0, 0.5, 1.0 / 6.0, 1.0 / 24.0]),
            Self::Adaptive | Self::Etdrk4 => None,
        }
    }
}
