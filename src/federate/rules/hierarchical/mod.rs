//! Krum on two levels: in clusters of clients, then over the clusters' picks.

mod balanced;
mod v4;

use crate::federate::Error;
use crate::federate::rules::{Ruling, Setting};

/// Krum in clusters, then 0.7 of the Krum pick and 0.3 of the median of the clusters' picks.
///
/// Costs n²d/C + C²d for C clusters instead of n²d.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HierarchicalKrum {
    /// How clusters are made and what is demanded of them.
    pub variant: HierarchicalVariant,
    /// Clusters, C. If left out, v4.1's 100, or of those numbers whose bound holds the cheapest.
    pub clusters: Option<usize>,
    /// Seed of the assignment of clients to clusters.
    pub seed: u64,
}

/// How clusters are made and what is demanded of them.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum HierarchicalVariant {
    /// Clusters whose sizes differ by at most one, assigned by a keyed permutation of the clients;
    /// refused unless any f Byzantine clients are withstood, wherever they are.
    Balanced,
    /// MFN v4.1's: independent draws, so clusters may be empty or hold one client; f of a cluster
    /// is max(1, ⌊size · fraction⌋); nothing is refused. Bit for bit as v4.1 in single precision.
    MfnV4 {
        /// The assumed fraction of Byzantine clients in every cluster.
        byzantine_fraction: f64,
        /// Fraction of the clients that is drawn if there are more than 1000.
        sample_fraction: f64,
    },
}

/// Share of the Krum pick in the result; the rest is the median's.
const KRUM_SHARE: f64 = 0.7;

impl HierarchicalKrum {
    pub(crate) fn rule(&self, setting: &Setting<'_>) -> Result<Ruling, Error> {
        match self.variant {
            HierarchicalVariant::Balanced => balanced::rule(self, setting),
            HierarchicalVariant::MfnV4 { byzantine_fraction, sample_fraction } => {
                let fractions = v4::Fractions { byzantine_fraction, sample_fraction };
                v4::rule(self, fractions, setting)
            }
        }
    }

    /// Checks the parameters, and for the balanced variant the bound on f.
    pub(crate) fn check(&self, clients: usize, byzantine: usize) -> Result<(), Error> {
        if self.clusters == Some(0) {
            let found = "0".to_owned();
            return Err(Error::Parameter { name: "clusters", found, wanted: "at least 1" });
        }
        match self.variant {
            HierarchicalVariant::Balanced => {
                balanced::clusters(self.clusters, clients, byzantine).map(|_| ())
            }
            HierarchicalVariant::MfnV4 { byzantine_fraction, sample_fraction } => {
                v4::Fractions { byzantine_fraction, sample_fraction }.check()
            }
        }
    }
}
