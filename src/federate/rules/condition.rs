//! For which numbers of clients a rule is defined, and resilient.

use crate::federate::Error;
use crate::federate::rules::{HierarchicalVariant, KrumVariant, Rule};

/// A condition in words, and whether it holds for n and f.
type Condition = (&'static str, fn(usize, usize) -> bool);

const NO_BYZANTINE: Condition = ("f = 0, it has no resilience", |n, f| n >= 1 && f == 0);
const MAJORITY: Condition = ("n ≥ 2f + 1", |n, f| n > 2 * f);
const KRUM: Condition = ("n ≥ 2f + 3", |n, f| n >= 2 * f + 3);
const BULYAN: Condition = ("n ≥ 4f + 3", |n, f| n >= 4 * f + 3);
const ANY: Condition = ("n ≥ 1", |n, _| n >= 1);

impl Rule {
    /// The condition on the number of clients n and of Byzantine ones f.
    pub fn condition(&self) -> &'static str {
        self.pair().0
    }

    fn pair(&self) -> Condition {
        match self {
            Self::Mean => NO_BYZANTINE,
            Self::Bulyan => BULYAN,
            Self::Krum(KrumVariant::Blanchard)
            | Self::MultiKrum { variant: KrumVariant::Blanchard, .. } => KRUM,
            Self::Krum(KrumVariant::MfnV4)
            | Self::MultiKrum { variant: KrumVariant::MfnV4, .. } => ANY,
            Self::HierarchicalKrum(parameters) => match parameters.variant {
                // v4.1 states none and refuses nothing; ours depends on the clusters.
                HierarchicalVariant::MfnV4 { .. } => ANY,
                HierarchicalVariant::Balanced => KRUM,
            },
            Self::Median
            | Self::TrimmedMean
            | Self::Meamed
            | Self::GeometricMedian(_)
            | Self::Krum(KrumVariant::Byzfl)
            | Self::MultiKrum { variant: KrumVariant::Byzfl, .. }
            | Self::Mda
            | Self::Monna { .. }
            | Self::CentredClipping(_)
            | Self::Caf
            | Self::Smea => MAJORITY,
        }
    }

    /// Checks the condition.
    ///
    /// # Errors
    ///
    /// [`Error::Condition`] if it does not hold.
    ///
    /// # Examples
    ///
    /// ```
    /// use mfn::federate::{KrumVariant, Rule};
    ///
    /// let error = Rule::Krum(KrumVariant::Blanchard).check(8, 3).unwrap_err();
    /// assert_eq!(error.to_string(), "krum (blanchard) needs n ≥ 2f + 3: n = 8, f = 3");
    /// ```
    pub fn check(&self, clients: usize, byzantine: usize) -> Result<(), Error> {
        let (needs, holds) = self.pair();
        if !holds(clients, byzantine) {
            let rule = self.to_string();
            return Err(Error::Condition { rule, needs, clients, byzantine });
        }
        match self {
            Self::HierarchicalKrum(parameters) => parameters.check(clients, byzantine),
            _ => Ok(()),
        }
    }
}
