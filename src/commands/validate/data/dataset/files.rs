//! The files of a data set against what was written down of them.

use crate::commands::failure::Failure;
use crate::commands::folders::files_below;
use crate::commands::sweep::place::{Place, difference};
use crate::commands::sweep::plan::Plan;
use crate::commands::validate::data::row::offences;
use mfn::dataset::Ledger;
use mfn::dataset::release::{Manifest, ReleaseFile};
use mfn::verify::{Finding, Obstacle};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Files by path, or why they are not known.
pub(crate) type Listed = Result<BTreeMap<String, ReleaseFile>, String>;

/// The files that the manifest lists; of a data set without one, those in its ledgers.
pub(crate) fn listed(folder: &Path, manifest: Option<&Result<Manifest, String>>) -> Listed {
    let by_path = |files: &[ReleaseFile]| {
        files.iter().map(|file| (file.path.clone(), file.clone())).collect()
    };
    match manifest {
        Some(manifest) => manifest.as_ref().map(|m| by_path(&m.files)).map_err(Clone::clone),
        None => Place::at(folder)
            .records()
            .map(|records| Ledger::files(records, env!("CARGO_PKG_VERSION")))
            .map_err(Failure::into_words),
    }
}

/// The parts of the table that are there and listed; all that are there if no list is to be had.
pub(crate) fn tables(folder: &Path, listed: &Listed) -> Vec<PathBuf> {
    let is_table = |path: &&String| path.starts_with("data/") && path.ends_with(".parquet");
    let known = match listed {
        Ok(listed) => listed.keys().cloned().collect(),
        // What cannot be walked has no tables, and is said to have none.
        Err(_) => files_below(folder, "data").unwrap_or_default(),
    };
    let mut paths: Vec<PathBuf> =
        known.iter().filter(is_table).map(|path| folder.join(path)).collect();
    paths.retain(|path| path.is_file());
    paths.sort_unstable();
    paths
}

/// Whether anything is still to be made, and by which command.
pub(crate) fn finished(
    folder: &Path,
    plan: Option<&Plan>,
    manifest: Option<&Result<Manifest, String>>,
    listed: &Listed,
) -> Result<Finding, Obstacle> {
    let (place, unknown) =
        (folder.display(), || Obstacle::NotRun("the preset is not known".into()));
    let plan = plan.ok_or_else(unknown)?;
    let listed = listed.as_ref().map_err(|reason| Obstacle::NotRun(reason.clone()))?;
    let chunks = plan.chunks.count();
    let is_missing = |chunk: &u64| {
        let path = Plan::table_path(&plan.chunks.chunk(*chunk));
        !(listed.contains_key(&path) && folder.join(&path).is_file())
    };
    let missing = (0..chunks).filter(is_missing).count();
    let command = format!("mfn simulate {place}/preset.toml --out {place}");
    Ok(if missing > 0 {
        let note = format!("{missing} of {chunks} chunks are missing; complete it: {command}");
        Finding::none(missing).unit("chunks missing").note(note)
    } else if manifest.is_none() {
        let note = format!("all {chunks} chunks are done; complete it: {command} --finalize");
        Finding::none(1).unit("manifests missing").note(note)
    } else {
        Finding::none(0).unit("chunks missing").note(format!("all {chunks} chunks are done"))
    })
}

/// Every listed file as it was written.
pub(crate) fn intact(folder: &Path, listed: &Listed) -> Result<Finding, Obstacle> {
    let listed = listed.as_ref().map_err(|reason| Obstacle::NotRun(reason.clone()))?;
    if listed.is_empty() {
        return Err(Obstacle::NotRun("no manifest and no ledger lists a file".to_owned()));
    }
    let files: Vec<(&String, &ReleaseFile)> = listed.iter().collect();
    let damaged = files.par_iter().filter_map(|(path, record)| {
        let difference = difference(&folder.join(path), record)?;
        Some(format!("{path} {difference}"))
    });
    Ok(offences(&damaged.collect::<Vec<_>>(), "files"))
}

/// Files that no list knows; the manifest cannot list itself, nor what differs by computer.
pub(crate) fn unlisted(folder: &Path, listed: &Listed) -> Result<Finding, Obstacle> {
    let listed = listed.as_ref().map_err(|reason| Obstacle::NotRun(reason.clone()))?;
    let mut found = files_below(folder, "")
        .map_err(|error| Obstacle::Broke(format!("{}: {error}", folder.display())))?;
    let is_own = |path: &str| {
        ["manifest.json", "environment.json"].contains(&path) || path.starts_with(".mfn/")
    };
    found.retain(|path| !listed.contains_key(path) && !is_own(path));
    Ok(offences(&found, "files"))
}
