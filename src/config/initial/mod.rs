//! How the fields start, as far as the preset says: ready, or with a file or text to come first.

mod tables;

pub(crate) use crate::config::initial::tables::{INITIAL_KINDS, initial_table};

use crate::config::Error;
use crate::config::suggest::nearest;
use crate::engine::{Clusters, Fourier, Initial, Seed, Spots, Stripes};
use crate::grid::{Boundary, Grid};
use crate::model::{Model, Values};

/// How the fields start, as far as the preset says.
#[derive(Debug, Clone, PartialEq)]
pub enum InitialPlan {
    /// Nothing more to read.
    Ready(Initial),
    /// A file is to be read first.
    File(InitialFile),
    /// A text is to be drawn first.
    Text(InitialText),
}

/// A field or picture to start from.
#[derive(Debug, Clone, PartialEq)]
pub struct InitialFile {
    /// The file, as written.
    pub path: String,
    /// Data set within an HDF5 file.
    pub dataset: Option<String>,
    /// The species that an array gives.
    pub species: String,
    /// Share of the excited state where a picture is black and where it is white.
    pub shares: (f64, f64),
    /// Luminance at which a picture is cut in two; 0 keeps the greys.
    pub threshold: f64,
    /// Expected SHA-256 of the file; empty if the preset does not say.
    pub sha256: String,
    /// Largest noise, as a share of the resting value.
    pub amplitude: f64,
}

/// A text to start from.
#[derive(Debug, Clone, PartialEq)]
pub struct InitialText {
    /// What is written.
    pub text: String,
    /// Share of the grid's width or height that it fills.
    pub size: f64,
    /// Share of the excited state beside the letters and within them.
    pub shares: (f64, f64),
    /// Largest noise, as a share of the resting value.
    pub amplitude: f64,
}

/// One spot for every square, or cube, of so many cells a side.
const SPOT_SIDE: u64 = 32;
/// One cluster for every square, or cube, of so many cells a side.
const CLUSTER_SIDE: u64 = 64;

/// The section `[initial]`, checked against grid and model.
pub(crate) fn initial(
    values: &Values,
    (grid, boundary): (Grid, Boundary),
    model: &Model,
) -> Result<InitialPlan, Error> {
    let initial = match values.word("kind") {
        "file" => return initial_file(values, model).map(InitialPlan::File),
        "text" => return initial_text(values).map(InitialPlan::Text),
        "noise" => Initial::Noise { amplitude: values.number("amplitude") },
        "spots" => Initial::Spots(Spots {
            count: count(values, grid, SPOT_SIDE),
            radius: values.number("radius"),
            amplitude: values.number("amplitude"),
        }),
        "seed" => Initial::Seed(Seed {
            layer: middle(values, "layer", grid.layers()),
            row: middle(values, "row", grid.rows()),
            col: middle(values, "col", grid.cols()),
            radius: values.number("radius"),
            amplitude: values.number("amplitude"),
        }),
        "stripes" => Initial::Stripes(stripes(values)),
        "fourier" => Initial::Fourier(Fourier {
            waves: values.count("waves"),
            low: values.number("low"),
            high: values.number("high"),
            amplitude: values.number("amplitude"),
        }),
        "clusters" => Initial::Clusters(Clusters {
            count: count(values, grid, CLUSTER_SIDE),
            peaks: values.count("peaks"),
            spread: values.number("spread"),
            radius: values.number("radius"),
            amplitude: values.number("amplitude"),
        }),
        _ => Initial::V4,
    };
    initial.check(grid, boundary).map_err(|error| misfit(&error, &initial, grid))?;
    Ok(InitialPlan::Ready(initial))
}

/// As many as written, or one for every square or cube of that side.
fn count(values: &Values, grid: Grid, side: u64) -> u64 {
    let auto = (grid.n_cells() as u64 / side.pow(grid.dimensions())).max(1);
    values.optional_count("count").unwrap_or(auto)
}

