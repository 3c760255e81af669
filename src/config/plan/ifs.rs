//! A preset of `model.kind = "ifs"`, checked.

use crate::config::Error;
use crate::config::check::check;
use crate::config::plan::resolved::Resolved;
use crate::config::plan::tables::{LAW, point_sections};
use crate::config::tables::Section;
use crate::config::written::Written;
use crate::fractal::ifs::{Rotations, Window};
use crate::model::{Parameter, Values};

/// Where the maps come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// A named system.
    Named(String),
    /// Drawn from the project's own streams.
    Random(Rotations),
    /// Drawn as MFN v4.1 does, from NumPy's generator.
    MfnV4(Rotations),
}

/// A checked run of an iterated function system.
#[derive(Debug, Clone, PartialEq)]
pub struct IfsPlan {
    /// Name, seed, output, text.
    pub resolved: Resolved,
    /// Where the maps come from.
    pub source: Source,
    /// Points of the orbit that are kept.
    pub n_points: usize,
    /// Points left out before.
    pub burn_in: usize,
    /// Points that the box dimension is measured on; 0 for none.
    pub dimension_points: usize,
    /// Rows and columns that points are counted into.
    pub shape: (usize, usize),
    /// Where they lie; `None` frames the points.
    pub window: Option<Window>,
}

impl IfsPlan {
    /// Checks what was written.
    pub(crate) fn check(written: &Written) -> Result<Self, Error> {
        let tables = point_sections("ifs", written.word("model.variant"));
        check_variant(written, &tables)?;
        let resolved = Resolved::check(written, &tables, "ifs")?;
        let (grid, model) = (resolved.section("grid"), resolved.section("model"));
        let source = match model.word("variant") {
            "random" => Source::Random(law(&model)?),
            "mfn-v4" => Source::MfnV4(law(&model)?),
            name => Source::Named(name.to_owned()),
        };
        let is_v4 = matches!(source, Source::MfnV4(_));
        Ok(Self {
            n_points: model.count("points") as usize,
            // v4.1 keeps every point.
            burn_in: if is_v4 { 0 } else { model.count("burn_in") as usize },
            dimension_points: model.count("dimension_points") as usize,
            shape: (grid.count("rows") as usize, grid.count("cols") as usize),
            window: window(&grid)?,
            source,
            resolved,
        })
    }
}

/// A key that belongs to other variants is told apart from one that nobody knows, and a variant
/// that nobody knows is named before its keys are.
fn check_variant(written: &Written, tables: &[Section]) -> Result<(), Error> {
    let model = tables.iter().filter(|section| section.name == "model");
    let rows: Vec<&Parameter> = model.flat_map(|section| &section.table).collect();
    let Some(raw) = written.get("model.variant") else { return Ok(()) };
    for row in rows.iter().filter(|row| row.key == "variant") {
        check("model.variant", raw, row)?;
    }
    for key in LAW.iter().map(|row| row.key).chain(["burn_in"]) {
        let path = format!("model.{key}");
        if written.get(&path).is_some() && !rows.iter().any(|row| row.key == key) {
            return Err(Error::Conflict {
                first: path,
                second: format!("model.variant = {raw}"),
                reason: "only other variants have that key",
            });
        }
    }
    Ok(())
}

fn law(model: &Values) -> Result<Rotations, Error> {
    let scale = (model.number("scale_min"), model.number("scale_max"));
    if scale.0 > scale.1 {
        return Err(Error::Conflict {
            first: format!("model.scale_min = {}", scale.0),
            second: format!("model.scale_max = {}", scale.1),
            reason: "the smallest ratio is at most the largest",
        });
    }
    let n_maps = model.count("transforms") as usize;
    Ok(Rotations { n_maps, scale, translation: model.number("translation") })
}

/// Width and height of a cell may differ by this share: less than a picture shows.
const SQUARE: f64 = 1e-3;

fn window(grid: &Values) -> Result<Option<Window>, Error> {
    let Some(numbers) = grid.optional_numbers("window") else { return Ok(None) };
    let window = match *numbers {
        [x_min, x_max, y_min, y_max] => Window::new([x_min, y_min], [x_max, y_max]).ok(),
        _ => None,
    };
    let window = window.ok_or_else(|| Error::OutOfRange {
        key: "grid.window".to_owned(),
        found: format!("{numbers:?}"),
        wanted: "[x_min, x_max, y_min, y_max] with min < max, or \"auto\"".to_owned(),
        unit: "length",
    })?;
    let (rows, cols) = (grid.count("rows"), grid.count("cols"));
    let (width, height) = (window.size()[0] / cols as f64, window.size()[1] / rows as f64);
    if (width / height - 1.0).abs() > SQUARE {
        let fitting = (window.size()[1] / width).round();
        return Err(Error::Conflict {
            first: format!("grid.window = {numbers:?}"),
            second: format!("grid.rows = {rows}, grid.cols = {cols} (grid.rows = {fitting} would)"),
            reason: "cells are squares",
        });
    }
    Ok(Some(window))
}
