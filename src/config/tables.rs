//! The table of every key outside `[model]`: meaning, unit, default, range.

use crate::config::initial::initial_table;
use crate::engine::Scheme;
use crate::grid::{Boundary, Stencil};
use crate::model::{Kind, Literal, Parameter, Range};

/// A section of a preset with the table that holds for the chosen model.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Name, as between the brackets; empty for the keys above the first section.
    pub name: &'static str,
    /// Its keys.
    pub table: Vec<Parameter>,
}

/// Names accepted in `output.formats`.
pub const FORMATS: [&str; 5] = ["npy", "npz", "h5", "parquet", "csv"];
/// Names accepted in `output.plots`.
pub const PLOTS: [&str; 4] = ["png", "svg", "gif", "strip"];
/// Names accepted there in a volume: slices through its middle, and its surface seen from outside.
pub const VOLUME_PLOTS: [&str; 6] = ["png", "svg", "gif", "strip", "slices", "surface"];
/// Names accepted in `observe.quantities`.
pub const QUANTITIES: [&str; 4] = ["mean", "amplitude", "wavelength", "energy"];
/// What every model has of them, and what is observed if a preset does not say.
const COMMON_QUANTITIES: [&str; 3] = ["mean", "amplitude", "wavelength"];
/// Names accepted in `output.color_map`.
pub const COLOR_MAPS: [&str; 6] = ["viridis", "magma", "inferno", "plasma", "cividis", "greys"];

const BOUNDARIES: [&str; 3] = ["periodic", "neumann", "dirichlet"];
/// Of a plane, and of a volume.
const STENCILS: [[&str; 2]; 2] =
    [["five-point", "nine-point"], ["seven-point", "twenty-seven-point"]];

/// The length of side that a grid may have at most, so that a cell number fits 32 bits.
pub(crate) const LONGEST_SIDE: i64 = 65_535;

pub(crate) const fn row(
    key: &'static str,
    meaning: &'static str,
    unit: &'static str,
    default: Literal,
    range: Range,
) -> Parameter {
    Parameter { key, symbol: "", meaning, unit, default, range, source: "mfn" }
}

pub(crate) const TOP: [Parameter; 3] = [
    row("schema", "version of the preset's form", "", Literal::Whole(1), Range::OneOfWhole(&[1])),
    row("name", "name of the run; the model's if empty", "", Literal::Word(""), Range::Text),
    // Checked apart: any whole number of up to 128 bits.
    row("seed", "seed of every random stream", "", Literal::Whole(42), Range::Whole(0, i64::MAX)),
];

#[rustfmt::skip]
const GRID: [Parameter; 7] = [
    row("layers", "layers of cells; 1 is a plane", "cells", Literal::Whole(1), Range::Whole(1, LONGEST_SIDE)),
    row("rows", "rows of cells", "cells", Literal::Whole(128), Range::Whole(3, LONGEST_SIDE)),
    row("cols", "columns of cells", "cells", Literal::Whole(128), Range::Whole(3, LONGEST_SIDE)),
    row("spacing", "distance of neighbouring cells", "length", Literal::Number(1.0), Range::Above(0.0, 1e12)),
    row("boundary", "what lies beyond the rim", "", Literal::Word("periodic"), Range::OneOf(&BOUNDARIES)),
    row("stencil", "neighbours that the Laplacian sees", "", Literal::Word(STENCILS[0][0]), Range::OneOf(&STENCILS[0])),
    row("boundary_values", "one value a species at a dirichlet rim", "species' unit", Literal::Auto, Range::OptionalNumbers),
];

#[rustfmt::skip]
const TIME: [Parameter; 5] = [
    row("step", "length of a time step", "time", Literal::Number(1.0), Range::Above(0.0, 1e12)),
    row("steps", "number of steps", "steps", Literal::Whole(10_000), Range::Whole(0, 1_000_000_000_000)),
    row("stepper", "scheme in time", "", Literal::Word("euler"), Range::OneOf(&Scheme::NAMES)),
    row("precision", "precision of fields and arithmetic", "", Literal::Word("f64"), Range::OneOf(&["f64", "f32"])),
    row("save_every", "a frame is saved every so many steps; 0 saves none", "steps", Literal::Whole(0), Range::Whole(0, 1_000_000_000_000)),
];

