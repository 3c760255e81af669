//! What a path is: a data set that was made here, runs, or tables of anyone.

use crate::commands::failure::{Failure, code};
use crate::commands::features::report::table::files_of;
use mfn::config::Written;
use std::path::{Path, PathBuf};

/// What was found at a path.
#[derive(Debug)]
pub(crate) enum Found {
    /// The folder of a sweep, finished or not.
    Sweep(PathBuf),
    /// Folders of runs, finished or not.
    Runs(Vec<PathBuf>),
    /// Parquet files.
    Tables(Vec<PathBuf>),
}

impl Found {
    /// Looks at a path; one that is not there, or holds nothing of the kind, is an error.
    pub(crate) fn at(name: &str) -> Result<Self, Failure> {
        let path = PathBuf::from(name);
        if name == "-" && !path.exists() {
            let message = "a data set is a folder or a Parquet file: - is neither";
            return Err(Failure::message(code::USAGE, message));
        }
        if !path.exists() {
            return Err(Failure::message(code::FILE, format!("there is no file or folder {name}")));
        }
        if !path.is_dir() {
            return Ok(Self::Tables(vec![path]));
        }
        if is_run(&path) {
            return Ok(Self::Runs(vec![path]));
        }
        if path.join("manifest.json").is_file() || path.join("preset.toml").is_file() {
            return Ok(Self::Sweep(path));
        }
        let runs = children(&path)?;
        if !runs.is_empty() {
            return Ok(Self::Runs(runs));
        }
        files_of(&path).map(Self::Tables).map_err(|_| {
            Failure::message(code::FILE, format!("{name} is no data set")).with_hint(
                "wanted a folder that mfn simulate made of a sweep, one of runs or of *.parquet \
                 files, or a Parquet file",
            )
        })
    }
}

/// The folder of a single run, complete or begun: its preset has no section `[sweep]`.
fn is_run(folder: &Path) -> bool {
    if folder.join("run.json").is_file() {
        return true;
    }
    let text = std::fs::read_to_string(folder.join("preset.toml"));
    let has_manifest = folder.join("manifest.json").is_file();
    let written = text.ok().and_then(|text| Written::from_toml(&text, "preset.toml").ok());
    written.is_some_and(|written| !written.is_sweep()) && !has_manifest
}

/// The folders of runs directly in a folder, sorted.
fn children(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error| Failure::io("list", folder, error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() && is_run(&path) {
            found.push(path);
        }
    }
    found.sort_unstable();
    Ok(found)
}
