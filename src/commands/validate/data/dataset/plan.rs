//! What a data set says of itself: its preset, and its manifest.

use crate::commands::failure::Failure;
use crate::commands::sweep::plan::Plan;
use crate::commands::validate::data::dataset::scan::Scan;
use crate::commands::validate::data::row::offences;
use mfn::config::Written;
use mfn::dataset::release::Manifest;
use mfn::format::sha256_of_file;
use mfn::verify::{Finding, Obstacle};
use std::path::Path;

/// The plan of a folder's `preset.toml`, or why there is none.
pub(crate) fn of(folder: &Path) -> Result<Plan, String> {
    let path = folder.join("preset.toml");
    let name = path.display().to_string();
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
    let written = Written::from_toml(&text, &name).map_err(|error| error.to_string())?;
    if !written.is_sweep() {
        return Err(format!("{name} has no section [sweep]"));
    }
    let plan = Plan::of_preset(&written, Some(name.clone())).map_err(Failure::into_words)?;
    if plan.preset.text() == text {
        Ok(plan)
    } else {
        Err(format!("{name} is not as mfn {} writes it", env!("CARGO_PKG_VERSION")))
    }
}

pub(crate) fn described(plan: &Plan) -> Finding {
    let (runs, chunks) = (plan.preset.sweep.n_runs(), plan.chunks.count());
    let note = format!("{}: {runs} runs in {chunks} chunks", plan.preset.name);
    Finding::none(0).unit("errors").note(note)
}

/// The manifest; `None` if there is none, an error if it contradicts itself.
pub(crate) fn manifest(folder: &Path) -> Option<Result<Manifest, String>> {
    let path = folder.join("manifest.json");
    if !path.exists() {
        return None;
    }
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => return Some(Err(format!("{}: {error}", path.display()))),
    };
    Some(Manifest::from_json(&text).map_err(|error| error.to_string()))
}

/// Whether what the manifest counts is what there is.
pub(crate) fn agrees(
    folder: &Path,
    manifest: &Result<Manifest, String>,
    scan: &Scan,
) -> Result<Finding, Obstacle> {
    let manifest = manifest.as_ref().map_err(|reason| Obstacle::Broke(reason.clone()))?;
    let mut lies = Vec::new();
    match sha256_of_file(&folder.join("preset.toml")) {
        Ok(found) if found == manifest.preset_sha256 => {}
        Ok(found) => lies.push(format!("preset_sha256 is {}, not {found}", manifest.preset_sha256)),
        Err(error) => lies.push(error.to_string()),
    }
    let failed = scan.rows.failed.len() as u64;
    for (key, told, found) in
        [("rows", manifest.rows, scan.n_rows), ("failures", manifest.failures, failed)]
    {
        if told != found {
            lies.push(format!("{key} is {told}, and the tables have {found}"));
        }
    }
    Ok(offences(&lies, "contradictions"))
}