/// Asked for by the adaptive stepper alone.
const TOLERANCE: Parameter = row(
    "tolerance",
    "largest error of an inner step, as a share of each species' maximum",
    "1",
    Literal::Number(1e-6),
    Range::Closed(1e-12, 0.1),
);

/// Asked for by the noisy stepper alone.
const NOISE: Parameter = row(
    "noise",
    "strength σ of the white noise",
    "species' unit × length / √time",
    Literal::Number(0.01),
    Range::Closed(0.0, 1e12),
);

#[rustfmt::skip]
const FEATURES: [Parameter; 10] = [
    row("enabled", "whether the 18 features are streamed during the run", "", Literal::Flag(true), Range::Flag),
    row("min_box_size", "side of the smallest box", "cells", Literal::Whole(2), Range::Whole(1, LONGEST_SIDE)),
    row("max_box_size", "side of the largest box", "cells", Literal::Auto, Range::OptionalWhole(1, LONGEST_SIDE)),
    row("num_scales", "number of box sizes", "", Literal::Whole(5), Range::Whole(2, 20)),
    row("threshold_low_mv", "active cells are above it", "feature unit", Literal::Auto, Range::Finite),
    row("threshold_med_mv", "threshold of N_clusters_med", "feature unit", Literal::Auto, Range::Finite),
    row("threshold_high_mv", "threshold of N_clusters_high", "feature unit", Literal::Auto, Range::Finite),
    row("stability_threshold_mv", "spread of the changes of a quiet frame", "feature unit", Literal::Number(0.001), Range::Closed(0.0, 1e300)),
    row("stability_window", "quiet frames in a row", "steps", Literal::Whole(10), Range::Whole(1, 1_000_000_000)),
    row("connectivity", "neighbours of a cell in a cluster", "", Literal::Whole(4), Range::OneOfWhole(&[4, 8])),
];

/// Asked for in a volume alone.
const LAYER: Parameter = row(
    "layer",
    "layer that features describe and pictures show, from 0; \"auto\" is the middle one",
    "",
    Literal::Auto,
    Range::OptionalWhole(0, LONGEST_SIDE - 1),
);

#[rustfmt::skip]
const OBSERVE: [Parameter; 3] = [
    row("every", "a frame is observed every so many steps; 0 observes none", "steps", Literal::Whole(0), Range::Whole(0, 1_000_000_000_000)),
    row("quantities", "what is observed beside the rate of change", "", Literal::Words(&COMMON_QUANTITIES), Range::SomeOf(&QUANTITIES)),
    row("stationary_below", "rate of change of a quiet frame: largest change as a share of the range", "1 / time", Literal::Number(1e-6), Range::Closed(0.0, 1e300)),
];

#[rustfmt::skip]
const OUTPUT: [Parameter; 5] = [
    row("formats", "data files to write", "", Literal::Words(&["npy", "parquet"]), Range::SomeOf(&FORMATS)),
    row("plots", "pictures to draw", "", Literal::Words(&["png"]), Range::SomeOf(&PLOTS)),
    row("color_map", "perceptually uniform colour map", "", Literal::Word("viridis"), Range::OneOf(&COLOR_MAPS)),
    row("frame_delay", "time a frame of the animation stands", "ms", Literal::Whole(80), Range::Whole(20, 10_000)),
    row("strip_frames", "frames of the strip, evenly chosen", "", Literal::Whole(6), Range::Whole(1, 24)),
];

/// The words of a preset that decide which other keys there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choices<'a> {
    /// `model.variant`.
    pub variant: Option<&'a str>,
    /// `initial.kind`.
    pub initial: Option<&'a str>,
    /// `time.stepper`.
    pub stepper: Option<&'a str>,
    /// Whether `grid.layers` is above 1.
    pub volume: bool,
}

