//! The parameters of a mycelium beside those of its chemistry, and what they must satisfy together.

use crate::membrane::{Ion, Species, ghk_voltage};
use crate::model::entry::Unfit;
use crate::model::mycelium::{Chemistry, PER_VOLT, Potential};
use crate::model::table::{Literal, Parameter, Range, Values};
use std::sync::LazyLock;

/// K⁺, Na⁺ and Cl⁻ with the keys of their concentrations and permeabilities.
const IONS: [(Species, [&str; 3]); 3] = [
    (
        Species { symbol: "K", valence: 1 },
        ["potassium_inside", "potassium_outside", "potassium_permeability"],
    ),
    (
        Species { symbol: "Na", valence: 1 },
        ["sodium_inside", "sodium_outside", "sodium_permeability"],
    ),
    (
        Species { symbol: "Cl", valence: -1 },
        ["chloride_inside", "chloride_outside", "chloride_permeability"],
    ),
];

const CELL: &str = "textbook mammalian cell at 37 °C, as in membrane-mammal";
const RATIOS: &str = "P_K : P_Na : P_Cl = 1 : 0.05 : 0.45, cf. Hodgkin and Katz 1949";
const V41: &str = "MFN v4.1";
const OWN: &str = "mfn";

/// A concentration, in mM: one of 0 has no potential.
const CONCENTRATION: Range = Range::Above(0.0, 1e4);
const PERMEABILITY: Range = Range::Closed(0.0, 1e6);
const POSITIVE: Range = Range::Above(0.0, 1e6);
/// From the lower clamp to the upper one.
const SPAN: Range = Range::Closed(-135.0, 135.0);

const fn row(
    (key, symbol): (&'static str, &'static str),
    meaning: &'static str,
    unit: &'static str,
    default: f64,
    range: Range,
    source: &'static str,
) -> Parameter {
    Parameter { key, symbol, meaning, unit, default: Literal::Number(default), range, source }
}

#[rustfmt::skip]
const MEMBRANE: [Parameter; 22] = [
    Parameter {
        key: "variant",
        symbol: "",
        meaning: "which chemistry makes activator and inhibitor",
        unit: "",
        default: Literal::Word(Chemistry::NAMES[0]),
        range: Range::OneOf(&Chemistry::NAMES),
        source: "Gierer and Meinhardt 1972",
    },
    row(("potassium_inside", "[K]ᵢ"), "potassium in the cell", "mM", 140.0, CONCENTRATION, CELL),
    row(("potassium_outside", "[K]ₒ"), "potassium outside", "mM", 5.0, CONCENTRATION, CELL),
    row(("potassium_permeability", "P_K"), "permeability for potassium", "relative", 1.0, PERMEABILITY, RATIOS),
    row(("sodium_inside", "[Na]ᵢ"), "sodium in the cell", "mM", 12.0, CONCENTRATION, CELL),
    row(("sodium_outside", "[Na]ₒ"), "sodium outside", "mM", 145.0, CONCENTRATION, CELL),
    row(("sodium_permeability", "P_Na"), "permeability for sodium", "relative", 0.05, PERMEABILITY, RATIOS),
    row(("chloride_inside", "[Cl]ᵢ"), "chloride in the cell", "mM", 4.0, CONCENTRATION, CELL),
    row(("chloride_outside", "[Cl]ₒ"), "chloride outside", "mM", 120.0, CONCENTRATION, CELL),
    row(("chloride_permeability", "P_Cl"), "permeability for chloride", "relative", 0.45, PERMEABILITY, RATIOS),
    row(("temperature", "T"), "temperature", "K", 310.0, Range::Closed(200.0, 400.0), CELL),
    row(("time_constant", "τ"), "time constant of the leak", "time", 2.0, POSITIVE, "time of the chemistry"),
    row(("length_constant", "ℓ"), "distance over which the potential decays", "length", 1.5, Range::Closed(0.0, 1e6), "below half a wavelength"),
    row(("drive", "A"), "what full activity adds to the rest", "mV", 30.0, SPAN, "rest to v4.1's high threshold"),
    row(("threshold", "θ"), "activator at half activity, in units of its steady state", "1", 1.5, Range::Closed(0.0, 100.0), OWN),
    row(("steepness", "s"), "steepness of the activity at the threshold", "1", 8.0, Range::Above(0.0, 1000.0), OWN),
    row(("noise_sd", "σ_η"), "stationary standard deviation of the noise", "mV", 1.0, Range::Closed(0.0, 50.0), OWN),
    row(("noise_time", "τ_η"), "correlation time of the noise", "time", 2.0, POSITIVE, "that of the leak"),
    row(("event_rate", "ν"), "growth events per area and time", "1/(length² time)", 1e-3, Range::Closed(0.0, 1e6), OWN),
    row(("event_width", "w"), "standard deviation of an event's Gaussian footprint", "length", 2.0, POSITIVE, OWN),
    row(("event_mean", "m"), "mean height of an event", "mV", 20.0, SPAN, V41),
    row(("event_sd", "s_m"), "standard deviation of the height", "mV", 5.0, Range::Closed(0.0, 50.0), V41),
];

