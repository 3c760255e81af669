//! Initial fields from files and texts: arrays as they are, pictures as a blend of two states.

use crate::commands::failure::{Failure, code};
use mfn::config::{InitialFile, InitialPlan, InitialText, Preset};
use mfn::engine::Initial;
use mfn::format::{read_field, sha256_of_file};
use mfn::plot::text_mask;
use ndarray::Array2;
use std::path::{Path, PathBuf};

/// The initial condition, with its text drawn or its file read; the file's SHA-256 becomes part of
/// the preset.
pub(crate) fn read(preset: &mut Preset, source: Option<&str>) -> Result<Initial, Failure> {
    let file = match &preset.initial {
        InitialPlan::Ready(initial) => return Ok(initial.clone()),
        InitialPlan::Text(text) => return written(text, preset),
        InitialPlan::File(file) => file.clone(),
    };
    let path = find(&file.path, source);
    let sha256 = sha256_of_file(&path).map_err(|error| {
        Failure::from(error).with_hint("name the file with --set initial.path=FILE")
    })?;
    if !file.sha256.is_empty() && file.sha256 != sha256 {
        return Err(changed(&path, &file.sha256, &sha256));
    }
    let dimensions = preset.grid.dimensions() as usize;
    let field = read_field(&path, file.dataset.as_deref(), dimensions)?;
    preset.record_initial_file(&sha256);
    let is_image = field.is_image;
    let values = field.fit_grid(preset.grid)?;
    let amplitude = file.amplitude;
    if is_image {
        let weights = values.mapv(|luminance| weight(&file, luminance));
        return Ok(Initial::Blend { weights, amplitude });
    }
    Ok(Initial::Given { species: file.species, values, amplitude })
}

/// A blend that is `low` beside the letters and `high` within.
fn written(text: &InitialText, preset: &Preset) -> Result<Initial, Failure> {
    let grid = preset.grid;
    let mask = text_mask(&text.text, (grid.rows(), grid.cols()), text.size).map_err(|error| {
        let error = anyhow::Error::new(error).context("initial.text cannot be drawn");
        Failure::new(code::USAGE, error)
            .with_hint("write other letters (initial.text), or raise grid.cols or initial.size")
    })?;
    let (low, high) = text.shares;
    // The letters go through all layers.
    let weights = Array2::from_shape_fn((grid.lines(), grid.cols()), |(line, col)| {
        low + (high - low) * mask[(line % grid.rows(), col)]
    });
    Ok(Initial::Blend { weights, amplitude: text.amplitude })
}

/// A relative path is looked for from here, then beside the preset.
pub(crate) fn find(path: &str, source: Option<&str>) -> PathBuf {
    let here = PathBuf::from(path);
    let beside =
        source.and_then(|source| Path::new(source).parent()).map(|folder| folder.join(path));
    match beside {
        Some(beside) if !here.exists() && beside.exists() => beside,
        _ => here,
    }
}

/// The share of the excited state where the picture has this luminance.
fn weight(file: &InitialFile, luminance: f64) -> f64 {
    let (low, high) = file.shares;
    if file.threshold > 0.0 {
        return if luminance < file.threshold { low } else { high };
    }
    low + (high - low) * luminance
}

fn changed(path: &Path, wanted: &str, found: &str) -> Failure {
    let message =
        format!("{} has changed: SHA-256 {found}, initial.sha256 wants {wanted}", path.display());
    Failure::message(code::FILE, message)
        .with_hint("give the file that the preset was written for, or leave initial.sha256 out")
}