/// Every section of a preset of this model.
///
/// Where a model wants other defaults or bounds than the rest, they are here.
pub fn sections(kind: Kind, choices: Choices<'_>) -> Vec<Section> {
    let Choices { variant, initial, stepper, volume } = choices;
    let mut model =
        vec![row("kind", "the model", "", Literal::Word(kind.name()), Range::OneOf(&Kind::NAMES))];
    model.extend_from_slice(kind.parameters(variant));
    vec![
        Section { name: "", table: TOP.to_vec() },
        Section { name: "grid", table: grid(kind, variant, volume) },
        Section { name: "model", table: model },
        Section { name: "initial", table: initial_table(kind, initial, volume) },
        Section { name: "time", table: time(kind, stepper) },
        Section { name: "features", table: features(kind, volume) },
        Section { name: "observe", table: OBSERVE.to_vec() },
        Section { name: "output", table: output(volume) },
    ]
}

/// v4.1's engine accepts sides from 4 to 1024; its legacy function any, with spacing 1; both have
/// one layer.
fn grid(kind: Kind, variant: Option<&str>, volume: bool) -> Vec<Parameter> {
    let [layers, rows, cols, spacing, boundary, stencil, values] = GRID;
    if kind != Kind::MfnV4 {
        let [_, stencils] = &STENCILS;
        let solid =
            stencil.with_default(Literal::Word(stencils[0])).with_range(Range::OneOf(stencils));
        let stencil = if volume { solid } else { stencil };
        return vec![layers, rows, cols, spacing, boundary, stencil, values];
    }
    let (sides, boundaries) = if variant == Some("legacy") {
        (Range::Whole(1, LONGEST_SIDE), Range::OneOf(&["periodic"]))
    } else {
        (Range::Whole(4, 1024), boundary.range)
    };
    let side = |row: Parameter| row.with_default(Literal::Whole(64)).with_range(sides);
    let spacing = spacing.with_range(Range::Closed(1.0, 1.0));
    vec![side(rows), side(cols), spacing, boundary.with_range(boundaries), values]
}

/// A volume shows its surface too.
fn output(volume: bool) -> Vec<Parameter> {
    let [formats, plots, color_map, frame_delay, strip_frames] = OUTPUT;
    let solid = plots.with_default(Literal::Words(&["surface", "slices"]));
    let plots = if volume { solid.with_range(Range::SomeOf(&VOLUME_PLOTS)) } else { plots };
    vec![formats, plots, color_map, frame_delay, strip_frames]
}

/// Step and number of steps are the model's own; v4.1's scheme and step are fixed.
fn time(kind: Kind, stepper: Option<&str>) -> Vec<Parameter> {
    let [step, steps, scheme, precision, save_every] = TIME;
    let start = kind.start();
    let step = step.with_default(Literal::Number(start.time_step));
    let steps = steps.with_default(Literal::Whole(start.steps));
    if kind == Kind::MfnV4 {
        let step = step.with_range(Range::Closed(1.0, 1.0));
        let scheme = scheme.with_range(Range::OneOf(&["euler"]));
        let precision = precision.with_range(Range::OneOf(&["f64"]));
        return vec![step, steps, scheme, precision, save_every];
    }
    let mut table = vec![step, steps, scheme, precision, save_every];
    match stepper.unwrap_or("euler") {
        "adaptive" => table.insert(3, TOLERANCE),
        "euler-maruyama" => table.insert(3, NOISE),
        _ => {}
    }
    table
}

/// Thresholds are in the feature unit: mV for a potential, the observable's own unit elsewhere.
/// Their keys keep v4.1's names; left out, they follow the observable.
fn features(kind: Kind, volume: bool) -> Vec<Parameter> {
    let mut table = FEATURES.to_vec();
    if volume {
        table.push(LAYER);
    }
    if kind == Kind::MfnV4 {
        for (key, default) in
            [("threshold_low_mv", -60.0), ("threshold_med_mv", -50.0), ("threshold_high_mv", -40.0)]
        {
            for parameter in table.iter_mut().filter(|parameter| parameter.key == key) {
                *parameter = Parameter { unit: "mV", ..*parameter }
                    .with_default(Literal::Number(default))
                    .with_range(Range::Closed(-100.0, 50.0));
            }
        }
    }
    table
}

const _: () = assert!(Boundary::ALL.len() == BOUNDARIES.len());
const _: () = assert!(Stencil::ALL.len() == STENCILS[0].len() + STENCILS[1].len());
