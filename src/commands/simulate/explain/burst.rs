//! How long a run will take on this machine, from a few of its own steps.

use mfn::config::Preset;
use mfn::engine::Simulation;
use std::time::{Duration, Instant};

/// Steps are taken until this has passed, but at least two: the first one warms the caches up.
const BURST: Duration = Duration::from_millis(20);

/// Steps enough for any burst.
const MOST_STEPS: u64 = 10_000;

/// What was measured and what it comes to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Estimate {
    /// Cells stepped a second.
    pub(crate) cells_per_s: f64,
    /// The whole run, in seconds.
    pub(crate) seconds: f64,
}

/// Steps the run for a few milliseconds on one thread; `None` if it fails at once.
pub(crate) fn estimate(simulation: &mut Simulation, preset: &Preset) -> Option<Estimate> {
    simulation.advance().ok()?;
    let (start, mut steps) = (Instant::now(), 0_u64);
    while steps == 0 || (start.elapsed() < BURST && steps < MOST_STEPS) {
        simulation.advance().ok()?;
        steps += 1;
    }
    let each = start.elapsed().as_secs_f64().max(1e-9) / steps as f64;
    let cells_per_s = preset.grid.n_cells() as f64 / each;
    Some(Estimate { cells_per_s, seconds: each * preset.steps as f64 })
}
