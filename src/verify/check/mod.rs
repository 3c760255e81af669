//! A check: a claim, the number found, the number expected, and a wrong implementation that fails.
//!
//! A check that cannot fail shows nothing. So each is written once, with the implementation that
//! it looks at as an argument, and run against two: ours, which has to pass, and a twin with a
//! stated fault, which has to fail ([`Check::prove`]).

mod figure;
mod finding;
mod suite;

pub use crate::verify::check::figure::{Curve, Figure, FigureAxis, Mark};
pub use crate::verify::check::finding::{Finding, Obstacle};
pub use crate::verify::check::suite::{Effort, Suite};

use std::fmt;

/// Which implementation a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Ours.
    Ours,
    /// One with the fault that [`Check::twin`] states.
    Twin,
}

impl Subject {
    /// The one or the other.
    pub fn pick<T>(self, ours: T, twin: T) -> T {
        match self {
            Self::Ours => ours,
            Self::Twin => twin,
        }
    }
}

type Measure = dyn Fn(Subject) -> Result<Finding, Obstacle> + Send + Sync;

/// A check.
///
/// # Examples
///
/// ```
/// use mfn::verify::{Check, Effort, Finding, Suite};
/// let check = Check::new(Suite::Features, "pi", |subject| {
///     let found = subject.pick(std::f64::consts::PI, 3.0);
///     Ok(Finding::new(found, 3.14159, 1e-5))
/// })
/// .claim("π to five digits")
/// .reference("Archimedes, Measurement of a Circle")
/// .because("five digits are stated")
/// .twin("π is 3");
/// assert!(check.run().unwrap().passes());
/// assert!(check.prove().is_caught());
/// assert_eq!(check.effort, Effort::Quick);
/// ```
pub struct Check {
    /// The suite that it belongs to.
    pub suite: Suite,
    /// Its name, unlike any other of the suite.
    pub name: String,
    /// What it claims.
    pub claim: String,
    /// Where the expected number is from.
    pub reference: &'static str,
    /// Why the tolerance is what it is.
    pub because: &'static str,
    /// What is wrong in the twin.
    pub twin: &'static str,
    /// Whether it is among the quick ones.
    pub effort: Effort,
    measure: Box<Measure>,
}

impl Check {
    /// A quick check without words.
    pub fn new(
        suite: Suite,
        name: impl Into<String>,
        measure: impl Fn(Subject) -> Result<Finding, Obstacle> + Send + Sync + 'static,
    ) -> Self {
        Self {
            suite,
            name: name.into(),
            claim: String::new(),
            reference: "",
            because: "",
            twin: "",
            effort: Effort::Quick,
            measure: Box::new(measure),
        }
    }

    /// What it claims.
    #[must_use]
    pub fn claim(self, claim: impl Into<String>) -> Self {
        Self { claim: claim.into(), ..self }
    }

    /// Where the expected number is from.
    #[must_use]
    pub fn reference(self, reference: &'static str) -> Self {
        Self { reference, ..self }
    }

    /// Why the tolerance is what it is.
    #[must_use]
    pub fn because(self, because: &'static str) -> Self {
        Self { because, ..self }
    }

    /// What is wrong in the twin.
    #[must_use]
    pub fn twin(self, twin: &'static str) -> Self {
        Self { twin, ..self }
    }

    /// Leaves it to `--full`.
    #[must_use]
    pub fn slow(self) -> Self {
        Self { effort: Effort::Full, ..self }
    }

    /// `suite/name`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.suite.name(), self.name)
    }

    /// Looks at ours.
    ///
    /// # Errors
    ///
    /// Why there is no number.
    pub fn run(&self) -> Result<Finding, Obstacle> {
        (self.measure)(Subject::Ours)
    }

    /// Looks at the twin.
    pub fn prove(&self) -> Proof {
        Proof((self.measure)(Subject::Twin))
    }
}

impl fmt::Debug for Check {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Check").field("id", &self.id()).finish_non_exhaustive()
    }
}

/// What a check found of its twin.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof(pub Result<Finding, Obstacle>);

impl Proof {
    /// Whether the fault was seen: a number out of tolerance, or an implementation that broke.
    pub fn is_caught(&self) -> bool {
        match &self.0 {
            Ok(finding) => !finding.passes(),
            Err(Obstacle::Broke(_)) => true,
            Err(Obstacle::NotRun(_)) => false,
        }
    }
}
