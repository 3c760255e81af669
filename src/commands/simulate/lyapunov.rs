//! `--lyapunov`: whether nearby runs of a preset drift apart.
//!
//! They do so too while a pattern forms, so chaos is what remains of it in a long run.

use crate::cli::{LyapunovMethod, Simulate};
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use mfn::config::Preset;
use mfn::engine::Initial;
use mfn::features::{Benettin, LyapunovError};
use mfn::verify::{linearised_lyapunov, lyapunov};
use serde_json::json;

/// Steps between two renormalisations.
const INTERVAL: usize = 10;

/// Measures the exponent over the second half of the run; the first is its transient.
pub(crate) fn run(
    preset: &Preset,
    initial: Initial,
    method: LyapunovMethod,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    let half = preset.steps as usize / (2 * INTERVAL);
    if half < 2 {
        let message = format!("time.steps = {} is too short for an exponent", preset.steps);
        return Err(Failure::message(code::USAGE, message)
            .with_hint(format!("take at least {} steps: --steps N", 4 * INTERVAL)));
    }
    let plan = Benettin { steps: INTERVAL, transient: half, intervals: half, ..<_>::default() };
    let setup = preset.setup(initial, false);
    output.note(&format!("{}: {} steps, half of them transient", preset.name, preset.steps));
    let found = match method {
        LyapunovMethod::Twins => lyapunov(&setup, plan),
        LyapunovMethod::Linearised => linearised_lyapunov(&setup, plan),
    };
    let found = found.map_err(|error| match error {
        LyapunovError::Flow(error) => Failure::from(error),
        other => Failure::message(code::NUMBERS, other),
    })?;
    let (value, error) = (found.value, found.standard_error);
    let verdict = if value > 2.0 * error {
        "nearby runs drift apart"
    } else if value < -2.0 * error {
        "nearby runs come together"
    } else {
        "neither, within two standard errors"
    };
    if arguments.json {
        let value = json!({
            "name": preset.name,
            "lyapunov_exponent": value,
            "standard_error": error,
            "time": found.time,
            "method": method.name(),
            "verdict": verdict,
        });
        return output.data(&format!("{value:#}\n"));
    }
    output.data(&format!(
        "largest Lyapunov exponent {value:.6} ± {error:.6} per unit time, over {}: {verdict}\n",
        found.time,
    ))
}

/// What has no lattice is told so.
pub(crate) fn no_lattice() -> Failure {
    let message = "--lyapunov measures fields on a lattice, and this preset has none";
    Failure::message(code::USAGE, message)
        .with_hint("of kind ifs, the exponents are in the run's run.json")
}
