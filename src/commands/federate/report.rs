//! The verdicts, as a table or as JSON.

use crate::commands::failure::Failure;
use crate::commands::federate::source::Source;
use crate::commands::output::Output;
use mfn::federate::{Aggregation, Outcome, PreAggregator, Updates as _, Verdict};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Prints what was decided.
pub(crate) fn print(
    aggregation: &Aggregation,
    source: &Source,
    outcome: &Outcome,
    as_json: bool,
    output: &mut Output,
) -> Result<(), Failure> {
    if as_json {
        return output.data(&format!("{:#}\n", document(aggregation, source, outcome)));
    }
    if output.is_quiet() {
        return Ok(());
    }
    output.data(&table(aggregation, source, outcome))
}

fn document(aggregation: &Aggregation, source: &Source, outcome: &Outcome) -> Value {
    let before: Vec<&str> = aggregation.before.iter().map(PreAggregator::name).collect();
    let mut document = json!({
        "rule": aggregation.rule.to_string(),
        "condition": aggregation.rule.condition(),
        "before": before,
        "byzantine": aggregation.byzantine,
        "coordinates": source.coordinates(),
        "measure": outcome.measure,
        "selected": outcome.selected(),
        "rejected": outcome.rejected(),
    });
    if let Some((steps, rests)) = outcome.iterations {
        document["iterations"] = json!(steps);
        document["converged"] = json!(rests);
    }
    let client = |verdict: &Verdict| {
        let mut line = json!({ "client": verdict.client });
        if let Some(name) = source.name(verdict.client) {
            line["name"] = json!(name);
        }
        line["score"] = json!(verdict.score);
        line["rank"] = json!(verdict.rank);
        line["accepted"] = json!(verdict.accepted);
        line["reason"] = json!(verdict.reason);
        line
    };
    document["clients"] = outcome.clients.iter().map(client).collect();
    document
}

fn table(aggregation: &Aggregation, source: &Source, outcome: &Outcome) -> String {
    let name = |client: usize| source.name(client).unwrap_or("").to_owned();
    let width = (0..source.clients()).map(|client| name(client).chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    let mut steps: Vec<&str> = aggregation.before.iter().map(PreAggregator::name).collect();
    let rule = aggregation.rule.to_string();
    steps.push(&rule);
    let (n, f, d) = (source.clients(), aggregation.byzantine, source.coordinates());
    // Writing to a string does not fail.
    let _ = writeln!(text, "{}: n = {n}, f = {f}, d = {d}", steps.join(", then "));
    let _ = writeln!(text, "client  {:width$}  rank  used  verdict", "");
    for verdict in &outcome.clients {
        let rank = verdict.rank.map_or("–".to_owned(), |rank| rank.to_string());
        let used = if verdict.accepted { "yes" } else { "no" };
        let (client, reason) = (verdict.client, &verdict.reason);
        let name = name(client);
        let fate = if verdict.score.is_none() { "rejected: " } else { "" };
        let _ = writeln!(text, "{client:>6}  {name:width$}  {rank:>4}  {used:<4}  {fate}{reason}");
    }
    if let Some((steps, rests)) = outcome.iterations {
        let rest = if rests { "" } else { ", not yet at rest: raise --iterations" };
        let _ = writeln!(text, "{steps} steps{rest}");
    }
    text
}
