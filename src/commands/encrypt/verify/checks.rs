//! What is looked at: each file's digest, and files that nothing tells of.

use crate::cli::encrypt::Verify;
use crate::commands::encrypt::file;
use crate::commands::encrypt::folder::copying::digest_read;
use crate::commands::encrypt::watch::{Watch, total};
use crate::commands::failure::{Failure, code};
use crate::commands::folders::files_below;
use crate::commands::output::Output;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// What was looked at, how, and what is wrong with it.
pub(super) struct Check {
    pub(super) path: String,
    pub(super) way: &'static str,
    pub(super) wrong: Option<String>,
}

impl Check {
    pub(super) fn new(
        path: impl Into<String>,
        way: &'static str,
        result: Result<(), Failure>,
    ) -> Self {
        Self { path: path.into(), way, wrong: result.err().map(Failure::into_words) }
    }
}

/// What a file has to be.
pub(super) struct Wanted<'a> {
    pub(super) path: &'a str,
    pub(super) bytes: u64,
    pub(super) sha256: &'a str,
}

pub(super) fn digests(
    verify: &Verify,
    wanted: &[Wanted<'_>],
    checks: &mut Vec<Check>,
    output: &Output,
) {
    let all = total(wanted.iter().map(|wanted| wanted.bytes));
    let watch = Watch::new(&verify.manner, Some(all), output);
    let each = wanted.par_iter().map(|wanted| {
        let path = verify.input.join(wanted.path);
        let found = file::open(&path).and_then(|file| digest_read(watch.over(file), &path));
        let found = found.and_then(|found| {
            let wrong = if found.bytes != wanted.bytes {
                format!("it has {} bytes: wanted {}", found.bytes, wanted.bytes)
            } else if found.sha256 != wanted.sha256 {
                format!("its SHA-256 is {}: wanted {}", found.sha256, wanted.sha256)
            } else {
                return Ok(());
            };
            Err(Failure::message(code::NO, wrong))
        });
        Check::new(wanted.path, "sha256", found)
    });
    checks.extend(each.collect::<Vec<_>>());
}

/// Files that nothing tells of.
pub(super) fn strangers<'a>(
    folder: &Path,
    known: impl Iterator<Item = &'a str>,
    checks: &mut Vec<Check>,
) -> Result<(), Failure> {
    let known: BTreeSet<&str> = known.collect();
    let found = files_below(folder, "").map_err(|error| Failure::io("read", folder, error))?;
    for path in found.iter().filter(|path| !known.contains(path.as_str())) {
        let failure = Failure::message(code::NO, "it is not listed");
        checks.push(Check::new(path, "listed", Err(failure)));
    }
    Ok(())
}
