//! What a rule gives back.

use crate::federate::Error;
use crate::federate::columns::{Statistic, reduce};
use crate::federate::passes::{combine, squares_from};
use crate::federate::rules::Setting;

/// An aggregate, and what the rule thinks of each row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ruling {
    /// The aggregate, d numbers.
    pub(crate) aggregate: Vec<f64>,
    /// Per row: its score, the smaller the better.
    pub(crate) scores: Vec<f64>,
    /// What the scores are.
    pub(crate) measure: &'static str,
    /// Per row: whether it has a part in the aggregate.
    pub(crate) used: Vec<bool>,
    /// Steps of an iterative rule, and whether it came to rest.
    pub(crate) iterations: Option<(usize, bool)>,
}

/// What rules without a score of their own say of a row.
const DISTANCE: &str = "distance to the aggregate";

impl Ruling {
    /// The mean of all rows, weighted by examples if the setting has some.
    pub(crate) fn mean_of_all(setting: &Setting<'_>) -> Result<Self, Error> {
        let weights = setting.examples.clone().unwrap_or_else(|| vec![1.0; setting.clients()]);
        Self::combination(setting, &weights)
    }

    /// Σ wᵢ xᵢ / Σ wᵢ; the score of a row is its distance to it.
    pub(crate) fn combination(setting: &Setting<'_>, weights: &[f64]) -> Result<Self, Error> {
        let used = weights.iter().map(|weight| *weight > 0.0).collect();
        Self::near(setting, weighted_mean(setting, weights)?, used)
    }

    /// A statistic of each coordinate; the score of a row is its distance to the result.
    pub(crate) fn of_columns(setting: &Setting<'_>, statistic: Statistic) -> Result<Self, Error> {
        let aggregate = reduce(setting.updates, statistic)?;
        Self::near(setting, aggregate, vec![true; setting.clients()])
    }

    /// An aggregate whose scores are the rows' distances to it.
    pub(crate) fn near(
        setting: &Setting<'_>,
        aggregate: Vec<f64>,
        used: Vec<bool>,
    ) -> Result<Self, Error> {
        let squares = squares_from(setting.updates, &aggregate)?;
        let scores = squares.into_iter().map(f64::sqrt).collect();
        Ok(Self { aggregate, scores, measure: DISTANCE, used, iterations: None })
    }

    /// The mean of the rows chosen, weighted by examples if the setting has some.
    pub(crate) fn mean_of(
        setting: &Setting<'_>,
        chosen: &[usize],
        scores: Vec<f64>,
        measure: &'static str,
    ) -> Result<Self, Error> {
        let mut weights = vec![0.0; setting.clients()];
        for row in chosen {
            let examples = setting.examples.as_ref().and_then(|all| all.get(*row));
            if let Some(weight) = weights.get_mut(*row) {
                *weight = examples.copied().unwrap_or(1.0);
            }
        }
        let aggregate = weighted_mean(setting, &weights)?;
        let used = (0..setting.clients()).map(|row| chosen.contains(&row)).collect();
        Ok(Self { aggregate, scores, measure, used, iterations: None })
    }
}

/// Σ wᵢ xᵢ / Σ wᵢ. One row alone comes back to the bit.
fn weighted_mean(setting: &Setting<'_>, weights: &[f64]) -> Result<Vec<f64>, Error> {
    let total: f64 = weights.iter().sum();
    if weights.iter().filter(|weight| **weight > 0.0).count() == 1 {
        let only: Vec<f64> = weights.iter().map(|weight| f64::from(*weight > 0.0)).collect();
        return combine(setting.updates, &only);
    }
    let mut mean = combine(setting.updates, weights)?;
    for value in &mut mean {
        *value /= total;
    }
    Ok(mean)
}
