//! The columns of a data set's table: what a sweep sets, what a run gives, and v4.1's own sets.

use crate::commands::failure::{Failure, code};
use mfn::config::{InitialPlan, Preset, SweepPreset};
use mfn::dataset::release::ColumnRole as Role;
use mfn::dataset::{Cell, Column, ColumnKind};
use mfn::engine::{Initial, Simulation};
use mfn::features::{Extended, TABLE, Unit};
use mfn::model::Range;
use std::collections::BTreeSet;

/// Where the cells of a column come from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Source {
    /// The number of the run.
    Run,
    /// The number of its point.
    Point,
    /// Its seed.
    Seed,
    /// The value of a key of its preset.
    Key(String),
    /// One of the 18 features, by its place.
    Eighteen(usize),
    /// A feature of the extended set, by its place.
    Extended(usize),
    /// What was counted under that name.
    Counter(String),
    /// Whether the run came to rest.
    Stationary,
    /// The step since which it rests.
    StationarySince,
    /// Why it ended.
    StopReason,
    /// The same text in every row.
    Constant(String),
}

/// The table: each column with its source.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    pub(crate) sources: Vec<Source>,
}

/// Version of the producer whose columns the `v4-` schemas are.
const V4_VERSION: &str = "4.1.0";

impl Table {
    /// The columns of the preset's schema.
    pub(crate) fn of(preset: &SweepPreset, first: &Preset) -> Result<Self, Failure> {
        if first.features.is_none() {
            return Err(Failure::message(
                code::USAGE,
                "features.enabled = false leaves a data set without its features",
            ));
        }
        let mut table = Self { columns: Vec::new(), sources: Vec::new() };
        match preset.dataset.schema.as_str() {
            "mfn" => table.own(preset, first)?,
            schema => table.v4(schema, preset, first)?,
        }
        Ok(table)
    }

    fn push(&mut self, source: Source, column: Column) {
        self.sources.push(source);
        self.columns.push(column);
    }

    fn own(&mut self, preset: &SweepPreset, first: &Preset) -> Result<(), Failure> {
        self.identifier(Source::Run, "run", "number of the run, from 0");
        self.identifier(Source::Point, "point", "number of the point of the sweep, from 0");
        self.identifier(Source::Seed, "seed", "seed of every random stream of the run");
        let keys = preset.sweep.keys();
        for (name, key) in names(&keys).into_iter().zip(&keys) {
            self.parameter(&name, key, first);
        }
        if preset.dataset.has_v4 {
            self.eighteen(first);
        }
        if preset.dataset.has_extended {
            self.extended(first);
        }
        let counters = counters(preset, first)?;
        for name in &counters {
            self.counter(name);
        }
        self.labels();
        Ok(())
    }

    fn labels(&mut self) {
        let label = |name, kind| Column::new(name, kind, Role::Label);
        let about = "whether the last observed frames changed by less than 1e-6 of their range";
        let column = label("stationary", ColumnKind::Flag).described("", about);
        self.push(Source::Stationary, column.nullable());
        let about = "step of the first observed frame from which on nothing changed; empty if it \
                     did to the end";
        let column = label("stationary_since", ColumnKind::Whole).described("steps", about);
        self.push(Source::StationarySince, column.nullable());
        let column = label("stop_reason", ColumnKind::Text).described("", "why the run ended");
        self.push(Source::StopReason, column);
    }

    fn identifier(&mut self, source: Source, name: &str, description: &str) {
        let column = Column::new(name, ColumnKind::Whole, Role::Identifier);
        self.push(source, column.described("", description));
    }

    /// A key of the preset, described as its table does.
    fn parameter(&mut self, name: &str, key: &str, first: &Preset) {
        let known = first.entry(key).map(|(row, _)| row);
        let kind = known.map_or(ColumnKind::Text, |known| kind(known.range));
        let unit = known.map_or("", |known| known.unit);
        let about = known.map_or_else(|| key.to_owned(), |row| format!("{key}: {}", row.meaning));
        let column = Column::new(name, kind, Role::Parameter).described(unit, &about).nullable();
        self.push(Source::Key(key.to_owned()), column);
    }

    fn eighteen(&mut self, first: &Preset) {
        for (index, row) in TABLE.iter().enumerate() {
            self.feature(Source::Eighteen(index), (row.name, row.unit, row.definition), first);
        }
    }

    fn extended(&mut self, first: &Preset) {
        for (index, row) in Extended::table().enumerate() {
            self.feature(Source::Extended(index), (row.name, row.unit, row.definition), first);
        }
    }

    fn feature(&mut self, source: Source, (name, unit, about): (&str, Unit, &str), first: &Preset) {
        let unit = unit.text(first.model.observable().unit);
        let column = Column::new(name, ColumnKind::Number, Role::Feature);
        self.push(source, column.described(&unit, about).nullable());
    }

    fn counter(&mut self, name: &str) {
        let column = Column::new(name, ColumnKind::Whole, Role::Counter);
        let column = column.described("count", "counted over the whole run").nullable();
        self.push(Source::Counter(name.to_owned()), column);
    }

