//! `model.kind = "membrane"`: the potential of a patch of membrane over time.

use crate::commands::failure::Failure;
use crate::commands::simulate::memory;
use crate::commands::simulate::points::curve;
use crate::commands::simulate::points::object;
use crate::commands::simulate::points::tables;
use crate::commands::simulate::points::{Place, PointRun};
use mfn::config::{MembranePlan, Resolved};
use mfn::format::{write_csv, write_npy_series, write_parquet};
use mfn::membrane::{Adaptive, Currents, Error, Scheme, euler, ghk_voltage, mfn_v4, rk4};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// mV in a volt, ms in a second.
const PER_UNIT: f64 = 1000.0;

/// What the integration gives.
pub(crate) struct Course {
    /// Potential at every saved time, in V: steps + 1 values.
    pub(crate) potential: Vec<f64>,
    /// Potentials that v4.1's limits changed.
    clamping_events: u64,
    /// Steps of the adaptive scheme, accepted and rejected.
    adaptive_steps: Option<(u64, u64)>,
}

impl PointRun for MembranePlan {
    fn resolved(&self) -> &Resolved {
        &self.resolved
    }

    fn kind(&self) -> &'static str {
        "membrane"
    }

    fn generator(&self) -> &'static str {
        "none"
    }

    fn explain(&self) -> Result<(String, Value), Failure> {
        let mut text = String::new();
        describe(&mut text, self);
        let mut value = summary(self);
        value.insert("name".to_owned(), json!(self.resolved.name()));
        value.insert("model".to_owned(), json!("membrane"));
        value.insert("preset".to_owned(), json!(self.resolved.text()));
        Ok((text, Value::Object(value)))
    }

    fn check_memory(&self) -> Result<(), Failure> {
        // The potential, its curve (two numbers), and a column each in the table.
        let columns = 4 + self.circuit.parts().ions.len();
        let need = 8 * (3 + columns as u128) * (1 + u128::from(self.steps));
        memory::check_bytes(need, &format!("{} steps", self.steps), "lower time.steps")
    }

    fn work(&self, place: &Place<'_>) -> Result<(Vec<String>, Map<String, Value>), Failure> {
        let course = integrate(self)?;
        let mut names = Vec::new();
        let (folder, output) = (place.folder, self.resolved.output());
        if output.wants("npy") {
            write_npy_series(&folder.file("potential.npy"), &course.potential)?;
            names.push("potential.npy".to_owned());
        }
        let table = tables::potential(self, &course.potential)?;
        if output.wants("parquet") {
            write_parquet(&folder.file("potential.parquet"), &table, &place.provenance)?;
            names.push("potential.parquet".to_owned());
        }
        if output.wants("csv") {
            write_csv(&folder.file("potential.csv"), &table, &place.provenance)?;
            names.push("potential.csv".to_owned());
        }
        names.extend(curve::draw(self, &course.potential, place)?);
        Ok((names, report(self, &course)))
    }
}

/// The potential at every time of a whole run, in V.
pub(crate) fn potential(plan: &MembranePlan) -> Result<Vec<f64>, Failure> {
    Ok(integrate(plan)?.potential)
}

fn integrate(plan: &MembranePlan) -> Result<Course, Error> {
    let is_v4 = plan.circuit.parts().currents == Currents::OhmicV4;
    let mut value = plan.initial_potential;
    let mut potential = vec![value];
    let mut clamping_events = plan.circuit.clamping_events();
    let mut adaptive = match plan.scheme {
        Scheme::Adaptive { tolerance } => Some(Adaptive::new(tolerance)),
        _ => None,
    };
    for step in 0..plan.steps {
        let injected = plan.injected(step);
        let f = |potential: f64| plan.circuit.derivative(potential, injected);
        value = match (&mut adaptive, plan.scheme) {
            (Some(adaptive), _) => {
                adaptive.advance(value, (step as f64 * plan.time_step, plan.time_step), f)?
            }
            (None, Scheme::Euler) => euler(value, plan.time_step, f),
            (None, _) => rk4(value, plan.time_step, f),
        };
        if is_v4 {
            clamping_events += u64::from(mfn_v4::clip(&mut value));
        }
        if !value.is_finite() {
            return Err(Error::NonFinite { step, found: value });
        }
        potential.push(value);
    }
    let adaptive_steps = adaptive.map(|adaptive| adaptive.steps());
    Ok(Course { potential, clamping_events, adaptive_steps })
}

/// The potential of Goldman, Hodgkin and Katz, in mV, where permeabilities are given.
pub(crate) fn goldman_mv(plan: &MembranePlan) -> Option<f64> {
    let parts = plan.circuit.parts();
    // v4.1 knows no such potential, and accepts concentrations that have none.
    if parts.currents == Currents::OhmicV4 {
        return None;
    }
    Some(PER_UNIT * ghk_voltage(&parts.ions, parts.temperature).ok()?)
}

