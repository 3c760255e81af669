//! A preset of `model.kind = "membrane"`, checked and in SI units.

use crate::config::Error;
use crate::config::plan::resolved::Resolved;
use crate::config::plan::tables::{ION_SECTIONS, point_sections};
use crate::config::suggest::nearest;
use crate::config::tables::Section;
use crate::config::written::Written;
use crate::membrane::{Circuit, Currents, Ion, Leak, Passive, Scheme, Species};
use crate::model::Values;

// From the units of a preset to SI; a power of ten is divided by, because only that is exact.
/// mV in a volt, ms in a second.
const PER_UNIT: f64 = 1000.0;
/// µF/cm² in an F/m², µA/cm² in an A/m², cm/s in an m/s.
const PER_HUNDRED: f64 = 100.0;
/// S/m² in an mS/cm².
const SIEMENS: f64 = 10.0;

/// A current that is switched on and off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stimulus {
    /// Injected current, in A/m².
    pub amplitude: f64,
    /// When it begins, in s.
    pub start: f64,
    /// When it ends, in s.
    pub end: f64,
}

/// A checked membrane run; everything in SI units.
#[derive(Debug, Clone, PartialEq)]
pub struct MembranePlan {
    /// Name, seed, output, text.
    pub resolved: Resolved,
    /// The membrane.
    pub circuit: Circuit,
    /// Potential at the start, in V.
    pub initial_potential: f64,
    /// The injected current.
    pub stimulus: Stimulus,
    /// Length of a step, in s.
    pub time_step: f64,
    /// Number of steps.
    pub steps: u64,
    /// The scheme in time.
    pub scheme: Scheme,
}

impl MembranePlan {
    /// Checks what was written.
    pub(crate) fn check(written: &Written) -> Result<Self, Error> {
        let variant = written.word("model.variant");
        let (tables, symbols) = used_sections(written, variant)?;
        let resolved = Resolved::check(written, &tables, "membrane")?;
        let [model, stimulus, time] =
            ["model", "stimulus", "time"].map(|name| resolved.section(name));
        check_variant(&model, &time)?;
        let ions = symbols.iter().filter_map(|(section, symbol)| {
            Some(ion(Species::from_symbol(symbol)?, &resolved.section(section)))
        });
        let circuit = circuit(&model, ions.collect())?;
        let scheme = match time.word("stepper") {
            "euler" => Scheme::Euler,
            "adaptive" => Scheme::Adaptive { tolerance: time.number("tolerance") / PER_UNIT },
            _ => Scheme::Rk4,
        };
        let plan = Self {
            circuit,
            initial_potential: model.number("initial_potential") / PER_UNIT,
            stimulus: Stimulus {
                amplitude: stimulus.number("amplitude") / PER_HUNDRED,
                start: stimulus.number("start") / PER_UNIT,
                end: stimulus.number("end") / PER_UNIT,
            },
            time_step: time.number("step") / PER_UNIT,
            steps: time.count("steps"),
            scheme,
            resolved,
        };
        plan.check_stimulus()?;
        plan.check_stability()?;
        Ok(plan)
    }

    /// The injected current of step `index`, in A/m²: on if the middle of the step is in its time.
    pub fn injected(&self, index: u64) -> f64 {
        let middle = (index as f64 + 0.5) * self.time_step;
        let Stimulus { amplitude, start, end } = self.stimulus;
        if (start..end).contains(&middle) { amplitude } else { 0.0 }
    }

    /// The largest stable step, in s; `None` if the scheme chooses its own.
    pub fn largest_step(&self) -> Option<f64> {
        self.scheme.stability_limit().map(|limit| limit * self.circuit.time_constant())
    }

    fn check_stimulus(&self) -> Result<(), Error> {
        let Stimulus { amplitude, start, end } = self.stimulus;
        if amplitude == 0.0 || start < end {
            return Ok(());
        }
        Err(Error::Conflict {
            first: format!("stimulus.start = {} ms", start * PER_UNIT),
            second: format!("stimulus.end = {} ms", end * PER_UNIT),
            reason: "a current ends after it begins",
        })
    }

