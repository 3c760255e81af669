//! Folders that are made if they are missing.

use crate::commands::failure::Failure;
use std::path::Path;

/// Makes the folder, and those around it, if it is missing.
pub(crate) fn make(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::io("make the folder", folder, error))
}
