//! A run of species on a grid.

use crate::commands::failure::Failure;
use crate::commands::simulate::explain::certificate::Certificate;
use crate::commands::simulate::explain::verdict::verdict;
use crate::commands::simulate::{STABLE_ALPHA, initial, memory};
use crate::commands::validate::data::preset::{fits, refused, share};
use crate::commands::validate::data::row::{Rows, offences};
use mfn::config::{InitialPlan, Preset};
use mfn::engine::{Initial, largest_step};
use mfn::model::{MfnV4, Model};
use mfn::verify::{Finding, Obstacle};

/// Adds the rows of a run.
pub(crate) fn look(mut preset: Preset, beside: Option<&str>, strict: bool, rows: &mut Rows<'_>) {
    rows.check("step", || Ok(step(&preset)));
    let asked = memory::check(&preset);
    let is_too_large = asked.is_err();
    rows.check("memory", || fits(asked));
    let start = start(&mut preset, beside, rows);
    // The steady state and its modes do not depend on what the run starts from.
    let setup = preset.setup(Initial::Noise { amplitude: 0.0 }, false);
    let certificate = Certificate::of_theory(&preset, &setup);
    pattern(&certificate, rows);
    let whole = match start {
        _ if is_too_large => Err("the run does not fit into memory".to_owned()),
        None => Err("the fields that the run starts from are not known".to_owned()),
        Some(start) => Certificate::untimed(&preset, start).map_err(Failure::into_words),
    };
    let warnings = whole.as_ref().unwrap_or(&certificate).warnings_of_theory();
    if strict {
        rows.check("warnings", || match &whole {
            Ok(_) => Ok(offences(&warnings, "warnings")),
            Err(reason) => Err(Obstacle::NotRun(reason.clone())),
        });
    } else {
        for warning in &warnings {
            rows.warn(warning);
        }
    }
}

/// The step that v4.1's table accepts may still be unstable: its clamps hide it.
fn step(preset: &Preset) -> Finding {
    if let Model::MfnV4(MfnV4 { alpha, .. }) = preset.model {
        let note = format!("model.alpha = {alpha}, stable below {STABLE_ALPHA}");
        return Finding::at_most(alpha / STABLE_ALPHA, 1.0_f64.next_down())
            .unit("of the largest stable step")
            .note(note);
    }
    share(preset.time_step, limit(preset), preset.scheme.name())
}

fn limit(preset: &Preset) -> Option<f64> {
    largest_step(&preset.model, preset.scheme, preset.grid.spacing(), preset.stencil)
}

/// The initial fields; a kind that reads nothing can lack nothing, and has no row.
fn start(preset: &mut Preset, beside: Option<&str>, rows: &mut Rows<'_>) -> Option<Initial> {
    let reads = !matches!(preset.initial, InitialPlan::Ready(_));
    let read: Result<Initial, Failure> = initial::read(preset, beside);
    match read {
        Ok(start) => {
            if reads {
                rows.check("initial", || Ok(Finding::none(0).unit("errors")));
            }
            Some(start)
        }
        Err(failure) => {
            rows.check("initial", || Err(refused(failure)));
            None
        }
    }
}

/// What linear theory claims; where it claims no pattern, none can be missing.
fn pattern(certificate: &Certificate<'_>, rows: &mut Rows<'_>) {
    let is_v4 = matches!(certificate.preset.model, Model::MfnV4(_));
    if certificate.analysis.pattern().is_none() || is_v4 {
        return;
    }
    rows.check("pattern", || {
        let flaws = flaws(certificate);
        let finding = offences(&flaws, "flaws");
        Ok(if flaws.is_empty() { finding.note(verdict(certificate)) } else { finding })
    });
}

fn flaws(certificate: &Certificate<'_>) -> Vec<String> {
    let mut flaws = Vec::new();
    if certificate.claim.is_none() {
        flaws.push("no mode of this grid is in the unstable band".to_owned());
    }
    if certificate.waves().is_some_and(|waves| waves < 1.0) {
        flaws.push(verdict(certificate));
    }
    flaws
}
