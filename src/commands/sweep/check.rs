//! What is asked before anything runs: every point, how much it is, and whether it is meant.

use crate::cli::Simulate;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use crate::commands::simulate::{Estimate, burst, initial, memory};
use crate::commands::sweep::plan::{Plan, kept_bytes};
use mfn::config::Preset;
use mfn::dataset::{Run, Shard};
use mfn::engine::{Simulation, memory_bytes};
use rayon::prelude::*;
use serde_json::json;
use std::fmt::Write as _;
use std::io::{BufRead as _, IsTerminal as _, Write as _};

/// So many runs are not a slip of the hand.
const MANY: u64 = 1_000_000;
/// Points that are checked at most; of more, so many evenly chosen.
pub(crate) const MOST_CHECKED: u64 = 1_000_000;
/// Points that an error names.
const NAMED: usize = 3;
/// Bytes of a cell of the table, compressed, as found on v4.1's sweeps.
const CELL_BYTES: u64 = 9;

/// Refuses a sweep with points that its model does not accept, before anything runs.
pub(crate) fn points(plan: &Plan, shard: Shard) -> Result<(), Failure> {
    let bad = bad_points(plan, shard);
    let Some((_, first)) = bad.first() else { return Ok(()) };
    let named: Vec<String> = bad.iter().take(NAMED).map(|(run, e)| point(run, e)).collect();
    let more = if bad.len() > NAMED { ", …" } else { "" };
    let message = format!(
        "{} of {} points are not accepted: {}{more}",
        bad.len(),
        plan.preset.sweep.n_points(),
        named.join("; ")
    );
    let failure = Failure::message(code::USAGE, message);
    Err(match first.hint() {
        Some(hint) => failure.with_hint(hint),
        None => failure.with_hint("narrow the axis, or leave such points out with sweep.filter"),
    })
}

pub(crate) fn point(run: &Run, error: &mfn::config::Error) -> String {
    format!("point {} ({}): {error}", run.point, run.settings_text(", "))
}

pub(crate) fn bad_points(plan: &Plan, shard: Shard) -> Vec<(Run, mfn::config::Error)> {
    let sweep = &plan.preset.sweep;
    let n = sweep.n_points();
    let step = n.div_ceil(MOST_CHECKED).max(1);
    let seeds = sweep.seeds_per_point();
    let is_ours =
        |run: u64| shard.is_whole() || (run / plan.chunks.size()) % shard.count == shard.index;
    let checked = (0..n.div_ceil(step)).into_par_iter().filter_map(|index| {
        let point = index * step;
        let mut runs = point * seeds..(point + 1) * seeds;
        if !runs.any(is_ours) {
            return None;
        }
        let run = sweep.run(point * seeds);
        plan.preset.preset(&run).err().map(|error| (run, error))
    });
    checked.collect()
}

/// Asks, or refuses where nobody can be asked, if there are very many runs.
pub(crate) fn is_meant(
    plan: &Plan,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    let runs = plan.preset.sweep.n_runs();
    memory::check(&plan.first)?;
    if runs <= MANY || arguments.yes || arguments.shard.is_some() {
        return Ok(());
    }
    let refused = || {
        Failure::message(code::USAGE, format!("the sweep has {runs} runs: is that meant?"))
            .with_hint("look at it with --explain, then say --yes, or --shard I/N for a part of it")
    };
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() || output.is_quiet() {
        return Err(refused());
    }
    let _ = write!(std::io::stderr().lock(), "the sweep has {runs} runs: go on? [y/N] ");
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    let said_yes = read.is_ok() && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str());
    if said_yes { Ok(()) } else { Err(refused()) }
}

/// How much work the sweep is.
#[derive(Debug)]
struct Size {
    cell_steps: u128,
    table_bytes: u64,
    field_bytes: u128,
    /// Of the largest run, in each thread.
    memory_bytes: u128,
    estimate: Option<Estimate>,
    bad: Vec<(Run, mfn::config::Error)>,
}

