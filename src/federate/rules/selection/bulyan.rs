//! Bulyan: Krum again and again, then a mean around the median.

use crate::federate::Error;
use crate::federate::columns::{Statistic, reduce};
use crate::federate::rules::selection::{krum_scores, least};
use crate::federate::rules::{Ruling, Setting};
use crate::federate::updates::Rows;

/// Picks θ = n − 2f updates, each by Krum among those not yet picked, and gives the mean of the
/// β = θ − 2f values of each coordinate that are nearest to the picks' median.
///
/// With m updates left, a pick looks at the m − f − 2 nearest others. The last picks of the paper's
/// loop leave m = 2f + 1, where that can be none: then the nearest one counts.
pub(crate) fn bulyan(setting: &Setting<'_>) -> Result<Ruling, Error> {
    let (n, f) = (setting.clients(), setting.byzantine);
    let distances = setting.distances()?;
    let mut left: Vec<usize> = (0..n).collect();
    let mut picked = Vec::new();
    while picked.len() < n - 2 * f {
        let nearest = left.len().saturating_sub(f + 2).max(1);
        let place = least(&krum_scores(distances, &left, nearest), 1);
        picked.extend(place.into_iter().map(|place| left.remove(place)));
    }
    picked.sort_unstable();
    let used = (0..n).map(|row| picked.contains(&row)).collect();
    let count = picked.len() - 2 * f;
    let rows = Rows::new(setting.updates, picked);
    let aggregate = reduce(&rows, Statistic::MeanAroundMedian { count })?;
    Ruling::near(setting, aggregate, used)
}
