//! `--plot`: the scores, and the updates on their two main directions.

use crate::commands::failure::{Failure, code};
use mfn::federate::{Aggregation, Outcome, Updates, projection};
use mfn::plot::{ChartAxis, ChartSheet, LineChart, Series, Stroke};

/// Colours of the palette: used, not used.
const COLORS: [usize; 2] = [0, 1];

/// The picture as PNG.
pub(crate) fn draw(
    aggregation: &Aggregation,
    updates: &dyn Updates,
    outcome: &Outcome,
) -> Result<Vec<u8>, Failure> {
    let scored: Vec<usize> = outcome
        .clients
        .iter()
        .filter(|verdict| verdict.score.is_some())
        .map(|verdict| verdict.client)
        .collect();
    if scored.is_empty() {
        return Err(Failure::message(code::NUMBERS, "no client has a score to draw"));
    }
    let places = projection(updates, &scored)?;
    let used = |client: usize| outcome.clients.get(client).is_some_and(|one| one.accepted);
    let mut scores = [Vec::new(), Vec::new()];
    let mut points = [Vec::new(), Vec::new()];
    for (client, place) in scored.iter().zip(places) {
        let score = outcome.clients.get(*client).and_then(|verdict| verdict.score);
        let side = usize::from(!used(*client));
        if let (Some(scores), Some(score)) = (scores.get_mut(side), score) {
            scores.push((*client as f64, score));
        }
        if let Some(points) = points.get_mut(side) {
            points.push(place);
        }
    }
    let clients = roomy("client", scores.iter().flatten().map(|point| point.0));
    let values = score_axis(outcome.measure, scores.iter().flatten().map(|point| point.1));
    let first = roomy("first main direction", points.iter().flatten().map(|point| point.0));
    let second = roomy("second main direction", points.iter().flatten().map(|point| point.1));
    let charts = [
        LineChart::new(clients, values, labelled(scores)),
        LineChart::new(first, second, labelled(points)),
    ];
    let (n, f, d) = (updates.clients(), aggregation.byzantine, updates.coordinates());
    let rejected = outcome.rejected().len();
    let subtitle = format!("n = {n}, f = {f}, d = {d}; {rejected} rejected, not drawn");
    let title = aggregation.rule.to_string();
    let sheet = ChartSheet { title: &title, subtitle: &subtitle, charts: &charts };
    Ok(sheet.png()?)
}

/// A linear axis with room for the marks at its ends.
fn roomy(label: &str, values: impl Iterator<Item = f64> + Clone) -> ChartAxis {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.fold(f64::NEG_INFINITY, f64::max);
    let room = if high > low { 0.04 * (high - low) } else { 1.0 };
    ChartAxis::linear(label).within(low - room, high + room)
}

/// Logarithmic if one score is far above the others, which else would fall on one line.
fn score_axis(label: &str, values: impl Iterator<Item = f64> + Clone) -> ChartAxis {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.clone().fold(f64::NEG_INFINITY, f64::max);
    if low > 0.0 && high > 50.0 * low {
        return ChartAxis::logarithmic(label).within(low / 1.5, high * 1.5);
    }
    roomy(label, values)
}

/// Marks for used and unused clients; a kind without members has no entry.
fn labelled(points: [Vec<(f64, f64)>; 2]) -> Vec<Series> {
    let named = points.into_iter().zip(["used", "not used"]).zip(COLORS);
    let mut series = Vec::new();
    for ((points, label), color) in named.filter(|((points, _), _)| !points.is_empty()) {
        let marks = Series::new(label, points);
        series.push(Series { stroke: Stroke::Points, color: Some(color), ..marks });
    }
    series
}
