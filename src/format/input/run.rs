//! Folders: of a run, or of runs and files.

use crate::format::Error;
use crate::format::input::content;
use crate::format::input::{Input, InputOptions, RunFolder};
use crate::format::io_error;
use crate::grid::Boundary;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What can be read, for messages.
const WANTED: &str = "a run's folder (run.json, preset.toml and field.npy), or one of runs or of \
                      NPY, NPZ, HDF5, PNG, JPEG or TIFF files";

/// Names of files that are taken out of a folder.
const ENDINGS: [&str; 9] = ["npy", "npz", "h5", "hdf5", "png", "jpg", "jpeg", "tif", "tiff"];

/// True for the folder of a run, complete or not.
pub(crate) fn is_run(folder: &Path) -> bool {
    folder.join("run.json").is_file()
        || (folder.join("preset.toml").is_file() && folder.join(".mfn").is_dir())
}

/// The runs and the files directly in a folder, sorted.
pub(crate) fn children(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = std::fs::read_dir(folder).map_err(io_error(folder, "list"))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(io_error(folder, "list"))?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let is_file = || ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) && path.is_file();
        let is_hidden =
            path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !is_hidden && (is_run(&path) || is_file()) {
            found.push(path);
        }
    }
    found.sort_unstable();
    if found.is_empty() { Err(unreadable(folder, "of none of these")) } else { Ok(found) }
}

/// Opens a run: the species named, or its history, or its last field.
pub(crate) fn open(folder: &Path, options: &InputOptions) -> Result<Vec<Input>, Error> {
    let report = read_report(folder)?;
    let field = chosen(folder, options)?;
    let layer = options.layer.or_else(|| layer(&report["preset"]));
    let mut inputs = content::open(&field, &InputOptions { dataset: None, layer })?;
    let grid = &report["preset"]["grid"];
    let time = &report["preset"]["time"];
    let observable = report["observable"].as_str();
    let described = options.dataset.as_deref().or(observable);
    let species = report["species"].as_array().map(Vec::as_slice).unwrap_or_default();
    let species = species.iter().find(|species| species["name"].as_str() == described);
    for input in &mut inputs {
        let about = &mut input.about;
        about.boundary = grid["boundary"].as_str().and_then(Boundary::from_name);
        about.spacing = grid["spacing"].as_f64();
        about.unit = species.and_then(|species| species["unit"].as_str()).map(str::to_owned);
        about.interval = time["step"].as_f64().zip(time["save_every"].as_f64()).map(|(a, b)| a * b);
        about.interval = about.interval.filter(|_| input.is_history);
        about.run = Some(RunFolder {
            name: report["name"].as_str().unwrap_or_default().to_owned(),
            model: report["model"].as_str().unwrap_or_default().to_owned(),
            observable: observable.map(str::to_owned),
            preset: folder.join("preset.toml"),
        });
    }
    Ok(inputs)
}

fn read_report(folder: &Path) -> Result<Value, Error> {
    let path = folder.join("run.json");
    if !path.is_file() {
        return Err(unreadable(folder, "of a run that is not complete"));
    }
    let text = std::fs::read_to_string(&path).map_err(io_error(&path, "read"))?;
    serde_json::from_str(&text).map_err(|error| Error::Malformed {
        path,
        format: "run.json",
        found: error.to_string(),
    })
}

fn chosen(folder: &Path, options: &InputOptions) -> Result<PathBuf, Error> {
    let Some(species) = &options.dataset else {
        let files = ["history.npy", "field.npy"].map(|name| folder.join(name));
        let there = files.into_iter().find(|file| file.is_file());
        return there.ok_or_else(|| unreadable(folder, "of a run without field.npy"));
    };
    let file = folder.join(format!("{species}.npy"));
    if !species.contains(['/', '\\']) && file.is_file() {
        return Ok(file);
    }
    let arrays = children(folder).unwrap_or_default().into_iter();
    let arrays = arrays.filter(|path| path.extension().is_some_and(|ending| ending == "npy"));
    let name = |path: PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let found = arrays.filter_map(name).collect();
    Err(Error::Dataset { path: folder.to_owned(), found, wanted: species.clone() })
}

/// The layer that the preset's features describe, in a volume.
pub(crate) fn layer(preset: &Value) -> Option<usize> {
    let layers = preset["grid"]["layers"].as_u64().filter(|layers| *layers > 1)?;
    Some(preset["features"]["layer"].as_u64().unwrap_or(layers / 2) as usize)
}

fn unreadable(folder: &Path, found: &'static str) -> Error {
    Error::Folder { path: folder.to_owned(), found, wanted: WANTED }
}
