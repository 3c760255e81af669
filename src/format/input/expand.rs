//! Patterns of names to the names themselves.

use crate::format::Error;
use crate::format::input::run;
use std::path::{Path, PathBuf};

/// The paths that `patterns` stand for, in the order of the patterns.
///
/// What exists is taken as it is, whatever its letters, and so is `-`; another pattern with `*`,
/// `?`, `**` or `[…]` becomes the names that it matches, sorted. A folder that is no run folder
/// becomes the runs and files in it, sorted, so that each of them can be opened, and fail, alone.
///
/// # Errors
///
/// [`Error::Pattern`] for one that matches nothing or is none, [`Error::Folder`] for a folder
/// without anything to read, [`Error::Io`] if a folder cannot be listed.
///
/// # Examples
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// for name in ["b.npy", "a.npy"] {
///     std::fs::write(folder.path().join(name), "")?;
/// }
/// let pattern = folder.path().join("*.npy").display().to_string();
/// let paths = mfn::format::expand(&[pattern])?;
/// assert_eq!(paths, [folder.path().join("a.npy"), folder.path().join("b.npy")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn expand(patterns: &[String]) -> Result<Vec<PathBuf>, Error> {
    let mut paths = Vec::new();
    for pattern in patterns {
        for path in matches_of(pattern)? {
            if path.is_dir() && !run::is_run(&path) {
                paths.extend(run::children(&path)?);
            } else {
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

fn matches_of(pattern: &str) -> Result<Vec<PathBuf>, Error> {
    if pattern == "-" || Path::new(pattern).exists() {
        return Ok(vec![PathBuf::from(pattern)]);
    }
    let failed = |found: String| Error::Pattern { pattern: pattern.to_owned(), found };
    if !pattern.contains(['*', '?', '[']) {
        return Err(failed("does not exist".to_owned()));
    }
    let paths = glob::glob(pattern).map_err(|error| failed(format!("is no pattern ({error})")))?;
    let paths: Result<Vec<_>, _> = paths.collect();
    let paths = paths.map_err(|error| failed(format!("cannot be followed ({error})")))?;
    if paths.is_empty() { Err(failed("matches nothing".to_owned())) } else { Ok(paths) }
}
