//! Observers and the run loop: who looks at the fields, how often, and why a run ends.

use crate::engine::Error;
use crate::engine::simulation::Simulation;
use crate::engine::system::{StepError, System};

/// What an observer may fail with.
pub type ObserveError = Box<dyn std::error::Error + Send + Sync>;

/// The state after a step, as an observer sees it.
pub struct Frame<'a> {
    /// Steps taken.
    pub step: u64,
    /// Time passed, in unit time.
    pub time: f64,
    /// The fields.
    pub system: &'a dyn System,
}

/// Looks at the fields as a run goes on, and changes nothing.
pub trait Observer {
    /// It is shown the state after every step that is a multiple of this; 0 is never.
    fn every(&self) -> u64;

    /// Looks at one frame.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from doing its work; the run then ends.
    fn observe(&mut self, frame: &Frame<'_>) -> Result<(), ObserveError>;
}

/// Why a run loop ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Termination {
    /// All steps were taken.
    Completed,
    /// Whoever drives the run asked it to stop; it can go on.
    Stopped,
    /// A value became NaN or infinite, or a tolerance cannot be met.
    Failed(StepError),
}

/// Steps until `last_step`, showing each frame to the observers that are due.
///
/// `stop` is asked before every step; the state stays consistent, and a later call goes on.
///
/// # Errors
///
/// [`Error::Observer`] if an observer fails.
pub fn run(
    simulation: &mut Simulation,
    last_step: u64,
    observers: &mut [&mut dyn Observer],
    stop: &dyn Fn() -> bool,
) -> Result<Termination, Error> {
    while simulation.step() < last_step {
        if stop() {
            return Ok(Termination::Stopped);
        }
        if let Err(flaw) = simulation.advance() {
            return Ok(Termination::Failed(flaw));
        }
        let (step, time) = (simulation.step(), simulation.time());
        let frame = Frame { step, time, system: simulation.system() };
        for observer in observers.iter_mut() {
            if observer.every() > 0 && step.is_multiple_of(observer.every()) {
                observer.observe(&frame).map_err(|source| Error::Observer { step, source })?;
            }
        }
    }
    Ok(Termination::Completed)
}
