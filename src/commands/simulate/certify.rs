//! `--certify`: the linear stage of presets, measured, beside what their certificates claim.

use crate::cli::Simulate;
use crate::commands::failure::{Failure, code};
use crate::commands::output::Output;
use crate::commands::simulate::explain::json_line;
use crate::commands::simulate::load;
use crate::commands::threads;
use mfn::config::{BUILT_IN, Plan};
use mfn::engine::{Initial, StepError};
use mfn::verify::{Case, Measurement, Outcome, certify};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A row: the case and what came of it.
type Row = (Case, Result<Outcome, mfn::engine::Error>);

/// Measures every preset and prints the table; fails if one does not do what its certificate says.
pub(crate) fn run(
    names: &[String],
    arguments: &Simulate,
    output: &mut Output,
) -> Result<(), Failure> {
    let mut wanted: Vec<&str> = arguments.preset.as_deref().into_iter().collect();
    wanted.extend(names.iter().map(String::as_str));
    if wanted.is_empty() {
        wanted = BUILT_IN.iter().map(|preset| preset.name).collect();
    }
    let mut cases = Vec::with_capacity(wanted.len());
    for name in wanted {
        cases.push(case(name, arguments, output)?);
    }
    let rows = measured(cases, arguments)?;
    if arguments.json {
        let pass = rows.iter().all(passes);
        let value = json!({"presets": rows.iter().map(to_json).collect::<Vec<_>>(), "pass": pass});
        json_line(&value, output)?;
    } else {
        output.data(&table(&rows))?;
    }
    refuse(&rows)
}

/// The run of a preset, with the numbers its model was built from.
fn case(name: &str, arguments: &Simulate, output: &mut Output) -> Result<Case, Failure> {
    let Plan::Lattice(preset) = Plan::check(&load::written_of(name, arguments, output)?)? else {
        let message = format!("{name} has no grid of species, and so no dispersion relation");
        return Err(Failure::message(code::USAGE, message)
            .with_hint("mfn simulate --certify without names takes every preset on a grid"));
    };
    let values = preset.parameters().cloned();
    let values = values.unwrap_or_else(|| mfn::model::Values::defaults(&[]));
    // The linear stage starts from the steady state, whatever the preset starts from.
    let setup = preset.setup(Initial::Noise { amplitude: 0.0 }, false);
    Ok(Case { name: preset.name.clone(), setup, values })
}

/// All rows, in the order of the cases, by as many threads as are wanted.
fn measured(cases: Vec<Case>, arguments: &Simulate) -> Result<Vec<Row>, Failure> {
    let pool = threads::pool(arguments.threads.map_or(0, usize::from))?;
    let row = |case: Case| {
        let outcome = certify(&case);
        (case, outcome)
    };
    // Cases differ a thousandfold in cost: each is a task of its own.
    Ok(pool.install(|| cases.into_par_iter().with_max_len(1).map(row).collect()))
}

fn passes((_, outcome): &Row) -> bool {
    match outcome {
        Ok(Outcome::NoPattern(_)) => true,
        Ok(Outcome::Measured(measured)) => measured.passes(),
        Err(_) => false,
    }
}

/// Exit code 1 if a preset does not do what its certificate says.
fn refuse(rows: &[Row]) -> Result<(), Failure> {
    let failed: Vec<&str> =
        rows.iter().filter(|row| !passes(row)).map(|(case, _)| case.name.as_str()).collect();
    if failed.is_empty() {
        return Ok(());
    }
    let message = format!("{} of {} presets fail: {}", failed.len(), rows.len(), failed.join(", "));
    Err(Failure::message(code::NO, message).with_hint(
        "mfn simulate PRESET --explain shows the certificate; lower time.step or grid.spacing",
    ))
}

/// The columns.
const HEADER: [&str; 10] = [
    "preset",
    "model",
    "instability",
    "λ pred.",
    "λ meas.",
    "bins",
    "growth pred.",
    "growth meas.",
    "off by",
    "below onset",
];

/// What the columns mean.
const LEGEND: &str = "\
λ is the wavelength that emerges from small noise on the preset's grid, cropped to 16 wavelengths
a side: within 1 bin of its spectrum. Growth is that of the fastest mode of the preset's own grid,
with its boundary, stepper and step, in f64 and without noise: within 1 % of the dispersion relation
of the discretised equation; in brackets how far a step of Euler's method is off 1 + λΔt, at most
1e-10. Below onset the named parameter is moved until linear theory lets nothing grow; quiet:
nothing does.";

