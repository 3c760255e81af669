//! The tables of the kinds without a grid of species: meaning, unit, default, range.

use crate::config::tables::{COLOR_MAPS, LONGEST_SIDE, Section, TOP, row};
use crate::model::{Literal, Parameter, Range};

/// The kinds without a grid of species, as `model.kind` names them.
pub const POINT_KINDS: [&str; 2] = ["membrane", "ifs"];

/// Section of each ion that a preset may name, with its symbol.
pub(crate) const ION_SECTIONS: [(&str, &str); 6] = [
    ("ions.K", "K"),
    ("ions.Na", "Na"),
    ("ions.Cl", "Cl"),
    ("ions.Ca", "Ca"),
    ("ions.Mg", "Mg"),
    ("ions.H", "H"),
];

const IFS_VARIANTS: [&str; 8] = [
    "sierpinski-triangle",
    "sierpinski-carpet",
    "barnsley-fern",
    "koch",
    "vicsek",
    "dragon",
    "random",
    "mfn-v4",
];

/// Every section of a preset of a kind without a grid; none for any other kind.
///
/// `variant` is `model.variant`. `membrane` has a section for each ion, whether it is used or not.
pub fn point_sections(kind: &str, variant: Option<&str>) -> Vec<Section> {
    let top = Section { name: "", table: TOP.to_vec() };
    match kind {
        "membrane" => {
            let mut sections = vec![top, Section { name: "model", table: MEMBRANE.to_vec() }];
            let ion = |(name, _): (&'static str, _)| Section { name, table: ion(variant) };
            sections.extend(ION_SECTIONS.map(ion));
            sections.push(Section { name: "stimulus", table: STIMULUS.to_vec() });
            sections.push(Section { name: "time", table: TIME.to_vec() });
            sections.push(Section { name: "output", table: CURVE_OUTPUT.to_vec() });
            sections
        }
        "ifs" => vec![
            top,
            Section { name: "grid", table: WINDOW.to_vec() },
            Section { name: "model", table: ifs(variant) },
            Section { name: "output", table: CLOUD_OUTPUT.to_vec() },
        ],
        _ => Vec::new(),
    }
}

/// Every section of every kind without a grid, for the names of environment variables.
pub(crate) fn every_section() -> Vec<Section> {
    let kinds = POINT_KINDS.into_iter();
    kinds.flat_map(|kind| point_sections(kind, Some("random"))).collect()
}

#[rustfmt::skip]
const MEMBRANE: [Parameter; 8] = [
    row("kind", "the model", "", Literal::Word("membrane"), Range::OneOf(&["membrane"])),
    row("variant", "constants of CODATA, or those of v4.1 with its clamps", "", Literal::Word("codata"), Range::OneOf(&["codata", "mfn-v4"])),
    symbol("I(V)", row("currents", "law of the ion currents", "", Literal::Word("ohmic"), Range::OneOf(&["ohmic", "ghk"]))),
    symbol("T", row("temperature", "temperature", "K", Literal::Number(310.0), Range::Closed(250.0, 350.0))),
    symbol("C", row("capacitance", "capacitance per area", "µF/cm²", Literal::Number(1.0), Range::Above(0.0, 1e6))),
    symbol("g_L", row("leak_conductance", "conductance of the leak", "mS/cm²", Literal::Number(0.0), Range::Closed(0.0, 1e6))),
    symbol("E_L", row("leak_reversal", "reversal potential of the leak", "mV", Literal::Number(0.0), Range::Closed(-1000.0, 1000.0))),
    symbol("V₀", row("initial_potential", "potential at the start", "mV", Literal::Number(-65.0), Range::Closed(-1000.0, 1000.0))),
];

/// An ion. v4.1 clamps a concentration that is none, so there any number is accepted.
fn ion(variant: Option<&str>) -> Vec<Parameter> {
    let concentration =
        if variant == Some("mfn-v4") { Range::Finite } else { Range::Above(0.0, 100.0) };
    // The table needs a default; `config` refuses an ion without its concentrations.
    let unknown = Literal::Number(f64::NAN);
    let level = |symbol, key, meaning| Parameter {
        symbol,
        ..row(key, meaning, "mol/L", unknown, concentration)
    };
    let zero = Literal::Number(0.0);
    vec![
        level("cᵢ", "inside", "concentration in the cell; to be given"),
        level("cₒ", "outside", "concentration outside; to be given"),
        symbol("P", row("permeability", "permeability", "cm/s", zero, Range::Closed(0.0, 1e3))),
        symbol(
            "g",
            row("conductance", "conductance per area", "mS/cm²", zero, Range::Closed(0.0, 1e6)),
        ),
    ]
}

#[rustfmt::skip]
const STIMULUS: [Parameter; 3] = [
    symbol("I", row("amplitude", "injected current", "µA/cm²", Literal::Number(0.0), Range::Closed(-1e6, 1e6))),
    row("start", "when it begins", "ms", Literal::Number(0.0), Range::Closed(0.0, 1e12)),
    row("end", "when it ends", "ms", Literal::Number(0.0), Range::Closed(0.0, 1e12)),
];

#[rustfmt::skip]
const TIME: [Parameter; 4] = [
    symbol("Δt", row("step", "length of a step, and between two values that are saved", "ms", Literal::Number(0.01), Range::Above(0.0, 1e6))),
    row("steps", "number of steps", "steps", Literal::Whole(5000), Range::Whole(1, 10_000_000)),
    row("stepper", "scheme in time", "", Literal::Word("rk4"), Range::OneOf(&["euler", "rk4", "adaptive"])),
    row("tolerance", "largest error of a step of the adaptive scheme", "mV", Literal::Number(1e-6), Range::Above(0.0, 1e3)),
];

#[rustfmt::skip]
const CURVE_OUTPUT: [Parameter; 2] = [
    row("formats", "data files to write", "", Literal::Words(&["npy", "parquet"]), Range::SomeOf(&["npy", "parquet", "csv"])),
    row("plots", "pictures to draw", "", Literal::Words(&["png"]), Range::SomeOf(&["png", "svg"])),
];

#[rustfmt::skip]
const CLOUD_OUTPUT: [Parameter; 3] = [
    row("formats", "data files to write", "", Literal::Words(&["npy"]), Range::SomeOf(&["npy", "npz"])),
    row("plots", "pictures to draw", "", Literal::Words(&["png"]), Range::SomeOf(&["png", "svg"])),
    row("color_map", "perceptually uniform colour map", "", Literal::Word("inferno"), Range::OneOf(&COLOR_MAPS)),
];

#[rustfmt::skip]
const WINDOW: [Parameter; 3] = [
    row("rows", "rows of cells that points are counted into", "cells", Literal::Whole(768), Range::Whole(1, LONGEST_SIDE)),
    row("cols", "columns of cells", "cells", Literal::Whole(768), Range::Whole(1, LONGEST_SIDE)),
    row("window", "x_min, x_max, y_min, y_max of the cells; \"auto\" frames the points", "length", Literal::Auto, Range::OptionalNumbers),
];

/// Named systems have their maps; the others draw them.
fn ifs(variant: Option<&str>) -> Vec<Parameter> {
    let is_v4 = variant == Some("mfn-v4");
    let (default, least, most) =
        if is_v4 { (10_000, 1000, 100_000) } else { (1_000_000, 1, 20_000_000) };
    let word = Literal::Word("sierpinski-triangle");
    let mut table = vec![
        row("kind", "the model", "", Literal::Word("ifs"), Range::OneOf(&["ifs"])),
        row("variant", "which system", "", word, Range::OneOf(&IFS_VARIANTS)),
        symbol(
            "n",
            row(
                "points",
                "points of the orbit",
                "",
                Literal::Whole(default),
                Range::Whole(least, most),
            ),
        ),
    ];
    if !is_v4 {
        table.push(row(
            "burn_in",
            "first points that are left out",
            "",
            Literal::Whole(100),
            Range::Whole(0, 1_000_000),
        ));
    }
    if matches!(variant, Some("random" | "mfn-v4")) {
        table.extend_from_slice(&LAW);
    }
    table.push(row(
        "dimension_points",
        "points that the box dimension is measured on; 0 for none",
        "",
        Literal::Whole(4_000_000),
        Range::Whole(0, 1_000_000_000),
    ));
    table
}

/// The law of random maps: v4.1's defaults and bounds.
#[rustfmt::skip]
pub(crate) const LAW: [Parameter; 4] = [
    row("transforms", "number of maps", "", Literal::Whole(4), Range::Whole(2, 8)),
    row("scale_min", "smallest ratio", "1", Literal::Number(0.2), Range::HalfOpen(0.001, 1.0)),
    row("scale_max", "largest ratio", "1", Literal::Number(0.5), Range::HalfOpen(0.001, 1.0)),
    row("translation", "largest offset along each axis", "length", Literal::Number(1.0), Range::Closed(0.0, 2.0)),
];

const fn symbol(symbol: &'static str, mut parameter: Parameter) -> Parameter {
    parameter.symbol = symbol;
    parameter
}
