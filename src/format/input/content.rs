//! What a file is by its first bytes.

use crate::format::Error;
use crate::format::input::axes::Axes;
use crate::format::input::{About, Frames, Input, InputOptions};
use crate::format::input::{array, hdf5, npz, picture, tiff};
use crate::format::io_error;
use crate::format::provenance::to_hex;
use image::ImageFormat;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Opens a file of whatever kind.
pub(crate) fn open(path: &Path, options: &InputOptions) -> Result<Vec<Input>, Error> {
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(16).read_to_end(&mut start))
        .map_err(io_error(path, "read"))?;
    match start.as_slice() {
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => array::open(path, options),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => npz::open(path, options),
        [0x89, b'H', b'D', b'F', b'\r', b'\n', 0x1a, b'\n', ..] => hdf5::open(path, options),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => {
            picture::open(path, ImageFormat::Png, "PNG")
        }
        [0xff, 0xd8, 0xff, ..] => picture::open(path, ImageFormat::Jpeg, "JPEG"),
        // Two byte orders, and BigTIFF.
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => tiff::open(path),
        other => Err(Error::Unrecognised {
            path: path.to_owned(),
            found: describe(other),
            wanted: "NPY, NPZ, HDF5, PNG, JPEG or TIFF",
        }),
    }
}

/// The first bytes for a message: as text if they are.
pub(crate) fn describe(start: &[u8]) -> String {
    match std::str::from_utf8(start) {
        _ if start.is_empty() => "nothing".to_owned(),
        Ok(text) if text.chars().all(|c| !c.is_control() || c.is_ascii_whitespace()) => {
            format!("the text {text:?}")
        }
        _ => to_hex(start.get(..8).unwrap_or(start)),
    }
}

/// What an input is, before its frames.
pub(crate) struct Parts {
    pub(crate) path: PathBuf,
    pub(crate) label: String,
    pub(crate) n_frames: usize,
    pub(crate) is_history: bool,
    pub(crate) shape: (usize, usize),
    pub(crate) about: About,
}

impl Parts {
    pub(crate) fn of(path: &Path, label: String, axes: Axes) -> Self {
        Self {
            path: path.to_owned(),
            label,
            n_frames: axes.n_frames(),
            is_history: axes.frames.is_some(),
            shape: (axes.rows, axes.cols),
            about: About::default(),
        }
    }

    pub(crate) fn with(self, frames: impl Frames + 'static) -> Input {
        let Self { path, label, n_frames, is_history, shape, about } = self;
        let frames = Box::new(frames);
        Input { label, path, n_frames, is_history, shape, about, frames, spooled: None }
    }
}

/// The one input of a file.
pub(crate) fn single(parts: Parts, frames: impl Frames + 'static) -> Vec<Input> {
    vec![parts.with(frames)]
}
