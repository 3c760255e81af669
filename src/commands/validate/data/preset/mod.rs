//! `mfn validate preset`: is a preset accepted, stable, within memory, and what it claims?

mod lattice;
mod sweep;

use crate::cli::PresetData;
use crate::commands::failure::Failure;
use crate::commands::simulate::load;
use crate::commands::simulate::memory::available_bytes;
use crate::commands::simulate::points::PointRun;
use crate::commands::validate::data::each;
use crate::commands::validate::data::row::{Report, Rows, Verb};
use crate::commands::validate::data::select::Unwanted;
use mfn::config::{MembranePlan, Plan, Written};
use mfn::verify::{Finding, Obstacle};

/// The checks.
pub(crate) const VERB: Verb = Verb {
    suite: "preset",
    claims: &[
        ("accepted", "every key is known, every value is in bounds and goes with the others"),
        ("step", "the time step is at most the largest stable one"),
        ("memory", "a run fits into the memory that is available"),
        ("initial", "the file or the text that a run starts from can be read and fits the grid"),
        ("pattern", "where linear theory claims a pattern, the grid has a growing mode and room"),
        ("warnings", "nothing speaks against the run; asked for with --strict"),
        ("system", "the maps of an iterated function system exist and have an attractor"),
        ("points", "every point of a sweep is accepted by its model"),
        ("runs", "no two runs of a sweep have the same parameters and the same seed"),
        ("columns", "no two columns of a data set have the same name"),
    ],
};

/// A preset as it was found.
struct Source {
    name: String,
    text: String,
}

/// Looks at every preset; one that is not there is an error.
pub(crate) fn look(arguments: &PresetData, unwanted: &Unwanted) -> Result<Vec<Report>, Failure> {
    let read = |name: &String| -> Result<Source, Failure> {
        Ok(Source { name: name.clone(), text: load::text(name)? })
    };
    let sources: Vec<Source> = arguments.inputs.iter().map(read).collect::<Result<_, _>>()?;
    each(&sources, &arguments.looking, |source| {
        let mut rows = Rows::new(&VERB, &source.name, unwanted);
        preset(source, arguments, &mut rows);
        Ok(rows.finish())
    })
}

fn preset(source: &Source, arguments: &PresetData, rows: &mut Rows<'_>) {
    let written = written(source, arguments);
    let written = match written {
        Ok(written) => written,
        Err(error) => return rows.take("accepted", Err(refused(error.into()))),
    };
    let beside = (source.name != "-").then(|| source.name.clone());
    if written.is_sweep() {
        return sweep::look(&written, beside, rows);
    }
    let plan = match Plan::check(&written) {
        Ok(plan) => plan,
        Err(error) => return rows.take("accepted", Err(refused(error.into()))),
    };
    rows.check("accepted", || Ok(accepted().note(described(&plan))));
    match plan {
        Plan::Lattice(preset) => lattice::look(*preset, beside.as_deref(), arguments.strict, rows),
        Plan::Membrane(plan) => {
            rows.check("step", || Ok(membrane_step(&plan)));
            rows.check("memory", || fits(plan.check_memory()));
        }
        Plan::Ifs(plan) => {
            rows.check("system", || {
                plan.explain().map_err(refused)?;
                Ok(Finding::none(0).unit("errors"))
            });
            rows.check("memory", || fits(plan.check_memory()));
        }
    }
}

fn written(source: &Source, arguments: &PresetData) -> Result<Written, mfn::config::Error> {
    let mut written = Written::from_toml(&source.text, &source.name)?;
    for assignment in &arguments.set {
        written.apply_assignment(assignment)?;
    }
    Ok(written)
}

fn accepted() -> Finding {
    Finding::none(0).unit("errors")
}

fn described(plan: &Plan) -> String {
    let kind = match plan {
        Plan::Lattice(preset) => preset.model.kind().name(),
        Plan::Membrane(plan) => plan.kind(),
        Plan::Ifs(plan) => plan.kind(),
    };
    format!("{}, model.kind = \"{kind}\"", plan.name())
}

/// What the program said when it refused.
fn refused(failure: Failure) -> Obstacle {
    Obstacle::Broke(failure.into_words())
}

/// Whether a run fits, by the kernel's count of the memory that is left.
fn fits(asked: Result<(), Failure>) -> Result<Finding, Obstacle> {
    if available_bytes().is_none() {
        let reason = "this system does not say how much memory is available";
        return Err(Obstacle::NotRun(reason.to_owned()));
    }
    asked.map_err(refused)?;
    Ok(Finding::none(0).unit("runs that do not fit"))
}

/// The step as a share of the largest stable one.
fn share(step: f64, limit: Option<f64>, scheme: &str) -> Finding {
    match limit {
        Some(limit) => {
            let note = format!("step {step}, stable up to {limit:.6} with {scheme}");
            Finding::at_most(step / limit, 1.0).unit("of the largest stable step").note(note)
        }
        None => Finding::at_most(0.0, 1.0)
            .unit("of the largest stable step")
            .note(format!("linear theory sets {scheme} no limit")),
    }
}

fn membrane_step(plan: &MembranePlan) -> Finding {
    share(plan.time_step, plan.largest_step(), "this stepper")
}
