//! Files in and out: NPY, NPZ, HDF5, Parquet, CSV, images, checkpoints, and their provenance.
//!
//! Every writer goes through [`write_atomic`]: a file appears under its final name only when it
//! is whole, and the same data give the same bytes, since no writer stores a clock, a host name
//! or an unordered map.

mod annotate;
mod atomic;
mod cells;
mod checkpoint;
mod frames;
mod hdf5;
mod initial;
mod input;
mod named;
mod npy;
mod npz;
mod parquet;
mod provenance;
mod runs;
mod table_csv;
mod vectors;

pub use crate::format::annotate::{annotate_gif, annotate_png, annotate_svg};
pub use crate::format::atomic::{AtomicFile, write_atomic};
pub use crate::format::cells::{Dtype, FieldArray};
pub use crate::format::checkpoint::{Checkpoint, CheckpointRef, read_checkpoint, write_checkpoint};
pub use crate::format::frames::{FrameLayout, FrameReader, FrameWriter};
pub use crate::format::hdf5::{Attribute, Hdf5Run, Hdf5Species, read_hdf5_field, write_hdf5};
pub use crate::format::hdf5::{Hdf5Runs, Hdf5RunsSpecies, write_hdf5_runs};
pub use crate::format::hdf5::{PdebenchSample, PdebenchWriter};
pub use crate::format::hdf5::{
    WellAxis, WellField, WellFile, WellSidecar, WellStatistics, write_well,
};
pub use crate::format::initial::{InputField, read_field};
pub use crate::format::input::{About, Input, InputOptions, RunFolder, expand, open_inputs};
pub use crate::format::named::{Cells, NamedColumn, NamedColumns};
pub use crate::format::npy::{NpyArray, read_npy, write_npy, write_npy_series, write_npy_volume};
pub use crate::format::npz::write_npz;
pub use crate::format::parquet::{
    Table, TableNotes, read_parquet, read_parquet_notes, write_parquet, write_parquet_with,
};
pub use crate::format::provenance::{Provenance, sha256_hex, sha256_of_file};
pub use crate::format::runs::write_npy_runs;
pub use crate::format::table_csv::write_csv;
pub use crate::format::vectors::{
    TensorShape, Vector, Vectors, write_npy_matrix, write_npy_vector, write_safetensors,
};

use std::io;
use std::path::PathBuf;

/// What can go wrong with a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused.
    #[error("cannot {action} {}: {}", path.display(), reason(source))]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried: `open`, `read`, `write`, `rename`.
        action: &'static str,
        /// Why it failed.
        source: io::Error,
    },
    /// The content does not follow the format.
    #[error("{} is not a readable {format} file: {found}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The format wanted.
        format: &'static str,
        /// What was found.
        found: String,
    },
    /// What is to be annotated is no picture of that kind.
    #[error("what should be a {kind} picture is none")]
    NoPicture {
        /// The kind wanted.
        kind: &'static str,
    },
    /// The file ends before its data do, or goes on after them.
    #[error("{} has {found} bytes, and its header wants {wanted}", path.display())]
    Length {
        /// The file.
        path: PathBuf,
        /// Bytes found.
        found: u64,
        /// Bytes wanted.
        wanted: u64,
    },
    /// The stored SHA-256 is not that of the content.
    #[error("{} is damaged: its SHA-256 is {found}, and it says {wanted}", path.display())]
    Digest {
        /// The file.
        path: PathBuf,
        /// Digest of the content.
        found: String,
        /// Digest stored in the file.
        wanted: String,
    },
    /// Written by another version of the format.
    #[error("{} has version {found} of the {format} format: wanted {wanted}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// The format.
        format: &'static str,
        /// Version found.
        found: u32,
        /// Version wanted.
        wanted: u32,
    },
    /// Not one of the formats that can be read.
    #[error("{} begins with {found}: wanted {wanted}", path.display())]
    Unrecognised {
        /// The file.
        path: PathBuf,
        /// Its first bytes, in hexadecimal.
        found: String,
        /// The formats that can be read.
        wanted: &'static str,
    },
    /// The elements have a type that cannot be read.
    #[error("{} has elements of type {found}: wanted {wanted}", path.display())]
    ElementType {
        /// The file.
        path: PathBuf,
        /// Type found, as the format writes it.
        found: String,
        /// Types that can be read.
        wanted: &'static str,
    },
    /// The array has the wrong number of dimensions, or none of its cells.
    #[error("{} holds an array of shape {found:?}: wanted {wanted}", path.display())]
    Rank {
        /// The file.
        path: PathBuf,
        /// Shape found.
        found: Vec<usize>,
        /// Shapes that can be read.
        wanted: &'static str,
    },
    /// The field does not have the grid's shape.
    #[error(
        "a field of {} × {} cells does not fit: wanted {} × {}",
        found.0, found.1, wanted.0, wanted.1
    )]
    Shape {
        /// Rows and columns found.
        found: (usize, usize),
        /// Rows and columns wanted.
        wanted: (usize, usize),
    },
    /// The field has the other precision.
    #[error("a frame of {found} cells does not fit a file of {wanted} cells")]
    Precision {
        /// Precision found.
        found: Dtype,
        /// Precision wanted.
        wanted: Dtype,
    },
    /// The number of frames is not the one the file was made for.
    #[error("{} has {found} frames: wanted {wanted}", path.display())]
    FrameCount {
        /// The file.
        path: PathBuf,
        /// Frames found.
        found: usize,
        /// Frames wanted.
        wanted: usize,
    },
    /// The data set to read cannot be told.
    #[error(
        "{} has no single data set {wanted}: it holds {}",
        path.display(),
        if found.is_empty() { "none".to_owned() } else { found.join(", ") }
    )]
    Dataset {
        /// The file.
        path: PathBuf,
        /// Data sets found.
        found: Vec<String>,
        /// Data set wanted.
        wanted: String,
    },
    /// The file holds fewer of something than the number asked for.
    #[error(
        "{} has no {what} {found}: wanted one of 0 to {}",
        path.display(),
        n_there.saturating_sub(1)
    )]
    Index {
        /// The file.
        path: PathBuf,
        /// What is counted: `layer`, `trajectory`, `channel`.
        what: &'static str,
        /// The number asked for, counted from 0.
        found: usize,
        /// How many there are.
        n_there: usize,
    },
    /// The folder holds nothing that can be read.
    #[error("{} is a folder {found}: wanted {wanted}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        found: &'static str,
        /// The folders that can be read.
        wanted: &'static str,
    },
    /// A pattern of names that is none, or that no file has.
    #[error("`{pattern}` {found}: wanted a file, a folder or a pattern with *, ? or [ ]")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        found: String,
    },
    /// A cell is NaN or infinite.
    #[error("{} has {found} in cell ({row}, {col}): wanted finite values", path.display())]
    NotFinite {
        /// The file.
        path: PathBuf,
        /// Row of the cell.
        row: usize,
        /// Column of the cell.
        col: usize,
        /// Value found.
        found: f64,
    },
    /// An axis has too few or too many coordinates.
    #[error("axis {axis} has {found} coordinates: wanted {wanted}")]
    Coordinates {
        /// The axis: `time`, `x`, `y` or `z`.
        axis: &'static str,
        /// Coordinates found.
        found: usize,
        /// Coordinates wanted.
        wanted: usize,
    },
    /// Parts that belong together differ in number.
    #[error("{owner} has {found} {what}: wanted {wanted}")]
    Count {
        /// What has them: `field A`.
        owner: String,
        /// What is counted: `trajectories`.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are wanted.
        wanted: usize,
    },
    /// There is nothing to write.
    #[error("{owner} has no {what}: wanted at least 1")]
    Missing {
        /// What lacks them: `a file of The Well`.
        owner: &'static str,
        /// What is missing: `fields`.
        what: &'static str,
    },
    /// A name that the format cannot hold.
    #[error("`{found}` is not a name for {what}: wanted {wanted}")]
    Name {
        /// The name.
        found: String,
        /// What it was to name.
        what: &'static str,
        /// What a name may be.
        wanted: &'static str,
    },
    /// A column has a type that the format cannot hold.
    #[error("column {column} is of type {found}: a {format} table holds {wanted}")]
    Column {
        /// The column.
        column: String,
        /// Type found.
        found: String,
        /// The format.
        format: &'static str,
        /// Types that can be written.
        wanted: &'static str,
    },
}

