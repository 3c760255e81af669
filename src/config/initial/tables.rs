//! The keys of each kind of initial condition.

use crate::config::tables::{LONGEST_SIDE, row};
use crate::model::{FROM_NOISE, Kind, Literal, Parameter, Range};

/// Kinds of initial condition that have keys of their own: those of every model on a grid.
pub(crate) const INITIAL_KINDS: [&str; FROM_NOISE.len()] = FROM_NOISE;

/// A share of the excited state.
const SHARE: Range = Range::Closed(0.0, 1.0);

const AMPLITUDE: Parameter = row(
    "amplitude",
    "largest noise, as a share of the resting value (of 1 where that is 0 or may be negative)",
    "1",
    Literal::Number(0.01),
    Range::Closed(0.0, 1.0),
);

/// For starts that are smooth unless noise is asked for.
const NO_NOISE: Parameter = AMPLITUDE.with_default(Literal::Number(0.0));

#[rustfmt::skip]
const SPOTS: [Parameter; 3] = [
    row("count", "number of discs; \"auto\" is one for every 32 × 32 cells (32 × 32 × 32 in a volume)", "", Literal::Auto, Range::OptionalWhole(1, 1_000_000)),
    row("radius", "radius of a disc", "cells", Literal::Number(4.0), Range::Closed(0.0, 1e4)),
    AMPLITUDE,
];

/// Asked for in a volume alone.
const SEED_LAYER: Parameter = row(
    "layer",
    "layer of the ball's middle, from 0; \"auto\" is the middle one",
    "",
    Literal::Auto,
    Range::OptionalWhole(0, LONGEST_SIDE - 1),
);

#[rustfmt::skip]
const SEED: [Parameter; 4] = [
    row("row", "row of the disc's middle, from 0; \"auto\" is the middle one", "", Literal::Auto, Range::OptionalWhole(0, LONGEST_SIDE - 1)),
    row("col", "column of the disc's middle, from 0; \"auto\" is the middle one", "", Literal::Auto, Range::OptionalWhole(0, LONGEST_SIDE - 1)),
    row("radius", "radius of the disc", "cells", Literal::Number(4.0), Range::Closed(0.0, 1e4)),
    AMPLITUDE,
];

#[rustfmt::skip]
const STRIPES: [Parameter; 7] = [
    row("count", "number of waves along the longer side", "", Literal::Whole(4), Range::Whole(1, LONGEST_SIDE)),
    row("angle", "direction of the waves, from right to down; on a torus the nearest that closes", "degrees", Literal::Number(0.0), Range::Closed(-180.0, 180.0)),
    row("width", "width of a stripe, as a share of a period", "1", Literal::Number(0.5), Range::Above(0.0, 1.0)),
    row("start", "where the first stripe begins, as a share of a period", "1", Literal::Number(0.0), Range::Closed(0.0, 1.0)),
    row("fill", "length of the stripes, as a share of the whole; below 1 they are broken off", "1", Literal::Number(1.0), Range::Above(0.0, 1.0)),
    row("lag", "how far the species other than the observable stay behind, as a share of a period", "1", Literal::Number(0.0), Range::Closed(0.0, 1.0)),
    AMPLITUDE,
];

#[rustfmt::skip]
const FOURIER: [Parameter; 4] = [
    row("waves", "the most waves along the longer side: the cut-off of the series", "", Literal::Whole(8), Range::Whole(1, 1024)),
    row("low", "share of the excited state where the series is lowest", "1", Literal::Number(0.0), SHARE),
    row("high", "share of the excited state where the series is highest", "1", Literal::Number(1.0), SHARE),
    NO_NOISE,
];

#[rustfmt::skip]
const CLUSTERS: [Parameter; 5] = [
    row("count", "number of clusters; \"auto\" is one for every 64 × 64 cells (64 × 64 × 64 in a volume)", "", Literal::Auto, Range::OptionalWhole(1, 100_000)),
    row("peaks", "Gaussian peaks in a cluster", "", Literal::Whole(8), Range::Whole(1, 10_000)),
    row("spread", "standard deviation of a peak's place about the middle of its cluster", "cells", Literal::Number(10.0), Range::Closed(0.0, 1e4)),
    row("radius", "standard deviation of a peak", "cells", Literal::Number(3.0), Range::Closed(0.5, 128.0)),
    NO_NOISE,
];

#[rustfmt::skip]
const TEXT: [Parameter; 5] = [
    row("text", "what is written, in one line, excited on a medium at rest", "", Literal::Word(""), Range::Text),
    row("size", "share of the grid's width or height that the text fills", "1", Literal::Number(0.8), Range::Above(0.0, 1.0)),
    row("low", "share of the excited state beside the letters", "1", Literal::Number(0.0), SHARE),
    row("high", "share of the excited state within the letters", "1", Literal::Number(1.0), SHARE),
    AMPLITUDE,
];

#[rustfmt::skip]
const FILE: [Parameter; 8] = [
    row("path", "NPY, HDF5, PNG or JPEG file", "", Literal::Word(""), Range::Text),
    row("dataset", "data set within an HDF5 file; the only one if empty", "", Literal::Word(""), Range::Text),
    row("species", "species that an array gives; the observable if empty", "", Literal::Word(""), Range::Text),
    row("low", "share of the excited state where a picture is black", "1", Literal::Number(0.0), SHARE),
    row("high", "share of the excited state where a picture is white", "1", Literal::Number(1.0), SHARE),
    row("threshold", "luminance at which a picture is cut in two; 0 keeps the greys", "1", Literal::Number(0.0), Range::Closed(0.0, 1.0)),
    row("sha256", "SHA-256 of the file; filled in, and checked where written", "", Literal::Word(""), Range::Text),
    AMPLITUDE,
];

/// The section `[initial]` of a model; its own start is the default.
pub(crate) fn initial_table(kind: Kind, initial: Option<&str>, volume: bool) -> Vec<Parameter> {
    let kinds = kind.start().initial;
    let default = kinds.first().copied().unwrap_or_default();
    let word = Literal::Word(default);
    let mut table = vec![row("kind", "how the fields start", "", word, Range::OneOf(kinds))];
    match initial.unwrap_or(default) {
        "noise" => table.push(AMPLITUDE),
        "spots" => table.extend(SPOTS),
        "seed" => {
            table.extend(volume.then_some(SEED_LAYER));
            table.extend(SEED);
        }
        "stripes" => table.extend(STRIPES),
        "fourier" => table.extend(FOURIER),
        "clusters" => table.extend(CLUSTERS),
        "text" => table.extend(TEXT),
        "file" => table.extend(FILE),
        _ => {}
    }
    table
}
