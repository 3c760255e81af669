//! Requests to stop: SIGINT, SIGTERM and the time limit.

use crate::commands::failure::{Failure, code};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whether somebody wants the run to stop.
#[derive(Debug)]
pub(crate) struct Stop {
    signalled: Arc<AtomicBool>,
    deadline: Option<Instant>,
}

impl Stop {
    /// Listens for signals from now on. A second one ends the program at once.
    pub(crate) fn listen(time_limit: Option<u64>) -> Result<Self, Failure> {
        let signalled = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first signal finds the flag down and only raises it.
            let listened = signal_hook::flag::register_conditional_shutdown(
                signal,
                i32::from(code::STOPPED),
                Arc::clone(&signalled),
            )
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&signalled)));
            listened.map_err(|error| Failure::new(code::FILE, error))?;
        }
        let deadline = time_limit.map(|seconds| Instant::now() + Duration::from_secs(seconds));
        Ok(Self { signalled, deadline })
    }

    /// Why to stop, if there is a reason.
    pub(crate) fn reason(&self) -> Option<&'static str> {
        if self.signalled.load(Ordering::Relaxed) {
            return Some("stopped by a signal");
        }
        let passed = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        passed.then_some("stopped by the time limit")
    }
}
