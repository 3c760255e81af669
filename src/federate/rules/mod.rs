//! The rules: n updates in, one aggregate out.

mod condition;
mod hierarchical;
mod iterative;
mod names;
mod ruling;
mod selection;
mod setting;
mod spectral;

pub use crate::federate::rules::hierarchical::{HierarchicalKrum, HierarchicalVariant};
pub use crate::federate::rules::iterative::{CentredClipping, GeometricMedian};
pub(crate) use crate::federate::rules::ruling::Ruling;
pub use crate::federate::rules::selection::KrumVariant;
pub(crate) use crate::federate::rules::selection::least;
pub(crate) use crate::federate::rules::setting::Setting;
pub(crate) use crate::federate::rules::spectral::gram;

use crate::federate::Error;
use crate::federate::columns::Statistic;

/// An aggregation rule.
///
/// With n updates x₁ … xₙ in ℝᵈ, of which at most f come from Byzantine clients. Each rule states
/// its condition on n and f ([`condition`](Self::condition)) and is refused outside it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// Σ xᵢ / n. No resilience: one client moves it anywhere, so it needs f = 0.
    ///
    /// H. B. McMahan et al., AISTATS 2017 (FedAvg).
    Mean,
    /// The median of each coordinate; of an even number the mean of the two middle values.
    ///
    /// D. Yin, Y. Chen, R. Kannan, P. Bartlett, ICML 2018, definition 1.
    Median,
    /// The mean of each coordinate without its f smallest and f largest values.
    ///
    /// Yin et al. 2018, definition 2.
    TrimmedMean,
    /// The mean of the n − f values of each coordinate that are nearest to their median.
    ///
    /// C. Xie, O. Koyejo, I. Gupta, *Generalized Byzantine-tolerant SGD*, 2018 (mean around
    /// median).
    Meamed,
    /// The point with the least sum of distances to the updates, by smoothed Weiszfeld steps.
    GeometricMedian(GeometricMedian),
    /// The update with the least score: the sum of squared distances to its nearest others.
    ///
    /// P. Blanchard, E. M. El Mhamdi, R. Guerraoui, J. Stainer, NeurIPS 2017, §3.
    Krum(KrumVariant),
    /// The mean of the updates with the least Krum scores.
    ///
    /// Blanchard et al. 2017, §4.
    MultiKrum {
        /// Whose score.
        variant: KrumVariant,
        /// How many updates are taken; n − f − 2 (blanchard) or n − f (byzfl) if left out.
        select: Option<usize>,
    },
    /// n − 2f picks by Krum, one after the other; then the mean of the n − 4f values of each
    /// coordinate that are nearest to the picks' median.
    ///
    /// E. M. El Mhamdi, R. Guerraoui, S. Rouault, ICML 2018, algorithm 1.
    Bulyan,
    /// The mean of the n − f updates of the least diameter.
    ///
    /// E. M. El Mhamdi et al., *Genuinely distributed Byzantine machine learning*, PODC 2020 (MDA).
    Mda,
    /// The mean of the n − f updates nearest to a trusted one, itself among them.
    ///
    /// S. Farhadkhani et al., *Robust collaborative learning with linear gradient overhead*, ICML
    /// 2023 (MoNNA).
    Monna {
        /// The client whose update is trusted.
        pivot: usize,
    },
    /// A point moved towards the updates, none of which pulls further than a radius.
    CentredClipping(CentredClipping),
    /// Weighted means with the direction of the largest variance weighted down, until n − 2f of
    /// the weight is left; the one of least variance counts.
    ///
    /// Y. Allouah, R. Guerraoui, J. Stephan, *Towards trustworthy federated learning with untrusted
    /// participants*, ICML 2025 (covariance-bound agnostic filter).
    Caf,
    /// The mean of the n − f updates whose scatter has the least largest eigenvalue.
    ///
    /// Y. Allouah et al., *On the privacy-robustness-utility trilemma in distributed learning*,
    /// ICML 2023 (smallest maximum eigenvalue averaging).
    Smea,
    /// Krum in clusters of clients, then Krum and the median of the clusters' picks.
    HierarchicalKrum(HierarchicalKrum),
}

impl Rule {
    /// Aggregates what the setting holds.
    pub(crate) fn rule(&self, setting: &Setting<'_>) -> Result<Ruling, Error> {
        let (n, f) = (setting.clients(), setting.byzantine);
        match self {
            Self::Mean => Ruling::mean_of_all(setting),
            Self::Median => Ruling::of_columns(setting, Statistic::Median),
            Self::TrimmedMean => Ruling::of_columns(setting, Statistic::TrimmedMean { trim: f }),
            Self::Meamed => {
                Ruling::of_columns(setting, Statistic::MeanAroundMedian { count: n - f })
            }
            Self::GeometricMedian(parameters) => parameters.rule(setting),
            Self::Krum(variant) => selection::krum(setting, *variant),
            Self::MultiKrum { variant, select } => {
                selection::multi_krum(setting, *variant, *select)
            }
            Self::Bulyan => selection::bulyan(setting),
            Self::Mda => selection::mda(setting),
            Self::Monna { pivot } => selection::monna(setting, *pivot),
            Self::CentredClipping(parameters) => parameters.rule(setting),
            Self::Caf => spectral::caf(setting),
            Self::Smea => spectral::smea(setting),
            Self::HierarchicalKrum(parameters) => parameters.rule(setting),
        }
    }
}

#[cfg(test)]
mod tests;
