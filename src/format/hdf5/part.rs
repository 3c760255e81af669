//! An HDF5 file that is being written beside its final place.

use crate::format::AtomicFile;
use crate::format::Error;
use crate::format::hdf5::to_io;
use crate::format::io_error;
use rust_hdf5::{H5File, H5FileOptions, Hdf5Error};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A file that is moved to its final name by [`PartFile::finish`], and removed if that is not
/// reached.
pub(crate) struct PartFile {
    path: PathBuf,
    // `None` after a failure: half of an object must not be published.
    open: Option<(AtomicFile, H5File)>,
}

impl PartFile {
    /// Starts a file that will be called `path`. Objects record no times, so that the same data
    /// give the same bytes.
    pub(crate) fn create(path: &Path, options: H5FileOptions) -> Result<Self, Error> {
        let part = AtomicFile::create(path)?;
        let options = options.best_effort_locking().track_times(false);
        let file = options.create(part.part_path()).map_err(write_error(path))?;
        Ok(Self { path: path.to_owned(), open: Some((part, file)) })
    }

    /// Its final name.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes to the file; after a failure nothing more can be written.
    pub(crate) fn write(
        &mut self,
        objects: impl FnOnce(&H5File) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (_, file) = self.open.as_ref().ok_or_else(|| given_up(&self.path))?;
        let written = objects(file);
        if written.is_err() {
            self.abandon();
        }
        written
    }

    pub(crate) fn finish(mut self) -> Result<(), Error> {
        let (part, file) = self.open.take().ok_or_else(|| given_up(&self.path))?;
        file.close().map_err(write_error(&self.path))?;
        part.commit()
    }

    fn abandon(&mut self) {
        if let Some((_, file)) = self.open.take() {
            // Dropped unclosed, the file would print that it is incomplete, which the caller
            // knows.
            let _ = file.close_no_sync();
        }
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        self.abandon();
    }
}

impl fmt::Debug for PartFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PartFile").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Turns an error of the HDF5 crate into [`Error::Io`] for `path`.
pub(crate) fn write_error(path: &Path) -> impl Fn(Hdf5Error) -> Error {
    let path = path.to_owned();
    move |error| io_error(&path, "write")(to_io(&error))
}

fn given_up(path: &Path) -> Error {
    io_error(path, "write")(io::Error::other("an earlier write to it failed"))
}
