//! `run.json`: what ran, what came out, and where and how long.

use crate::commands::failure::{Failure, code};
use mfn::config::Preset;
use mfn::features::Features;
use mfn::format::Provenance;
use mfn::model::Parameter;
use serde_json::{Map, Value, json};
use std::path::Path;

/// Seconds of each part of a run.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "a unit suffix where a quantity has one")]
pub(crate) struct Timings {
    /// Setting up: initial fields, files.
    pub(crate) set_up_s: f64,
    /// Stepping, with its observers.
    pub(crate) integrate_s: f64,
    /// Writing files and drawing.
    pub(crate) write_s: f64,
}

/// The report of a run.
#[derive(Debug)]
pub(crate) struct Report {
    value: Value,
    n_files: usize,
    seconds: f64,
}

/// What a report is made of.
pub(crate) struct Parts<'a> {
    pub(crate) preset: &'a Preset,
    pub(crate) provenance: &'a Provenance,
    pub(crate) counters: &'a [(&'static str, u64)],
    pub(crate) features: Option<&'a Features>,
    /// What the course of the run comes to; null if nothing was observed.
    pub(crate) observed: Value,
    /// Name, bytes and SHA-256 of every file written.
    pub(crate) files: &'a [(String, u64, String)],
    pub(crate) timings: Timings,
}

impl Report {
    /// Puts the report together.
    pub(crate) fn new(parts: &Parts<'_>) -> Self {
        let Parts { preset, provenance, counters, features, observed, files, timings } = parts;
        let counters: Map<String, Value> =
            counters.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
        let species: Vec<Value> = preset
            .model
            .species()
            .iter()
            .map(|s| json!({"name": s.name, "meaning": s.meaning, "unit": s.unit}))
            .collect();
        let observable = preset.model.species()[preset.model.observable().species].name;
        let value = json!({
            "mfn": provenance.version,
            "name": preset.name,
            "model": provenance.model,
            "status": "completed",
            "stop_reason": "all steps taken",
            "seed": seed(preset.seed),
            "rng": provenance.rng,
            "steps": preset.steps,
            "time": preset.steps as f64 * preset.time_step,
            "species": species,
            "observable": observable,
            "counters": counters,
            "features": features.map(feature_values),
            "observed": observed,
            "preset_sha256": provenance.preset_sha256,
            "preset": preset_value(preset.entries()),
            "files": file_values(files),
            "timings": {
                "set_up_s": timings.set_up_s,
                "integrate_s": timings.integrate_s,
                "write_s": timings.write_s,
            },
            "environment": environment(),
        });
        let seconds = timings.set_up_s + timings.integrate_s + timings.write_s;
        Self { value, n_files: files.len(), seconds }
    }

    /// A report of another kind of run, whose JSON is complete.
    pub(crate) fn from_value(value: Value, n_files: usize, seconds: f64) -> Self {
        Self { value, n_files, seconds }
    }

    /// The report as text.
    pub(crate) fn to_text(&self) -> Result<String, Failure> {
        let text = serde_json::to_string_pretty(&self.value);
        Ok(text.map_err(|error| Failure::new(code::FILE, error))? + "\n")
    }

    /// One line for people.
    pub(crate) fn summary(&self, place: &Path) -> String {
        let place = place.display();
        format!("{place}: {} files and run.json in {:.2} s", self.n_files, self.seconds)
    }
}

/// Where it ran.
pub(crate) fn environment() -> Value {
    json!({
        "os": std::env::consts::OS,
        "arch": std::env::consts::ARCH,
        "threads_available": std::thread::available_parallelism().map_or(1, usize::from),
    })
}

/// A number where every JSON reader can hold it, else the digits.
pub(crate) fn seed(seed: u128) -> Value {
    u64::try_from(seed)
        .ok()
        .filter(|&seed| seed <= 1 << 53)
        .map_or_else(|| json!(seed.to_string()), |seed| json!(seed))
}

fn feature_values(features: &Features) -> Value {
    let pairs = features.iter().map(|(feature, value)| (feature.name.to_owned(), json!(value)));
    Value::Object(pairs.collect())
}

/// Bytes and SHA-256 of every file, by name.
pub(crate) fn file_values(files: &[(String, u64, String)]) -> Value {
    let entry = |(name, bytes, sha256): &(String, u64, String)| {
        (name.clone(), json!({"bytes": bytes, "sha256": sha256}))
    };
    Value::Object(files.iter().map(entry).collect())
}

/// The resolved preset, section by section.
pub(crate) fn preset_value<'a>(
    entries: impl Iterator<Item = (&'static str, &'a Parameter, toml::Value)>,
) -> Value {
    let mut sections = Map::new();
    for (section, Parameter { key, .. }, value) in entries {
        let value = serde_json::to_value(value).unwrap_or_default();
        if section.is_empty() {
            sections.insert((*key).to_owned(), value);
            continue;
        }
        let table = sections.entry(section).or_insert_with(|| json!({}));
        if let Some(table) = table.as_object_mut() {
            table.insert((*key).to_owned(), value);
        }
    }
    Value::Object(sections)
}
