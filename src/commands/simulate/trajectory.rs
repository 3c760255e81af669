//! A run from its first or its saved step to its end.

use crate::cli::Simulate;
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use crate::commands::simulate::checkpoint::{self, Saved};
use crate::commands::simulate::folder::{Folder, State};
use crate::commands::simulate::observers::{CourseObserver, FeatureObserver, FrameObserver};
use crate::commands::simulate::progress::ProgressObserver;
use crate::commands::simulate::stop::Stop;
use mfn::config::Preset;
use mfn::engine::{Initial, Observer, Simulation, StepError, Termination};
use mfn::format::sha256_hex;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Names of the observers' states in a checkpoint.
const FEATURES: &str = "features";
const COURSE: &str = "course";

/// A simulation with its observers and the place of its checkpoint.
pub(crate) struct Trajectory {
    pub(crate) simulation: Simulation,
    pub(crate) features: Option<FeatureObserver>,
    pub(crate) course: Option<CourseObserver>,
    pub(crate) frames: FrameObserver,
    checkpoint: PathBuf,
    preset_sha256: String,
    steps: u64,
}

/// Why a trajectory ended.
pub(crate) enum Ending {
    /// All steps were taken.
    Completed,
    /// Stopped on request and saved; the reason.
    Stopped(&'static str),
    /// A value became NaN or infinite.
    Failed(StepError),
}

impl Trajectory {
    /// Sets the run up: from the start, or from the state that a stopped run left.
    pub(crate) fn start(
        preset: &Preset,
        initial: Initial,
        parallel: bool,
        folder: &Folder,
    ) -> Result<Self, Failure> {
        let checkpoint = folder.hidden("checkpoint");
        let preset_sha256 = sha256_hex(preset.text().as_bytes());
        let saved = match folder.state() {
            State::Begun => Saved::read(&checkpoint, &preset_sha256)
                .map_err(|failure| failure.with_hint("start the run anew with --force"))?,
            State::Fresh | State::Complete => None,
        };
        let frames =
            FrameObserver::open(preset, folder, saved.as_ref().map(|saved| saved.n_frames))?;
        let setup = preset.setup(initial, parallel);
        let mut simulation = Simulation::new(&setup)?;
        let mut features = FeatureObserver::new(preset);
        let mut course = CourseObserver::new(preset, &setup);
        if let Some(saved) = saved {
            saved.restore(&mut simulation)?;
            let scale = preset.model.observable().scale;
            let words = saved.observer(FEATURES);
            let restore = |features: FeatureObserver| features.restore(words, &simulation, scale);
            features = features.map(restore).transpose()?;
            course = course.map(|course| course.restore(saved.observer(COURSE))).transpose()?;
        } else {
            course = course.map(|course| course.begin(&simulation)).transpose()?;
        }
        let steps = preset.steps;
        Ok(Self { simulation, features, course, frames, checkpoint, preset_sha256, steps })
    }

    /// Steps taken.
    pub(crate) fn step(&self) -> u64 {
        self.simulation.step()
    }

    /// Steps to the end, saving the state from time to time and when asked to stop.
    pub(crate) fn follow(
        &mut self,
        arguments: &Simulate,
        stop: &Stop,
        output: &Output,
    ) -> Result<Ending, Failure> {
        let mut progress = ProgressObserver::new(arguments.progress, self.steps, output);
        let every = Duration::from_secs(arguments.checkpoint_every);
        loop {
            let saved_at = Instant::now();
            let is_due = || !every.is_zero() && saved_at.elapsed() >= every;
            let pause = || stop.reason().is_some() || is_due();
            let mut observers: Vec<&mut dyn Observer> = vec![&mut self.frames, &mut progress];
            observers.extend(self.features.as_mut().map(|features| features as &mut dyn Observer));
            observers.extend(self.course.as_mut().map(|course| course as &mut dyn Observer));
            let ending =
                mfn::engine::run(&mut self.simulation, self.steps, &mut observers, &pause)?;
            match ending {
                Termination::Completed => break,
                Termination::Failed(flaw) => return Ok(Ending::Failed(flaw)),
                Termination::Stopped => self.save()?,
            }
            if let Some(reason) = stop.reason() {
                return Ok(Ending::Stopped(reason));
            }
        }
        progress.finish();
        Ok(Ending::Completed)
    }

    fn save(&self) -> Result<(), Failure> {
        // Frames first: a checkpoint must not count frames that the disk does not have.
        self.frames.sync()?;
        let features = self.features.as_ref().map(|features| (FEATURES, features.words()));
        let course = self.course.as_ref().map(|course| (COURSE, course.words()));
        let observers: Vec<(&str, Vec<u64>)> = features.into_iter().chain(course).collect();
        let n_frames = self.frames.n_written();
        let sha256 = &self.preset_sha256;
        checkpoint::save(&self.checkpoint, &self.simulation, sha256, n_frames, &observers)
    }
}
