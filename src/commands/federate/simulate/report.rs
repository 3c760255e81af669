//! `run.json` of a federated training, and its table for people.

use crate::commands::federate::simulate::data::Source;
use crate::commands::federate::simulate::tables::lost;
use crate::commands::federate::simulate::trainings::{Cell, Grid};
use crate::commands::simulate::results;
use mfn::config::FederatePlan;
use mfn::federate::task::{Federation, Privacy};
use mfn::format::Provenance;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// What was trained, on what, by whom.
pub(crate) struct Report<'a> {
    pub(crate) plan: &'a FederatePlan,
    pub(crate) source: &'a Source,
    pub(crate) federations: &'a [Federation],
    pub(crate) grid: &'a Grid<'a>,
    pub(crate) provenance: &'a Provenance,
}

impl Report<'_> {
    /// Everything, with the files written and the seconds it took.
    pub(crate) fn value(&self, files: &[(String, u64, String)], seconds: f64) -> Value {
        let resolved = &self.plan.resolved;
        let reference = self.grid.reference.accuracy();
        let mut report = Map::new();
        for (key, value) in [
            ("mfn", json!(self.provenance.version)),
            ("name", json!(resolved.name())),
            ("model", json!(self.provenance.model)),
            ("status", json!("completed")),
            ("seed", results::seed(resolved.seed())),
            ("rng", json!(self.provenance.rng)),
            ("data", self.data()),
            ("clients", self.clients()),
            ("attack_free_accuracy", json!(reference.map(|[mean, ..]| mean))),
            ("chance_accuracy", json!(self.federations.first().map(Federation::chance))),
            ("results", self.results()),
            ("privacy", self.privacy()),
            ("preset_sha256", json!(self.provenance.preset_sha256)),
            ("preset", results::preset_value(resolved.entries())),
            ("files", results::file_values(files)),
            ("timings", json!({"total_s": seconds})),
            ("environment", results::environment()),
        ] {
            report.insert(key.to_owned(), value);
        }
        Value::Object(report)
    }

    fn data(&self) -> Value {
        let examples = &self.source.examples;
        let first = self.federations.first();
        let dropped = first.map(|one| one.standardisation().dropped()).unwrap_or_default();
        let dropped = dropped.iter().map(|d| (d.column.clone(), json!(d.reason)));
        json!({
            "name": self.source.name,
            "sha256": self.source.sha256,
            "rows": examples.rows(),
            "test_rows": first.map(Federation::n_test),
            "classes": examples.classes(),
            "features": first.map(|one| one.standardisation().n_kept()),
            "features_dropped": Value::Object(dropped.collect()),
            "weights": first.map(|one| one.network().n_weights()),
        })
    }

    fn clients(&self) -> Value {
        let settings = &self.plan.settings;
        let rows = |one: &Federation| one.n_rows_of_clients().collect::<Vec<_>>();
        json!({
            "count": settings.clients,
            "byzantine": settings.byzantine,
            "rows": self.federations.iter().map(rows).collect::<Vec<_>>(),
        })
    }

    fn results(&self) -> Value {
        let reference = self.grid.reference.accuracy().map(|[mean, ..]| mean);
        let cells = self.grid.cells.iter().map(|cell| {
            let accuracy = cell.accuracy();
            json!({
                "rule": cell.rule,
                "attack": cell.attack,
                "accuracy": accuracy.map(|[mean, ..]| mean),
                "accuracy_min": accuracy.map(|[_, least, _]| least),
                "accuracy_max": accuracy.map(|[.., most]| most),
                "accuracy_lost_points": lost(cell, reference),
                "loss": cell.loss(),
                "failure": cell.failure(),
            })
        });
        cells.collect()
    }

    /// ε after the last round, of the clients that spent least and most; null without privacy.
    fn privacy(&self) -> Value {
        let settings = &self.plan.settings;
        let Some(Privacy { mechanism, delta }) = settings.privacy else { return Value::Null };
        let spent = self.federations.iter().flat_map(|one| one.spent(&[settings.rounds]));
        let epsilons: Vec<f64> = spent.map(|spent| spent.epsilon).collect();
        json!({
            "epsilon_min": epsilons.iter().copied().reduce(f64::min),
            "epsilon_max": epsilons.iter().copied().reduce(f64::max),
            "delta": delta,
            "noise": mechanism.noise,
            "clip": mechanism.clip,
            "neighbours": "add or remove one row of one client",
            "accountant": "Rényi DP at whole orders, Poisson sampling",
        })
    }
}

/// Final accuracies in per cent, a line a rule.
pub(crate) fn table(plan: &FederatePlan, grid: &Grid<'_>) -> String {
    let head = "accuracy (%)";
    let rules = plan.rules.iter().map(|rule| rule.name.chars().count());
    let first = rules.chain([head.len()]).max().unwrap_or_default();
    let widths: Vec<usize> = plan.attacks.iter().map(|a| a.name.chars().count().max(6)).collect();
    let mut text = format!("{head:first$}");
    for (attack, width) in plan.attacks.iter().zip(&widths) {
        // Writing to a string cannot fail.
        let _ = write!(text, "  {:>width$}", attack.name);
    }
    text.push('\n');
    let mut cells = grid.cells.iter();
    for rule in &plan.rules {
        let _ = write!(text, "{:first$}", rule.name);
        for width in &widths {
            let accuracy = cells.next().and_then(Cell::accuracy);
            let cell = accuracy
                .map_or_else(|| "–".to_owned(), |[mean, ..]| format!("{:.1}", 100.0 * mean));
            let _ = write!(text, "  {cell:>width$}");
        }
        text.push('\n');
    }
    text
}
