//! The report of a release: distributions, correlations, and a gallery of fields.

use crate::commands::failure::{Failure, code};
use crate::commands::features::report;
use crate::commands::folders;
use crate::commands::simulate::{Shown, initial};
use crate::commands::sweep::place::Place;
use crate::commands::sweep::plan::Plan;
use crate::commands::sweep::run::shown;
use mfn::engine::{Simulation, Termination};
use mfn::format::{annotate_png, read_npy, write_atomic};
use mfn::grid::FieldView;
use mfn::plot::{ColorMap, Sheet, Thumbnail, Tile};
use ndarray::{Array2, Ix2};
use rayon::prelude::*;
use std::io::Write as _;

const FOLDER: &str = "report";
/// Rows that the pictures are of: of more, chunks evenly chosen.
const MOST_ROWS: u64 = 1_000;
/// Writes the report; gives the paths within the data set.
pub(crate) fn write(plan: &Plan, place: &Place) -> Result<Vec<String>, Failure> {
    let folder = place.file(FOLDER);
    folders::make(&folder)?;
    let chunks = plan.chunks.count();
    let step = plan.preset.sweep.n_runs().div_ceil(MOST_ROWS).max(1);
    let tables: Vec<String> = (0..chunks.div_ceil(step))
        .map(|index| Plan::table_path(&plan.chunks.chunk(index * step)))
        .collect();
    // One after the other: side by side, two large pictures would be in memory at once.
    let names = report::on_files(place.path(), &tables, &plan.preset.name, &folder)?;
    let mut paths: Vec<String> = names.iter().map(|name| format!("{FOLDER}/{name}")).collect();
    if let Some(picture) = gallery(plan, place)? {
        let path = format!("{FOLDER}/gallery.png");
        let picture = annotate_png(&picture, &plan.provenance)?;
        write_atomic(&place.file(&path), |file| file.write_all(&picture))?;
        paths.push(path);
    }
    Ok(paths)
}

/// The last fields of runs across the sweep, as they left them.
fn gallery(plan: &Plan, place: &Place) -> Result<Option<Vec<u8>>, Failure> {
    let chosen = plan.gallery();
    let fields: Result<Vec<_>, Failure> =
        chosen.par_iter().with_max_len(1).map(|run| last_field(plan, place, *run)).collect();
    let fields: Vec<(String, Array2<f64>)> = fields?.into_iter().flatten().collect();
    if fields.is_empty() {
        return Ok(None);
    }
    let map = ColorMap::from_name(&plan.first.output.color_map).unwrap_or_default();
    let tiles: Vec<Tile<'_>> = fields
        .iter()
        .map(|(name, field)| Tile {
            name,
            picture: Thumbnail::Field(FieldView::F64(field.view()), map),
        })
        .collect();
    Ok(Some(Sheet { tiles: &tiles }.png()?))
}

/// The name of a run and its last field; none of a run that failed.
fn last_field(
    plan: &Plan,
    place: &Place,
    run: u64,
) -> Result<Option<(String, Array2<f64>)>, Failure> {
    let kept = read_npy(&shown(&place.hidden(), run)).ok();
    let values = kept.and_then(|kept| kept.into_f64().into_dimensionality::<Ix2>().ok());
    let values = match values {
        Some(values) => values,
        // Made once more, with the same bits: it was lost with an earlier release.
        None => match made_again(plan, run)? {
            Some(values) => values,
            None => return Ok(None),
        },
    };
    let settings = plan.preset.sweep.run(run).settings;
    let words: Vec<String> = settings
        .iter()
        .map(|(key, value)| {
            let key = key.rsplit('.').next().unwrap_or(key);
            match value {
                toml::Value::Float(number) => format!("{key} {}", brief(*number)),
                other => format!("{key} {}", other.to_string().trim_matches('"')),
            }
        })
        .collect();
    Ok(Some((format!("{run}: {}", words.join(", ")), values)))
}

/// Four digits.
fn brief(number: f64) -> f64 {
    format!("{number:.3e}").parse().unwrap_or(number)
}

fn made_again(plan: &Plan, run: u64) -> Result<Option<Array2<f64>>, Failure> {
    let mut preset = plan.run_preset(run)?;
    let start = initial::read(&mut preset, plan.source.as_deref())?;
    let Ok(mut simulation) = Simulation::new(&preset.setup(start, false)) else { return Ok(None) };
    let ending = mfn::engine::run(&mut simulation, preset.steps, &mut [], &|| false);
    let ending = ending.map_err(|error| Failure::new(code::NUMBERS, error))?;
    if ending != Termination::Completed {
        return Ok(None);
    }
    let field = simulation.system().field(preset.model.observable().species);
    let field = Shown::of(&preset).plane(field);
    let (rows, cols) = field.shape();
    Ok(Some(Array2::from_shape_fn((rows, cols), |(row, col)| field.get(row, col))))
}
