//! `mfn simulate`: from a preset to fields, features and pictures in a folder.

mod certify;
mod checkpoint;
pub(crate) mod explain;
pub(crate) mod folder;
mod gallery;
pub(crate) mod initial;
pub(crate) mod load;
mod lyapunov;
pub(crate) mod memory;
mod observers;
pub(crate) mod points;
mod progress;
pub(crate) mod results;
mod stop;
mod trajectory;

pub(crate) use crate::commands::simulate::explain::burst::{self, Estimate};
pub(crate) use crate::commands::simulate::observers::{FeatureObserver, Shown, layout};
pub(crate) use crate::commands::simulate::results::environment;
pub(crate) use crate::commands::simulate::stop::Stop;

use crate::cli::Simulate;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use crate::commands::simulate::folder::{Folder, State};
use crate::commands::simulate::results::{Report, Timings};
use crate::commands::simulate::trajectory::{Ending, Trajectory};
use crate::commands::sweep;
use crate::commands::threads;
use mfn::config::{Plan, Preset};
use mfn::engine::{StepError, largest_step};
use mfn::model::{MfnV4, Model};
use serde_json::json;
use std::path::PathBuf;
use std::time::Instant;

/// Runs `mfn simulate`.
pub(crate) fn run(arguments: &Simulate, output: &mut Output) -> Result<(), Failure> {
    output.set_quiet(arguments.quiet);
    if arguments.list_presets {
        return explain::list(arguments.json, output);
    }
    if let Some(names) = &arguments.certify {
        return certify::run(names, arguments, output);
    }
    if let Some(names) = &arguments.gallery {
        return gallery::run(names, arguments, output);
    }
    let written = load::written(arguments, output)?;
    if written.is_sweep() {
        return sweep::run(&written, arguments, output);
    }
    refuse_sweep_flags(arguments)?;
    let mut preset = match Plan::check(&written)? {
        Plan::Lattice(preset) => *preset,
        _ if arguments.lyapunov.is_some() => return Err(lyapunov::no_lattice()),
        Plan::Membrane(plan) => return points::run(&*plan, arguments, output),
        Plan::Ifs(plan) => return points::run(&*plan, arguments, output),
    };
    let initial = initial::read(&mut preset, arguments.preset.as_deref())?;
    if arguments.explain {
        return explain::explain(&preset, initial, arguments, output);
    }
    if let Some(method) = arguments.lyapunov {
        memory::check(&preset)?;
        return lyapunov::run(&preset, initial, method, arguments, output);
    }
    warn_about(&preset, output);
    memory::check(&preset)?;
    let folder = Folder::open(&out(arguments, &preset.name), &preset.text(), arguments.force)?;
    if folder.state() == &State::Complete {
        return already_done(&folder, arguments, output);
    }
    in_pool(arguments, &preset, |parallel| {
        simulate(arguments, &preset, initial, parallel, &folder, output)
    })
}

/// Flags that mean nothing for a single run.
fn refuse_sweep_flags(arguments: &Simulate) -> Result<(), Failure> {
    let flags = [
        ("--shard", arguments.shard.is_some()),
        ("--status", arguments.status),
        ("--verify", arguments.verify),
        ("--finalize", arguments.finalize),
        ("--fail-fast", arguments.fail_fast),
    ];
    match flags.into_iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((flag, _)) => {
            let message = format!("{flag} is of a data set, and the preset has no section [sweep]");
            Err(Failure::message(code::USAGE, message)
                .with_hint("add axes, for instance --set 'sweep.product.model.feed=[0.03, 0.04]'"))
        }
    }
}

/// The folder for the results.
fn out(arguments: &Simulate, name: &str) -> PathBuf {
    arguments.out.clone().unwrap_or_else(|| PathBuf::from("out").join(name))
}

fn already_done(folder: &Folder, arguments: &Simulate, output: &mut Output) -> Result<(), Failure> {
    let place = folder.path().display();
    output
        .note(&format!("{place} holds this very run, complete: nothing to do (--force redoes it)"));
    if arguments.json { output.data(&folder.report_text()?) } else { Ok(()) }
}

/// Cells above which threads are worth their start.
const PARALLEL_CELLS: usize = 1 << 17;