/// What is known before the run, for `--explain --json` and `run.json`.
fn summary(plan: &MembranePlan) -> Map<String, Value> {
    let circuit = &plan.circuit;
    let ions = circuit.parts().ions.iter().zip(circuit.reversals());
    let ions: Map<String, Value> = ions
        .map(|(ion, reversal)| {
            let potential = json!({
                "valence": ion.species.valence,
                "equilibrium_potential_mv": PER_UNIT * reversal,
            });
            (ion.species.symbol.to_owned(), potential)
        })
        .collect();
    object(json!({
        "ions": ions,
        "resting_potential_mv": PER_UNIT * circuit.rest(),
        "ghk_potential_mv": goldman_mv(plan),
        "time_constant_ms": PER_UNIT * circuit.time_constant(),
        "largest_step": plan.largest_step().map(|step| PER_UNIT * step),
    }))
}

fn report(plan: &MembranePlan, course: &Course) -> Map<String, Value> {
    let millivolts = |value: Option<f64>| value.map(|value| PER_UNIT * value);
    let values = || course.potential.iter().copied();
    let mut report = object(json!({
        "steps": plan.steps,
        "time": PER_UNIT * plan.steps as f64 * plan.time_step,
        "time_unit": "ms",
        "potential_unit": {"potential.npy": "V", "tables and pictures": "mV"},
        "potential": {
            "first_mv": millivolts(values().next()),
            "last_mv": millivolts(values().last()),
            "min_mv": millivolts(values().reduce(f64::min)),
            "max_mv": millivolts(values().reduce(f64::max)),
        },
        "counters": {"clamping_events": course.clamping_events},
        "adaptive_steps": course.adaptive_steps.map(|(accepted, rejected)| {
            json!({"accepted": accepted, "rejected": rejected})
        }),
    }));
    report.extend(summary(plan));
    report
}

fn describe(text: &mut String, plan: &MembranePlan) {
    let circuit = &plan.circuit;
    let parts = circuit.parts();
    let law = match parts.currents {
        Currents::Goldman => "Iᵢ = P z F u (cᵢ − cₒ e^−u)/(1 − e^−u), u = z F V/(R T)",
        Currents::Ohmic => "Iᵢ = gᵢ (V − Eᵢ), Eᵢ = (R T/z F) ln(cₒ/cᵢ)",
        Currents::OhmicV4 => {
            "Iᵢ = gᵢ (V − Eᵢ), Eᵢ with v4.1's constants and concentrations of at least 1e-6 M; \
             V kept within ±150 mV"
        }
    };
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{}: membrane at {} K, C = {} µF/cm²\n\
         equation   C dV/dt = −Σ Iᵢ(V) − g_L (V − E_L) + I\n\
         currents   {law}\n\
         time       {} steps of {} ms = {} ms, {}",
        plan.resolved.name(),
        parts.temperature,
        100.0 * parts.capacitance,
        plan.steps,
        PER_UNIT * plan.time_step,
        PER_UNIT * plan.time_step * plan.steps as f64,
        scheme(plan),
    );
    for (ion, reversal) in parts.ions.iter().zip(circuit.reversals()) {
        let _ = writeln!(
            text,
            "{:10} {} mol/L inside, {} outside, z = {:+}: E = {:.4} mV",
            ion.species.symbol,
            ion.inside,
            ion.outside,
            ion.species.valence,
            PER_UNIT * reversal
        );
    }
    let _ = writeln!(text, "E_rest     {:.4} mV: all currents cancel", PER_UNIT * circuit.rest());
    if let Some(goldman) = goldman_mv(plan) {
        let _ = writeln!(text, "E_GHK      {goldman:.4} mV from the permeabilities alone");
    }
    describe_stability(text, plan);
}

fn scheme(plan: &MembranePlan) -> String {
    match plan.scheme {
        Scheme::Euler => "euler".to_owned(),
        Scheme::Rk4 => "rk4".to_owned(),
        Scheme::Adaptive { tolerance } => {
            format!("Dormand–Prince 5(4), tolerance {:e} mV", PER_UNIT * tolerance)
        }
    }
}

fn describe_stability(text: &mut String, plan: &MembranePlan) {
    let constant = PER_UNIT * plan.circuit.time_constant();
    let least = if plan.circuit.parts().currents == Currents::Goldman { "at least " } else { "" };
    let _ = writeln!(text, "time const τ = {least}{constant:.6} ms");
    let _ = match plan.largest_step() {
        Some(limit) => writeln!(
            text,
            "stability  largest step {:.6} ms, used {} ({:.0} %)",
            PER_UNIT * limit,
            PER_UNIT * plan.time_step,
            100.0 * plan.time_step / limit
        ),
        None => writeln!(text, "stability  the scheme chooses its own steps"),
    };
}
