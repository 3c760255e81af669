//! What the card, the metadata and the manifest of a release say.

use crate::commands::failure::Failure;
use crate::commands::sweep::plan::Plan;
use crate::commands::sweep::release::observations::Observed;
use crate::commands::sweep::release::{Counted, failures};
use mfn::dataset::release::{Column, Counts, License, Observations, Origin, Release, ReleaseFile};
use mfn::dataset::{Column as OwnColumn, Rows};

/// Puts together what the texts are made of.
pub(crate) fn release(
    plan: &Plan,
    counted: &Counted,
    observed: &Observed,
    files: Vec<ReleaseFile>,
) -> Result<Release, Failure> {
    let (preset, dataset) = (&plan.preset, &plan.preset.dataset);
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let kind = plan.first.model.kind();
    Ok(Release {
        name: preset.name.clone(),
        title: given(&dataset.title).unwrap_or_else(|| preset.name.clone()),
        description: given(&dataset.description).unwrap_or_else(|| description(plan)),
        version: dataset.version.clone(),
        license: License {
            id: dataset.license.clone(),
            url: format!("https://spdx.org/licenses/{}.html", dataset.license),
        },
        creators: dataset.creators.clone(),
        url: given(&dataset.url),
        keywords: ["reaction-diffusion", "pattern formation", kind.name()]
            .map(ToOwned::to_owned)
            .to_vec(),
        citation: given(&dataset.citation),
        date_published: given(&dataset.date),
        origin: Origin {
            program_version: plan.provenance.version.clone(),
            command: "mfn simulate preset.toml --out DIR".to_owned(),
            verify_command: "mfn simulate preset.toml --out . --verify".to_owned(),
            preset_sha256: plan.provenance.preset_sha256.clone(),
            seed: plan.provenance.seed.clone(),
        },
        model: kind.name().to_owned(),
        equations: kind.equations().to_owned(),
        counts: Counts {
            runs: preset.sweep.n_runs(),
            points: preset.sweep.n_points().min(preset.sweep.n_runs()),
            rows: counted.rows,
            failures: counted.failures.len() as u64,
            table_bytes: counted.table_bytes,
        },
        columns: columns(&plan.table.columns)?,
        failure_columns: columns(&failures::columns())?,
        files,
        observations: Observations {
            constant_columns: observed.constant_columns.clone(),
            stationary_runs: observed.stationary_runs,
            clamping_events: observed.clamping_events,
        },
    })
}

/// The columns as the texts know them, from the schema that the table has.
fn columns(own: &[OwnColumn]) -> Result<Vec<Column>, Failure> {
    let batch = Rows::default().batch(own);
    let batch = batch.map_err(|e| Failure::new(crate::commands::failure::code::NUMBERS, e))?;
    let schema = batch.schema();
    let fields = schema.fields().iter().zip(own);
    Ok(fields.map(|(field, column)| Column::from_field(field, column.role)).collect())
}

fn description(plan: &Plan) -> String {
    let sweep = &plan.preset.sweep;
    let first = &plan.first;
    format!(
        "{} simulations of the model {} on {} cells, {}. Each row holds a run's parameters, its \
         features and how it ended.",
        sweep.n_runs(),
        first.model.kind().name(),
        first.grid,
        sweep.summary(),
    )
}
