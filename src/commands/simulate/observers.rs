//! The observers of a run: streamed features, its course, and frames on disk.

use crate::commands::failure::{Failure, code};
use crate::commands::simulate::folder::Folder;
use mfn::config::Preset;
use mfn::engine::{Energy, Frame, ObserveError, Observer, Precision, Setup, Simulation};
use mfn::features::{Course, Streaming};
use mfn::format::{Dtype, FrameLayout, FrameWriter};
use mfn::grid::FieldView;

/// Streams the features of the observable, frame by frame.
#[derive(Debug)]
pub(crate) struct FeatureObserver {
    streaming: Streaming,
    species: usize,
    shown: Shown,
}

/// The plane that features describe and pictures show: of a volume, one layer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    layer: usize,
    rows: usize,
}

impl Shown {
    pub(crate) fn of(preset: &Preset) -> Self {
        Self { layer: preset.layer, rows: preset.grid.rows() }
    }

    /// The plane of a field.
    pub(crate) fn plane(self, field: FieldView<'_>) -> FieldView<'_> {
        field.layer(self.layer, self.rows)
    }
}

impl FeatureObserver {
    /// The accumulator of a run from its first step; `None` if features are off.
    pub(crate) fn new(preset: &Preset) -> Option<Self> {
        let settings = preset.features?;
        let (rows, cols) = (preset.grid.rows(), preset.grid.cols());
        let streaming = Streaming::new(settings, rows, cols, preset.steps as usize);
        let shown = Shown::of(preset);
        Some(Self { streaming, species: preset.model.observable().species, shown })
    }

    /// Its state beyond the last frame.
    pub(crate) fn words(&self) -> Vec<u64> {
        self.streaming.state_words()
    }

    /// Goes on from a saved state of a run that `simulation` has been put back into.
    pub(crate) fn restore(
        self,
        words: &[u64],
        simulation: &Simulation,
        scale: f64,
    ) -> Result<Self, Failure> {
        let last = self.shown.plane(simulation.system().field(self.species));
        let seen = words.first().is_some_and(|&frames| frames > 0);
        let kept = seen && simulation.system().previous(self.species).is_none();
        let (rows, cols) = last.shape();
        let cell = |index: usize| last.get(index / cols, index % cols) * scale;
        let previous: Vec<f64> =
            if kept { (0..rows * cols).map(cell).collect() } else { Vec::new() };
        let streaming = self.streaming.restore(words, &previous);
        let streaming = streaming.map_err(|error| Failure::new(code::FILE, error))?;
        Ok(Self { streaming, ..self })
    }

    /// The accumulator, to finish.
    pub(crate) fn into_streaming(self) -> Streaming {
        self.streaming
    }
}

impl Observer for FeatureObserver {
    fn every(&self) -> u64 {
        1
    }

    fn observe(&mut self, frame: &Frame<'_>) -> Result<(), ObserveError> {
        let field = self.shown.plane(frame.system.field(self.species));
        match frame.system.previous(self.species) {
            Some(previous) => Ok(self.streaming.push_after(self.shown.plane(previous), field)?),
            None => Ok(self.streaming.push(field)?),
        }
    }
}

/// Keeps the course of a run: one row of numbers for each observed frame.
#[derive(Debug)]
pub(crate) struct CourseObserver {
    every: u64,
    n_species: usize,
    /// Only where it is asked for.
    energy: Option<Energy>,
    course: Course,
}

impl CourseObserver {
    /// The empty course of a run; `None` if nothing is observed.
    pub(crate) fn new(preset: &Preset, setup: &Setup) -> Option<Self> {
        let observe = preset.observe?;
        let (observable, n_species) = (preset.model.observable(), preset.model.species().len());
        let course = Course::new(
            observe.quantities,
            (preset.grid.lines(), preset.grid.cols()),
            (n_species, observable.species),
            observable.scale,
            preset.grid.spacing(),
        )
        .with_layers(preset.grid.layers());
        let energy = if observe.quantities.energy { Energy::new(setup) } else { None };
        Some(Self { every: observe.every, n_species, energy, course })
    }

    /// Its rows and last frame.
    pub(crate) fn words(&self) -> Vec<u64> {
        self.course.state_words()
    }