/// One table a chemistry, in the order of [`Chemistry::NAMES`].
static TABLES: LazyLock<[Vec<Parameter>; Chemistry::NAMES.len()]> = LazyLock::new(|| {
    Chemistry::NAMES.map(|name| {
        MEMBRANE.into_iter().chain(Chemistry::parameters(name).iter().copied()).collect()
    })
});

/// The table of a variant; that of the default chemistry for a name that is none.
pub(crate) fn table(variant: Option<&str>) -> &'static [Parameter] {
    let index = Chemistry::NAMES.into_iter().position(|name| Some(name) == variant);
    &TABLES[index.unwrap_or_default()]
}

/// E_rest, in V; NaN if all permeabilities are 0.
pub(crate) fn resting_potential(values: &Values) -> f64 {
    let ions = IONS.map(|(species, keys)| {
        let [inside, outside, permeability] = keys.map(|key| values.number(key));
        // mM to mol/L; permeabilities may have any unit, as only their ratios matter.
        let (inside, outside) = (inside / 1000.0, outside / 1000.0);
        Ion { species, inside, outside, permeability, conductance: 0.0 }
    });
    ghk_voltage(&ions, values.number("temperature")).unwrap_or(f64::NAN)
}

/// Refuses a potential that cannot rest or be driven within the clamp.
pub(crate) fn check_potential(potential: &Potential, clamp: (f64, f64)) -> Result<(), Unfit> {
    let Potential { rest, drive, .. } = *potential;
    if rest.is_nan() {
        return Err(Unfit {
            first: "model.potassium_permeability = 0".to_owned(),
            second: "model.sodium_permeability = 0 and model.chloride_permeability = 0".to_owned(),
            reason: "a membrane that nothing passes has no resting potential: raise one of them",
        });
    }
    let clamped = |volts: f64| !(clamp.0 <= volts && volts <= clamp.1);
    let millivolts = |volts: f64| format!("{:.1} mV", PER_VOLT * volts);
    let band = format!("{} to {}", millivolts(clamp.0), millivolts(clamp.1));
    if clamped(rest) {
        return Err(Unfit {
            first: format!("the resting potential of {}", millivolts(rest)),
            second: format!("the clamp to {band}"),
            reason: "the potential must rest within it: change concentrations or permeabilities \
                     (more model.sodium_permeability raises it, more potassium_permeability \
                     lowers it)",
        });
    }
    if clamped(rest + drive) {
        return Err(Unfit {
            first: format!("model.drive = {}", PER_VOLT * drive),
            second: format!("a rest of {} and the clamp to {band}", millivolts(rest)),
            reason: "the driven potential must lie within the clamp: bring model.drive nearer to 0",
        });
    }
    Ok(())
}