/// Calls `work` inside a pool of the wanted number of threads, if the grid is worth one.
fn in_pool<T: Send>(
    arguments: &Simulate,
    preset: &Preset,
    work: impl FnOnce(bool) -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    let available = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = arguments.threads.map_or(available, usize::from);
    if threads == 1 || preset.grid.n_cells() < PARALLEL_CELLS {
        return work(false);
    }
    threads::pool(threads)?.install(|| work(true))
}

/// Steps the run to its end and writes what the preset asks for.
fn simulate(
    arguments: &Simulate,
    preset: &Preset,
    initial: mfn::engine::Initial,
    parallel: bool,
    folder: &Folder,
    output: &mut Output,
) -> Result<(), Failure> {
    let start = Instant::now();
    let stop = Stop::listen(arguments.time_limit)?;
    folder.begin(&preset.text())?;
    let mut trajectory = Trajectory::start(preset, initial, parallel, folder)?;
    if trajectory.step() > 0 {
        output.note(&format!("going on from step {} of {}", trajectory.step(), preset.steps));
    }
    let set_up_s = start.elapsed().as_secs_f64();
    let ending = trajectory.follow(arguments, &stop, output)?;
    let integrate_s = start.elapsed().as_secs_f64() - set_up_s;
    let step = trajectory.step();
    match ending {
        Ending::Stopped(reason) => {
            unfinished(arguments, "stopped", reason, (step, preset.steps), output)?;
            return Err(stopped(step, preset, folder, reason));
        }
        Ending::Failed(flaw) => {
            unfinished(arguments, "failed", &flaw.to_string(), (step, preset.steps), output)?;
            return Err(failed(&flaw, preset));
        }
        Ending::Completed => {}
    }
    let timings = Timings { set_up_s, integrate_s, write_s: 0.0 };
    let report = results::write(trajectory, preset, folder, timings)?;
    finish(&report, arguments, folder, output)
}

fn finish(
    report: &Report,
    arguments: &Simulate,
    folder: &Folder,
    output: &mut Output,
) -> Result<(), Failure> {
    let text = report.to_text()?;
    folder.complete(&text)?;
    output.note(&report.summary(folder.path()));
    if arguments.json { output.data(&text) } else { Ok(()) }
}

/// What `--json` says of a run that has no report.
fn unfinished(
    arguments: &Simulate,
    status: &str,
    reason: &str,
    (step, steps): (u64, u64),
    output: &mut Output,
) -> Result<(), Failure> {
    if !arguments.json {
        return Ok(());
    }
    let value = json!({"status": status, "stop_reason": reason, "step": step, "steps": steps});
    output.data(&format!("{value:#}\n"))
}

fn stopped(step: u64, preset: &Preset, folder: &Folder, reason: &str) -> Failure {
    let steps = preset.steps;
    let place = folder.path().display();
    Failure::message(
        code::STOPPED,
        format!("{reason} after step {step} of {steps}; saved in {place}"),
    )
    .with_hint("run the same command again to go on")
}

fn failed(flaw: &StepError, preset: &Preset) -> Failure {
    let Preset { scheme, stencil, time_step, .. } = *preset;
    let limit = largest_step(&preset.model, scheme, preset.grid.spacing(), stencil);
    let limit = limit
        .map_or_else(String::new, |limit| format!("; linear theory at rest allows {limit:.6}"));
    let hint = match flaw {
        StepError::Tolerance(_) => {
            format!("raise time.tolerance (now {:e}), or take f64", preset.tolerance)
        }
        _ => format!(
            "lower time.step (now {time_step}{limit}) or start from smaller values \
             (initial.amplitude, initial.high)"
        ),
    };
    Failure::new(code::NUMBERS, flaw.clone()).with_hint(hint)
}

/// v4.1's `alpha` is D Δt/h²: five-point diffusion is stable below this.
pub(crate) const STABLE_ALPHA: f64 = 0.25;

/// What runs, but not as its author may think.
fn warn_about(preset: &Preset, output: &mut Output) {
    if let Model::MfnV4(MfnV4 { alpha, .. }) = preset.model
        && alpha >= STABLE_ALPHA
    {
        output.warn(&format!(
            "model.alpha = {alpha} is unstable (stable below {STABLE_ALPHA}): the clamps hide it, \
             as in v4.1"
        ));
    }
}
