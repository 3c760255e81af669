//! `failures.parquet`: the runs whose numbers failed, each with its reason.

use crate::commands::failure::{Failure, code};
use crate::commands::sweep::chunk::FailedRun;
use crate::commands::sweep::place::Place;
use crate::commands::sweep::plan::Plan;
use mfn::dataset::release::ColumnRole;
use mfn::dataset::{Cell, Column, ColumnKind, Rows};
use mfn::format::write_parquet_with;

/// Its path; it is always there.
pub(crate) const PATH: &str = "failures.parquet";

/// Its columns.
pub(crate) fn columns() -> Vec<Column> {
    let column =
        |name, kind, about, role| Column::new(name, kind, role).described("", about).nullable();
    let (id, label) = (ColumnRole::Identifier, ColumnRole::Label);
    vec![
        column("run", ColumnKind::Whole, "number of the run, from 0", id),
        column("point", ColumnKind::Whole, "number of the point of the sweep, from 0", id),
        column("seed", ColumnKind::Whole, "seed of every random stream of the run", id),
        column("parameters", ColumnKind::Text, "what the sweep set, as a preset writes it", id),
        column("reason", ColumnKind::Text, "why the run failed", label),
    ]
}

/// Writes the table.
pub(crate) fn write(plan: &Plan, place: &Place, failed: &[FailedRun]) -> Result<(), Failure> {
    let whole = |number: u64| i64::try_from(number).map_or(Cell::Empty, Cell::Whole);
    let mut rows = Rows::default();
    for failure in failed {
        let run = plan.preset.sweep.run(failure.run);
        rows.push(
            failure.run,
            vec![
                whole(failure.run),
                whole(run.point),
                i64::try_from(run.seed).map_or(Cell::Empty, Cell::Whole),
                Cell::Text(run.settings_text("; ")),
                Cell::Text(failure.reason.clone()),
            ],
        );
    }
    let batch = rows.batch(&columns()).map_err(|error| Failure::new(code::NUMBERS, error))?;
    Ok(write_parquet_with(&place.file(PATH), &batch, &plan.provenance, &[])?)
}
