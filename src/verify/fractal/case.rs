//! A case before it is measured, and what a measurement of it gives.

use crate::fractal::DimensionEstimate;
use crate::fractal::Estimate;
use crate::fractal::Undefined;
use crate::verify::check::Subject;
use crate::verify::fractal::row::{Coverage, Row, bare, summary};

/// What is known of a case.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Its name among the checks.
    pub(crate) slug: String,
    /// The set, measure, surface or attractor, and its size.
    pub(crate) name: String,
    pub(crate) quantity: &'static str,
    pub(crate) exact: f64,
    pub(crate) tolerance: f64,
    /// Where the exact value is from, why the tolerance is what it is, and what the twin does.
    pub(crate) reference: &'static str,
    pub(crate) because: &'static str,
    pub(crate) twin: &'static str,
}

/// What was measured of a case.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) found: Result<Estimate, Undefined>,
    /// Over the seeds of a random case.
    pub(crate) coverage: Option<Coverage>,
    /// The log–log plot of a dimension.
    pub(crate) plot: Option<DimensionEstimate>,
}

impl From<Result<DimensionEstimate, Undefined>> for Measured {
    fn from(found: Result<DimensionEstimate, Undefined>) -> Self {
        Self {
            found: found.as_ref().map(summary).map_err(|e| *e),
            coverage: None,
            plot: found.ok(),
        }
    }
}

impl From<Result<f64, Undefined>> for Measured {
    fn from(found: Result<f64, Undefined>) -> Self {
        Self { found: found.map(bare), coverage: None, plot: None }
    }
}

/// Measures every case of a group, in order; of the twin, with the fault that each case states.
pub(crate) type MeasureAll = dyn Fn(Subject) -> Vec<Measured> + Send + Sync;

/// Cases that are measured together.
pub(crate) struct Group {
    pub(crate) cases: Vec<Case>,
    pub(crate) measure: Box<MeasureAll>,
}

impl Group {
    pub(crate) fn new(
        cases: Vec<Case>,
        measure: impl Fn(Subject) -> Vec<Measured> + Send + Sync + 'static,
    ) -> Self {
        Self { cases, measure: Box::new(measure) }
    }

    /// Measures ours.
    pub(crate) fn rows(self) -> Vec<Row> {
        let measured = (self.measure)(Subject::Ours);
        self.cases.into_iter().zip(measured).map(|(case, measured)| case.row(&measured)).collect()
    }
}

impl Case {
    /// The line of the table.
    pub(crate) fn row(self, measured: &Measured) -> Row {
        let Self { name, quantity, exact, tolerance, .. } = self;
        let Measured { found, coverage, .. } = *measured;
        Row { name, quantity, exact, found, tolerance, coverage }
    }
}