    fn check_stability(&self) -> Result<(), Error> {
        let Some(limit) = self.largest_step().filter(|limit| self.time_step > *limit) else {
            return Ok(());
        };
        let limit = limit * PER_UNIT;
        Err(Error::OutOfRange {
            key: "time.step".to_owned(),
            found: (self.time_step * PER_UNIT).to_string(),
            wanted: format!("at most {limit:.6} to be stable, or time.stepper = \"adaptive\""),
            unit: "ms",
        })
    }
}

/// The tables without the ions that are not there, and section and symbol of those that are.
type Used = (Vec<Section>, Vec<(&'static str, &'static str)>);

fn used_sections(written: &Written, variant: Option<&str>) -> Result<Used, Error> {
    let symbols = ION_SECTIONS.map(|(_, symbol)| symbol);
    let wanted = || format!("one of {}", symbols.join(", "));
    let alike = |symbol: &str| {
        // So short a word is most often in the wrong case.
        let known = symbols.into_iter().find(|known| known.eq_ignore_ascii_case(symbol));
        known.or_else(|| nearest(symbol, symbols))
    };
    let mut found: Vec<&str> = Vec::new();
    for key in written.keys() {
        let Some(rest) = key.strip_prefix("ions.") else { continue };
        let symbol = rest.split('.').next().unwrap_or_default();
        if !symbols.contains(&symbol) {
            return Err(Error::UnknownWord {
                key: "ions".to_owned(),
                found: symbol.to_owned(),
                wanted: wanted(),
                nearest: alike(symbol).map(ToOwned::to_owned),
            });
        }
        found.push(symbol);
    }
    let used: Vec<_> = ION_SECTIONS.into_iter().filter(|(_, s)| found.contains(s)).collect();
    for (section, _) in &used {
        for side in ["inside", "outside"] {
            let key = format!("{section}.{side}");
            if written.get(&key).is_none() {
                let wanted = "the concentration, in mol/L".to_owned();
                return Err(Error::Missing { key, wanted });
            }
        }
    }
    let mut sections = point_sections("membrane", variant);
    sections.retain(|section| {
        !section.name.starts_with("ions.") || used.iter().any(|(name, _)| *name == section.name)
    });
    Ok((sections, used))
}

/// v4.1 has no Goldman–Hodgkin–Katz current and no adaptive scheme.
fn check_variant(model: &Values, time: &Values) -> Result<(), Error> {
    if model.word("variant") != "mfn-v4" {
        return Ok(());
    }
    let conflict = |first: &str| Error::Conflict {
        first: first.to_owned(),
        second: "model.variant = \"mfn-v4\"".to_owned(),
        reason: "MFN v4.1 has none",
    };
    if model.word("currents") == "ghk" {
        return Err(conflict("model.currents = \"ghk\""));
    }
    if time.word("stepper") == "adaptive" {
        return Err(conflict("time.stepper = \"adaptive\""));
    }
    Ok(())
}

fn ion(species: Species, values: &Values) -> Ion {
    Ion {
        species,
        inside: values.number("inside"),
        outside: values.number("outside"),
        permeability: values.number("permeability") / PER_HUNDRED,
        conductance: values.number("conductance") * SIEMENS,
    }
}

fn circuit(model: &Values, ions: Vec<Ion>) -> Result<Circuit, Error> {
    let currents = match (model.word("currents"), model.word("variant")) {
        ("ghk", _) => Currents::Goldman,
        (_, "mfn-v4") => Currents::OhmicV4,
        _ => Currents::Ohmic,
    };
    let parts = Passive {
        capacitance: model.number("capacitance") / PER_HUNDRED,
        temperature: model.number("temperature"),
        currents,
        leak: Leak {
            conductance: model.number("leak_conductance") * SIEMENS,
            reversal: model.number("leak_reversal") / PER_UNIT,
        },
        ions,
    };
    // The tables leave one thing to refuse: a membrane that nothing can pass.
    Circuit::new(parts).map_err(|error| {
        let key = if currents == Currents::Goldman { "permeability" } else { "conductance" };
        Error::Missing {
            key: format!("ions.K.{key}"),
            wanted: format!("{key} of an ion, or model.leak_conductance ({error})"),
        }
    })
}
