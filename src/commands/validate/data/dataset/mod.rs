//! `mfn validate dataset`: is a data set whole, as its manifest says, finite, and without doubles?

mod bounds;
mod column;
mod files;
mod place;
mod plan;
mod rows;
mod runs;
mod scan;

use crate::cli::DatasetData;
use crate::commands::failure::Failure;
use crate::commands::validate::data::dataset::place::Found;
use crate::commands::validate::data::dataset::scan::Scan;
use crate::commands::validate::data::each;
use crate::commands::validate::data::row::{Report, Rows, Verb};
use crate::commands::validate::data::select::Unwanted;
use mfn::verify::Obstacle;
use std::path::{Path, PathBuf};

/// The checks.
pub(crate) const VERB: Verb = Verb {
    suite: "dataset",
    claims: &[
        ("preset", "preset.toml is accepted, and is the whole of what was resolved from it"),
        ("finished", "no chunk, no run and no manifest is missing"),
        ("manifest", "manifest.json agrees with itself, with preset.toml and with the tables"),
        ("files", "every file has the size and the SHA-256 that was written down for it"),
        ("unlisted", "no file is there that the manifest does not list"),
        ("readable", "every table can be read"),
        ("schema", "every part has the same columns, types and units, those of the preset"),
        ("units", "every feature and every floating-point column has a unit"),
        ("finite", "no number is NaN or infinite"),
        ("nulls", "no cell is empty that identifies a row, or whose column may not be empty"),
        ("ranges", "every feature and parameter is within its declared range"),
        ("constant", "not every feature has one value in all rows"),
        ("duplicates", "no two rows have the same parameters and the same seed"),
        ("seeds", "as many different seeds as the sweep's rule gives these runs"),
        ("parameters", "every row has the seed and the parameters that the preset gives its run"),
        ("runs", "runs are numbered from 0, in order, none lost and none doubled"),
        ("failures", "failures.parquet has the runs that failed, and no row of the table is one"),
    ],
};

/// Looks at every input; one that is no data set is an error.
pub(crate) fn look(arguments: &DatasetData, unwanted: &Unwanted) -> Result<Vec<Report>, Failure> {
    let read = |name: &String| Ok((name.clone(), Found::at(name)?));
    let inputs: Result<Vec<(String, Found)>, Failure> = arguments.inputs.iter().map(read).collect();
    each(&inputs?, &arguments.looking, |(name, found)| {
        let mut rows = Rows::new(&VERB, name, unwanted);
        match found {
            Found::Sweep(folder) => sweep(folder, &mut rows),
            Found::Runs(folders) => runs::look(folders, &mut rows),
            Found::Tables(files) => tables(&Scan::of(files, None), &mut rows),
        }
        Ok(rows.finish())
    })
}

/// A folder that `mfn simulate SWEEP` made, or is making.
fn sweep(folder: &Path, rows: &mut Rows<'_>) {
    let plan = plan::of(folder);
    let manifest = plan::manifest(folder);
    match &plan {
        Ok(plan) => rows.check("preset", || Ok(plan::described(plan))),
        Err(reason) => rows.take("preset", Err(Obstacle::Broke(reason.clone()))),
    }
    let plan = plan.ok();
    let listed = files::listed(folder, manifest.as_ref());
    rows.check("finished", || files::finished(folder, plan.as_ref(), manifest.as_ref(), &listed));
    let parts: Vec<PathBuf> = files::tables(folder, &listed);
    let scan = Scan::of(&parts, plan.as_ref());
    if let Some(manifest) = &manifest {
        rows.check("manifest", || plan::agrees(folder, manifest, &scan));
    }
    rows.check("files", || files::intact(folder, &listed));
    if let Some(Ok(_)) = &manifest {
        rows.check("unlisted", || files::unlisted(folder, &listed));
    }
    tables(&scan, rows);
    if let Some(plan) = plan.as_ref().filter(|_| scan.n_parts > 0) {
        rows.check("seeds", || scan.seeds(plan));
        rows.check("parameters", || Ok(scan.rows.parameters()));
    }
    if manifest.is_some() {
        rows.check("failures", || rows::failures(folder, &scan));
    }
}

/// What holds for any table.
fn tables(scan: &Scan, rows: &mut Rows<'_>) {
    let readable = scan.readable();
    let is_broken = scan.n_parts == 0;
    if is_broken {
        return rows.take("readable", readable);
    }
    rows.check("readable", || readable);
    rows.check("schema", || Ok(scan.schema()));
    rows.check("units", || Ok(scan.units()));
    rows.check("finite", || Ok(scan.finite()));
    rows.check("nulls", || Ok(scan.nulls()));
    rows.check("ranges", || Ok(scan.ranges()));
    if scan.n_rows > 1 && scan.has_features() {
        rows.check("constant", || Ok(scan.constant()));
    }
    rows.check("duplicates", || Ok(scan.rows.duplicates()));
    if scan.rows.has_runs() {
        rows.check("runs", || scan.runs());
    }
}
