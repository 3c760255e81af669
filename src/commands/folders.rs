//! Folders that are made if they are missing.

use crate::commands::failure::Failure;
use std::io;
use std::path::{Path, PathBuf};

/// Makes the folder, and those around it, if it is missing.
pub(crate) fn make(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::io("make the folder", folder, error))
}

/// Whether a path, which need not be there yet, is a folder or leads into it.
pub(crate) fn is_within(path: &Path, folder: &Path) -> bool {
    let here = |path: &Path| {
        if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() }
    };
    // Without links, as far as there is something.
    let whole = |path: &Path| path.ancestors().find_map(|above| here(above).canonicalize().ok());
    whole(path).zip(whole(folder)).is_some_and(|(path, folder)| path.starts_with(folder))
}

/// Paths of all files below `root`/`within`, from `root`, sorted folder by folder.
pub(crate) fn files_below(root: &Path, within: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    walk(root, within, &mut found)?;
    Ok(found)
}

fn walk(root: &Path, within: &str, found: &mut Vec<String>) -> io::Result<()> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root.join(within))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        names.push((name, entry.file_type()?.is_dir()));
    }
    names.sort_unstable();
    for (name, is_folder) in names {
        let path = if within.is_empty() { name } else { format!("{within}/{name}") };
        if is_folder { walk(root, &path, found)? } else { found.push(path) }
    }
    Ok(())
}
