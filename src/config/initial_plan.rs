//! How the fields start, as far as the preset says: ready, or with a file to be read first.

use crate::config::Error;
use crate::config::suggest::nearest;
use crate::engine::{Initial, Spots};
use crate::grid::Grid;
use crate::model::{Model, Values};

/// How the fields start, as far as the preset says.
#[derive(Debug, Clone, PartialEq)]
pub enum InitialPlan {
    /// Nothing more to read.
    Ready(Initial),
    /// A file is to be read first.
    File(InitialFile),
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

/// One spot for every 32 × 32 cells.
const CELLS_PER_SPOT: u64 = 1024;

/// The section `[initial]`, checked against grid and model.
pub(crate) fn initial(values: &Values, grid: Grid, model: &Model) -> Result<InitialPlan, Error> {
    let ready = |initial| Ok(InitialPlan::Ready(initial));
    match values.word("kind") {
        "noise" => ready(Initial::Noise { amplitude: values.number("amplitude") }),
        "spots" => {
            let auto = (grid.n_cells() as u64 / CELLS_PER_SPOT).max(1);
            ready(Initial::Spots(Spots {
                count: values.optional_count("count").unwrap_or(auto),
                radius: values.number("radius"),
                amplitude: values.number("amplitude"),
            }))
        }
        "file" => initial_file(values, model).map(InitialPlan::File),
        _ => ready(Initial::V4),
    }
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