impl Size {
    fn of(plan: &Plan) -> Result<Self, Failure> {
        let sweep = &plan.preset.sweep;
        let (n, seeds) = (sweep.n_points(), sweep.seeds_per_point());
        let step = n.div_ceil(MOST_CHECKED).max(1);
        let sums = (0..n.div_ceil(step)).into_par_iter().map(|index| {
            let preset = plan.preset.preset(&sweep.run(index * step * seeds));
            preset.map_or((0, 0), |preset| of_run(&preset))
        });
        let (work, memory) = sums.reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1.max(b.1)));
        let looked = u128::from(n.div_ceil(step)).max(1);
        let runs = u128::from(sweep.n_runs());
        let cells = plan.table.columns.len() as u64;
        let mut first = plan.first.clone();
        let start = initial::read(&mut first, plan.source.as_deref())?;
        let estimate = Simulation::new(&first.setup(start, false))
            .ok()
            .and_then(|mut simulation| burst::estimate(&mut simulation, &first));
        Ok(Self {
            cell_steps: work * runs / looked,
            table_bytes: sweep.n_runs().saturating_mul(cells).saturating_mul(CELL_BYTES),
            field_bytes: kept_bytes(&plan.preset.dataset, &plan.first) * runs,
            memory_bytes: memory,
            estimate,
            bad: bad_points(plan, Shard::WHOLE),
        })
    }

    /// Seconds on one thread, stepping alone.
    fn seconds(&self) -> Option<f64> {
        let estimate = self.estimate?;
        Some(self.cell_steps as f64 / estimate.cells_per_s)
    }
}

/// Steps of a cell, and bytes of memory.
fn of_run(preset: &Preset) -> (u128, u128) {
    let work = preset.grid.n_cells() as u128 * u128::from(preset.steps);
    let memory = memory_bytes(&preset.model, preset.grid, preset.precision, preset.scheme);
    (work, memory)
}

/// `--explain`: what the sweep is, and nothing runs.
pub(crate) fn explain(
    plan: &Plan,
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    let size = Size::of(plan)?;
    let sweep = &plan.preset.sweep;
    let threads = arguments
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    if arguments.json {
        let value = json!({
            "name": plan.preset.name,
            "points": sweep.n_points(),
            "seeds_per_point": sweep.seeds_per_point(),
            "runs": sweep.n_runs(),
            "chunks": plan.chunks.count(),
            "runs_per_chunk": plan.chunks.size(),
            "columns": plan.table.columns.len(),
            "axes": sweep.keys(),
            "cell_steps": size.cell_steps as f64,
            "table_bytes": size.table_bytes,
            "field_bytes": size.field_bytes as f64,
            "memory_bytes_per_thread": size.memory_bytes as f64,
            "estimate": size.seconds().map(|seconds| json!({
                "threads": threads, "seconds": seconds / threads as f64,
            })),
            "points_not_accepted": size.bad.len(),
            "preset_sha256": plan.provenance.preset_sha256,
        });
        output.data(&format!("{value:#}\n"))?;
    } else {
        output.data(&text(plan, &size, threads))?;
    }
    if size.bad.is_empty() { Ok(()) } else { points(plan, Shard::WHOLE) }
}

fn text(plan: &Plan, size: &Size, threads: usize) -> String {
    let sweep = &plan.preset.sweep;
    let mut text = format!("{}: a data set of {} runs\n", plan.preset.name, sweep.n_runs());
    let mut line = |what: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {what:<10} {value}");
    };
    line("points", sweep.summary());
    let (chunks, each) = (plan.chunks.count(), plan.chunks.size());
    line("chunks", format!("{chunks} of {each} runs"));
    line("columns", plan.table.columns.len().to_string());
    line("work", format!("{:.3e} cell steps", size.cell_steps as f64));
    if let Some(seconds) = size.seconds() {
        let together = seconds / threads as f64;
        line(
            "time",
            format!(
                "about {} on {threads} threads for the steps alone, as fast as the first run; the \
             features come on top",
                duration(together)
            ),
        );
    }
    let fields = match size.field_bytes {
        0 => String::new(),
        bytes => format!(" and {} of fields", bytes_text(bytes as f64)),
    };
    line("disk", format!("about {} of tables{fields}", bytes_text(size.table_bytes as f64)));
    line("memory", format!("{} a thread for the fields", bytes_text(size.memory_bytes as f64)));
    for run in [0, 1, sweep.n_runs().saturating_sub(1)] {
        let run = sweep.run(run);
        line(
            &format!("run {}", run.run),
            format!("seed {}, {}", run.seed, run.settings_text(", ")),
        );
        if sweep.n_runs() <= 2 {
            break;
        }
    }
    text
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 120.0 => format!("{s:.1} s"),
        s if s < 7200.0 => format!("{:.1} min", s / 60.0),
        s if s < 48.0 * 3600.0 => format!("{:.1} h", s / 3600.0),
        s => format!("{:.1} days", s / 86400.0),
    }
}

fn bytes_text(bytes: f64) -> String {
    match bytes {
        b if b < 1e6 => format!("{:.1} kB", b / 1e3),
        b if b < 1e9 => format!("{:.1} MB", b / 1e6),
        b => format!("{:.1} GB", b / 1e9),
    }
}
