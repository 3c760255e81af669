//! What is said of each client.

use crate::federate::admission::Rejection;
use crate::federate::middle::upper_median;
use crate::federate::rules::Ruling;

/// The verdict on one client.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The client's number in the source.
    pub client: usize,
    /// Its score, the smaller the better; none if its update was rejected.
    pub score: Option<f64>,
    /// 1 for the smallest score; equal scores have one rank.
    pub rank: Option<usize>,
    /// Whether its update has a part in the aggregate.
    pub accepted: bool,
    /// Whether its update was rejected before a rule saw it.
    pub rejected: bool,
    /// Why, in words.
    pub reason: String,
}

/// The verdicts on all clients, in the order of their numbers.
///
/// `row_of[i]` is the row of the ruling that client `order[i]` went into.
pub(crate) fn verdicts(
    rejections: &[Option<Rejection>],
    order: &[usize],
    row_of: &[usize],
    ruling: &Ruling,
) -> Vec<Verdict> {
    let middle = upper_median(&ruling.scores);
    let score_of = |client: usize| {
        let place = order.iter().position(|other| *other == client)?;
        let row = *row_of.get(place)?;
        Some((*ruling.scores.get(row)?, *ruling.used.get(row)?))
    };
    let scores: Vec<Option<(f64, bool)>> = (0..rejections.len()).map(score_of).collect();
    let verdict = |(client, rejection): (usize, &Option<Rejection>)| {
        if let Some(rejection) = rejection {
            let reason = rejection.to_string();
            return unscored(client, true, reason);
        }
        let Some((score, accepted)) = scores.get(client).copied().flatten() else {
            return unscored(client, false, "not drawn".to_owned());
        };
        let better = scores.iter().flatten().filter(|(other, _)| *other < score).count();
        let reason = reason(ruling.measure, score, middle, accepted);
        let (score, rank) = (Some(score), Some(better + 1));
        Verdict { client, score, rank, accepted, rejected: false, reason }
    };
    rejections.iter().enumerate().map(verdict).collect()
}

fn unscored(client: usize, rejected: bool, reason: String) -> Verdict {
    Verdict { client, score: None, rank: None, accepted: false, rejected, reason }
}

/// `Krum score 3.21, 1.1 times the median: not selected`.
fn reason(measure: &str, score: f64, middle: f64, accepted: bool) -> String {
    let fate = if accepted { "takes part" } else { "not selected" };
    if middle > 0.0 {
        let ratio = score / middle;
        format!("{measure} {score:.4e}, {ratio:.2} times the median: {fate}")
    } else {
        format!("{measure} {score:.4e}: {fate}")
    }
}
