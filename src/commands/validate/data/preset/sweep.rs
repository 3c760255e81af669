//! A preset with a section `[sweep]`.

use crate::commands::simulate::{initial, memory};
use crate::commands::sweep::check::{MOST_CHECKED, bad_points, point};
use crate::commands::sweep::plan::Plan;
use crate::commands::validate::data::preset::{accepted, fits, refused};
use crate::commands::validate::data::row::{Rows, offences};
use mfn::config::{InitialPlan, Written};
use mfn::dataset::Shard;
use mfn::verify::{Finding, Obstacle};
use std::collections::BTreeSet;

/// Adds the rows of a sweep.
pub(crate) fn look(written: &Written, beside: Option<String>, rows: &mut Rows<'_>) {
    let plan = match Plan::of_preset(written, beside) {
        Ok(plan) => plan,
        Err(failure) => return rows.take("accepted", Err(refused(failure))),
    };
    let sweep = &plan.preset.sweep;
    rows.check("accepted", || {
        let note = format!("{}, a data set of {} runs", plan.preset.name, sweep.n_runs());
        Ok(accepted().note(note))
    });
    rows.check("points", || Ok(points(&plan)));
    rows.check("runs", || runs(&plan));
    rows.check("columns", || Ok(columns(&plan)));
    rows.check("memory", || fits(memory::check(&plan.first)));
    let mut first = plan.first.clone();
    if !matches!(first.initial, InitialPlan::Ready(_)) {
        rows.check("initial", || {
            initial::read(&mut first, plan.source.as_deref()).map_err(refused)?;
            Ok(Finding::none(0).unit("errors"))
        });
    }
}

fn points(plan: &Plan) -> Finding {
    let bad = bad_points(plan, Shard::WHOLE);
    let named: Vec<String> = bad.iter().map(|(run, error)| point(run, error)).collect();
    let finding = offences(&named, "points not accepted");
    if named.is_empty() { finding.note(plan.preset.sweep.summary()) } else { finding }
}

fn runs(plan: &Plan) -> Result<Finding, Obstacle> {
    let sweep = &plan.preset.sweep;
    if sweep.n_runs() > MOST_CHECKED {
        let reason = format!("{} runs are more than the {MOST_CHECKED} compared", sweep.n_runs());
        return Err(Obstacle::NotRun(reason));
    }
    let mut known = BTreeSet::new();
    let mut repeated = Vec::new();
    for number in 0..sweep.n_runs() {
        let run = sweep.run(number);
        let own = (run.seed, run.settings_text(", "));
        if known.contains(&own) {
            repeated.push(format!("run {number} (seed {}, {})", own.0, own.1));
        } else {
            known.insert(own);
        }
    }
    Ok(offences(&repeated, "repeated runs"))
}

fn columns(plan: &Plan) -> Finding {
    let mut known = BTreeSet::new();
    let columns = plan.table.columns.iter().map(|column| column.name.as_str());
    let repeated: Vec<String> =
        columns.filter(|name| !known.insert(*name)).map(str::to_owned).collect();
    offences(&repeated, "repeated names")
}
