//! Why an estimator has no value.

/// Why an estimator has no value for an input: what a table writes beside the null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Undefined {
    /// The field has no cells.
    #[error("the field has no cells")]
    NoCells,
    /// A cell is NaN or infinite.
    #[error("the field holds NaN or infinite values")]
    NotFinite,
    /// All cells have one value.
    #[error("the field is constant")]
    Constant,
    /// No cell is active.
    #[error("no cell is active")]
    Empty,
    /// Every cell is active.
    #[error("every cell is active")]
    Full,
    /// No direction is preferred.
    #[error("no direction is preferred")]
    Isotropic,
    /// The grid has more cells than the estimator can number.
    #[error("the field has {cells} cells: more than can be numbered with 32 bits")]
    TooLarge {
        /// Cells of the grid.
        cells: usize,
    },
    /// A series is too short for the estimator.
    #[error("the series has {found} values: at least {wanted} are needed")]
    TooShort {
        /// Values of the series.
        found: usize,
        /// Values that it needs.
        wanted: usize,
    },
    /// A correlation has not decayed within what was measured.
    #[error("the correlation does not decay within the field or series")]
    Correlated,
    /// The grid is too small for the estimator.
    #[error("the shorter side has {found} cells: at least {wanted} are needed")]
    TooSmall {
        /// Cells of the shorter side.
        found: usize,
        /// Cells that it needs.
        wanted: usize,
    },
    /// Too few scales for a fit.
    #[error("{found} scales can be fitted: at least {wanted} are needed")]
    TooFewScales {
        /// Scales that can be used.
        found: usize,
        /// Scales that a fit needs.
        wanted: usize,
    },
    /// Too few points.
    #[error("there are {found} points: at least {wanted} are needed")]
    TooFewPoints {
        /// Points there are.
        found: usize,
        /// Points that are needed.
        wanted: usize,
    },
    /// A measure has a negative mass.
    #[error("the field has negative values: a measure has none")]
    Negative,
    /// A negative moment of a measure that leaves a box without mass.
    #[error("a box without mass has no negative moment")]
    EmptyBox,
    /// No power law is the best one.
    #[error("the spectrum has no power law")]
    NoPowerLaw,
    /// The number overflows double precision.
    #[error("the value is out of the range of double precision")]
    Overflow,
}
