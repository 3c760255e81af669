//! What a check found.

use crate::verify::check::figure::Figure;

/// A number, what it ought to be, and how far off it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The number found.
    pub found: f64,
    /// The number expected.
    pub expected: f64,
    /// The largest difference that passes.
    pub tolerance: f64,
    /// The unit of the three.
    pub unit: &'static str,
    /// A 95 % interval of the number found, where it is a sample's.
    pub interval: Option<(f64, f64)>,
    /// What else ought to be known.
    pub note: Option<String>,
    /// The picture behind the number.
    pub figure: Option<Figure>,
}

impl Finding {
    /// A number without a unit.
    pub fn new(found: f64, expected: f64, tolerance: f64) -> Self {
        Self { found, expected, tolerance, unit: "1", interval: None, note: None, figure: None }
    }

    /// A distance, count or error that ought to be 0 and may be at most so large.
    pub fn at_most(found: f64, tolerance: f64) -> Self {
        Self::new(found, 0.0, tolerance)
    }

    /// A count of what must not be: cells that differ, steps at which an energy rose.
    pub fn none(count: usize) -> Self {
        Self::new(count as f64, 0.0, 0.0)
    }

    /// The same in a unit.
    #[must_use]
    pub fn unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// The same with a 95 % interval.
    #[must_use]
    pub fn interval(self, interval: (f64, f64)) -> Self {
        Self { interval: Some(interval), ..self }
    }

    /// The same with a word.
    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// The same with a picture.
    #[must_use]
    pub fn figure(self, figure: Figure) -> Self {
        Self { figure: Some(figure), ..self }
    }

    /// Found less expected.
    pub fn error(&self) -> f64 {
        self.found - self.expected
    }

    /// Whether the number is within the tolerance; a number that is none is not.
    pub fn passes(&self) -> bool {
        self.error().abs() <= self.tolerance
    }
}

/// Why a check has no number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// It could not be run here.
    #[error("not run: {0}")]
    NotRun(String),
    /// What it looks at failed.
    #[error("{0}")]
    Broke(String),
}

impl Obstacle {
    /// What the implementation said when it failed.
    pub fn broke(error: impl std::fmt::Display) -> Self {
        Self::Broke(error.to_string())
    }
}

impl From<crate::engine::Error> for Obstacle {
    fn from(error: crate::engine::Error) -> Self {
        Self::broke(error)
    }
}

impl From<crate::engine::StepError> for Obstacle {
    fn from(error: crate::engine::StepError) -> Self {
        Self::broke(error)
    }
}

impl From<crate::grid::Error> for Obstacle {
    fn from(error: crate::grid::Error) -> Self {
        Self::broke(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_that_is_none_does_not_pass() {
        assert!(!Finding::new(f64::NAN, 1.0, f64::INFINITY).passes());
        assert!(!Finding::new(f64::INFINITY, 1.0, 1e300).passes());
        assert!(Finding::none(0).passes());
        assert!(!Finding::none(1).passes());
        assert!(Finding::new(2.04, 2.0, 0.05).passes());
        assert!(!Finding::new(2.06, 2.0, 0.05).passes());
    }
}