    /// Goes on from saved rows.
    pub(crate) fn restore(self, words: &[u64]) -> Result<Self, Failure> {
        let course = self.course.restore(words);
        let course = course.map_err(|error| Failure::new(code::FILE, error))?;
        Ok(Self { course, ..self })
    }

    /// Adds the state before the first step.
    pub(crate) fn begin(mut self, simulation: &Simulation) -> Result<Self, Failure> {
        let (step, time) = (simulation.step(), simulation.time());
        let pushed = self.push(step, time, &simulation.fields());
        pushed.map_err(|error| Failure::new(code::FILE, error))?;
        Ok(self)
    }

    fn push(
        &mut self,
        step: u64,
        time: f64,
        fields: &[FieldView<'_>],
    ) -> Result<(), mfn::features::Error> {
        let energy = self.energy.as_mut().map(|energy| energy.of(fields));
        self.course.push(step, time, fields, energy)
    }

    /// The course so far.
    pub(crate) fn course(&self) -> &Course {
        &self.course
    }
}

impl Observer for CourseObserver {
    fn every(&self) -> u64 {
        self.every
    }

    fn observe(&mut self, frame: &Frame<'_>) -> Result<(), ObserveError> {
        let fields: Vec<_> = (0..self.n_species).map(|s| frame.system.field(s)).collect();
        Ok(self.push(frame.step, frame.time, &fields)?)
    }
}

/// Writes every saved frame of some species to disk.
#[derive(Debug)]
pub(crate) struct FrameObserver {
    every: u64,
    writers: Vec<(usize, FrameWriter)>,
}

impl FrameObserver {
    /// New files of frames, or those of a stopped run cut back to `n_written` frames.
    ///
    /// The observable's frames are always kept; those of the other species if HDF5 is asked for.
    pub(crate) fn open(
        preset: &Preset,
        folder: &Folder,
        n_written: Option<usize>,
    ) -> Result<Self, Failure> {
        let every = if preset.n_frames() == 0 { 0 } else { preset.save_every };
        let mut writers = Vec::new();
        for (species, path) in frame_files(preset, folder) {
            let writer = match n_written {
                None => FrameWriter::create(&path, layout(preset, preset.n_frames())),
                Some(n) => FrameWriter::resume(&path, layout(preset, preset.n_frames()), n),
            };
            writers.push((species, writer?));
        }
        Ok(Self { every, writers })
    }

    /// Frames written so far, of each species.
    pub(crate) fn n_written(&self) -> usize {
        self.writers.first().map_or(0, |(_, writer)| writer.n_written())
    }

    /// Brings what was written to the disk.
    pub(crate) fn sync(&self) -> Result<(), Failure> {
        self.writers.iter().try_for_each(|(_, writer)| Ok(writer.sync()?))
    }

    /// The writers with the index of their species.
    pub(crate) fn into_writers(self) -> Vec<(usize, FrameWriter)> {
        self.writers
    }
}

impl Observer for FrameObserver {
    fn every(&self) -> u64 {
        self.every
    }

    fn observe(&mut self, frame: &Frame<'_>) -> Result<(), ObserveError> {
        for (species, writer) in &mut self.writers {
            writer.append(frame.system.field(*species))?;
        }
        Ok(())
    }
}

/// Index of each species whose frames are kept, with the file that they are kept in.
pub(crate) fn frame_files(preset: &Preset, folder: &Folder) -> Vec<(usize, std::path::PathBuf)> {
    if preset.n_frames() == 0 {
        return Vec::new();
    }
    let observable = preset.model.observable().species;
    let all = preset.output.wants("h5");
    let species = preset.model.species().iter().enumerate();
    species
        .filter(|(index, _)| all || *index == observable)
        .map(|(index, species)| (index, folder.hidden(&format!("{}.frames.npy", species.name))))
        .collect()
}

/// Shape and precision of so many frames.
pub(crate) fn layout(preset: &Preset, n_frames: u64) -> FrameLayout {
    let (layers, rows, cols) = (preset.grid.layers(), preset.grid.rows(), preset.grid.cols());
    let dtype = match preset.precision {
        Precision::F32 => Dtype::F32,
        Precision::F64 => Dtype::F64,
    };
    FrameLayout { n_frames: n_frames as usize, layers, rows, cols, dtype }
}