/// The index as written, or the middle one of so many.
pub(crate) fn middle(values: &Values, key: &str, cells: usize) -> usize {
    // A key that the table does not have is not written.
    let written = values.get(key).and_then(|_| values.optional_count(key));
    written.map_or(cells / 2, |index| index as usize)
}

fn stripes(values: &Values) -> Stripes {
    Stripes {
        count: values.count("count"),
        angle: values.number("angle"),
        width: values.number("width"),
        start: values.number("start"),
        fill: values.number("fill"),
        lag: values.number("lag"),
        amplitude: values.number("amplitude"),
    }
}

/// What the engine refuses, in the words of the preset.
fn misfit(error: &crate::engine::Error, initial: &Initial, grid: Grid) -> Error {
    let sides = format!("grid.rows = {}, grid.cols = {}", grid.rows(), grid.cols());
    let layers = format!("grid.layers = {}, ", grid.layers());
    let second = if grid.is_volume() { layers + &sides } else { sides };
    let (first, reason) = match error {
        crate::engine::Error::OutsideGrid { layer, row, col, .. } => {
            let cell = format!("initial.row = {row}, initial.col = {col}");
            let layer = format!("initial.layer = {layer}, ");
            let first = if grid.is_volume() { layer + &cell } else { cell };
            (first, "the disc's middle is on the grid; rows and columns count from 0")
        }
        crate::engine::Error::NoWave { count, angle } => {
            let first = format!("initial.count = {count} at initial.angle = {angle}");
            let reason = "no whole wave closes that way on a torus; raise initial.count, turn \
                          initial.angle, or take grid.boundary = \"neumann\"";
            (first, reason)
        }
        _ => {
            let first = match initial {
                Initial::Stripes(stripes) => format!("initial.count = {}", stripes.count),
                Initial::Fourier(fourier) => format!("initial.waves = {}", fourier.waves),
                _ => "initial.kind".to_owned(),
            };
            (first, "a wave needs more than two cells of the longer side")
        }
    };
    Error::Conflict { first, second, reason }
}

fn initial_text(values: &Values) -> Result<InitialText, Error> {
    let text = values.word("text").to_owned();
    if text.trim().is_empty() {
        return Err(Error::Conflict {
            first: "initial.kind = \"text\"".to_owned(),
            second: format!("initial.text = \"{text}\""),
            reason: "a text with a letter is wanted",
        });
    }
    Ok(InitialText {
        text,
        size: values.number("size"),
        shares: (values.number("low"), values.number("high")),
        amplitude: values.number("amplitude"),
    })
}

fn initial_file(values: &Values, model: &Model) -> Result<InitialFile, Error> {
    let text = |key| values.word(key).to_owned();
    if text("path").is_empty() {
        return Err(Error::Conflict {
            first: "initial.kind = \"file\"".to_owned(),
            second: "initial.path = \"\"".to_owned(),
            reason: "a file is wanted: NPY, HDF5, PNG or JPEG",
        });
    }
    let species = match values.word("species") {
        "" => model.species()[model.observable().species].name,
        species => species,
    };
    if !model.species().iter().any(|known| known.name == species) {
        let names: Vec<&str> = model.species().iter().map(|known| known.name).collect();
        return Err(Error::UnknownWord {
            key: "initial.species".to_owned(),
            found: species.to_owned(),
            wanted: format!("one of {}", names.join(", ")),
            nearest: nearest(species, names).map(ToOwned::to_owned),
        });
    }
    let dataset = Some(text("dataset")).filter(|name| !name.is_empty());
    Ok(InitialFile {
        path: text("path"),
        dataset,
        species: species.to_owned(),
        shares: (values.number("low"), values.number("high")),
        threshold: values.number("threshold"),
        sha256: text("sha256"),
        amplitude: values.number("amplitude"),
    })
}