impl Error {
    /// The file that the error names, if it names one.
    pub(crate) fn path_mut(&mut self) -> Option<&mut PathBuf> {
        match self {
            Self::Io { path, .. }
            | Self::Malformed { path, .. }
            | Self::Length { path, .. }
            | Self::Digest { path, .. }
            | Self::Version { path, .. }
            | Self::Unrecognised { path, .. }
            | Self::ElementType { path, .. }
            | Self::Rank { path, .. }
            | Self::FrameCount { path, .. }
            | Self::Dataset { path, .. }
            | Self::Index { path, .. }
            | Self::Folder { path, .. }
            | Self::NotFinite { path, .. } => Some(path),
            _ => None,
        }
    }

    /// True if the disk, or the quota on it, is full.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Io { source, .. } => {
                matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
            }
            _ => false,
        }
    }
}

/// The operating system's reason in the words of this program's messages.
fn reason(source: &io::Error) -> String {
    let words = match source.kind() {
        io::ErrorKind::NotFound => "no such file or folder",
        io::ErrorKind::PermissionDenied => "permission denied",
        io::ErrorKind::StorageFull => "no space left on device",
        io::ErrorKind::QuotaExceeded => "disk quota exceeded",
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        io::ErrorKind::IsADirectory => "it is a folder",
        _ => return source.to_string(),
    };
    words.to_owned()
}

/// Turns an operating-system error into [`Error::Io`] for `path`.
fn io_error(path: &std::path::Path, action: &'static str) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { path, action, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_names_the_path_and_the_reason() {
        let check = |source: io::Error, expected: &str| {
            let error = Error::Io { path: "out/field.npy".into(), action: "write", source };
            assert_eq!(error.to_string(), format!("cannot write out/field.npy: {expected}"));
        };
        check(io::ErrorKind::StorageFull.into(), "no space left on device");
        check(io::ErrorKind::PermissionDenied.into(), "permission denied");
        check(io::ErrorKind::NotFound.into(), "no such file or folder");
        check(io::Error::other("odd"), "odd");
    }

    #[test]
    fn full_disk_is_recognised() {
        let full = io_error("a".as_ref(), "write")(io::ErrorKind::StorageFull.into());
        let denied = io_error("a".as_ref(), "write")(io::ErrorKind::PermissionDenied.into());
        assert!(full.is_disk_full());
        assert!(!denied.is_disk_full());
    }
}
