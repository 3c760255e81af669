//! Krum and Multi-Krum.

use crate::federate::Error;
use crate::federate::distances::Distances;
use crate::federate::rules::selection::krum_v4;
use crate::federate::rules::{Ruling, Setting};

/// Whose definition of Krum's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum KrumVariant {
    /// The paper's: the sum of the squared distances to the n − f − 2 nearest others.
    #[default]
    Blanchard,
    /// ByzFL's: the mean of the squared distances to the n − f − 1 nearest others.
    Byzfl,
    /// MFN v4.1's: the sum of the distances, not squared, in single precision, to the
    /// max(1, n − f − 2) nearest after the smallest entry of the row, in the clients' own order.
    MfnV4,
}

/// What the scores are called.
const MEASURE: &str = "Krum score";

/// The update with the least score.
pub(crate) fn krum(setting: &Setting<'_>, variant: KrumVariant) -> Result<Ruling, Error> {
    let scores = scores(setting, variant)?;
    let chosen = least(&scores, 1);
    Ruling::mean_of(setting, &chosen, scores, MEASURE)
}

/// The mean of the updates with the least scores.
pub(crate) fn multi_krum(
    setting: &Setting<'_>,
    variant: KrumVariant,
    select: Option<usize>,
) -> Result<Ruling, Error> {
    let (n, f) = (setting.clients(), setting.byzantine);
    let taken = match (select, variant) {
        (Some(select), _) => select,
        (None, KrumVariant::Byzfl) => n - f,
        (None, _) => n.saturating_sub(f + 2),
    };
    if taken == 0 || taken > n - f.min(n) {
        return Err(Error::Parameter {
            name: "select",
            found: taken.to_string(),
            wanted: "at least 1 and at most n − f updates",
        });
    }
    let scores = scores(setting, variant)?;
    let chosen = least(&scores, taken);
    Ruling::mean_of(setting, &chosen, scores, MEASURE)
}

fn scores(setting: &Setting<'_>, variant: KrumVariant) -> Result<Vec<f64>, Error> {
    let (n, f) = (setting.clients(), setting.byzantine);
    let all: Vec<usize> = (0..n).collect();
    Ok(match variant {
        KrumVariant::Blanchard => krum_scores(setting.distances()?, &all, n - f - 2),
        KrumVariant::Byzfl => {
            let nearest = n - f - 1;
            let sums = krum_scores(setting.distances()?, &all, nearest);
            // One client alone has no others: its score is 0.
            sums.into_iter().map(|sum| sum / nearest.max(1) as f64).collect()
        }
        KrumVariant::MfnV4 => krum_v4(setting.updates, f)?,
    })
}

/// Per client of `among`: the sum of its squared distances to its `nearest` nearest others there,
/// summed from the smallest.
pub(crate) fn krum_scores(distances: &Distances, among: &[usize], nearest: usize) -> Vec<f64> {
    let score = |client: &usize| {
        let others = among.iter().filter(|other| *other != client);
        let mut squares: Vec<f64> = others.map(|other| distances.square(*client, *other)).collect();
        squares.sort_by(f64::total_cmp);
        squares.iter().take(nearest).sum()
    };
    among.iter().map(score).collect()
}

/// The places of the `count` smallest scores, in the order of the scores; of equal scores the
/// first, which in canonical order depends on the updates alone.
pub(crate) fn least(scores: &[f64], count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..scores.len()).collect();
    let score = |place: &usize| scores.get(*place).copied().unwrap_or(f64::INFINITY);
    places.sort_by(|a, b| score(a).total_cmp(&score(b)));
    places.truncate(count);
    places
}
