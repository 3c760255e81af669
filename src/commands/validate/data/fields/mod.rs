//! `mfn validate fields`: are fields and histories finite, within bounds, moving, whole at the rim?
//!
//! What nobody stated is not checked: bounds, boundary, shape and type come from the command line
//! or from the run's folder, and have no row where neither says anything.

mod frames;
mod wanted;

use crate::cli::FieldsData;
use crate::commands::failure::Failure;
use crate::commands::features::explained;
use crate::commands::validate::data::each;
use crate::commands::validate::data::fields::frames::Frames;
use crate::commands::validate::data::fields::wanted::{Asked, Wanted};
use crate::commands::validate::data::row::{Report, Rows, Verb};
use crate::commands::validate::data::select::Unwanted;
use mfn::features::Stationarity;
use mfn::format::{Input, InputOptions, expand, open_inputs};
use mfn::grid::{Boundary, FieldView};
use mfn::verify::{Finding, Obstacle, rim};
use std::path::{Path, PathBuf};

/// The checks.
pub(crate) const VERB: Verb = Verb {
    suite: "fields",
    claims: &[
        ("readable", "the file follows its format, and every frame can be read"),
        ("shape", "rows and columns are those of the run, or those that --shape wants"),
        ("dtype", "elements are stored as the run says, or as --dtype wants"),
        ("finite", "no cell of any frame is NaN or infinite"),
        ("bounds", "every cell is within the bounds of the run's model, or those of --range"),
        ("constant", "the last frame has more than one value"),
        ("moving", "not all frames of a history are equal"),
        ("stationary", "a history came to rest; asked for with --stationary"),
        ("boundary", "the rim of the last frame looks as its boundary condition makes it look"),
    ],
};

/// Looks at every input; one that is not there is an error.
pub(crate) fn look(arguments: &FieldsData, unwanted: &Unwanted) -> Result<Vec<Report>, Failure> {
    let asked = Asked::check(arguments)?;
    let paths = expand(&arguments.inputs).map_err(explained)?;
    let options = InputOptions { dataset: arguments.dataset.clone(), layer: arguments.layer };
    let found = each(&paths, &arguments.looking, |path: &PathBuf| {
        Ok(file(path, &options, &asked, unwanted))
    })?;
    Ok(found)
}

/// The rows of all inputs of a file.
fn file(path: &Path, options: &InputOptions, asked: &Asked, unwanted: &Unwanted) -> Report {
    let inputs = match open_inputs(path, options) {
        Ok(inputs) => inputs,
        Err(error) => {
            let mut rows = Rows::new(&VERB, &path.display().to_string(), unwanted);
            rows.take("readable", Err(Obstacle::Broke(Failure::from(error).into_words())));
            return rows.finish();
        }
    };
    let mut all = Report { rows: Vec::new(), warnings: Vec::new() };
    for input in inputs {
        let mut rows = Rows::new(&VERB, input.label(), unwanted);
        of_input(&input, asked, &mut rows);
        let report = rows.finish();
        all.rows.extend(report.rows);
        all.warnings.extend(report.warnings);
    }
    all
}

fn of_input(input: &Input, asked: &Asked, rows: &mut Rows<'_>) {
    let wanted = match asked.of(input) {
        Ok(wanted) => wanted,
        Err(failure) => return rows.take("readable", Err(Obstacle::Broke(failure.into_words()))),
    };
    let frames = match Frames::read(input, wanted.bounds) {
        Ok(frames) => frames,
        Err(failure) => return rows.take("readable", Err(Obstacle::Broke(failure.into_words()))),
    };
    rows.check("readable", || {
        let (found_rows, cols) = input.shape();
        let dtype = input.about().element.as_deref().unwrap_or("numbers");
        let note = format!("{} frames of {found_rows} × {cols} cells, {dtype}", frames.count);
        Ok(Finding::none(0).unit("frames that cannot be read").note(note))
    });
    stored(input, &wanted, rows);
    rows.check("finite", || Ok(frames.finite()));
    if let Some(bounds) = wanted.bounds {
        rows.check("bounds", || Ok(frames.bounds(bounds)));
    }
    rows.check("constant", || Ok(frames.constant()));
    if input.is_history() && frames.count > 1 {
        rows.check("moving", || Ok(moving(&frames)));
        if asked.stationary {
            rows.check("stationary", || Ok(rest(&frames)));
        }
    } else if asked.stationary {
        let reason = "one frame does not tell whether it changes".to_owned();
        rows.check("stationary", || Err(Obstacle::NotRun(reason)));
    }
    if let Some((boundary, value)) = wanted.boundary {
        rows.check("boundary", || {
            if frames.n_bad > 0 {
                return Err(Obstacle::NotRun("not every cell is finite".to_owned()));
            }
            let value = value.map_err(|reason| Obstacle::NotRun(reason.to_owned()))?;
            let finding = rim(&frames.last, boundary, value)?;
            let is_unlike = !finding.passes() && boundary == Boundary::Dirichlet;
            let held = if is_unlike {
                format!(": the field does not tend to {value}, or the grid does not resolve how")
            } else {
                String::new()
            };
            Ok(finding.note(format!("{}{held}", boundary.name())))
        });
    }
}

/// How the values are stored.
fn stored(input: &Input, wanted: &Wanted, rows: &mut Rows<'_>) {
    if let Some((n_rows, n_cols)) = wanted.shape {
        rows.check("shape", || {
            let found = input.shape();
            let differ = usize::from(found.0 != n_rows) + usize::from(found.1 != n_cols);
            let note = format!("{} × {} cells, wanted {n_rows} × {n_cols}", found.0, found.1);
            Ok(Finding::none(differ).unit("axes that differ").note(note))
        });
    }
    if let Some(dtype) = &wanted.dtype {
        rows.check("dtype", || {
            let Some(found) = &input.about().element else {
                let reason = "how elements are stored is looked up in NPY and NPZ files alone";
                return Err(Obstacle::NotRun(reason.to_owned()));
            };
            let note = format!("{found}, wanted {dtype}");
            Ok(Finding::none(usize::from(found != dtype)).unit("types that differ").note(note))
        });
    }
}

/// A history that never changes is most often one frame written again and again.
fn moving(frames: &Frames) -> Finding {
    let found = frames.stationarity();
    let note = match found.since() {
        Some(since) => format!("{} since frame {since}", found.name()),
        None => found.name().to_owned(),
    };
    let frozen = usize::from(found == Stationarity::Frozen);
    Finding::none(frozen).unit("histories that never change").note(note)
}

fn rest(frames: &Frames) -> Finding {
    let found = frames.stationarity();
    let evolving = usize::from(found == Stationarity::Evolving);
    let note = format!(
        "{}: at rest if no cell changes by more than {:e} of the range in the last {} changes",
        found.name(),
        Stationarity::QUIET,
        Stationarity::WINDOW
    );
    Finding::none(evolving).unit("histories that evolve").note(note)
}

/// A frame as the features take it.
fn view(frame: &ndarray::Array2<f64>) -> FieldView<'_> {
    FieldView::F64(frame.view())
}
