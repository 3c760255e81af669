//! The program against itself: a data set made in one part and in several.

use crate::commands::folders::files_below;
use mfn::format::sha256_of_file;
use mfn::verify::{Check, Finding, Obstacle, Subject, Suite};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

/// Files that tell where a data set was made, and by whom.
const APART: &str = "environment.json";

pub(crate) fn checks() -> Vec<Check> {
    let checks = [(2, 1), (3, 2), (5, 3)].map(|(parts, threads)| {
        let name = format!("shards-{parts}");
        Check::new(Suite::Reproducibility, name, move |subject| shards(parts, threads, subject))
            .claim(format!(
                "a data set of 256 runs made by {parts} programs of {threads} threads has the \
                 bytes of one made by one program"
            ))
            .reference("SHA-256 of every file but environment.json")
            .because("bytes are bytes")
            .twin("another seed")
    });
    checks.into()
}

/// Files that differ, are missing, or are too many.
fn shards(parts: u32, threads: u32, subject: Subject) -> Result<Finding, Obstacle> {
    let place = tempfile::tempdir().map_err(not_run)?;
    let (whole, shared) = (place.path().join("whole"), place.path().join("shared"));
    simulate(&whole, &["--seed=42", "--threads=1"])?;
    let seed = format!("--seed={}", subject.pick(42, 43));
    for part in 0..parts {
        let shard = format!("--shard={part}/{parts}");
        simulate(&shared, &[&seed, &format!("--threads={threads}"), &shard])?;
    }
    simulate(&shared, &[&seed, "--finalize"])?;
    let (expected, found) = (digests(&whole)?, digests(&shared)?);
    let missing = expected.iter().filter(|(path, digest)| found.get(*path) != Some(digest)).count();
    let more = found.keys().filter(|path| !expected.contains_key(*path)).count();
    let note = format!("{} files", expected.len());
    Ok(Finding::none(missing + more).unit("files").note(note))
}

#[expect(clippy::needless_pass_by_value, reason = "errors are given by value")]
fn not_run(error: std::io::Error) -> Obstacle {
    Obstacle::NotRun(error.to_string())
}

/// Runs this program, without what the user's variables ask for.
fn simulate(folder: &Path, arguments: &[&str]) -> Result<(), Obstacle> {
    let mut command = Command::new(std::env::current_exe().map_err(not_run)?);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("MFN_") {
            command.env_remove(name);
        }
    }
    command.args(["simulate", "v4-sampler-default", "--set=sweep.random.count=256", "--quiet"]);
    command.args(["--set=dataset.report=no", "--set=time.steps=5", "--out"]).arg(folder);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let output = command.output().map_err(not_run)?;
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Obstacle::Broke(format!("mfn simulate {}: {told}", arguments.join(" "))))
}

/// Every file of a data set with its digest.
fn digests(folder: &Path) -> Result<BTreeMap<String, String>, Obstacle> {
    let paths = files_below(folder, "").map_err(not_run)?.into_iter();
    let digest = |path: String| {
        let digest = sha256_of_file(&folder.join(&path)).map_err(Obstacle::broke)?;
        Ok((path, digest))
    };
    paths.filter(|path| path != APART).map(digest).collect()
}
