//! Folders of single runs.

use crate::commands::simulate::folder::listed_files;
use crate::commands::validate::data::row::{Rows, offences};
use mfn::format::sha256_of_file;
use mfn::verify::{Finding, Obstacle};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Adds the rows of runs: each finished, each file as its report says.
pub(crate) fn look(folders: &[PathBuf], rows: &mut Rows<'_>) {
    rows.check("finished", || Ok(finished(folders)));
    rows.check("files", || files(folders));
}

fn finished(folders: &[PathBuf]) -> Finding {
    let is_begun = |folder: &&PathBuf| !folder.join("run.json").is_file();
    let begun: Vec<String> = folders
        .iter()
        .filter(is_begun)
        .map(|folder| {
            let place = folder.display();
            format!("complete it: mfn simulate {place}/preset.toml --out {place}")
        })
        .collect();
    let finding = offences(&begun, "runs missing");
    if begun.is_empty() { finding.note(format!("{} runs", folders.len())) } else { finding }
}

fn files(folders: &[PathBuf]) -> Result<Finding, Obstacle> {
    let complete: Vec<&PathBuf> =
        folders.iter().filter(|folder| folder.join("run.json").is_file()).collect();
    if complete.is_empty() {
        return Err(Obstacle::NotRun("no run is finished: nothing says what its files are".into()));
    }
    let damaged: Vec<String> =
        complete.par_iter().flat_map_iter(|folder| differences(folder)).collect();
    Ok(offences(&damaged, "files"))
}

/// Files that are not as the run's report says.
fn differences(folder: &Path) -> Vec<String> {
    let listed = listed_files(folder);
    if listed.is_empty() {
        return vec![format!("{} lists no file", folder.join("run.json").display())];
    }
    let difference = |(name, wanted): &(String, String)| {
        let path = folder.join(name);
        match sha256_of_file(&path) {
            Ok(found) if found == *wanted => None,
            Ok(found) => Some(format!("{} has SHA-256 {found}, not {wanted}", path.display())),
            Err(error) => Some(error.to_string()),
        }
    };
    listed.iter().filter_map(difference).collect()
}