    /// The column sets of v4.1's three producers.
    fn v4(&mut self, schema: &str, preset: &SweepPreset, first: &Preset) -> Result<(), Failure> {
        if first.model.kind().name() != "mfn-v4" {
            let message = format!(
                "dataset.schema = \"{schema}\" has the columns of v4.1, and model.kind = \"{}\"",
                first.model.kind().name()
            );
            return Err(Failure::message(code::USAGE, message)
                .with_hint("leave dataset.schema out, or take model.kind = \"mfn-v4\""));
        }
        self.identifier(Source::Run, "sim_id", "number of the run, from 0");
        match schema {
            "v4-scenario" => {
                let title = &preset.dataset.title;
                let name = if title.is_empty() { &preset.name } else { title };
                self.constant("scenario_name", name, "name of the scenario");
                self.v4_parameters(first);
                self.identifier(Source::Seed, "random_seed", "seed of the run");
            }
            "v4-sampler" => {
                self.identifier(Source::Seed, "random_seed", "seed of the run");
                self.v4_parameters(first);
                self.parameter("spike_probability", "model.spike_probability", first);
                self.parameter("turing_threshold", "model.turing_threshold", first);
            }
            _ => {
                self.v4_parameters(first);
                self.identifier(Source::Seed, "random_seed", "seed of the run");
            }
        }
        self.eighteen(first);
        if schema == "v4-sampler" {
            let date = match preset.dataset.date.as_str() {
                "" => "1970-01-01",
                date => date,
            };
            let timestamp = format!("{date}T00:00:00+00:00");
            self.constant("mfn_version", V4_VERSION, "version of the producer of these columns");
            self.constant("timestamp", &timestamp, "dataset.date; no clock is read");
        }
        for name in ["growth_events", "turing_activations", "clamping_events"] {
            self.counter(name);
        }
        Ok(())
    }

    fn v4_parameters(&mut self, first: &Preset) {
        self.parameter("grid_size", "grid.rows", first);
        self.parameter("steps", "time.steps", first);
        self.parameter("alpha", "model.alpha", first);
        self.parameter("turing_enabled", "model.turing_enabled", first);
    }

    fn constant(&mut self, name: &str, text: &str, description: &str) {
        let column = Column::new(name, ColumnKind::Text, Role::Identifier);
        self.push(Source::Constant(text.to_owned()), column.described("", description));
    }
}

fn kind(range: Range) -> ColumnKind {
    match range {
        range if range.is_whole() => ColumnKind::Whole,
        Range::Closed(..) | Range::HalfOpen(..) | Range::Above(..) | Range::Finite => {
            ColumnKind::Number
        }
        Range::Flag => ColumnKind::Flag,
        _ => ColumnKind::Text,
    }
}

/// The last part of each key, or the whole of it where two keys, or a column that is always
/// there, have the same.
fn names(keys: &[&str]) -> Vec<String> {
    let last = |key: &str| key.rsplit('.').next().unwrap_or(key).to_owned();
    let fixed = TABLE.iter().map(|feature| feature.name);
    let fixed = fixed.chain(Extended::table().map(|feature| feature.name));
    let others = ["run", "point", "seed", "stationary", "stationary_since", "stop_reason", "kind"];
    let taken: BTreeSet<&str> = fixed.chain(others).collect();
    let name = |key: &&str| {
        let short = last(key);
        let twice = keys.iter().filter(|other| last(other) == short).count() > 1;
        if twice || taken.contains(short.as_str()) { key.replace('.', "_") } else { short }
    };
    keys.iter().map(name).collect()
}

/// What the models of the sweep count, by name.
fn counters(preset: &SweepPreset, first: &Preset) -> Result<Vec<String>, Failure> {
    let mut presets = vec![first.clone()];
    if preset.sweep.keys().contains(&"model.kind") {
        let s = preset.sweep.seeds_per_point();
        for point in 1..preset.sweep.n_points().min(10_000) {
            let other = preset.preset(&preset.sweep.run(point * s))?;
            if presets.iter().all(|known| known.model.kind() != other.model.kind()) {
                presets.push(other);
            }
        }
    }
    let mut names = Vec::new();
    for preset in presets {
        let initial = match &preset.initial {
            InitialPlan::Ready(initial) => initial.clone(),
            _ => Initial::Noise { amplitude: 0.0 },
        };
        let simulation = Simulation::new(&preset.setup(initial, false))?;
        for (name, _) in simulation.system().counters() {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    Ok(names)
}

/// The cell of a key.
pub(crate) fn key_cell(preset: &Preset, key: &str, kind: ColumnKind) -> Cell {
    let Some((_, value)) = preset.entry(key) else { return Cell::Empty };
    match (kind, value) {
        (ColumnKind::Whole, toml::Value::Integer(whole)) => Cell::Whole(whole),
        (ColumnKind::Number, toml::Value::Integer(whole)) => Cell::Number(whole as f64),
        (ColumnKind::Number, toml::Value::Float(number)) => Cell::number(Some(number)),
        (ColumnKind::Flag, toml::Value::Boolean(flag)) => Cell::Flag(flag),
        (ColumnKind::Text, toml::Value::String(text)) => Cell::Text(text),
        (ColumnKind::Text, other) => Cell::Text(other.to_string()),
        // "auto" of a key that else holds a number.
        _ => Cell::Empty,
    }
}
