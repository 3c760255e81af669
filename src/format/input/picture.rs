//! A PNG or a JPEG as one field of luminances.

use crate::format::Error;
use crate::format::initial::luminances;
use crate::format::input::content::{Parts, single};
use crate::format::input::{About, Frames, Input};
use crate::format::io_error;
use image::{ImageFormat, ImageReader};
use ndarray::Array2;
use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

#[derive(Debug)]
struct Picture {
    path: PathBuf,
    format: ImageFormat,
    name: &'static str,
}

pub(crate) fn open(
    path: &Path,
    format: ImageFormat,
    name: &'static str,
) -> Result<Vec<Input>, Error> {
    let malformed = |found: String| Error::Malformed { path: path.to_owned(), format: name, found };
    let file = File::open(path).map_err(io_error(path, "open"))?;
    let (cols, rows) = catch_unwind(AssertUnwindSafe(|| {
        ImageReader::with_format(BufReader::new(file), format).into_dimensions()
    }))
    .map_err(|_| malformed("its structure leads astray".to_owned()))?
    .map_err(|error| malformed(error.to_string()))?;
    let parts = Parts {
        path: path.to_owned(),
        label: path.display().to_string(),
        n_frames: 1,
        is_history: false,
        shape: (rows as usize, cols as usize),
        about: About { is_image: true, ..About::default() },
    };
    Ok(single(parts, Picture { path: path.to_owned(), format, name }))
}

impl Frames for Picture {
    fn read(&self, _index: usize) -> Result<Array2<f64>, Error> {
        luminances(&self.path, self.format, self.name)
    }
}
