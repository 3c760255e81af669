//! One run of a data set: from its preset to the cells of its row, and its frames on disk.

use crate::commands::failure::Failure;
use crate::commands::simulate::{FeatureObserver, Shown, Stop, initial, layout};
use crate::commands::sweep::columns::{Source, key_cell};
use crate::commands::sweep::plan::{Plan, kept_frames};
use mfn::config::Preset;
use mfn::dataset::Cell;
use mfn::engine::{Frame, ObserveError, Observer, Simulation, Termination};
use mfn::features::{
    Evolution, Extended, ExtendedSettings, Features, Settings, Stationarity, from_field,
};
use mfn::format::{FrameWriter, write_npy};
use mfn::grid::FieldView;
use std::path::{Path, PathBuf};

/// Frames that an unsaved run is observed at.
const OBSERVED: u64 = 100;

/// How a run ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// All steps were taken: the cells of its row.
    Row(Vec<Cell>),
    /// The numbers failed; the reason.
    Failed(String),
    /// Stopped on request; it left nothing.
    Stopped,
}

/// The frames of a run, one file a species, until its chunk is written.
pub(crate) fn spool(folder: &Path, run: u64, species: &str) -> PathBuf {
    folder.join(format!("run-{run:09}.{species}.npy"))
}

/// The last field of a run, until the gallery is drawn.
pub(crate) fn shown(folder: &Path, run: u64) -> PathBuf {
    folder.join(format!("shown-{run:09}.npy"))
}

/// Makes a run; its frames go into `spool`, what the gallery shows into `hidden`.
pub(crate) fn make(
    plan: &Plan,
    run: u64,
    (spool, hidden): (&Path, &Path),
    stop: &Stop,
) -> Result<Outcome, Failure> {
    let mut preset = plan.run_preset(run)?;
    let start = initial::read(&mut preset, plan.source.as_deref())?;
    let mut simulation = match Simulation::new(&preset.setup(start, false)) {
        Ok(simulation) => simulation,
        Err(error) => return Ok(Outcome::Failed(error.to_string())),
    };
    let mut watch = Watch::begin(plan, &preset, &simulation, (spool, run))?;
    let ending = {
        let mut observers = watch.observers();
        mfn::engine::run(&mut simulation, preset.steps, &mut observers, &|| stop.reason().is_some())
    };
    match ending? {
        Termination::Stopped => Ok(Outcome::Stopped),
        Termination::Failed(flaw) => {
            Ok(Outcome::Failed(format!("{flaw} (after step {})", simulation.step())))
        }
        Termination::Completed => {
            if plan.is_shown(run) {
                let field = simulation.system().field(preset.model.observable().species);
                write_npy(&shown(hidden, run), Shown::of(&preset).plane(field))?;
            }
            watch.finish(plan, &preset, &simulation, run)
        }
    }
}

/// What looks at a run as it goes on.
struct Watch {
    eighteen: Option<FeatureObserver>,
    evolution: Option<EvolutionObserver>,
    frames: Option<SpoolObserver>,
}

impl Watch {
    fn begin(
        plan: &Plan,
        preset: &Preset,
        simulation: &Simulation,
        (spool, run): (&Path, u64),
    ) -> Result<Self, Failure> {
        let dataset = &plan.preset.dataset;
        let eighteen = if dataset.has_v4 { FeatureObserver::new(preset) } else { None };
        let labelled = plan.table.sources.contains(&Source::Stationary);
        let evolution = (labelled || dataset.has_extended)
            .then(|| EvolutionObserver::begin(preset, dataset.observe_every, simulation))
            .transpose()?;
        let frames =
            plan.keeps_fields().then(|| SpoolObserver::begin(preset, simulation, spool, run));
        Ok(Self { eighteen, evolution, frames: frames.transpose()? })
    }

    fn observers(&mut self) -> Vec<&mut dyn Observer> {
        let mut observers: Vec<&mut dyn Observer> = Vec::new();
        observers.extend(self.eighteen.as_mut().map(|o| o as &mut dyn Observer));
        observers.extend(self.evolution.as_mut().map(|o| o as &mut dyn Observer));
        observers.extend(self.frames.as_mut().map(|o| o as &mut dyn Observer));
        observers
    }

    /// The row of the run.
    fn finish(
        self,
        plan: &Plan,
        preset: &Preset,
        simulation: &Simulation,
        run: u64,
    ) -> Result<Outcome, Failure> {
        let field = simulation.system().field(preset.model.observable().species);
        let last = Shown::of(preset).plane(field);
        if let Some(frames) = self.frames {
            frames.finish(simulation)?;
        }
        let settings = preset.features.unwrap_or_default();
        let eighteen = match self.eighteen {
            // Without a step there is no frame, but still a field.
            Some(_) if preset.steps == 0 => Some(from_field(&settings, last.reborrow())),
            Some(observer) => match observer.into_streaming().finish(last.reborrow()) {
                Ok(features) => Some(features),
                Err(error) => return Ok(Outcome::Failed(error.to_string())),
            },
            None => None,
        };
        let every = self.evolution.as_ref().map_or(1, |evolution| evolution.every);
        let evolution = self.evolution.map(|observer| observer.evolution);
        let extended =
            plan.preset.dataset.has_extended.then(|| {
                Extended::of(last, &extended_settings(preset, settings), evolution.as_ref())
            });
        let found = Found {
            plan,
            preset,
            run,
            eighteen,
            extended: extended.map(|extended| extended.iter().map(|(_, v)| v.ok()).collect()),
            stationarity: evolution.map(|evolution| {
                (evolution.stationarity(Stationarity::QUIET, Stationarity::WINDOW), every)
            }),
            counters: simulation.system().counters(),
        };
        Ok(Outcome::Row(found.row()))
    }
}