/// One line a preset, columns aligned; what fails or claims nothing says why below.
fn table(rows: &[Row]) -> String {
    let (mut lines, mut notes) = (vec![HEADER.map(ToOwned::to_owned).to_vec()], String::new());
    let mut verdicts = vec!["verdict"];
    for (case, outcome) in rows {
        let (name, model) = (case.name.clone(), case.setup.model.kind().name().to_owned());
        match outcome {
            Ok(Outcome::Measured(measured)) => {
                lines.push([vec![name, model], cells(measured)].concat());
                verdicts.push(if measured.passes() { "pass" } else { "FAIL" });
                for flaw in &measured.flaws {
                    let _ = writeln!(notes, "{}: {flaw}", case.name);
                }
            }
            Ok(Outcome::NoPattern(reason)) => {
                lines.push(vec![name, model, "–".to_owned()]);
                verdicts.push("no pattern claimed");
                let _ = writeln!(notes, "{}: {reason}", case.name);
            }
            Err(error) => {
                lines.push(vec![name, model]);
                verdicts.push("FAIL");
                let _ = writeln!(notes, "{}: {error}", case.name);
            }
        }
    }
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..HEADER.len()).map(width).collect();
    let mut text = String::new();
    for (line, verdict) in lines.iter().zip(verdicts) {
        for (column, width) in widths.iter().enumerate() {
            let cell = line.get(column).map_or("", String::as_str);
            let _ = write!(text, "{cell:width$}  ");
        }
        let _ = writeln!(text, "{verdict}");
    }
    let _ = writeln!(text, "\n{LEGEND}");
    if notes.is_empty() { text } else { text + "\n" + &notes }
}

/// The cells of a row after name and model.
fn cells(measured: &Measurement) -> Vec<String> {
    let absent = || "–".to_owned();
    let claim = &measured.claim;
    let fastest = claim.prediction.band.most_unstable;
    let wave = measured.wavelength.as_ref();
    let off = match (measured.euler_error, measured.growth_deviation()) {
        (Some(error), Some(off)) => format!("{:.2} % ({error:.0e})", 100.0 * off),
        (None, Some(off)) => format!("{:.2} %", 100.0 * off),
        _ => absent(),
    };
    let below = match &measured.onset {
        Some((onset, Some(below))) => {
            let quiet = if below.is_quiet() { "quiet" } else { "grows" };
            format!("{quiet} at {} = {:.4}", onset.key, onset.value)
        }
        _ => absent(),
    };
    vec![
        claim.prediction.state.steadiness.name().to_owned(),
        format!("{:.3}", fastest.wavelength()),
        wave.map_or_else(absent, |wave| format!("{:.3}", wave.wavelength)),
        wave.map_or_else(absent, |wave| format!("{:+.2}", wave.bins)),
        format!("{:.6}", claim.rate),
        measured.growth.map_or_else(absent, |growth| format!("{:.6}", growth.rate)),
        off,
        below,
    ]
}

fn to_json(row: &Row) -> Value {
    let (case, outcome) = row;
    let mut value = json!({
        "name": case.name,
        "model": case.setup.model.kind().name(),
        "pass": passes(row),
    });
    let more = match outcome {
        Ok(Outcome::Measured(measured)) => measured_json(measured),
        Ok(Outcome::NoPattern(reason)) => json!({"claims_pattern": false, "reason": reason}),
        Err(mfn::engine::Error::Step(StepError::NonFinite(flaw))) => {
            json!({"flaws": [flaw.to_string()]})
        }
        Err(error) => json!({"flaws": [error.to_string()]}),
    };
    if let (Some(value), Value::Object(more)) = (value.as_object_mut(), more) {
        value.extend(more);
    }
    value
}

fn measured_json(measured: &Measurement) -> Value {
    let claim = &measured.claim;
    let fastest = claim.prediction.band.most_unstable;
    let onset = measured.onset.as_ref().map(|(onset, below)| {
        json!({
            "parameter": onset.key,
            "value": onset.value,
            "growth_rate_predicted": below.map(|below| below.predicted),
            "growth_rate_measured": below.and_then(|below| below.measured),
            "noise_remains": below.map(|below| below.remains),
            "quiet": below.is_some_and(|below| below.is_quiet()),
        })
    });
    json!({
        "claims_pattern": true,
        "instability": claim.prediction.state.steadiness.name(),
        "steady_state": claim.prediction.state.equilibrium.state,
        "wavelength_predicted": fastest.wavelength(),
        "wavelength_measured": measured.wavelength.as_ref().map(|wave| wave.wavelength),
        "wavelength_bins_off": measured.wavelength.as_ref().map(|wave| wave.bins),
        "wavelength_cells": measured.wavelength.as_ref().map(|wave| &wave.cells),
        "wavelength_steps": measured.wavelength.as_ref().map(|wave| wave.steps),
        "growth_rate_of_equation": fastest.growth_rate,
        "mode": claim.mode.index,
        "growth_rate_predicted": claim.rate,
        "growth_rate_measured": measured.growth.map(|growth| growth.rate),
        "growth_rate_deviation": measured.growth_deviation(),
        "euler_amplification_error": measured.euler_error,
        "below_onset": onset,
        "flaws": measured.flaws,
    })
}
