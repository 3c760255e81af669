//! One line of the table: a case, its exact value, and what was found.

use crate::fractal::DimensionEstimate;
use crate::fractal::Estimate;
use crate::fractal::Undefined;

/// How often an interval held the exact value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// Seeds whose 95 % interval held it.
    pub held: u32,
    /// Seeds.
    pub seeds: u32,
}

/// A case of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The set, measure, surface or attractor, and its size.
    pub name: String,
    /// What was measured of it.
    pub quantity: &'static str,
    /// The exact value.
    pub exact: f64,
    /// What was found (the mean over the seeds of a random case), or why nothing.
    pub found: Result<Estimate, Undefined>,
    /// Largest difference from `exact` that passes.
    pub tolerance: f64,
    /// For random cases, over the seeds; `None` for one measurement.
    pub coverage: Option<Coverage>,
}

impl Row {
    /// Found less exact; `None` if nothing was found.
    pub fn error(&self) -> Option<f64> {
        self.found.as_ref().ok().map(|found| found.value - self.exact)
    }

    /// Whether the difference is within the tolerance.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::fractal::Undefined;
    /// use mfn::verify::fractal::Row;
    /// let row = Row {
    ///     name: "line".to_owned(),
    ///     quantity: "D",
    ///     exact: 1.0,
    ///     found: Err(Undefined::Empty),
    ///     tolerance: 0.01,
    ///     coverage: None,
    /// };
    /// assert!(!row.passes());
    /// ```
    pub fn passes(&self) -> bool {
        self.error().is_some_and(|error| error.abs() <= self.tolerance)
    }
}

/// The number, error and interval of a dimension.
pub(crate) fn summary(found: &DimensionEstimate) -> Estimate {
    Estimate { value: found.value, std_error: found.std_error, interval: found.interval }
}

/// A number without an error.
pub(crate) fn bare(value: f64) -> Estimate {
    Estimate { value, std_error: 0.0, interval: (value, value) }
}
