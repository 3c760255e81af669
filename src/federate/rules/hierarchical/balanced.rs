//! The corrected variant: clusters of equal size, and a bound that is enforced.

use crate::federate::Error;
use crate::federate::chance::keyed_order;
use crate::federate::columns::{Statistic, reduce};
use crate::federate::distances::Distances;
use crate::federate::passes::combine;
use crate::federate::rules::hierarchical::{HierarchicalKrum, KRUM_SHARE};
use crate::federate::rules::selection::{krum_scores, least};
use crate::federate::rules::{Ruling, Setting};
use crate::federate::updates::Rows;
use crate::rng::Purpose;

/// The number of clusters: the one given, or of those whose bound holds the one for which
/// n²/C + C² is least.
///
/// The bound says that any f Byzantine clients are withstood, wherever they are. A cluster of m
/// clients withstands f₁ = ⌊(m − 3)/2⌋. Spoiling a cluster's pick takes f₁ + 1 clients, so f of
/// them spoil at most f₂ = ⌊f/(f₁ + 1)⌋ clusters, and Krum over the C picks needs C ≥ 2f₂ + 3.
pub(crate) fn clusters(
    given: Option<usize>,
    clients: usize,
    byzantine: usize,
) -> Result<usize, Error> {
    let holds = |count: &usize| {
        let smallest = clients / count;
        smallest >= 3 && *count >= 2 * spoilt_clusters(smallest, byzantine) + 3
    };
    let cost = |count: &usize| clients * clients / count + count * count;
    let range = given.map_or(3..=clients / 3, |count| count..=count);
    range.filter(holds).min_by_key(cost).ok_or_else(|| {
        let count = given.map_or("any number of".to_owned(), |count| count.to_string());
        let rule = format!("hierarchical-krum ({count} clusters)");
        let needs = "m ≥ 3 and C ≥ 2⌊f/(⌊(m − 3)/2⌋ + 1)⌋ + 3 for C clusters of m clients";
        Error::Condition { rule, needs, clients, byzantine }
    })
}

/// Clusters whose pick f clients can spoil.
fn spoilt_clusters(size: usize, byzantine: usize) -> usize {
    byzantine / (withstood(size) + 1)
}

/// Byzantine clients that Krum in a cluster of this size withstands.
fn withstood(size: usize) -> usize {
    size.saturating_sub(3) / 2
}

pub(crate) fn rule(parameters: &HierarchicalKrum, setting: &Setting<'_>) -> Result<Ruling, Error> {
    let n = setting.clients();
    let clusters = clusters(parameters.clusters, n, setting.byzantine)?;
    let order = keyed_order(n, parameters.seed, Purpose::FederatedClusters);
    let (mut picks, mut scores) = (Vec::new(), vec![0.0; n]);
    for cluster in 0..clusters {
        let mut members: Vec<usize> =
            order.iter().copied().skip(cluster).step_by(clusters).collect();
        members.sort_unstable();
        let (pick, own) = krum_among(setting, &members, withstood(members.len()))?;
        picks.extend(pick);
        for (member, score) in members.iter().zip(own) {
            if let Some(place) = scores.get_mut(*member) {
                *place = score;
            }
        }
    }
    picks.sort_unstable();
    let spoilt = spoilt_clusters(n / clusters, setting.byzantine);
    let (winner, _) = krum_among(setting, &picks, spoilt)?;
    let only: Vec<f64> = (0..n).map(|row| f64::from(Some(row) == winner)).collect();
    let krum = combine(setting.updates, &only)?;
    let median = reduce(&Rows::new(setting.updates, picks.clone()), Statistic::Median)?;
    let mixed = krum.iter().zip(&median);
    let aggregate = mixed.map(|(k, m)| KRUM_SHARE * k + (1.0 - KRUM_SHARE) * m).collect();
    let used = (0..n).map(|row| picks.contains(&row)).collect();
    let measure = "Krum score in its cluster";
    Ok(Ruling { aggregate, scores, measure, used, iterations: None })
}

/// Krum's pick among some rows, and their scores. Only their distances from each other are
/// measured.
fn krum_among(
    setting: &Setting<'_>,
    members: &[usize],
    byzantine: usize,
) -> Result<(Option<usize>, Vec<f64>), Error> {
    let rows = Rows::new(setting.updates, members.to_vec());
    let all: Vec<usize> = (0..members.len()).collect();
    let nearest = members.len() - byzantine - 2;
    let scores = krum_scores(&Distances::between(&rows)?, &all, nearest);
    let place = least(&scores, 1).into_iter().next();
    Ok((place.and_then(|place| members.get(place)).copied(), scores))
}
