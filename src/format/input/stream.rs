//! The bytes of one file from standard input, by way of a temporary file.

use crate::format::Error;
use crate::format::input::content;
use crate::format::input::{Input, InputOptions};
use crate::format::io_error;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What messages call it.
const SHOWN: &str = "standard input";

pub(crate) fn open(bytes: &mut dyn Read, options: &InputOptions) -> Result<Vec<Input>, Error> {
    let place = Path::new(SHOWN);
    let mut file = tempfile::NamedTempFile::new().map_err(io_error(place, "spool"))?;
    io::copy(bytes, file.as_file_mut()).map_err(io_error(place, "read"))?;
    let spooled = Arc::new(file.into_temp_path());
    let mut inputs = content::open(&spooled, options).map_err(shown)?;
    let hidden = spooled.display().to_string();
    for input in &mut inputs {
        let part = input.label.strip_prefix(&hidden).unwrap_or_default();
        input.label = format!("-{part}");
        input.path = PathBuf::from(SHOWN);
        input.spooled = Some(Arc::clone(&spooled));
    }
    Ok(inputs)
}

/// The error with the name of what the user gave, not that of the temporary file.
pub(crate) fn shown(mut error: Error) -> Error {
    if let Some(path) = error.path_mut() {
        *path = PathBuf::from(SHOWN);
    }
    error
}