fn extended_settings(preset: &Preset, settings: Settings) -> ExtendedSettings {
    ExtendedSettings {
        scale: settings.scale,
        boundary: preset.boundary,
        spacing: preset.grid.spacing(),
        connectivity: settings.connectivity,
        ..ExtendedSettings::default()
    }
}

/// What was found of a run.
struct Found<'a> {
    plan: &'a Plan,
    preset: &'a Preset,
    run: u64,
    eighteen: Option<Features>,
    extended: Option<Vec<Option<f64>>>,
    /// How it ended, with the steps between observed frames.
    stationarity: Option<(Stationarity, u64)>,
    counters: Vec<(&'static str, u64)>,
}

impl Found<'_> {
    fn row(&self) -> Vec<Cell> {
        let table = &self.plan.table;
        let columns = table.sources.iter().zip(&table.columns);
        columns.map(|(source, column)| self.cell(source, column.kind)).collect()
    }

    fn cell(&self, source: &Source, kind: mfn::dataset::ColumnKind) -> Cell {
        let whole = |number: u64| i64::try_from(number).map_or(Cell::Empty, Cell::Whole);
        match source {
            Source::Run => whole(self.run),
            Source::Point => whole(self.plan.preset.sweep.run(self.run).point),
            Source::Seed => i64::try_from(self.preset.seed).map_or(Cell::Empty, Cell::Whole),
            Source::Key(key) => key_cell(self.preset, key, kind),
            Source::Eighteen(index) => {
                let values = self.eighteen.as_ref().map(Features::values);
                Cell::number(values.and_then(|values| values.get(*index).copied().flatten()))
            }
            Source::Extended(index) => {
                let values = self.extended.as_ref();
                Cell::number(values.and_then(|values| values.get(*index).copied().flatten()))
            }
            Source::Counter(name) => {
                let found = self.counters.iter().find(|(known, _)| known == name);
                found.map_or(Cell::Empty, |(_, count)| whole(*count))
            }
            Source::Stationary => self
                .stationarity
                .map_or(Cell::Empty, |(found, _)| Cell::Flag(found.since().is_some())),
            Source::StationarySince => {
                let since = self
                    .stationarity
                    .and_then(|(found, every)| Some(found.since()? as u64 * every));
                since.map_or(Cell::Empty, whole)
            }
            Source::StopReason => Cell::Text("all steps taken".to_owned()),
            Source::Constant(text) => Cell::Text(text.clone()),
        }
    }
}

/// Feeds the dynamic features, from the state before the first step on.
struct EvolutionObserver {
    every: u64,
    species: usize,
    shown: Shown,
    evolution: Evolution,
}

impl EvolutionObserver {
    fn begin(
        preset: &Preset,
        every: Option<u64>,
        simulation: &Simulation,
    ) -> Result<Self, Failure> {
        let usual =
            if preset.save_every > 0 { preset.save_every } else { preset.steps.div_ceil(OBSERVED) };
        let scale = preset.features.unwrap_or_default().scale;
        let observable = preset.model.observable();
        let mut observer = Self {
            every: every.unwrap_or(usual).max(1),
            species: observable.species,
            shown: Shown::of(preset),
            evolution: Evolution::new((preset.grid.rows(), preset.grid.cols()), scale),
        };
        let first = observer.shown.plane(simulation.system().field(observer.species));
        observer
            .evolution
            .push(first)
            .map_err(|error| Failure::new(crate::commands::failure::code::NUMBERS, error))?;
        Ok(observer)
    }
}

impl Observer for EvolutionObserver {
    fn every(&self) -> u64 {
        self.every
    }

    fn observe(&mut self, frame: &Frame<'_>) -> Result<(), ObserveError> {
        let field = self.shown.plane(frame.system.field(self.species));
        Ok(self.evolution.push(field)?)
    }
}

/// Writes the kept frames of every species beside each other.
struct SpoolObserver {
    every: u64,
    writers: Vec<FrameWriter>,
}

impl SpoolObserver {
    fn begin(
        preset: &Preset,
        simulation: &Simulation,
        folder: &Path,
        run: u64,
    ) -> Result<Self, Failure> {
        let layout = layout(preset, kept_frames(preset));
        let mut writers = Vec::new();
        for (index, species) in preset.model.species().iter().enumerate() {
            let path = spool(folder, run, species.name);
            let mut writer = FrameWriter::create(&path, layout)?;
            if preset.save_every > 0 {
                writer.append(simulation.system().field(index))?;
            }
            writers.push(writer);
        }
        Ok(Self { every: preset.save_every, writers })
    }

    /// A run that saves no frames keeps its last.
    fn finish(mut self, simulation: &Simulation) -> Result<(), Failure> {
        let fields: Vec<FieldView<'_>> = simulation.fields();
        for (writer, field) in self.writers.iter_mut().zip(fields) {
            if self.every == 0 {
                writer.append(field)?;
            }
        }
        Ok(())
    }
}

impl Observer for SpoolObserver {
    fn every(&self) -> u64 {
        self.every
    }

    fn observe(&mut self, frame: &Frame<'_>) -> Result<(), ObserveError> {
        for (index, writer) in self.writers.iter_mut().enumerate() {
            writer.append(frame.system.field(index))?;
        }
        Ok(())
    }
}
